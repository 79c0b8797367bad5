//! Who else looks at the ticket, and writes. The page tells the same of its reader, while somebody sees it.

use crate::browser;
use leptos::prelude::*;
use model::{LOOKS_EVERY_S, TicketId};

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

    /// Tells from now on, with whether an answer is begun; a note is none.
    pub(super) fn meets(self, text: RwSignal<String>, note: RwSignal<bool>) {
        let writes = Memo::new(move |_| !note.get() && text.with(|text| !text.is_empty()));
        browser::effect(move || {
            let writes = writes.get();
            browser::beat(LOOKS_EVERY_S, move || self.look(writes));
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
