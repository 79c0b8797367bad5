//! A mail program: what the desk sends by SMTP lies in it, and one writes and answers from it. Bounded in memory.

mod page;
mod read;
mod send;
mod smtp;
mod write;

use std::collections::{BTreeSet, VecDeque};

use bytes::Bytes;

use crate::Simulator;

pub(crate) use page::router;

/// The largest mail that is taken or written, in bytes.
pub const MAIL_BYTES: usize = 50 * 1024 * 1024;
/// How many mails are kept.
const MAILS: usize = 1_000;
/// How many bytes of mails are kept.
const KEEP_BYTES: usize = 256 * 1024 * 1024;

/// Where what is written goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// The whole mail by POST, with the secret as `Authorization: Bearer`.
    Http {
        /// The address.
        url: String,
        /// The secret.
        secret: String,
    },
    /// By SMTP, in clear, to a server on this machine: `host:port`.
    Smtp(String),
}

/// A mail, as it travelled.
#[derive(Clone, Debug)]
pub struct Mail {
    /// Its number here.
    pub id: u64,
    /// Whether it was written here.
    pub mine: bool,
    /// The envelope's sender; empty for a bounce.
    pub from: String,
    /// The envelope's recipients.
    pub to: Vec<String>,
    /// When it came or went, in milliseconds.
    pub at: i64,
    /// All of it, head and body.
    pub raw: Bytes,
}

/// The mails that are kept, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Mailbox {
    next: u64,
    held: usize,
    mails: VecDeque<Mail>,
    way: Option<Way>,
    /// Whom a new mail is to, when nobody else is named.
    desk: String,
    /// Addresses, in small letters, at which no mail is taken.
    refused: BTreeSet<String>,
}

impl Mailbox {
    fn keep(&mut self, mut mail: Mail) -> u64 {
        self.next += 1;
        mail.id = self.next;
        self.held += mail.raw.len();
        self.mails.push_back(mail);
        while self.mails.len() > MAILS || self.held > KEEP_BYTES {
            let Some(old) = self.mails.pop_front() else {
                break;
            };
            self.held -= old.raw.len();
        }
        self.next
    }
}

impl Simulator {
    /// The mails that are kept, oldest first.
    pub fn mails(&self) -> Vec<Mail> {
        self.mailbox().mails.iter().cloned().collect()
    }

    /// A mail by its number.
    pub fn mail(&self, id: u64) -> Option<Mail> {
        self.mailbox().mails.iter().find(|m| m.id == id).cloned()
    }

    /// Whether somebody takes what is written here.
    pub(crate) fn has_mail(&self) -> bool {
        self.mailbox().way.is_some()
    }

    /// Where what is written in the mail program goes.
    pub fn set_mail_way(&self, way: Way) {
        self.mailbox().way = Some(way);
    }

    /// Whom a new mail goes to, unless its writer names another.
    pub fn set_mail_to(&self, address: &str) {
        address.clone_into(&mut self.mailbox().desk);
    }

    /// Takes no mail for these addresses from now on (`550 5.1.1`), and mail for all others again.
    pub fn refuse_mail(&self, addresses: &[String]) {
        self.mailbox().refused = addresses.iter().map(|a| a.to_lowercase()).collect();
    }

    fn refuses(&self, address: &str) -> bool {
        self.mailbox().refused.contains(&address.to_lowercase())
    }

    fn keep_mail(&self, mine: bool, from: String, to: Vec<String>, raw: Bytes) -> u64 {
        let at = self.now();
        let id = self.mailbox().keep(Mail {
            id: 0,
            mine,
            from,
            to,
            at,
            raw,
        });
        self.tell();
        id
    }
}
