//! The knobs: what goes wrong, how often, and the dice. One set a channel.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::response::Response;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde::{Deserialize, Serialize};

use crate::book::Channel;

/// What may go wrong with a channel. Shares are between 0 and 1; the default is a provider on its best day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Knobs {
    /// Every answer waits this long, in milliseconds …
    pub latency_ms: u64,
    /// … and up to this much longer.
    pub jitter_ms: u64,
    /// Share of calls answered with the provider's "too many requests", never processed.
    pub throttled: f64,
    /// Share of calls answered with the provider's 5xx, not processed.
    pub failing: f64,
    /// Share of calls answered with a page of HTML and 502, not processed.
    pub html: f64,
    /// Share of calls whose connection is cut before anything was processed.
    pub cut: f64,
    /// Share of calls that are processed and whose answer is lost: the connection is cut instead.
    pub lost: f64,
    /// Share of calls that are processed and answered only after [`Knobs::hang_ms`].
    pub hung: f64,
    /// How long a hung answer takes, in milliseconds.
    pub hang_ms: u64,
    /// Share of downloads of a customer's media that fail with 503.
    pub media_failing: f64,
    /// Share of accepted messages that end as undelivered.
    pub undelivered: f64,
    /// Share of webhooks that are sent twice.
    pub doubled: f64,
    /// Share of webhooks that are held back until later ones were sent.
    pub held: f64,
    /// How long one is held at most, in milliseconds, when nothing follows it. 0: until something does, or until
    /// [`crate::Simulator::flush`].
    pub held_ms: u64,
    /// Share of webhooks that are never sent.
    pub missed: f64,
    /// Whether Meta puts held webhooks into one payload.
    pub batched: bool,
    /// Whether webhooks carry fields that no documentation names.
    pub novel: bool,
    /// The time between two statuses of a message, in milliseconds.
    pub step_ms: u64,
    /// Whether people read at once, without a look at their phone.
    pub auto_read: bool,
    /// Whether a closed window is said in the answer to the call; else by a status (WhatsApp does the latter).
    pub window_at_once: bool,
    /// Whether the provider's rates are kept to (WA-THRU, WA-ABOUT, MSG-RATE).
    pub rates: bool,
}

impl Default for Knobs {
    fn default() -> Self {
        Self {
            latency_ms: 0,
            jitter_ms: 0,
            throttled: 0.0,
            failing: 0.0,
            html: 0.0,
            cut: 0.0,
            lost: 0.0,
            hung: 0.0,
            hang_ms: 60_000,
            media_failing: 0.0,
            undelivered: 0.0,
            doubled: 0.0,
            held: 0.0,
            held_ms: 500,
            missed: 0.0,
            batched: false,
            novel: false,
            step_ms: 0,
            auto_read: false,
            window_at_once: false,
            rates: true,
        }
    }
}

/// One thing that goes wrong with one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// The provider's "too many requests"; not processed.
    Throttled,
    /// The provider's 5xx; not processed.
    Failing,
    /// 502 and HTML, as a proxy would; not processed.
    Html,
    /// The connection is cut; not processed.
    Cut,
    /// The connection is cut; processed.
    Lost,
    /// The answer comes after [`Knobs::hang_ms`]; processed.
    Hung,
    /// 200 and nothing; not processed.
    Empty,
    /// The provider's error of that code; not processed.
    Code(i64),
}

/// What becomes of a webhook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Sent,
    Doubled,
    Held,
    Missed,
}

#[derive(Debug)]
struct Set {
    knobs: Knobs,
    next: VecDeque<Fault>,
    /// For calls, webhooks and everything else: what happens beside a call must not change the next call's luck.
    dice: [StdRng; 3],
    struck: BTreeMap<String, u64>,
}

/// The knobs and dice of all channels.
#[derive(Debug)]
pub(crate) struct Faults(BTreeMap<Channel, Mutex<Set>>);

