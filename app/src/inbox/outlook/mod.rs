//! What the customer will get, before it is sent: one line that is always there, and the list
//! behind it. What it tells is `model::plan`'s, by which delivery sends.

mod part;

use crate::{
    browser,
    conversation::Written,
    i18n::{I18n, i18n, words as w},
    ui::bytes,
};
use leptos::prelude::*;
use model::{Channel, InboxLimits, Limits, PlanFile, Planned, Segments, SentAs, TrayFile, Writing};
use part::{Part, summary};

/// What a message that is being written becomes.
#[derive(Clone, PartialEq)]
struct Plan {
    channel: Channel,
    parts: Vec<Planned>,
    /// Its files, but for the links.
    files: Vec<TrayFile>,
    /// Those that go as links.
    links: Vec<TrayFile>,
}

/// A file that goes as a link, as it stands in the text; its address is not known yet, and as long
/// as this.
fn line(file: &TrayFile, t: I18n) -> String {
    let address = "x".repeat(90 + file.name.len());
    format!("{} ({}):\n{address}", file.name, bytes(file.bytes, t.0))
}

impl Plan {
    fn of(t: I18n, channel: Channel, limits: &Limits, text: &str, all: Vec<TrayFile>) -> Self {
        let (links, files): (Vec<_>, Vec<_>) =
            (all.into_iter()).partition(|file| file.sent_as == SentAs::Link);
        let mut told = text.trim().to_owned();
        if limits.link_in_text {
            for link in &links {
                told.push_str("\n\n");
                told.push_str(&line(link, t));
            }
        }
        let planned: Vec<_> = files.iter().map(Self::file).collect();
        let writing = Writing {
            text: told.trim(),
            files: &planned,
            template: false,
        };
        let parts = model::plan(channel, limits, &writing, browser::letter_starts);
        Self {
            channel,
            parts,
            files,
            links,
        }
    }

    fn file(file: &TrayFile) -> PlanFile<'_> {
        PlanFile {
            mime: &file.mime,
            bytes: file.bytes,
            caption: &file.caption,
            sent_as: file.sent_as,
        }
    }

    fn is_empty(&self) -> bool {
        let blank = |part: &Planned| part.text.is_empty() && part.files.is_empty();
        self.links.is_empty() && self.parts.iter().all(blank)
    }

    fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.bytes).sum()
    }

    /// What its texts take by SMS; nothing on other channels, or when all goes as MMS.
    fn segments(&self) -> Option<Segments> {
        let texts = self.parts.iter().filter(|part| part.files.is_empty());
        let texts = texts.filter(|_| self.channel == Channel::Sms);
        texts
            .map(|part| model::segments(&part.text))
            .filter(|told| told.count > 0)
            .reduce(|all, next| Segments {
                count: all.count + next.count,
                units: all.units + next.units,
                odd: all.odd.or(next.odd),
                ..next
            })
    }
}

/// "1 segment, 12 left".
fn segments_line(t: I18n, told: Segments) -> String {
    let left = told.left.to_string();
    match told.count {
        1 => t.f(w::SEGMENT, &[&left]),
        count => t.f(w::SEGMENTS, &[&count.to_string(), &left]),
    }
}

/// The line and the list. `narrowed` is what the inbox narrows, unread.
pub(super) fn outlook(
    channel: Channel,
    narrowed: &str,
    note: RwSignal<bool>,
    Written { text, tray, .. }: Written,
) -> impl IntoView + use<> {
    let t = i18n();
    let narrowed = browser::from_json::<InboxLimits>(narrowed.as_bytes()).unwrap_or_default();
    let limits = Limits::of(channel, &narrowed);
    let plan = Memo::new(move |_| {
        let files = tray.files();
        text.with(|text| Plan::of(t, channel, &limits, text, files))
    });
    let over = move || {
        let count = text.with(|text| text.chars().count());
        count.saturating_sub(limits.text_chars as usize)
    };
    let nothing = move || note.get() || plan.with(Plan::is_empty);
    let sentence = move || {
        if tray.is_busy() {
            t.t(w::WAIT_FOR_FILES).to_owned()
        } else if note.get() {
            t.t(w::NOTE_STAYS).to_owned()
        } else if over() > 0 {
            t.f(w::CHARACTERS_OVER, &[&over().to_string()])
        } else if nothing() {
            t.t(w::NOTHING_YET).to_owned()
        } else {
            plan.with(|plan| summary(t, plan))
        }
    };
    let figures = move || {
        let told = plan.with(|plan| (plan.bytes(), plan.segments()));
        match told {
            _ if nothing() => String::new(),
            (0, None) => String::new(),
            (0, Some(segments)) => segments_line(t, segments),
            (size, None) => bytes(size, t.0),
            (size, Some(segments)) => {
                format!("{}, {}", bytes(size, t.0), segments_line(t, segments))
            }
        }
    };
    let list = move || {
        plan.with(|plan| {
            let parts = (0..plan.parts.len()).filter(|_| !nothing());
            let parts = parts.map(|at| view! { <Part plan=plan.clone() at /> });
            parts.collect_view()
        })
    };
    let more = move || {
        plan.with(|plan| {
            let names = plan.links.iter().map(|file| {
                let name = format!("{} ({})", file.name, bytes(file.bytes, t.0));
                t.f(w::LINK_IN_TEXT, &[&name])
            });
            let odd = plan.segments().and_then(|told| told.odd);
            let odd = odd.map(|odd| t.f(w::SEGMENTS_ODD, &[&odd.to_string()]));
            let counted = plan.segments().is_some() && !plan.links.is_empty();
            let counted = counted.then(|| t.t(w::SEGMENTS_LINK).to_owned());
            let lines = names.chain(odd).chain(counted).filter(|_| !nothing());
            lines
                .map(|line| view! { <p class="quiet">{line}</p> })
                .collect_view()
        })
    };
    view! {
        <details class="outlook" data-testid="outlook" data-empty=move || nothing().to_string()>
            <summary class="preflight">
                <span role="status" data-testid="preflight">{sentence}</span>
                <span class="figures" data-testid="figures">{figures}</span>
            </summary>
            <div class="outlook-list" hidden=nothing>
                <ol>{list}</ol>
                {more}
            </div>
        </details>
    }
}

#[cfg(test)]
mod tests;
