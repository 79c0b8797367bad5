//! Inboxes: the accounts through which customers reach the desk.

mod account;

pub use account::{Account as Filled, Given, Tested, Which, account, add, connect, save, test};
pub use channels::{Entry, EntryKind, Published, entries};

use crate::{Actor, Desk, Error, Result, db, entity::inbox};
use channels::{Account, Channel};
use model::{InboxId, InboxLimits, Limits, Role};
use sea_orm::{ActiveModelTrait, EntityTrait, Set, SqlErr};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What an inbox's `settings` hold. Unknown fields are kept for the channel's own file to read.
#[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq, Eq)]
#[serde(default)]
pub(crate) struct Settings {
    /// First words of the widget; empty: the page's own.
    pub(crate) greeting: String,
    /// What it narrows of the channel's limits. What cannot be read narrows nothing, and takes
    /// nothing else with it.
    #[serde(deserialize_with = "lenient")]
    pub(crate) limits: InboxLimits,
}

fn lenient<'de, D: serde::Deserializer<'de>>(from: D) -> Result<InboxLimits, D::Error> {
    let limits = serde_json::Value::deserialize(from)?;
    Ok(serde_json::from_value(limits).unwrap_or_else(|error| {
        tracing::warn!(%error, "an inbox's limits cannot be read; its channel's count");
        InboxLimits::default()
    }))
}

/// As pages carry them on, unread.
pub(crate) fn unread(limits: &InboxLimits) -> String {
    serde_json::to_string(limits).unwrap_or_default()
}

/// All of them. Few, and read with each page, so kept for some seconds.
pub(crate) async fn all(desk: &Desk) -> Result<Arc<Vec<inbox::Model>>> {
    let read = async { Ok(inbox::Entity::find().all(desk.db().read()).await?) };
    desk.inboxes().get(read).await
}

/// That one.
pub(crate) async fn get(desk: &Desk, id: InboxId) -> Result<inbox::Model> {
    let known = all(desk).await?;
    known
        .iter()
        .find(|inbox| inbox.id == id)
        .cloned()
        .ok_or(Error::NotFound)
}

/// The web chat whose public key that is.
pub(crate) async fn by_key(desk: &Desk, key: &str) -> Result<inbox::Model> {
    let known = all(desk).await?;
    known
        .iter()
        .find(|inbox| {
            inbox.kind() == model::Channel::Webchat && inbox.public_key.as_deref() == Some(key)
        })
        .cloned()
        .ok_or(Error::NotFound)
}

/// An inbox to be added.
#[derive(Clone, Debug)]
pub struct NewInbox {
    /// Its channel.
    pub channel: model::Channel,
    /// As agents and customers see it.
    pub name: String,
    /// For web chat: what the line in the shop's page names it by.
    pub public_key: Option<String>,
    /// For web chat: first words; empty: the page's own.
    pub greeting: String,
    /// What it narrows of the channel's limits.
    pub limits: InboxLimits,
}

/// Adds one.
///
/// # Errors
/// For anybody but the desk itself and its owners and admins; when the key is taken.
pub async fn create(desk: &Desk, actor: &Actor, new: NewInbox) -> Result<InboxId> {
    sets_up(actor)?;
    let settings = Settings {
        greeting: new.greeting,
        limits: new.limits,
    };
    let row = inbox::ActiveModel {
        kind: Set(new.channel.as_str().into()),
        name: Set(new.name),
        public_key: Set(new.public_key),
        settings: Set(serde_json::to_string(&settings)?),
        credentials: Set(None),
        created_at: Set(db::now()),
        ..Default::default()
    };
    let row = row
        .insert(desk.db().write())
        .await
        .map_err(|error| match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(_)) => {
                Error::invalid("key_taken", "Another inbox has this key already.")
            }
            _ => error.into(),
        })?;
    desk.inboxes().clear();
    Ok(row.id)
}

/// Who may set inboxes up.
fn sets_up(actor: &Actor) -> Result<()> {
    match actor {
        Actor::System => Ok(()),
        Actor::Agent { role, .. } if *role >= Role::Admin => Ok(()),
        Actor::Nobody => Err(Error::NotSignedIn),
        Actor::Agent { .. } | Actor::Visitor { .. } => Err(Error::NotAllowed),
    }
}

/// An inbox, as who sets it up sees it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Key.
    pub id: InboxId,
    /// Its channel.
    pub channel: model::Channel,
    /// Its name.
    pub name: String,
    /// What it narrows of the channel's limits.
    pub limits: InboxLimits,
    /// Its account is filled in, or it needs none.
    pub connected: bool,
}

/// All inboxes.
///
/// # Errors
/// As [`create`].
pub async fn list(desk: &Desk, actor: &Actor) -> Result<Vec<Listed>> {
    sets_up(actor)?;
    let all = all(desk).await?;
    let listed = all.iter().map(|inbox| Listed {
        id: inbox.id,
        channel: inbox.kind(),
        name: inbox.name.clone(),
        limits: inbox.settings().limits,
        connected: inbox.kind() == model::Channel::Webchat || inbox.credentials.is_some(),
    });
    Ok(listed.collect())
}

/// Narrows what an inbox takes. The channel's own file may keep more in the settings: that stays.
///
/// # Errors
/// As [`create`]; when there is no such inbox.
pub async fn set_limits(
    desk: &Desk,
    actor: &Actor,
    id: InboxId,
    limits: &InboxLimits,
) -> Result<()> {
    sets_up(actor)?;
    let row = inbox::Entity::find_by_id(id).one(desk.db().read()).await?;
    let row = row.ok_or(Error::NotFound)?;
    let mut settings: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&row.settings).unwrap_or_default();
    settings.insert("limits".into(), serde_json::to_value(limits)?);
    db::run(
        desk.db().write(),
        "UPDATE inbox SET settings = $1 WHERE id = $2",
        [serde_json::to_string(&settings)?.into(), id.into()],
    )
    .await?;
    desk.inboxes().clear();
    Ok(())
}

/// The address that an inbox's provider posts to: by it alone signatures are checked.
#[must_use]
pub fn webhook(desk: &Desk, inbox: InboxId) -> String {
    format!("{}/hooks/{inbox}", desk.public_url())
}

impl inbox::Model {
    /// What it keeps secret, as JSON; nothing when it was never connected, or the key is not the one it was sealed with.
    pub(crate) fn credentials(&self, desk: &Desk) -> Option<String> {
        let sealed = self.credentials.as_deref()?;
        let opened = desk.signer().unseal(&account::about(self.id), sealed);
        if opened.is_none() {
            tracing::error!(
                inbox = self.id,
                "an inbox's credentials do not open: was the desk's secret changed?"
            );
        }
        opened
    }

    /// Its channel.
    pub(crate) fn kind(&self) -> model::Channel {
        // Written by us from the same enum; a row of a newer build reads as the plainest channel.
        model::Channel::from_name(&self.kind).unwrap_or(model::Channel::Email)
    }

    /// Its settings.
    pub(crate) fn settings(&self) -> Settings {
        serde_json::from_str(&self.settings).unwrap_or_default()
    }

    /// What it takes.
    pub(crate) fn limits(&self) -> Limits {
        Limits::of(self.kind(), &self.settings().limits)
    }

    /// The channel, opened with its settings.
    pub(crate) fn open(&self, desk: &Desk) -> Box<dyn Channel> {
        let credentials = self.credentials(desk);
        let account = Account {
            settings: &self.settings,
            credentials: credentials.as_deref(),
            webhook: &webhook(desk, self.id),
        };
        channels::open(self.kind(), &account, desk.providers())
    }
}
