//! The first attempt at a webhook and those after it, by the provider's own rules.

use std::sync::atomic::Ordering;
use std::time::Duration;

use super::{Attempt, Body, Hook, META_TRIES_FOR, META_WAIT, RETRYING, lock};
use crate::Simulator;
use crate::book::Channel;
use crate::clock::HOUR;

impl Simulator {
    /// The first attempt; further ones go on by themselves.
    pub(super) async fn send(&self, hook: Hook) {
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
