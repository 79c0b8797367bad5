//! Webhooks on their way: signed, sent, sent again by the provider's own rules, doubled, held back or lost
//! by the knobs. Every attempt is kept in a short log.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use serde::Serialize;
use tokio::sync::{Semaphore, watch};

use crate::Simulator;
use crate::book::Channel;
use crate::clock::HOUR;
use crate::faults::Fate;
use crate::sign;

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

    /// The first attempt; further ones go on by themselves.
    async fn send(&self, hook: Hook) {
        if hook.channel == Channel::Instagram && self.unsubscribed() {
            self.note(
                &hook,
                0,
                Err("the app was unsubscribed after an hour of failures".into()),
            );
            return;
        }
        let url = hook.url.clone();
        let first = self.attempt(&hook, &url, 1).await;
        if !self.again(&hook, &first, 1) {
            self.fall_back(&hook, &first).await;
            return;
        }
        if self.0.post.retrying.fetch_add(1, Ordering::Relaxed) >= RETRYING {
            self.0.post.retrying.fetch_sub(1, Ordering::Relaxed);
            self.note(
                &hook,
                0,
                Err("too many webhooks wait for another attempt".into()),
            );
            return;
        }
        let sim = self.clone();
        tokio::spawn(async move {
            sim.insist(&hook).await;
            sim.0.post.retrying.fetch_sub(1, Ordering::Relaxed);
        });
    }

    /// Attempts two and further.
    async fn insist(&self, hook: &Hook) {
        let born = self.0.clock.now();
        let mut wait = Duration::from_millis(if hook.channel == Channel::Sms {
            0
        } else {
            self.config().retry_ms
        });
        for n in 2.. {
            tokio::time::sleep(wait).await;
            wait = (wait * 2).min(META_WAIT);
            // The address may have been changed meanwhile; Meta posts to the subscription's.
            let url = self
                .meta_webhook(hook.channel)
                .unwrap_or_else(|| hook.url.clone());
            let attempt = self.attempt(hook, &url, n).await;
            let late = self.0.clock.now() - born > META_TRIES_FOR;
            let lapsed = hook.channel == Channel::Instagram && self.unsubscribed();
            if late || lapsed || !self.again(hook, &attempt, n) {
                return self.fall_back(hook, &attempt).await;
            }
        }
    }

    /// Whether the provider would try once more.
    fn again(&self, hook: &Hook, last: &Attempt, tries: u32) -> bool {
        if last.taken() {
            return false;
        }
        let Body::Form(_) = hook.body else {
            return true;
        };
        let rule = Override::of(&hook.url);
        tries <= rule.retries && rule.covers(last.status)
    }

    async fn fall_back(&self, hook: &Hook, last: &Attempt) {
        if !last.taken() && !hook.fallback.is_empty() {
            self.attempt(hook, &hook.fallback, 1).await;
        }
    }

    async fn attempt(&self, hook: &Hook, url: &str, n: u32) -> Attempt {
        let _line = self.0.post.lines.acquire().await;
        let (kind, body, header, signature) = match &hook.body {
            Body::Form(params) => {
                let body = form_urlencoded::Serializer::new(String::new())
                    .extend_pairs(params)
                    .finish();
                let signature = sign::twilio(&self.config().twilio.auth_token, url, params);
                (
                    "application/x-www-form-urlencoded; charset=UTF-8",
                    body,
                    "X-Twilio-Signature",
                    signature,
                )
            }
            Body::Json(value) => {
                let body = sign::meta_json(value);
                let signature = sign::hub(&self.app_secret(hook.channel), body.as_bytes());
                ("application/json", body, "X-Hub-Signature-256", signature)
            }
        };
        // The address without user and password, which go into Basic auth (TW-SEC), and without fragment.
        let mut request = self
            .0
            .http
            .post(sign::plain_url(url))
            .header("content-type", kind)
            .header(header, signature);
        if let Some((user, password)) = credentials(url) {
            request = request.basic_auth(user, Some(password));
        }
        if let Body::Form(_) = hook.body {
            request = request
                .header("I-Twilio-Idempotency-Token", &hook.event)
                .header("user-agent", "TwilioProxy/1.1");
        } else {
            request = request.header("user-agent", "facebookexternalua");
        }
        let outcome = match request.body(Bytes::from(body)).send().await {
            Ok(answer) => {
                let status = answer.status().as_u16();
                let text = answer.bytes().await.unwrap_or_default();
                Ok((
                    status,
                    String::from_utf8_lossy(&text[..text.len().min(500)]).into_owned(),
                ))
            }
            Err(e) => Err(words(&e)),
        };
        self.note(hook, n, outcome)
    }

    fn note(&self, hook: &Hook, attempt: u32, outcome: Result<(u16, String), String>) -> Attempt {
        let (status, answer, error) = match outcome {
            Ok((status, answer)) => (Some(status), answer, String::new()),
            Err(error) => (None, String::new(), error),
        };
        let body = match &hook.body {
            Body::Form(params) => form_urlencoded::Serializer::new(String::new())
                .extend_pairs(params)
                .finish(),
            Body::Json(value) => value.to_string(),
        };
        let (channel, url, event, at) = (
            hook.channel,
            hook.url.clone(),
            hook.event.clone(),
            self.0.clock.now(),
        );
        let entry = Attempt {
            channel,
            url,
            event,
            attempt,
            status,
            error,
            body,
            answer,
            at,
        };
        if channel == Channel::Instagram && attempt > 0 {
            let mut failing = lock(&self.0.post.failing);
            *failing = if entry.taken() {
                None
            } else {
                failing.or(Some(at))
            };
        }
        let mut log = lock(&self.0.post.log);
        log.push_back(entry.clone());
        if log.len() > LOG {
            log.pop_front();
        }
        entry
    }

    /// Instagram unsubscribes an app whose webhook failed for an hour (MSG-HOOK).
    pub(crate) fn unsubscribed(&self) -> bool {
        lock(&self.0.post.failing).is_some_and(|since| self.0.clock.now() - since > HOUR)
    }
}

/// `#rc=…&rp=…` of an address (TW-OVR): how often Twilio tries again, and after what.
struct Override {
    retries: u32,
    after: String,
}

impl Override {
    fn of(url: &str) -> Self {
        let mut rule = Self {
            retries: 1,
            after: "ct".into(),
        };
        let fragment = url.split_once('#').map_or("", |(_, f)| f);
        for (name, value) in form_urlencoded::parse(fragment.as_bytes()) {
            match &*name {
                "rc" => rule.retries = value.parse().map_or(1, |n: u32| n.min(5)),
                "rp" => rule.after = value.into_owned(),
                _ => {}
            }
        }
        rule
    }

    fn covers(&self, status: Option<u16>) -> bool {
        let reason = match status {
            None => "ct",
            Some(400..500) => "4xx",
            Some(_) => "5xx",
        };
        self.after
            .split(',')
            .any(|r| r == "all" || r == reason || (status.is_none() && r == "rt"))
    }
}

fn credentials(url: &str) -> Option<(String, String)> {
    let url = url::Url::parse(url).ok()?;
    let password = url.password().unwrap_or_default().to_owned();
    (!url.username().is_empty()).then(|| (url.username().to_owned(), password))
}

fn words(error: &reqwest::Error) -> String {
    let kind = if error.is_timeout() {
        "no answer in time"
    } else {
        "no connection"
    };
    let mut text = format!("{kind}: {error}");
    let mut source = std::error::Error::source(error);
    while let Some(e) = source {
        text.push_str(&format!(": {e}"));
        source = e.source();
    }
    text
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
