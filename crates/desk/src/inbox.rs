//! Inboxes: the accounts through which customers reach the desk.

use crate::{Actor, Desk, Error, Result, db, entity::inbox};
use channels::Channel;
use model::{InboxId, Role};
use sea_orm::{ActiveModelTrait, EntityTrait, Set, SqlErr};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What an inbox's `settings` hold. Unknown fields are kept for the channel's own file to read.
#[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq, Eq)]
#[serde(default)]
pub(crate) struct Settings {
    /// First words of the widget; empty: the page's own.
    pub(crate) greeting: String,
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
}

/// Adds one.
///
/// # Errors
/// For anybody but the desk itself and its owners and admins; when the key is taken.
pub async fn create(desk: &Desk, actor: &Actor, new: NewInbox) -> Result<InboxId> {
    match actor {
        Actor::System => {}
        Actor::Agent { role, .. } if *role >= Role::Admin => {}
        Actor::Nobody => return Err(Error::NotSignedIn),
        Actor::Agent { .. } | Actor::Visitor { .. } => return Err(Error::NotAllowed),
    }
    let settings = Settings {
        greeting: new.greeting,
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

impl inbox::Model {
    /// Its channel.
    pub(crate) fn kind(&self) -> model::Channel {
        // Written by us from the same enum; a row of a newer build reads as the plainest channel.
        model::Channel::from_name(&self.kind).unwrap_or(model::Channel::Email)
    }

    /// Its settings.
    pub(crate) fn settings(&self) -> Settings {
        serde_json::from_str(&self.settings).unwrap_or_default()
    }

    /// The channel, opened with its settings.
    pub(crate) fn open(&self) -> Box<dyn Channel> {
        channels::open(self.kind(), &self.settings, self.credentials.as_deref())
    }
}
