//! Agents' sessions: the cookie, the store over desk's table, and who is asking.

use crate::{cache::Recent, error::Refusal, state::AppState};
use async_trait::async_trait;
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use desk::{Actor, Desk};
use http::HeaderMap;
use model::{Agent, AgentId};
use std::{fmt, sync::Arc, time::Duration};
use time::OffsetDateTime;
use tokio::{sync::broadcast, time::timeout};
use tower_sessions::{
    Expiry, Session, SessionManagerLayer, SessionStore,
    cookie::SameSite,
    session::{Id, Record},
    session_store::{Error as StoreError, Result as StoreResult},
};

const COOKIE: &str = "attache_session";
const AGENT: &str = "agent";
/// A browser that stays away this long signs in again.
const LIFETIME: time::Duration = time::Duration::days(30);
/// How long a session signed out on another replica may still count here.
const RECENT: Duration = Duration::from_secs(4);
/// How often a stream looks whether its session still stands.
const LOOK: Duration = Duration::from_secs(20);

/// `SessionStore` over [`desk::session`], with what was read a moment ago kept at hand.
#[derive(Clone)]
pub struct DeskSessions {
    desk: Desk,
    records: Arc<Recent<Id, Record>>,
    ended: broadcast::Sender<Id>,
}

impl fmt::Debug for DeskSessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeskSessions")
    }
}

impl DeskSessions {
    /// The sessions of a desk.
    #[must_use]
    pub fn new(desk: Desk) -> Self {
        Self {
            desk,
            records: Arc::new(Recent::new(RECENT, 10_000)),
            ended: broadcast::channel(64).0,
        }
    }

    /// Returns once the session is no agent's any more: at once when it is ended here, within
    /// seconds when on another replica.
    pub async fn until_signed_out(self, id: Id) {
        let mut ended = self.ended.subscribe();
        loop {
            match timeout(LOOK, ended.recv()).await {
                Ok(Ok(other)) if other != id => {}
                _ if self.lives(&id).await => {}
                _ => return,
            }
        }
    }

    async fn lives(&self, id: &Id) -> bool {
        let agent = match self.load(id).await {
            Ok(record) => record.and_then(|record| record.data.get(AGENT)?.as_i64()),
            // A database that is away for a moment signs nobody out.
            Err(_) => return true,
        };
        match agent {
            Some(agent) => !matches!(
                desk::agent::get(&self.desk, agent).await,
                Err(desk::Error::NotFound)
            ),
            None => false,
        }
    }
}

fn failed(error: &desk::Error) -> StoreError {
    StoreError::Backend(error.to_string())
}

#[async_trait]
impl SessionStore for DeskSessions {
    async fn create(&self, record: &mut Record) -> StoreResult<()> {
        // 128 random bits do not collide.
        self.save(record).await
    }

    async fn save(&self, record: &Record) -> StoreResult<()> {
        let id = record.id.to_string();
        let text =
            serde_json::to_string(record).map_err(|error| StoreError::Encode(error.to_string()))?;
        let expires = record.expiry_date.unix_timestamp() * 1000;
        desk::session::save(&self.desk, &id, &text, expires)
            .await
            .map_err(|error| failed(&error))?;
        self.records.put(record.id, record.clone());
        Ok(())
    }

    async fn load(&self, id: &Id) -> StoreResult<Option<Record>> {
        let record = match self.records.get(id) {
            Some(record) => record,
            None => {
                let text = desk::session::load(&self.desk, &id.to_string())
                    .await
                    .map_err(|error| failed(&error))?;
                let Some((text, _)) = text else {
                    return Ok(None);
                };
                let record: Record = serde_json::from_str(&text)
                    .map_err(|error| StoreError::Decode(error.to_string()))?;
                self.records.put(*id, record.clone());
                record
            }
        };
        Ok((record.expiry_date > OffsetDateTime::now_utc()).then_some(record))
    }

    async fn delete(&self, id: &Id) -> StoreResult<()> {
        self.records.remove(id);
        desk::session::delete(&self.desk, &id.to_string())
            .await
            .map_err(|error| failed(&error))?;
        // Another request may have read it between the two.
        self.records.remove(id);
        // Nobody listening is no failure.
        let _ = self.ended.send(*id);
        Ok(())
    }
}

/// The session layer.
#[must_use]
pub fn layer(state: &AppState) -> SessionManagerLayer<DeskSessions> {
    SessionManagerLayer::new(state.sessions.clone())
        .with_name(COOKIE)
        .with_same_site(SameSite::Lax)
        .with_secure(state.secure())
        .with_expiry(Expiry::OnInactivity(LIFETIME))
}

/// Makes the session the agent's, under a new id: one planted before is worth nothing after.
///
/// # Errors
/// When the store fails.
pub async fn sign_in(session: &Session, agent: AgentId) -> Result<(), Refusal> {
    async {
        session.cycle_id().await?;
        session.insert(AGENT, agent).await
    }
    .await
    .map_err(|error| unavailable(&error))
}

/// Ends the session.
///
/// # Errors
/// When the store fails.
pub async fn sign_out(session: &Session) -> Result<(), Refusal> {
    session.flush().await.map_err(|error| unavailable(&error))
}

fn unavailable(error: &tower_sessions::session::Error) -> Refusal {
    tracing::error!(%error, "sessions cannot be read or written");
    Refusal::internal()
}

/// Puts the one who asks into the request's extensions: as an [`Actor`], and an agent as
/// themselves, for the page that greets them.
pub async fn who(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let session = request.extensions().get::<Session>().cloned();
    let found = match (visitor(request.headers()), session) {
        // A call that says it is a visitor's is a visitor's, in an agent's browser too.
        (Some(token), _) => {
            let visitor = desk::visitor::authenticate(&state.desk, &token).await;
            request
                .extensions_mut()
                .insert(visitor.unwrap_or(Actor::Nobody));
            return next.run(request).await;
        }
        (None, Some(session)) if session.id().is_some() => agent(&state, &session).await,
        _ => Ok(None),
    };
    match found {
        Ok(Some(agent)) => {
            let actor = Actor::Agent {
                id: agent.id,
                role: agent.role,
            };
            request.extensions_mut().insert(actor);
            request.extensions_mut().insert(agent);
        }
        Ok(None) => drop(request.extensions_mut().insert(Actor::Nobody)),
        Err(refusal) => return refusal.into_response(),
    }
    next.run(request).await
}

fn visitor(headers: &HeaderMap) -> Option<String> {
    Some(headers.get("x-visitor")?.to_str().ok()?.to_owned())
}

async fn agent(state: &AppState, session: &Session) -> Result<Option<Agent>, Refusal> {
    let id = session
        .get::<AgentId>(AGENT)
        .await
        .map_err(|error| unavailable(&error))?;
    let Some(id) = id else { return Ok(None) };
    if session.expiry_date() - OffsetDateTime::now_utc() < LIFETIME / 2 {
        // Writing anything prolongs it: whoever works here stays signed in.
        session
            .insert(AGENT, id)
            .await
            .map_err(|error| unavailable(&error))?;
    }
    match desk::agent::get(&state.desk, id).await {
        Ok(agent) => Ok(Some(agent)),
        Err(desk::Error::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
