//! The large view of a conversation's pictures: which one is shown, and what keys do.

mod bar;
mod hand;
mod source;
mod stage;
mod view;

use crate::{
    api, browser,
    i18n::{Text, i18n, words as w},
};
use bar::Bar;
use leptos::{ev, html, prelude::*};
use model::{Attachment, AttachmentId, TicketId};
use stage::Stage;
use view::View;

/// What an arrow key moves a picture by, in CSS pixels.
const NUDGE: f64 = 80.0;
/// How long a word about what was just done stays, in milliseconds.
const NOTE_MS: u32 = 4_000;

/// What is known of the conversation's pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum List {
    /// Those that the page had; the others are being asked for.
    Asking,
    /// All of them.
    Whole,
    /// The others could not be had.
    Part,
}

/// How the picture that is shown stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Load {
    Loading,
    Ready,
    Failed,
}

/// What the large view shows, and what one can do to it.
#[derive(Clone, Copy)]
struct Look {
    pictures: RwSignal<Vec<Attachment>>,
    current: RwSignal<AttachmentId>,
    ticket: TicketId,
    list: RwSignal<List>,
    load: RwSignal<Load>,
    /// How often it was tried anew.
    attempt: RwSignal<u32>,
    view: RwSignal<View>,
    /// The next change of the view answers a key or a button: it may glide.
    smooth: RwSignal<bool>,
    /// What was just done.
    note: RwSignal<Option<Text>>,
    dialog: NodeRef<html::Dialog>,
    download: NodeRef<html::A>,
}

impl Look {
    fn new(ticket: TicketId, pictures: Vec<Attachment>, open: AttachmentId) -> Self {
        Self {
            pictures: RwSignal::new(pictures),
            current: RwSignal::new(open),
            ticket,
            list: RwSignal::new(List::Asking),
            load: RwSignal::new(Load::Loading),
            attempt: RwSignal::new(0),
            view: RwSignal::new(View::new((1, 1))),
            smooth: RwSignal::new(false),
            note: RwSignal::new(None),
            dialog: NodeRef::new(),
            download: NodeRef::new(),
        }
    }

    /// Asks for the pictures that the page has not loaded.
    fn ask(self) {
        self.list.set(List::Asking);
        leptos::task::spawn_local(async move {
            // It may be closed by now: then nobody is told.
            let _ = match api::message::pictures(self.ticket).await {
                Ok(all) => {
                    let _ = self.pictures.try_update(|known| complete(known, all));
                    self.list.try_set(List::Whole)
                }
                Err(_) => self.list.try_set(List::Part),
            };
        });
    }

    fn count(self) -> usize {
        self.pictures.with(Vec::len)
    }

    /// Where in the list the shown one is.
    fn index(self) -> Option<usize> {
        let current = self.current.get();
        let of = |all: &Vec<Attachment>| all.iter().position(|picture| picture.id == current);
        self.pictures.with(of)
    }

    fn picture(self) -> Option<Attachment> {
        let index = self.index()?;
        self.pictures.with(|all| all.get(index).cloned())
    }

    /// Shows the one at that place, if there is one.
    fn go(self, index: usize) {
        let to = |all: &Vec<Attachment>| all.get(index).map(|picture| picture.id);
        if let Some(id) = self.pictures.with_untracked(to) {
            self.current.set(id);
        }
    }

    fn step(self, by: isize) {
        let index = untrack(|| self.index());
        if let Some(to) = index.and_then(|index| index.checked_add_signed(by)) {
            self.go(to);
        }
    }

    /// Changes the view, by a key or a button.
    fn change(self, change: impl FnOnce(&mut View)) {
        self.smooth.set(true);
        self.view.update(change);
    }

    fn retry(self) {
        self.load.set(Load::Loading);
        self.attempt.update(|attempt| *attempt += 1);
    }

    /// Puts it into the clipboard.
    fn copy(self) {
        let Some(picture) = untrack(|| self.picture()) else {
            return;
        };
        let first = source::first(&picture).to_owned();
        let turns = self.view.with_untracked(View::turns);
        let copied = browser::copy_picture([picture.url, first], turns);
        leptos::task::spawn_local(async move {
            let note = if copied.await {
                w::PICTURE_COPIED
            } else {
                w::PICTURE_NOT_COPIED
            };
            let _ = self.note.try_set(Some(note));
            browser::pause(NOTE_MS).await;
            let _ = self.note.try_set(None);
        });
    }

    /// Whether the picture on show has an address of its own.
    fn is_linked(self) -> bool {
        self.ticket != 0
    }

    /// Closes it, by the way back where opening it was a step.
    fn leave(self) {
        if !(self.is_linked() && browser::take_picture_from_address()) {
            browser::close_dialog(self.dialog);
        }
    }

