//! An inbox's account at its provider, as who sets it up fills it in: what may be shown is shown, what is secret is
//! written and never read again by a page.

use super::{NewInbox, create, sets_up, webhook};
use crate::{
    Actor, Desk, Error, Result, db,
    deliver::breaker,
    entity::{audit, inbox},
    receive, token,
};
use channels::{Entry, EntryKind, Published, SendError};
use model::{Channel, InboxId, InboxLimits, Problem};
use sea_orm::{ActiveModelTrait, EntityTrait, Set};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The longest entry: tokens of Meta's have some hundred letters.
const LONGEST: usize = 4_000;
/// The longest name of an inbox.
const LONGEST_NAME: usize = 100;

/// An inbox and its account.
#[derive(Clone, Debug)]
pub struct Account {
    /// Key; none when it is to be added.
    pub id: Option<InboxId>,
    /// Its channel.
    pub channel: Channel,
    /// Its name.
    pub name: String,
    /// The address to tell the provider; empty where there is none.
    pub webhook: String,
    /// Whether the desk's own address is one that a provider can reach.
    pub reachable: bool,
    /// For web chat: what the line in the shop's page names it by.
    pub public_key: Option<String>,
    /// What its domain has to publish in the DNS, by what is kept; none where there is no such thing.
    pub published: Option<Published>,
    /// The entries in their order.
    pub entries: Vec<Given>,
}

/// An entry and what stands there.
#[derive(Clone, Debug)]
pub struct Given {
    /// Which.
    pub entry: Entry,
    /// Its value; of what is secret, nothing.
    pub value: String,
    /// Something stands there.
    pub is_set: bool,
}

/// Which one is asked for.
#[derive(Clone, Copy, Debug)]
pub enum Which {
    /// That one.
    Kept(InboxId),
    /// A blank of that channel.
    New(Channel),
}

/// What asking the provider said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tested {
    /// It works; who we are to the provider.
    Works(String),
    /// It does not, in words with what helps.
    Fails(Problem),
}

/// What an inbox's seal is about.
pub(super) fn about(inbox: InboxId) -> String {
    format!("inbox {inbox}")
}

/// An inbox with its account, or a blank.
///
/// # Errors
/// For anybody but the desk itself and its owners and admins; when there is no such inbox.
pub async fn account(desk: &Desk, actor: &Actor, which: Which) -> Result<Account> {
    sets_up(actor)?;
    let (row, channel) = match which {
        Which::Kept(id) => {
            let row = stored(desk, id).await?;
            let channel = row.kind();
            (Some(row), channel)
        }
        Which::New(channel) => (None, channel),
    };
    let settings = row.as_ref().map(settings).unwrap_or_default();
    let secrets = row
        .as_ref()
        .map(|row| secrets(desk, row))
        .unwrap_or_default();
    let given = |entry: &Entry| {
        let from = if entry.kind.is_secret() {
            &secrets
        } else {
            &settings
        };
        let value = at(from, entry.name).map(shown).unwrap_or_default();
        Given {
            entry: *entry,
            is_set: !value.is_empty(),
            value: if entry.kind.is_secret() {
                String::new()
            } else {
                value
            },
        }
    };
    let url = desk.public_url();
    let knocked_at = !matches!(channel, Channel::Webchat | Channel::Email);
    Ok(Account {
        id: row.as_ref().map(|row| row.id),
        channel,
        webhook: match &row {
            Some(row) if knocked_at => webhook(desk, row.id),
            _ => String::new(),
        },
        reachable: url.starts_with("https://"),
        public_key: row.as_ref().and_then(|row| row.public_key.clone()),
        published: row.as_ref().and_then(|row| row.open(desk).published()),
        name: row.map(|row| row.name).unwrap_or_default(),
        entries: channels::entries(channel).iter().map(given).collect(),
    })
}

/// Adds an inbox with what was filled in.
///
/// # Errors
/// As [`account`] and [`save`].
pub async fn add(
    desk: &Desk,
    actor: &Actor,
    channel: Channel,
    name: &str,
    filled: &BTreeMap<String, String>,
) -> Result<InboxId> {
    sets_up(actor)?;
    // Nothing is added that could not be saved.
    checked(desk, channel, name, filled).await?;
    let new = NewInbox {
        channel,
        name: name.trim().into(),
        public_key: (channel == Channel::Webchat).then(token::random),
        greeting: String::new(),
        limits: InboxLimits::default(),
    };
    let id = create(desk, actor, new).await?;
    save(desk, actor, id, name, filled).await?;
    Ok(id)
}

