//! Who looks at which ticket at the moment, and who writes there. In memory: pages tell every few seconds, and who
//! tells nothing any more is gone. Replicas tell each other by PostgreSQL's NOTIFY.

use crate::{Actor, Desk, Result, agent, db};
use model::{AgentId, LOOKS_EVERY_S, Millis, TicketId};
use serde::{Deserialize, Serialize};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// Who told nothing for so long does not look any more: one word may get lost.
const GONE: Duration = Duration::from_secs(2 * LOOKS_EVERY_S as u64 + 2);
/// What is remembered at most. A page tells of one ticket.
const MOST: usize = 20_000;
const CHANNEL: &str = "attache_presence";

/// What a page tells.
#[derive(Serialize, Deserialize, Clone, Copy, Debug)]
struct Told {
    agent: AgentId,
    ticket: TicketId,
    writes: bool,
}

/// Somebody else who is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Present {
    /// Their name.
    pub name: String,
    /// They have begun an answer.
    pub writes: bool,
}

/// When they told it last, and whether they wrote.
type Last = (Millis, bool);

/// Everybody. Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct Presence(Arc<Mutex<HashMap<(TicketId, AgentId), Last>>>);

impl Presence {
    fn hear(&self, told: Told, now: Millis) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST {
            all.retain(|_, (at, _)| now - *at < db::millis(GONE));
        }
        all.insert((told.ticket, told.agent), (now, told.writes));
    }

    /// Who else looks at a ticket, and whether they write.
    fn others(&self, told: Told, now: Millis) -> Vec<(AgentId, bool)> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|(ticket, _), (at, _)| *ticket != told.ticket || now - *at < db::millis(GONE));
        let there = all
            .iter()
            .filter(|((ticket, agent), _)| *ticket == told.ticket && *agent != told.agent);
        let mut there: Vec<_> = there
            .map(|((_, agent), (_, writes))| (*agent, *writes))
            .collect();
        there.sort_unstable();
        there
    }
}

/// An agent looks at a ticket, and perhaps writes. Who else does: those who write first, each by name.
///
/// # Errors
/// For anybody but agents.
pub async fn look(
    desk: &Desk,
    actor: &Actor,
    ticket: TicketId,
    writes: bool,
) -> Result<Vec<Present>> {
    let told = Told {
        agent: actor.agent()?,
        ticket,
        writes,
    };
    desk.presence().hear(told, db::now());
    if desk.db().is_postgres() {
        let word = serde_json::to_string(&told).unwrap_or_default();
        db::run(
            desk.db().write(),
            "SELECT pg_notify('attache_presence', $1)",
            [word.into()],
        )
        .await?;
    }
    let others = desk.presence().others(told, db::now());
    if others.is_empty() {
        return Ok(Vec::new());
    }
    let agents = agent::all(desk).await?;
    let mut there: Vec<_> = others
        .into_iter()
        .filter_map(|(id, writes)| {
            let name = agents.iter().find(|agent| agent.id == id)?.name.clone();
            Some(Present { name, writes })
        })
        .collect();
    there.sort_by(|a, b| (b.writes, &a.name).cmp(&(a.writes, &b.name)));
    Ok(there)
}

/// Hears the other replicas until it is dropped.
pub(crate) async fn keep_hearing(desk: Desk) {
    let Some(pool) = desk.db().postgres_pool() else {
        return;
    };
    db::hear(
        pool,
        CHANNEL,
        || {},
        |word| {
            if let Ok(told) = serde_json::from_str(word) {
                desk.presence().hear(told, db::now());
            }
        },
    )
    .await;
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn told(agent: AgentId, ticket: TicketId, writes: bool) -> Told {
        Told {
            agent,
            ticket,
            writes,
        }
    }

    #[test]
    fn who_tells_nothing_any_more_is_gone_and_who_stops_writing_only_looks() {
        let all = Presence::default();
        let gone = db::millis(GONE);
        all.hear(told(1, 7, true), 1_000);
        all.hear(told(2, 7, false), 1_000);
        all.hear(told(3, 8, true), 1_000);
        assert_eq!(all.others(told(2, 7, false), 1_000), [(1, true)]);
        assert_eq!(all.others(told(1, 7, false), 1_000), [(2, false)]);
        all.hear(told(1, 7, false), 999 + gone);
        assert_eq!(all.others(told(2, 7, false), 999 + gone), [(1, false)]);
        assert_eq!(all.others(told(1, 7, false), 1_000 + gone), []);
        assert_eq!(all.others(told(2, 7, false), 999 + 2 * gone), []);
        let left = all.0.lock().unwrap().len();
        assert_eq!(left, 1, "another ticket's are looked at with it");
    }
}
