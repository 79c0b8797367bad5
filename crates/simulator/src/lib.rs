//! Stand-ins for Twilio (SMS and MMS), WhatsApp's Cloud API and Instagram's Graph API over HTTP, and phones on
//! which one plays the customer.
//!
//! The paths, credentials, limits, error codes, signatures and webhooks are the providers' own, so that a program
//! which talks to them talks to the simulator when its base address is changed, and nothing else. What is not
//! kept to: the text of messages to people (errors are found by their code), prices, and what the sources leave
//! open. A comment beside each fact names its source by these keys: `TW-…` pages of twilio.com and Twilio's
//! `OpenAPI`, `WA-…`, `META-OAI`, `MSG-…`, `IG-…` pages of developers.facebook.com, `PYWA` the fixtures of pywa,
//! `NOTES-…` notes that quote Meta's pages.
//!
//! # To play with it
//!
//! ```text
//! cargo run -p simulator --example simulator -- --port 3150
//! ```
//!
//! opens the phones at <http://127.0.0.1:3150/phones>, and prints ids and tokens. All three providers answer at that address:
//! Twilio under `/2010-04-01/…`, Meta under `/v25.0/…`. Where webhooks go, and what goes wrong, is set under `/control`:
//!
//! ```text
//! curl -X PUT  :3150/control/whatsapp/webhook -d '{"url": "http://127.0.0.1:3000/hooks/whatsapp/1"}'
//! curl -X PUT  :3150/control/sms/knobs        -d '{"throttled": 0.1, "lost": 0.05, "doubled": 0.2, "held": 0.3}'
//! curl -X POST :3150/control/sms/next         -d '["lost", {"code": 21610}]'
//! curl -X POST :3150/control/whatsapp/people/16505551234/act -d '{"act": "say", "text": "Hello"}'
//! curl -X POST :3150/control/clock            -d '{"forward_s": 86400}'
//! ```
//!
//! There is a mail program, too ([`Simulator::take_mail`], [`Simulator::set_mail_way`]): what is sent to it by SMTP
//! lies at `/phones/mail`, and what is written there goes out as a mail. For some addresses it takes none:
//! `curl -X PUT :3150/control/mail -d '{"refused": ["gone@example.com"]}'`.
//!
//! Everything is in memory, and everything has a bound ([`Config::keep`], [`Config::keep_bytes`]). There is no login
//! besides the providers' own: it is for loopback, never for a network. It fetches whatever address a message names.
//!
//! It knows none of our other crates. That is the point: two readings of the same documentation must meet on the wire.

#![allow(
    clippy::result_large_err,
    reason = "a refusal is the whole answer of a call"
)]

mod acts;
mod blobs;
mod book;
mod clock;
mod config;
mod control;
mod faults;
mod fetch;
mod graph;
mod http;
mod ids;
mod instagram;
mod line;
mod mail;
mod meter;
mod phones;
mod post;
pub mod sign;
mod sniff;
mod twilio;
mod whatsapp;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use axum::Router;
use bytes::Bytes;
use tokio::sync::watch;

pub use acts::{Act, As, Attach};
pub use book::{Channel, File, Line, Person, TwilioBits};
pub use config::{Config, Instagram, Sender, SenderKind, Service, Template, Twilio, Whatsapp};
pub use faults::{Fault, Knobs};
pub use mail::{MAIL_BYTES, Mail, Way};
pub use post::Attempt;
pub use twilio::segments;

use blobs::Blobs;
use book::Book;
use clock::Clock;
use faults::Faults;
use meter::Meter;
use post::Post;

/// The three providers and the phones. Cheap to clone; all clones are the same one.
#[derive(Clone, Debug)]
pub struct Simulator(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    config: RwLock<Arc<Config>>,
    clock: Clock,
    book: Mutex<Book>,
    blobs: Mutex<Blobs>,
    mail: Mutex<mail::Mailbox>,
    faults: Faults,
    meter: Meter,
    post: Post,
    http: reqwest::Client,
    /// Goes up with whatever a phone would show.
    news: watch::Sender<u64>,
}

/// The router of a new simulator. Keep a [`Simulator`] instead to steer it from the same program.
pub fn router(config: Config) -> Router {
    Simulator::new(config).router()
}