/// Keeps what was filled in. A secret that was left empty stays as it is; one is taken out by an entry of its name with
/// `forget.` before it.
///
/// # Errors
/// As [`account`]; when an entry cannot be.
pub async fn save(
    desk: &Desk,
    actor: &Actor,
    id: InboxId,
    name: &str,
    filled: &BTreeMap<String, String>,
) -> Result<()> {
    sets_up(actor)?;
    let row = stored(desk, id).await?;
    checked(desk, row.kind(), name, filled).await?;
    let (mut settings, mut secrets) = (settings(&row), secrets(desk, &row));
    let mut changed = Vec::new();
    for entry in channels::entries(row.kind()) {
        let value = filled
            .get(entry.name)
            .map(|value| value.trim())
            .unwrap_or_default();
        let forgets = filled.contains_key(&format!("forget.{}", entry.name));
        let into = if entry.kind.is_secret() {
            &mut secrets
        } else {
            &mut settings
        };
        let value = match entry.kind {
            EntryKind::Secret | EntryKind::Secrets if value.is_empty() && !forgets => continue,
            EntryKind::Secrets => Value::from(
                value
                    .split([' ', ',', '\n'])
                    .filter(|one| !one.is_empty())
                    .collect::<Vec<_>>(),
            ),
            EntryKind::Flag => Value::Bool(!value.is_empty()),
            EntryKind::Text | EntryKind::Port | EntryKind::Choice(_) | EntryKind::Secret => {
                Value::from(value)
            }
        };
        if put(into, entry.name, value) {
            changed.push(entry.name);
        }
    }
    let name = name.trim();
    if name != row.name {
        changed.push("name");
    }
    if changed.is_empty() {
        return Ok(());
    }
    let tx = desk.db().begin_write().await?;
    db::run(
        &tx,
        "UPDATE inbox SET name = $1 WHERE id = $2",
        [name.into(), id.into()],
    )
    .await?;
    write(desk, &tx, id, &settings, &secrets).await?;
    let trail = audit::ActiveModel {
        actor: Set(actor.owner_key()?),
        action: Set("inbox.change".into()),
        subject: Set(format!("inbox:{id}")),
        before: Set(None),
        // Names alone: what they were and are may be secret.
        after: Set(Some(changed.join(" "))),
        at: Set(db::now()),
        ..Default::default()
    };
    trail.insert(&tx).await?;
    tx.commit().await?;
    reconnected(desk, id).await
}

/// Connects an inbox to its account at the provider: what of it may be shown, and what is secret,
/// both as the channel's own file reads them. What is not named of the settings stays.
///
/// # Errors
/// As [`create`]; when there is no such inbox.
pub async fn connect(
    desk: &Desk,
    actor: &Actor,
    id: InboxId,
    account: Map<String, Value>,
    credentials: &Value,
) -> Result<()> {
    sets_up(actor)?;
    let row = stored(desk, id).await?;
    let mut settings = settings(&row);
    settings.extend(account);
    let credentials = credentials.as_object().cloned().unwrap_or_default();
    write(desk, desk.db().write(), id, &settings, &credentials).await?;
    reconnected(desk, id).await
}

/// Asks the provider who we are to it.
///
/// # Errors
/// As [`account`]; not for what the provider says.
pub async fn test(desk: &Desk, actor: &Actor, id: InboxId) -> Result<Tested> {
    sets_up(actor)?;
    let row = stored(desk, id).await?;
    Ok(match row.open(desk).check().await {
        Ok(name) => Tested::Works(name),
        Err(SendError::Rejected(problem)) => Tested::Fails(problem),
        Err(SendError::Retry(_) | SendError::Unknown) => Tested::Fails(Problem {
            code: "unreachable".into(),
            sentence: "The provider does not answer at the moment. Try again in a while.".into(),
        }),
    })
}

/// As it stands in the database, whatever is kept of it.
async fn stored(desk: &Desk, id: InboxId) -> Result<inbox::Model> {
    let row = inbox::Entity::find_by_id(id).one(desk.db().read()).await?;
    row.ok_or(Error::NotFound)
}