    fn key(self, event: &ev::KeyboardEvent) {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let zoomed = self.view.with_untracked(|view| !view.is_whole());
        let nudge = |x: f64, y: f64| self.change(|view| view.move_by((x * NUDGE, y * NUDGE)));
        match event.key().as_str() {
            "ArrowLeft" if zoomed && event.shift_key() => nudge(1.0, 0.0),
            "ArrowRight" if zoomed && event.shift_key() => nudge(-1.0, 0.0),
            "ArrowUp" if zoomed => nudge(0.0, 1.0),
            "ArrowDown" if zoomed => nudge(0.0, -1.0),
            "ArrowLeft" => self.step(-1),
            "ArrowRight" => self.step(1),
            "Home" => self.go(0),
            "End" => self.go(self.pictures.with_untracked(Vec::len).saturating_sub(1)),
            "+" | "=" => self.change(|view| view.step(true)),
            "-" => self.change(|view| view.step(false)),
            "0" => self.change(View::fit),
            "1" => self.change(View::fit_pixels),
            "r" | "R" => self.change(View::turn),
            "d" | "D" => browser::follow(self.download),
            "Escape" => self.leave(),
            _ => return,
        }
        event.prevent_default();
    }
}

/// All that there are; what the page knew beside them (it came meanwhile) stays, after them.
fn complete(known: &mut Vec<Attachment>, all: Vec<Attachment>) {
    let before = std::mem::replace(known, all);
    for picture in before {
        if known.iter().all(|other| other.id != picture.id) {
            known.push(picture);
        }
    }
}

/// What it is called where it is not seen.
fn name(picture: &Attachment) -> String {
    if picture.alt.is_empty() {
        picture.name.clone()
    } else {
        picture.alt.clone()
    }
}

/// A dialog over everything. Escape and the way back close it, and the browser gives the focus
/// back.
#[component]
pub(super) fn Gallery<C: Fn() + 'static>(
    /// Whose pictures they are; 0 where they have no addresses of their own.
    ticket: TicketId,
    /// Those that the page knows, in order.
    pictures: Vec<Attachment>,
    /// The one it begins with.
    open: AttachmentId,
    /// It was closed.
    closed: C,
) -> impl IntoView {
    let t = i18n();
    let look = Look::new(ticket, pictures, open);
    browser::effect(move || {
        browser::open_dialog(look.dialog);
        look.ask();
        if look.is_linked() {
            browser::on_back(move || match browser::picture_in_address() {
                Some(picture) => look.current.set(picture),
                None => browser::close_dialog(look.dialog),
            });
        }
    });
    browser::effect(move || {
        let picture = look.current.get();
        look.note.set(None);
        if look.is_linked() {
            browser::put_picture_in_address(picture);
        }
    });
    // The window hears of keys also when what had the focus has just gone.
    browser::effect(move || {
        let heard = window_event_listener(ev::keydown, move |event| look.key(&event));
        on_cleanup(move || heard.remove());
    });
    let said = move || {
        let picture = look.picture()?;
        let (place, count) = (look.index()? + 1, look.count());
        let name = name(&picture);
        Some(t.f(
            w::PICTURE_OF,
            &[&place.to_string(), &count.to_string(), &name],
        ))
    };
    view! {
        <dialog
            class="gallery"
            data-testid="gallery"
            aria-label=t.t(w::PICTURES)
            node_ref=look.dialog
            // A phone's way back.
            on:cancel=move |event: ev::Event| {
                event.prevent_default();
                look.leave();
            }
            on:close=move |_| {
                if look.is_linked() {
                    browser::take_picture_from_address();
                }
                closed();
            }
        >
            <p class="visually-hidden" role="status" data-testid="gallery-said">{said}</p>
            <Bar look />
            <Stage look />
            <Foot look />
        </dialog>
    }
}

/// What was written about the picture.
#[component]
fn Foot(look: Look) -> impl IntoView {
    let t = i18n();
    // One type for both: a closure each would be a copy of the machinery each.
    let of = move |read: fn(Attachment) -> String| -> Signal<String> {
        Signal::derive(move || look.picture().map(read).unwrap_or_default())
    };
    let alt = |picture: Attachment| {
        if picture.alt == picture.caption {
            String::new()
        } else {
            picture.alt
        }
    };
    let part = move || {
        (look.list.get() == List::Part).then(|| {
            view! {
                <p class="gallery-part" role="status">
                    {t.t(w::PICTURES_PART)} " "
                    <button type="button" class="button quiet" on:click=move |_| look.ask()>
                        {t.t(w::RETRY)}
                    </button>
                </p>
            }
        })
    };
    view! {
        <footer class="gallery-foot">
            <p class="caption">{of(|picture| picture.caption)}</p>
            <p class="gallery-alt">{of(alt)}</p>
            {part}
        </footer>
    }
}
