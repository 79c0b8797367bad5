//! What is counted: which states the kills struck, and what became of each message at both ends.

use crate::{
    house::{CHANNELS, House},
    traffic::{Answered, Said, Traffic},
};
use model::{Channel, DeliveryState};
use simulator::Channel as Phone;
use std::collections::{BTreeMap, HashMap};

/// The states in which a kill found deliveries, and what else it found unfinished.
#[derive(Default)]
pub(crate) struct Strikes {
    pub(crate) kills: usize,
    /// By name: kills that struck it, rows in all.
    found: BTreeMap<String, (usize, i64)>,
}

impl Strikes {
    /// Looks at the rows as a kill left them.
    pub(crate) async fn count(&mut self, house: &House) {
        self.kills += 1;
        let sql = "SELECT state AS what, count(*) AS rows FROM delivery GROUP BY state \
             UNION ALL SELECT 'a file not fetched', count(*) FROM attachment WHERE state = 'pending' \
             UNION ALL SELECT 'an event not applied', count(*) FROM inbound_event \
                 WHERE applied_at IS NULL \
             UNION ALL SELECT 'an upload not sent', count(*) FROM upload";
        for row in house.rows(sql).await {
            let (what, rows): (String, i64) = (
                row.try_get_by_index(0).unwrap(),
                row.try_get_by_index(1).unwrap(),
            );
            if rows > 0 {
                let slot = self.found.entry(what).or_default();
                slot.0 += 1;
                slot.1 += rows;
            }
        }
    }

    pub(crate) fn print(&self) {
        println!("\n{} kills, and what they struck", self.kills);
        println!("{:<24}{:>8}{:>10}", "state", "kills", "rows");
        for (what, (kills, rows)) in &self.found {
            println!("{what:<24}{kills:>8}{rows:>10}");
        }
    }

    pub(crate) fn check(&self) {
        for state in DeliveryState::ALL {
            assert!(
                self.found.contains_key(state.as_str()),
                "no kill struck a delivery that was {}",
                state.as_str()
            );
        }
        for what in ["a file not fetched", "an event not applied"] {
            assert!(self.found.contains_key(what), "no kill struck {what}");
        }
    }
}

/// How one way of one channel ended.
#[derive(Default)]
struct Count {
    acknowledged: usize,
    lost: Vec<String>,
    doubled: Vec<String>,
    /// By the desk's word for it: parts that arrived, and parts that did not.
    ends: BTreeMap<String, (usize, usize)>,
}

/// All of it.
pub(crate) struct Tally {
    came: Vec<Count>,
    went: Vec<Count>,
    /// How many answers were taken back, and those that were sent all the same.
    back: (usize, Vec<String>),
}

impl Tally {
    pub(crate) async fn of(house: &House, traffic: &Traffic) -> Self {
        let said = traffic.said.lock().unwrap().clone();
        let answered = traffic.answered.lock().unwrap().clone();
        Self {
            came: came(house, &said).await,
            went: went(house, &answered).await,
            back: back(house, &traffic.regretted.lock().unwrap()),
        }
    }

    pub(crate) fn print(&self) {
        println!(
            "\n{:<12}{:<6}{:>14}{:>8}{:>10}   how the parts ended: arrived, not arrived",
            "channel", "way", "acknowledged", "lost", "doubled"
        );
        for (way, counts) in [("in", &self.came), ("out", &self.went)] {
            for (channel, count) in CHANNELS.iter().zip(counts) {
                let ends = count.ends.iter();
                let ends: Vec<String> = ends
                    .map(|(end, (yes, no))| format!("{end} {yes}, {no}"))
                    .collect();
                println!(
                    "{:<12}{way:<6}{:>14}{:>8}{:>10}   {}",
                    channel.as_str(),
                    count.acknowledged,
                    count.lost.len(),
                    count.doubled.len(),
                    ends.join("; ")
                );
            }
        }
        println!(
            "{} more answers were taken back; {} of them were sent all the same.",
            self.back.0,
            self.back.1.len()
        );
        println!(
            "unknown: the provider does not tell, and the desk says so; it sends no such part again by itself."
        );
    }

    pub(crate) fn check(&self) {
        for (channel, count) in CHANNELS
            .iter()
            .zip(self.came.iter())
            .chain(CHANNELS.iter().zip(&self.went))
        {
            let channel = channel.as_str();
            assert!(count.acknowledged > 0, "{channel}: nothing was said");
            assert!(count.lost.is_empty(), "{channel}: lost {:?}", count.lost);
            assert!(
                count.doubled.is_empty(),
                "{channel}: twice {:?}",
                count.doubled
            );
        }
        assert!(self.back.0 > 0, "nothing was taken back in time");
        assert!(
            self.back.1.is_empty(),
            "taken back, and sent: {:?}",
            self.back.1
        );
        for (channel, count) in CHANNELS.iter().zip(&self.went) {
            let may_end: &[&str] = match channel {
                // Twilio keeps a list: there it can always be told.
                Channel::Sms => &["delivered"],
                // The simulator finds some numbers not to be on WhatsApp.
                Channel::Whatsapp => &["read", "failed address", "unknown"],
                Channel::Email => &["sent", "unknown"],
                _ => &["read", "unknown"],
            };
            for end in count.ends.keys() {
                assert!(may_end.contains(&end.as_str()), "{channel:?}: {end}");
            }
        }
    }
}

