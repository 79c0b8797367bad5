//! Who else looks at the ticket, and writes. The page tells the same of its reader, while somebody sees it.

use crate::browser;
use leptos::prelude::*;
use model::TicketId;

/// How often it is told, in seconds; the desk forgets who tells nothing twice.
const EVERY_S: u32 = 5;

/// What the page knows of it.
#[derive(Clone, Copy)]
pub(super) struct Company {
    ticket: TicketId,
    /// In the reader's words; empty where nobody else is there.
    pub(super) told: RwSignal<String>,
}

impl Company {
    /// Of a ticket.
    pub(super) fn new(ticket: TicketId) -> Self {
        Self {
            ticket,
            told: RwSignal::new(String::new()),
        }
    }

    /// Tells from now on, with whether an answer is begun.
    pub(super) fn meets(self, text: RwSignal<String>) {
        let writes = Memo::new(move |_| text.with(|text| !text.is_empty()));
        browser::effect(move || {
            let writes = writes.get();
            browser::beat(EVERY_S, move || self.look(writes));
        });
    }

    fn look(self, writes: bool) {
        if browser::is_visible() {
            leptos::task::spawn_local(async move {
                if let Some(told) = browser::look(self.ticket, writes).await {
                    let _ = self.told.try_set(told);
                }
            });
        }
    }
}
