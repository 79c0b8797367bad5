//! A send: shown at once, finished by a later page when this one is left, taken back with
//! everything when it fails.

use super::{
    draft::{Draft, Sent},
    tray::Tray,
};
use crate::{ApiError, browser};
use futures::future::LocalBoxFuture;
use leptos::prelude::*;
use model::{Author, Delivery, DeliveryState, Direction, Message, Millis, NewMessage, TicketId};
use std::sync::Arc;

/// Hands a message over; the page decides to whom.
pub(crate) type Send = Arc<
    dyn Fn(NewMessage) -> LocalBoxFuture<'static, Result<Message, ApiError>>
        + std::marker::Send
        + Sync,
>;

/// How long a send that a page was left in is finished by the next one. After that it is for the
/// writer to say whether the words still fit.
const FINISHED_WITHIN: Millis = 3_600_000;

/// Sends what a composer holds.
pub(super) struct Submit {
    pub(super) send: Send,
    pub(super) ticket: TicketId,
    pub(super) author: Author,
    pub(super) messages: RwSignal<Vec<Message>>,
    pub(super) tray: Tray,
    pub(super) draft: Draft,
    pub(super) problem: RwSignal<Option<ApiError>>,
    /// Kept over a failed send, so that the same words and files sent again are the same send.
    /// Anything else is another send: the first may have arrived though its answer got lost.
    pub(super) kept: StoredValue<Option<NewMessage>>,
}

impl Submit {
    /// Sends what stands there.
    pub(super) fn run(&self, note: bool) {
        let text = self
            .draft
            .text
            .with_untracked(|text| text.trim().to_owned());
        let mut message = NewMessage {
            client_key: browser::client_key(),
            ticket: self.ticket,
            note,
            text,
            files: Vec::new(),
        };
        let batch = message.client_key.clone();
        message.files = self.tray.take(&batch);
        if let Some(before) = self.kept.try_update_value(Option::take).flatten() {
            let fresh = std::mem::replace(&mut message.client_key, before.client_key.clone());
            if message != before {
                self.draft.way().arrived(&before.client_key);
                message.client_key = fresh;
            }
        }
        self.problem.set(None);
        self.draft.write(String::new());
        self.deliver(message, batch);
    }

    /// Takes up what an earlier page could not finish.
    pub(super) fn resume(&self) {
        for Sent { at, message } in self.draft.way().all() {
            // They came back already, when the send failed.
            let is_back = !message.text.is_empty() && self.draft.says(&message.text);
            if !is_back && browser::now() - at < FINISHED_WITHIN {
                self.deliver(message, String::new());
                continue;
            }
            if !is_back {
                self.draft.put_back(&message.text);
            }
            self.kept.set_value(Some(message));
        }
    }

    /// What came back and arrived after all has gone. Reads the messages: for an effect.
    pub(super) fn settle(&self) {
        let arrived = self.messages.with(|all| {
            self.kept.with_value(|kept| {
                let key = kept.as_ref().map(|kept| kept.client_key.as_str());
                key.is_some()
                    && all
                        .iter()
                        .any(|m| m.id != 0 && m.client_key.as_deref() == key)
            })
        });
        let sent = self
            .kept
            .try_update_value(|kept| kept.take_if(|_| arrived))
            .flatten();
        if let Some(sent) = sent {
            self.problem.set(None);
            self.draft.way().arrived(&sent.client_key);
            if self.draft.says(&sent.text) {
                self.draft.write(String::new());
            }
            let files = self.tray.take(&sent.client_key);
            self.tray.settle(&sent.client_key, files == sent.files);
        }
    }

    /// Sends a message; its files were taken from the tray under the name of `batch`.
    fn deliver(&self, message: NewMessage, batch: String) {
        let key = Some(message.client_key.clone());
        let is_there = |all: &Vec<Message>| all.iter().any(|m| m.id != 0 && m.client_key == key);
        if self.messages.with_untracked(is_there) {
            return self.draft.way().arrived(&message.client_key);
        }
        let way = self.draft.way();
        way.sends(&message);
        self.messages
            .update(|all| all.push(self.travelling(&message)));
        let sent = message.clone();
        let future = (self.send)(message);
        let Self {
            messages,
            tray,
            draft,
            problem,
            kept,
            ..
        } = *self;
        leptos::task::spawn_local(async move {
            let outcome = future.await;
            if outcome.is_err() {
                // A page that is left hears of a failure, too, and is gone before it could act on
                // it: then the message waits for the next page.
                browser::pause(100).await;
            }
            let arrived = messages.try_update(|all| {
                let place = all.iter().position(|m| m.client_key == key);
                match (&outcome, place) {
                    // What the stream told meanwhile is newer than the answer.
                    (Ok(message), Some(place)) => {
                        if all[place].id == 0 {
                            all[place] = message.clone();
                        }
                    }
                    (Ok(message), None) => all.push(message.clone()),
                    // The answer got lost, but the stream told that it is there.
                    (Err(_), Some(place)) if all[place].id != 0 => return true,
                    (Err(_), Some(place)) => drop(all.remove(place)),
                    (Err(_), None) => {}
                }
                false
            });
            let has_arrived = outcome.is_ok() || arrived == Some(true);
            tray.settle(&batch, has_arrived);
            match outcome {
                Err(error) if !has_arrived => {
                    // Where nobody looks any more it waits for the next composer of that name.
                    if arrived.is_some() {
                        draft.put_back(&sent.text);
                        kept.set_value(Some(sent));
                        problem.set(Some(error));
                    }
                }
                _ => way.arrived(&sent.client_key),
            }
        });
    }

    /// The message as it looks on its way.
    fn travelling(&self, message: &NewMessage) -> Message {
        let direction = match (&self.author, message.note) {
            (Author::Contact(_), _) => Direction::In,
            (_, true) => Direction::Note,
            (_, false) => Direction::Out,
        };
        Message {
            id: 0,
            direction,
            author: self.author.clone(),
            text: message.text.clone(),
            at: browser::now(),
            client_key: Some(message.client_key.clone()),
            delivery: (direction == Direction::Out).then_some(Delivery {
                state: DeliveryState::Queued,
                problem: None,
            }),
            attachments: Vec::new(),
        }
    }
}