fn settings(row: &inbox::Model) -> Map<String, Value> {
    serde_json::from_str(&row.settings).unwrap_or_default()
}

fn secrets(desk: &Desk, row: &inbox::Model) -> Map<String, Value> {
    let text = row.credentials(desk).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

async fn write(
    desk: &Desk,
    to: &impl sea_orm::ConnectionTrait,
    id: InboxId,
    settings: &Map<String, Value>,
    secrets: &Map<String, Value>,
) -> Result<()> {
    let sealed = (desk.signer())
        .seal(&about(id), &serde_json::to_string(secrets)?)
        .ok_or_else(|| Error::internal("an inbox's credentials cannot be sealed"))?;
    db::run(
        to,
        "UPDATE inbox SET settings = $1, credentials = $2 WHERE id = $3",
        [
            serde_json::to_string(settings)?.into(),
            sealed.into(),
            id.into(),
        ],
    )
    .await?;
    Ok(())
}

/// What waited for a working account goes, and its files come.
async fn reconnected(desk: &Desk, id: InboxId) -> Result<()> {
    desk.inboxes().clear();
    breaker::close(desk, id).await?;
    receive::look_again(desk, id).await
}

/// Whether it may be kept.
async fn checked(
    desk: &Desk,
    channel: Channel,
    name: &str,
    filled: &BTreeMap<String, String>,
) -> Result<()> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Error::invalid("inbox_name", "Give the inbox a name."));
    }
    let too_long = |text: &str, most| text.chars().count() > most;
    if too_long(name, LONGEST_NAME) || filled.values().any(|value| too_long(value, LONGEST)) {
        return Err(Error::invalid("entry_long", "An entry is too long."));
    }
    for entry in channels::entries(channel) {
        if let (EntryKind::Choice(all), Some(value)) = (entry.kind, filled.get(entry.name))
            && !all.contains(&value.as_str())
        {
            return Err(Error::invalid("entry_unknown", "There is no such choice."));
        }
    }
    let wrong = channels::wrong_entry(channel, filled, desk.providers().bases()).await;
    wrong.map_or(Ok(()), |code| {
        let sentence = match code {
            "entry_port" => "A port is a number from 1 to 65535.",
            "mail_address" => "The inbox needs an e-mail address, like help@example.com.",
            "mail_separator" => "The sign before the signed part is one of + - _ =.",
            "dkim_domain" => "The domain that signs (DKIM) is a name like example.com.",
            "dkim_selector" => {
                "The name of the DKIM key (selector) has letters, digits, hyphens and dots."
            }
            "dkim_key" => {
                "This is no private key that can sign (DKIM). Wanted is one in PEM, RSA of 2048 to 4096 bits or Ed25519."
            }
            "dkim_short" => "The DKIM key is too short to be believed. An RSA key has 2048 bits or more.",
            "dkim_public" => {
                "This is the public half of the DKIM key. Enter the private one; its public half is then shown here."
            }
            "dkim_locked" => {
                "The DKIM key is locked with a password. Enter one without: openssl pkey -in key.pem -out open.pem"
            }
            _ => {
                "A mail server is in a private network. Whoever runs this desk can allow that: mail_networks in its configuration."
            }
        };
        Err(Error::invalid(code, sentence))
    })
}

/// What stands at a name, into which dots may lead.
fn at<'a>(from: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    match name.split_once('.') {
        None => from.get(name),
        Some((outer, inner)) => at(from.get(outer)?.as_object()?, inner),
    }
}

/// Puts it there; empty takes it out. Says whether that changed anything.
fn put(into: &mut Map<String, Value>, name: &str, value: Value) -> bool {
    if let Some((outer, inner)) = name.split_once('.') {
        let within = into.entry(outer).or_insert_with(|| Map::new().into());
        if !within.is_object() {
            *within = Map::new().into();
        }
        return within
            .as_object_mut()
            .is_some_and(|within| put(within, inner, value));
    }
    if value == "" || value == false || value == Value::Array(Vec::new()) {
        return into.remove(name).is_some();
    }
    into.insert(name.to_owned(), value.clone()) != Some(value)
}

/// As a form shows it.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(true) => "true".into(),
        // The command line takes ports as such.
        Value::Number(number) => number.to_string(),
        Value::Array(all) if !all.is_empty() => "…".into(),
        _ => String::new(),
    }
}