impl Faults {
    pub(crate) fn new(seed: u64) -> Self {
        let set = |n: u64| {
            let dice = [0, 1, 2].map(|d| StdRng::seed_from_u64(seed.wrapping_add(n * 3 + d)));
            Mutex::new(Set {
                knobs: Knobs::default(),
                next: VecDeque::new(),
                dice,
                struck: BTreeMap::new(),
            })
        };
        Self(
            Channel::ALL
                .into_iter()
                .zip(0..)
                .map(|(c, n)| (c, set(n)))
                .collect(),
        )
    }

    fn with<T>(&self, channel: Channel, work: impl FnOnce(&mut Set) -> T) -> T {
        work(
            &mut self.0[&channel]
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }

    pub(crate) fn knobs(&self, channel: Channel) -> Knobs {
        self.with(channel, |s| s.knobs.clone())
    }

    pub(crate) fn set(&self, channel: Channel, knobs: Knobs) {
        self.with(channel, |s| s.knobs = knobs);
    }

    /// Puts a fault in line for the next call, whatever the dice say. 1,000 may wait.
    pub(crate) fn next(&self, channel: Channel, fault: Fault) {
        self.with(channel, |s| {
            if s.next.len() < 1000 {
                s.next.push_back(fault);
            }
        });
    }

    /// How often each fault struck.
    pub(crate) fn struck(&self, channel: Channel) -> BTreeMap<String, u64> {
        self.with(channel, |s| s.struck.clone())
    }

    /// What happens to this call, and how long its answer waits.
    pub(crate) fn call(&self, channel: Channel) -> (Option<Fault>, Duration) {
        self.with(channel, |s| {
            let wait = Duration::from_millis(
                s.knobs.latency_ms + jitter(&mut s.dice[0], s.knobs.jitter_ms),
            );
            let knobs = s.knobs.clone();
            let rolled = || {
                let shares = [
                    (knobs.throttled, Fault::Throttled),
                    (knobs.failing, Fault::Failing),
                    (knobs.html, Fault::Html),
                    (knobs.cut, Fault::Cut),
                    (knobs.lost, Fault::Lost),
                    (knobs.hung, Fault::Hung),
                ];
                let mut dart: f64 = s.dice[0].random();
                shares.into_iter().find_map(|(share, fault)| {
                    dart -= share;
                    (dart < 0.0).then_some(fault)
                })
            };
            let fault = s.next.pop_front().or_else(rolled);
            if let Some(fault) = fault {
                *s.struck.entry(name(fault)).or_default() += 1;
            }
            (fault, wait)
        })
    }

    /// What happens to this webhook.
    pub(crate) fn webhook(&self, channel: Channel) -> Fate {
        self.with(channel, |s| {
            let mut dart: f64 = s.dice[1].random();
            let knobs = &s.knobs;
            let fate = [
                (knobs.missed, Fate::Missed),
                (knobs.held, Fate::Held),
                (knobs.doubled, Fate::Doubled),
            ]
            .into_iter()
            .find_map(|(share, fate)| {
                dart -= share;
                (dart < 0.0).then_some(fate)
            })
            .unwrap_or(Fate::Sent);
            if fate != Fate::Sent {
                *s.struck
                    .entry(format!("webhook_{fate:?}").to_lowercase())
                    .or_default() += 1;
            }
            fate
        })
    }

    /// Whether a thing of that share happens now.
    pub(crate) fn happens(
        &self,
        channel: Channel,
        what: &str,
        share: impl FnOnce(&Knobs) -> f64,
    ) -> bool {
        self.with(channel, |s| {
            let yes = s.dice[2].random::<f64>() < share(&s.knobs);
            if yes {
                *s.struck.entry(what.to_owned()).or_default() += 1;
            }
            yes
        })
    }
}

fn jitter(dice: &mut StdRng, most: u64) -> u64 {
    if most == 0 {
        0
    } else {
        dice.random_range(0..=most)
    }
}

fn name(fault: Fault) -> String {
    match fault {
        Fault::Code(code) => format!("code_{code}"),
        other => format!("{other:?}").to_lowercase(),
    }
}

/// Cuts the connection that is being answered. The server gives each connection a task of its own; the panic ends
/// it, and without a word: `resume_unwind` calls no hook.
pub(crate) fn cut() -> Response {
    std::panic::resume_unwind(Box::new("the connection is cut, as the knobs say"))
}
