//! Whether the customer may be written to, beside the choice between reply and note: how long the
//! window is open, and what can be done when it is not.

use crate::{
    i18n::{I18n, i18n, words as w},
    ui::Clock,
};
use leptos::prelude::*;
use model::{Channel, InboxId, Millis, Reach, Window};

const MINUTE: Millis = 60_000;
const HOUR: Millis = 60 * MINUTE;
const DAY: Millis = 24 * HOUR;

/// "5 h 12", "40 min", "3 d 4 h": never nothing, and never more than there is.
fn span(t: I18n, left: Millis) -> String {
    let (days, hours) = (left / DAY, left / HOUR);
    let minutes = (left / MINUTE).max(1);
    match (days, hours) {
        (0, 0) => t.f(w::SPAN_MINUTES, &[&minutes.to_string()]),
        (0 | 1, hours) => {
            let minutes = format!("{:02}", left % HOUR / MINUTE);
            t.f(w::SPAN_HOURS, &[&hours.to_string(), &minutes])
        }
        (days, hours) => {
            let hours = (hours % 24).to_string();
            t.f(w::SPAN_DAYS, &[&days.to_string(), &hours])
        }
    }
}

/// What is said of a window.
fn sentence(t: I18n, channel: Channel, reach: Reach, now: Millis) -> String {
    match reach.at(channel, now) {
        Window::Always => String::new(),
        Window::Open(left) if left < HOUR => t.f(w::WINDOW_CLOSES, &[&span(t, left)]),
        Window::Open(left) => t.f(w::WINDOW_OPEN, &[&span(t, left)]),
        Window::Human(left) => t.f(w::WINDOW_HUMAN, &[&span(t, left)]),
        Window::Closed if channel == Channel::Whatsapp => t.t(w::WINDOW_CLOSED_WHATSAPP).to_owned(),
        Window::Closed if helps_human(reach, now) => t.t(w::WINDOW_CLOSED_HUMAN).to_owned(),
        Window::Closed => t.t(w::WINDOW_CLOSED).to_owned(),
        Window::Refused => t.t(w::WINDOW_REFUSED).to_owned(),
    }
}

/// Whether a person may still answer, were it switched on.
fn helps_human(reach: Reach, now: Millis) -> bool {
    let with = Reach {
        human_agent: true,
        ..reach
    };
    matches!(with.at(Channel::Instagram, now), Window::Human(_))
}

/// Beside [`Kind`](crate::conversation::Kind). Goes on with the page's clock.
#[component]
pub(super) fn ReachLine(
    /// The channel.
    channel: Channel,
    /// Whose account it is.
    inbox: InboxId,
    /// The ticket's number.
    ticket: i64,
    /// As it was last read; nothing where there is no such thing.
    reach: RwSignal<Option<Reach>>,
    /// A note goes to nobody.
    note: RwSignal<bool>,
) -> impl IntoView {
    let t = i18n();
    let now = expect_context::<Clock>().now;
    let told = Memo::new(move |_| {
        let reach = reach.get().filter(|_| !note.get())?;
        let window = reach.at(channel, now.get());
        let closed = matches!(window, Window::Closed | Window::Refused);
        let helps = window == Window::Closed
            && (channel == Channel::Whatsapp || helps_human(reach, now.get()));
        Some((sentence(t, channel, reach, now.get()), closed, helps))
    });
    // What helps: a template there, the account's settings here.
    let (href, label) = if channel == Channel::Whatsapp {
        (format!("/tickets/{ticket}/template"), w::USE_TEMPLATE)
    } else {
        (format!("/settings/channels/{inbox}"), w::TO_CHANNEL)
    };
    let closed = move || told.with(|told| told.as_ref().is_some_and(|(_, closed, _)| *closed));
    let helps = move || told.with(|told| told.as_ref().is_some_and(|(_, _, to)| *to));
    let words = move || {
        told.with(|told| told.as_ref().map(|(words, ..)| words.clone()))
            .unwrap_or_default()
    };
    view! {
        <p
            class="reach"
            data-testid="window"
            data-closed=move || closed().to_string()
            hidden=move || words().is_empty()
        >
            <span>{words}</span>
            <a data-testid="way-on" href=href hidden=move || !helps()>{t.t(label)}</a>
        </p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Locale;

    #[test]
    fn what_is_left_is_told_as_people_say_it() {
        let t = I18n(Locale::En);
        let now = 1_000 * DAY;
        let at = |left: Millis| Reach {
            heard_at: Some(now - DAY + left),
            ..Reach::default()
        };
        let whatsapp = Channel::Whatsapp;
        for (left, words) in [
            (5 * HOUR + 12 * MINUTE, "window open 5 h 12"),
            (DAY, "window open 24 h 00"),
            (HOUR, "window open 1 h 00"),
            (40 * MINUTE + 59_000, "closes in 40 min"),
            (1, "closes in 1 min"),
        ] {
            assert_eq!(sentence(t, whatsapp, at(left), now), words);
        }
        assert!(sentence(t, whatsapp, at(0), now).starts_with("The 24-hour window is closed"));
        let late = at(-3 * HOUR);
        let instagram = Channel::Instagram;
        assert_eq!(
            sentence(t, instagram, late, now),
            t.t(w::WINDOW_CLOSED_HUMAN)
        );
        let person = Reach {
            human_agent: true,
            ..late
        };
        assert_eq!(
            sentence(t, instagram, person, now),
            "goes as a person’s answer, 5 d 21 h left"
        );
        assert_eq!(
            sentence(t, instagram, at(-8 * DAY), now),
            t.t(w::WINDOW_CLOSED)
        );
        let refused = Reach {
            refused: true,
            ..Reach::default()
        };
        assert_eq!(
            sentence(t, Channel::Sms, refused, now),
            t.t(w::WINDOW_REFUSED)
        );
        assert_eq!(sentence(t, Channel::Sms, Reach::default(), now), "");
    }
}
