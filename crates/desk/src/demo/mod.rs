//! A desk to look at: agents, inboxes and conversations, with pictures in both directions.

mod bulk;
mod canvas;
mod customers;
mod many;
mod papers;
mod people;
mod pictures;
mod tell;
mod things;

pub use bulk::{Measured, fill};
pub use customers::{Customer, customers};
pub use many::many;

use crate::{
    Actor, Desk, Error, Result, agent,
    inbox::{self, NewInbox},
};
use model::{Channel, InboxLimits, Role};
use people::STORIES;
use std::collections::HashMap;
use tell::tell;

/// The owner's address.
pub const OWNER: &str = "owner@demo.test";
/// An agent's address.
pub const AGENT: &str = "agent@demo.test";
/// Another agent's address.
pub const SECOND: &str = "zweite@demo.test";
/// Everybody's password.
pub const PASSWORD: &str = "demo-desk";
/// What the shop's page names the web chat by.
pub const WEBCHAT_KEY: &str = "demo-webchat";
/// The number that customers text to.
pub const SMS_NUMBER: &str = "+390471555014";
/// The address that customers write mail to.
pub const MAIL_ADDRESS: &str = "support@talbach.test";
/// The account that customers write to on Instagram.
pub const INSTAGRAM_NAME: &str = "talbach.home";

/// Fills an empty desk. A desk that has an agent is left as it is.
///
/// # Errors
/// When the database or the blob store does not answer.
pub async fn seed(desk: &Desk) -> Result<()> {
    if !agent::all(desk).await?.is_empty() {
        return Ok(());
    }
    let mut agents = Vec::new();
    for (name, email, role) in [
        ("Jonas Brandt", OWNER, Role::Owner),
        ("Elena Conti", AGENT, Role::Agent),
        ("Miriam Köhler", SECOND, Role::Agent),
    ] {
        agents.push(
            agent::create(desk, &Actor::System, name, email, PASSWORD, role)
                .await?
                .id,
        );
    }
    let mut inboxes = HashMap::new();
    for (channel, name) in [
        (Channel::Webchat, "Shop chat"),
        (Channel::Email, MAIL_ADDRESS),
        (Channel::Sms, "+39 0471 555014"),
        (Channel::Instagram, "@talbach.home"),
        (Channel::Whatsapp, "Talbach on WhatsApp"),
    ] {
        let web = channel == Channel::Webchat;
        let new = NewInbox {
            limits: InboxLimits::default(),
            channel,
            name: name.into(),
            public_key: web.then(|| WEBCHAT_KEY.into()),
            greeting: String::new(),
        };
        inboxes.insert(channel, inbox::create(desk, &Actor::System, new).await?);
    }
    for story in STORIES {
        let inbox = inboxes
            .get(&story.channel)
            .copied()
            .ok_or(Error::NotFound)?;
        tell(desk, story, inbox, &agents).await?;
    }
    Ok(())
}