/// Each message of a customer is there once, with its files.
async fn came(house: &House, said: &[Said]) -> Vec<Count> {
    let rows = house
        .rows(
            "SELECT COALESCE(m.provider_id, ''), count(a.id) FROM message m \
             LEFT JOIN attachment a ON a.message_id = m.id AND a.state = 'ready' \
             WHERE m.direction = 'in' GROUP BY m.id, m.provider_id",
        )
        .await;
    let mut here: HashMap<String, Vec<i64>> = HashMap::new();
    for row in rows {
        let id: String = row.try_get_by_index(0).unwrap();
        let files = row.try_get_by_index(1).unwrap();
        here.entry(id).or_default().push(files);
    }
    let mut counts: Vec<Count> = CHANNELS.iter().map(|_| Count::default()).collect();
    for told in said {
        let count = &mut counts[told.channel];
        count.acknowledged += 1;
        match here.get(&told.id).map(Vec::as_slice) {
            Some([files]) if usize::try_from(*files) == Ok(told.files) => {}
            Some([_, _, ..]) => count.doubled.push(told.id.clone()),
            other => count.lost.push(format!("{} {other:?}", told.id)),
        }
    }
    counts
}

/// What a provider was handed, and how often.
#[derive(Default)]
struct Handed {
    texts: String,
    files: HashMap<String, usize>,
}

/// Each part of an answer was handed over once, or the desk says that it was not, or that nobody can tell.
async fn went(house: &House, answered: &[Answered]) -> Vec<Count> {
    let (handed, mails) = at_providers(house);
    let rows = house
        .rows(
            "SELECT m.text, d.state, d.part, COALESCE(d.provider_id, ''), COALESCE(d.code, '') \
             FROM delivery d JOIN message m ON m.id = d.message_id ORDER BY d.id",
        )
        .await;
    let mut parts: HashMap<String, Vec<[String; 4]>> = HashMap::new();
    for row in rows {
        let text = |at| row.try_get_by_index::<String>(at).unwrap();
        parts
            .entry(text(0))
            .or_default()
            .push([text(1), text(2), text(3), text(4)]);
    }
    let mut counts: Vec<Count> = CHANNELS.iter().map(|_| Count::default()).collect();
    for told in answered {
        let count = &mut counts[told.channel];
        count.acknowledged += 1;
        let Some(parts) = parts.get(&told.tag) else {
            count.lost.push(told.tag.clone());
            continue;
        };
        for [state, part, provider_id, code] in parts {
            let times = match handed.get(told.channel) {
                Some(handed) if part.contains("\"files\":[0]") => {
                    handed.files.get(&told.sha256).copied().unwrap_or_default()
                }
                // A caption of its own is the same for all: the text alone is looked for.
                Some(_) if !part.contains(&told.tag) => continue,
                Some(handed) => handed.texts.matches(&told.tag).count(),
                None => {
                    let head = format!("Message-ID: <{provider_id}>");
                    mails.iter().filter(|mail| mail.contains(&head)).count()
                }
            };
            let end = [state.as_str(), code.as_str()].join(" ");
            let slot = count.ends.entry(end.trim().to_owned()).or_default();
            if times == 0 {
                slot.1 += 1;
            } else {
                slot.0 += 1;
            }
            let says_so = state == "failed" || state == "unknown";
            if times == 0 && !says_so {
                count
                    .lost
                    .push(format!("{} {state} {code} {part}", told.tag));
            }
            if times > 1 {
                count
                    .doubled
                    .push(format!("{} {state} {code} {part}", told.tag));
            }
        }
    }
    counts
}

/// Of what was taken back nothing is at any provider.
fn back(house: &House, regretted: &[Answered]) -> (usize, Vec<String>) {
    let (handed, mails) = at_providers(house);
    let was_sent = |told: &&Answered| match handed.get(told.channel) {
        Some(handed) => handed.texts.contains(&told.tag) || handed.files.contains_key(&told.sha256),
        // Words go in base64: the name of a letter's message tells.
        None => {
            use base64::{Engine, engine::general_purpose::STANDARD};
            let begins = STANDARD.encode(&told.tag[..told.tag.len() / 3 * 3]);
            mails.iter().any(|mail| mail.contains(&begins))
        }
    };
    let sent = regretted.iter().filter(was_sent);
    (regretted.len(), sent.map(|told| told.tag.clone()).collect())
}

/// What each phone has, and all mails.
fn at_providers(house: &House) -> (Vec<Handed>, Vec<String>) {
    let handed = Phone::ALL.into_iter().map(|phone| handed(house, phone));
    let mails = house.sim.mails();
    let mails = mails
        .iter()
        .map(|mail| String::from_utf8_lossy(&mail.raw).into_owned());
    (handed.collect(), mails.collect())
}

fn handed(house: &House, phone: Phone) -> Handed {
    let mut handed = Handed::default();
    for line in house.sim.lines(phone).into_iter().filter(|line| !line.mine) {
        handed.texts.push_str(&line.text);
        handed.texts.push('\n');
        for file in line.files {
            *handed.files.entry(file.sha256).or_default() += 1;
        }
    }
    handed
}
