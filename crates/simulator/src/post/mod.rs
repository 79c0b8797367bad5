//! Webhooks on their way: signed, sent, sent again by the provider's own rules, doubled, held back or lost
//! by the knobs. Every attempt is kept in a short log.

mod carry;
mod retry;

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde::Serialize;
use tokio::sync::{Semaphore, watch};

use crate::Simulator;
use crate::book::Channel;
use crate::clock::HOUR;
use crate::faults::Fate;

/// What is posted.
#[derive(Clone, Debug)]
pub(crate) enum Body {
    /// Twilio's forms.
    Form(Vec<(String, String)>),
    /// Meta's JSON.
    Json(serde_json::Value),
}

/// A webhook.
#[derive(Clone, Debug)]
pub(crate) struct Hook {
    pub(crate) channel: Channel,
    pub(crate) url: String,
    /// Twilio's second address, for when the first one fails.
    pub(crate) fallback: String,
    pub(crate) body: Body,
    /// The same for every attempt at one event (TW-OVR).
    pub(crate) event: String,
}

/// An attempt at a webhook, as the log keeps it.
#[derive(Clone, Debug, Serialize)]
pub struct Attempt {
    /// The channel.
    pub channel: Channel,
    /// Where it went.
    pub url: String,
    /// The event's own id, the same for every attempt.
    pub event: String,
    /// The first attempt is 1; 0 means that it was never sent.
    pub attempt: u32,
    /// The answer's status.
    pub status: Option<u16>,
    /// What went wrong, in words.
    pub error: String,
    /// What was posted.
    pub body: String,
    /// The answer's first bytes.
    pub answer: String,
    /// When, in milliseconds.
    pub at: i64,
}

impl Attempt {
    /// Whether the receiver has taken it.
    pub fn taken(&self) -> bool {
        self.status.is_some_and(|s| (200..300).contains(&s))
    }
}

/// The post office: what is held back, what is on its way, what was.
#[derive(Debug)]
pub(crate) struct Post {
    held: Mutex<VecDeque<Hook>>,
    log: Mutex<VecDeque<Attempt>>,
    busy: watch::Sender<usize>,
    retrying: AtomicUsize,
    lines: Semaphore,
    /// Since when Instagram's webhooks have failed without a success.
    failing: Mutex<Option<i64>>,
}

/// Attempts in the log, webhooks held back, and webhooks that wait for another attempt.
const LOG: usize = 2_000;
const HELD: usize = 1_000;
const RETRYING: usize = 20_000;
/// Attempts at the same time: providers send concurrently (WA-THRU).
const LINES: usize = 64;
/// Meta tries for up to seven days (WA-HOOKS).
const META_TRIES_FOR: i64 = 7 * 24 * HOUR;
/// The longest wait between two of Meta's attempts.
const META_WAIT: Duration = Duration::from_secs(300);

impl Post {
    pub(crate) fn new() -> Self {
        Self {
            held: Mutex::default(),
            log: Mutex::default(),
            busy: watch::Sender::new(0),
            retrying: AtomicUsize::new(0),
            lines: Semaphore::new(LINES),
            failing: Mutex::default(),
        }
    }

    pub(crate) fn log(&self) -> Vec<Attempt> {
        lock(&self.log).iter().cloned().collect()
    }

    /// How many webhooks wait for another attempt, and how many are held back.
    pub(crate) fn waiting(&self) -> (usize, usize) {
        (
            self.retrying.load(Ordering::Relaxed),
            lock(&self.held).len(),
        )
    }

    /// Starts again as if nothing had failed: a subscription was made anew.
    pub(crate) fn forgive(&self) {
        *lock(&self.failing) = None;
    }

    pub(crate) fn busy(&self) -> watch::Receiver<usize> {
        self.busy.subscribe()
    }

    /// Counts as work until it is dropped: [`crate::Simulator::quiet`] waits for it.
    pub(crate) fn work(sim: &Simulator) -> Work {
        sim.0.post.busy.send_modify(|n| *n += 1);
        Work(sim.clone())
    }
}

/// Something that is under way.
pub(crate) struct Work(Simulator);

impl Drop for Work {
    fn drop(&mut self) {
        self.0.0.post.busy.send_modify(|n| *n = n.saturating_sub(1));
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Simulator {
    /// Sends a webhook, as the knobs let it. Returns when it was tried once, or put aside.
    pub(crate) async fn post(&self, hook: Hook) {
        if hook.url.is_empty() {
            return;
        }
        match self.0.faults.webhook(hook.channel) {
            Fate::Missed => {
                self.note(&hook, 0, Err("missed, as the knobs say".into()));
            }
            Fate::Held => self.hold(hook),
            fate => {
                self.send(hook.clone()).await;
                if fate == Fate::Doubled {
                    self.send(hook).await;
                }
                self.flush().await;
            }
        }
    }

    fn hold(&self, hook: Hook) {
        let most = self.0.faults.knobs(hook.channel).held_ms;
        let mut held = lock(&self.0.post.held);
        held.push_back(hook);
        // Held too many: the oldest goes out now, late and out of order.
        let over = if held.len() > HELD {
            held.pop_front()
        } else {
            None
        };
        drop(held);
        if let Some(hook) = over {
            let sim = self.clone();
            tokio::spawn(async move { sim.send(hook).await });
        }
        if most > 0 {
            let (sim, work) = (self.clone(), Post::work(self));
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(most)).await;
                sim.flush().await;
                drop(work);
            });
        }
    }

    /// Sends what is held back, the youngest first.
    pub async fn flush(&self) {
        let mut held: Vec<Hook> = lock(&self.0.post.held).drain(..).collect();
        held.reverse();
        for hook in batched(held, |c| self.0.faults.knobs(c).batched) {
            self.send(hook).await;
        }
    }
}

/// Puts Meta's held payloads of one channel into one: `entry` takes up to a thousand (WA-HOOKS).
fn batched(hooks: Vec<Hook>, wanted: impl Fn(Channel) -> bool) -> Vec<Hook> {
    let mut out: Vec<Hook> = Vec::new();
    for hook in hooks {
        let joined = match (
            out.iter_mut().find(|h| h.channel == hook.channel),
            &hook.body,
        ) {
            (
                Some(Hook {
                    body: Body::Json(all),
                    ..
                }),
                Body::Json(one),
            ) if wanted(hook.channel) => {
                match (all["entry"].as_array_mut(), one["entry"].as_array()) {
                    (Some(entries), Some(more)) => {
                        entries.extend(more.iter().cloned());
                        true
                    }
                    _ => false,
                }
            }
            _ => false,
        };
        if !joined {
            out.push(hook);
        }
    }
    out
}