impl Simulator {
    /// A simulator in which nobody has written yet and nothing goes wrong.
    #[expect(
        clippy::expect_used,
        reason = "a client without certificates to read has nothing to fail at"
    )]
    pub fn new(config: Config) -> Self {
        // Without a provider of its own, reqwest asks for the process's; somebody else may have set one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = || {
            reqwest::Client::builder()
                // TW-OVR: 5 s to connect, 15 s in all. Media are fetched within the same.
                .connect_timeout(Duration::from_secs(5))
                .timeout(Duration::from_secs(15))
                .redirect(reqwest::redirect::Policy::none())
                .no_proxy()
        };
        // A machine without certificates can do without them: everything is on loopback.
        let bare = |_| client().tls_certs_only([]).build();
        let http = client().build().or_else(bare).expect("an HTTP client");
        Self(Arc::new(Inner {
            clock: Clock::default(),
            book: Mutex::new(Book::new(config.keep, &config.people)),
            blobs: Mutex::new(Blobs::new(config.keep_bytes)),
            mail: Mutex::default(),
            faults: Faults::new(config.seed),
            meter: Meter::default(),
            post: Post::new(),
            http,
            news: watch::Sender::new(0),
            config: RwLock::new(Arc::new(config)),
        }))
    }

    /// The configuration as it is now.
    pub fn config(&self) -> Arc<Config> {
        self.0
            .config
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Changes the configuration. `people`, `keep` and `seed` count only at the start.
    pub fn configure(&self, change: impl FnOnce(&mut Config)) {
        let mut slot = self
            .0
            .config
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        let mut config = Config::clone(&slot);
        change(&mut config);
        *slot = Arc::new(config);
    }

    /// Points a channel's webhooks at `url`: Twilio's numbers and services, Meta's subscription. Meta's handshake is
    /// [`Simulator::subscribe`].
    pub fn set_webhook(&self, channel: Channel, url: &str) {
        self.configure(|c| match channel {
            Channel::Sms => {
                c.twilio
                    .senders
                    .iter_mut()
                    .for_each(|s| url.clone_into(&mut s.sms_url));
                c.twilio
                    .services
                    .iter_mut()
                    .for_each(|s| s.inbound_url.clear());
            }
            Channel::Whatsapp => url.clone_into(&mut c.whatsapp.webhook),
            Channel::Instagram => url.clone_into(&mut c.instagram.webhook),
        });
        self.0.post.forgive();
    }

    /// What goes wrong with a channel now.
    pub fn knobs(&self, channel: Channel) -> Knobs {
        self.0.faults.knobs(channel)
    }

    /// Sets what goes wrong with a channel.
    pub fn set_knobs(&self, channel: Channel, knobs: Knobs) {
        self.0.faults.set(channel, knobs);
    }

    /// Lets a fault strike the channel's next call, before any dice.
    pub fn next(&self, channel: Channel, fault: Fault) {
        self.0.faults.next(channel, fault);
    }

    /// How often each fault struck a channel, by name.
    pub fn struck(&self, channel: Channel) -> std::collections::BTreeMap<String, u64> {
        self.0.faults.struck(channel)
    }

    /// Turns the simulator's clock, in milliseconds. Windows and addresses expire by it.
    pub fn turn_clock(&self, ms: i64) {
        self.0.clock.turn(ms);
        self.tell();
    }

    /// The simulator's time, in milliseconds since 1970.
    pub fn now(&self) -> i64 {
        self.0.clock.now()
    }

    /// A person's messages, oldest first.
    pub fn thread(&self, channel: Channel, person: &str) -> Vec<Line> {
        self.book().thread(channel, person).cloned().collect()
    }

    /// A message by the provider's id.
    pub fn line(&self, id: &str) -> Option<Line> {
        self.book().line(id).cloned()
    }

    /// All messages of a channel that are kept, newest first.
    pub fn lines(&self, channel: Channel) -> Vec<Line> {
        self.book().newest(channel).cloned().collect()
    }

    /// The bytes of a file, unless they had to go.
    pub fn file(&self, sha256: &str) -> Option<Bytes> {
        self.blobs().get(sha256)
    }

    /// Adds or changes a person.
    pub fn add_person(&self, person: Person) {
        self.book().add(person);
        self.tell();
    }

    /// Somebody with a phone.
    pub fn person(&self, channel: Channel, id: &str) -> Option<Person> {
        self.book().person(channel, id).cloned()
    }

    /// Attempts at webhooks, oldest first; 2,000 are kept.
    pub fn webhooks(&self) -> Vec<Attempt> {
        self.0.post.log()
    }

    /// Returns when nothing is under way: every message has its last status, every webhook its first attempt.
    /// Retries that wait for their time do not count.
    pub async fn quiet(&self) {
        let mut busy = self.0.post.busy();
        // The sender lives as long as `self`.
        let _ = busy.wait_for(|n| *n == 0).await;
    }

    /// Returns when a message for which `wanted` holds is there: what a test waits for.
    pub async fn until(&self, wanted: impl Fn(&Line) -> bool) -> Line {
        let mut news = self.0.news.subscribe();
        loop {
            news.borrow_and_update();
            for channel in Channel::ALL {
                if let Some(line) = self.book().newest(channel).find(|l| wanted(l)) {
                    return line.clone();
                }
            }
            // The sender lives as long as `self`.
            let _ = news.changed().await;
        }
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.0.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn blobs(&self) -> MutexGuard<'_, Blobs> {
        self.0.blobs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn mailbox(&self) -> MutexGuard<'_, mail::Mailbox> {
        self.0.mail.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says that a phone has something new to show.
    fn tell(&self) {
        self.0.news.send_modify(|n| *n += 1);
    }

    /// Changes a message and tells the phones.
    fn change(&self, id: &str, change: impl FnOnce(&mut Line)) -> Option<Line> {
        let line = {
            let mut book = self.book();
            let line = book.line_mut(id)?;
            change(line);
            line.clone()
        };
        self.tell();
        Some(line)
    }

    /// Writes a message down and tells the phones.
    fn write(&self, line: Line) {
        self.book().write(line);
        self.tell();
    }

    /// Keeps a file's bytes.
    fn keep(&self, id: String, kind: &str, name: Option<String>, bytes: Bytes) -> File {
        let size = bytes.len();
        let sha256 = self.blobs().put(bytes);
        File {
            id,
            sha256,
            kind: kind.to_owned(),
            name,
            bytes: size,
        }
    }
}
