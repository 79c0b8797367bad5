//! An appointment that came with an e-mail, as a small card under its bubble.

use crate::{
    i18n::{I18n, i18n, words as w},
    ui::{Clock, Glyph, Icon, date_time, full_day},
};
use leptos::prelude::*;
use model::{Appointment, Locale, Occasion, Start, Wall};

/// What for, what, when and where. When it begins is told by the reader's clock where that can be
/// told; else by the clocks of the place that its sender named.
#[component]
pub(super) fn AppointmentCard(appointment: Appointment) -> impl IntoView {
    let t = i18n();
    let Appointment {
        occasion,
        summary,
        location,
        start,
    } = appointment;
    let offset = use_context::<Clock>().map(|clock| clock.offset);
    let line = |text: String| (!text.is_empty()).then(|| view! { <p>{text}</p> });
    let begins = start.map(|start| {
        let words = move || when(t, &start, offset.map_or(0, |offset| offset.get()));
        view! { <p class="when">{words}</p> }
    });
    view! {
        <div class="appointment" data-testid="appointment" data-occasion=format!("{occasion:?}")>
            <Glyph icon=Icon::Calendar />
            <div>
                <p class="remark">{t.t(said(occasion))}</p>
                {(!summary.is_empty()).then(|| view! { <p><strong>{summary}</strong></p> })}
                {begins}
                {line(location)}
            </div>
        </div>
    }
}

const fn said(occasion: Occasion) -> crate::i18n::Text {
    match occasion {
        Occasion::Invitation => w::INVITATION,
        Occasion::Answer => w::INVITATION_ANSWER,
        Occasion::Cancellation => w::APPOINTMENT_CANCELLED,
        Occasion::News => w::APPOINTMENT,
    }
}

/// When it begins, for a reader at `offset`.
fn when(t: I18n, start: &Start, offset: i32) -> String {
    let locale: Locale = t.0;
    match start {
        Start::At(at) => date_time(*at, offset, locale),
        Start::Day(at) => full_day(*at, locale),
        Start::Local(Wall { shows, zone }) => {
            let shown = date_time(*shows, 0, locale);
            if zone.is_empty() {
                shown
            } else {
                format!("{shown} ({zone})")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_the_readers_where_it_can_be_told() {
        const AT: i64 = 1_795_428_000_000;
        let wall = |zone: &str| {
            Start::Local(Wall {
                shows: AT,
                zone: zone.into(),
            })
        };
        for (start, en, de) in [
            (
                Start::At(AT),
                "Mon 23 Nov 2026, 11:00",
                "Mo 23. Nov. 2026, 11:00",
            ),
            (
                Start::Day(AT - 36_000_000),
                "Mon 23 Nov 2026",
                "Mo 23. Nov. 2026",
            ),
            (
                wall("America/New_York"),
                "Mon 23 Nov 2026, 10:00 (America/New_York)",
                "Mo 23. Nov. 2026, 10:00 (America/New_York)",
            ),
            (
                wall(""),
                "Mon 23 Nov 2026, 10:00",
                "Mo 23. Nov. 2026, 10:00",
            ),
        ] {
            assert_eq!(when(I18n(Locale::En), &start, 60), en);
            assert_eq!(when(I18n(Locale::De), &start, 60), de);
        }
        // A day is that day wherever one is.
        let day = Start::Day(AT - 36_000_000);
        assert_eq!(when(I18n(Locale::It), &day, -600), "lun 23 nov 2026");
    }
}
