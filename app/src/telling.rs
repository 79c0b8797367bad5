//! Words for what the address of a page says about the form that led there.

use crate::{
    Told,
    i18n::{I18n, Text, words as w},
};
use model::Locale;

/// What `?error=…`, or `?done=…&count=…&left=…&undo=…`, means; nothing where there is neither.
#[must_use]
pub fn tell(locale: Locale, query: &str) -> Option<Told> {
    let t = I18n(locale);
    let pairs: Vec<(&str, &str)> = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .collect();
    let value = |name: &str| pairs.iter().find(|(key, _)| *key == name).map(|(_, v)| *v);
    let number = |name: &str| value(name).and_then(|text| text.parse::<i64>().ok());
    if let Some(code) = value("error") {
        let text = w::change_error(code)
            .or_else(|| w::form_error(code))
            .unwrap_or(w::E_OTHER);
        return Some(Told {
            text: t.t(text).to_owned(),
            problem: true,
            undo: None,
        });
    }
    let mut text = t.t(done(value("done")?)?).to_owned();
    let count = number("count").unwrap_or(1);
    if count > 1 {
        text = format!("{text} · {}", t.f(w::DONE_COUNT, &[&count.to_string()]));
    }
    if let Some(left) = number("left").filter(|left| *left > 0) {
        text = format!("{text}. {}", t.f(w::DONE_LEFT, &[&left.to_string()]));
    }
    Some(Told {
        text,
        problem: false,
        undo: number("undo"),
    })
}

fn done(what: &str) -> Option<Text> {
    Some(match what {
        "assign" => w::DONE_ASSIGNED,
        "open" => w::DONE_OPENED,
        "closed" => w::DONE_CLOSED,
        "snoozed" => w::DONE_SNOOZED,
        "spam" => w::DONE_SPAM,
        "priority" => w::DONE_PRIORITY,
        "tag" => w::DONE_TAGGED,
        "untag" => w::DONE_UNTAGGED,
        "unread" => w::DONE_UNREAD,
        "read" => w::DONE_READ,
        "block" => w::DONE_BLOCKED,
        "unblock" => w::DONE_UNBLOCKED,
        "undone" => w::DONE_UNDONE,
        "merged" => w::DONE_MERGED,
        "split" => w::DONE_SPLIT,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_tells_what_became_of_the_form() {
        let told = tell(Locale::En, "view=mine&done=closed&count=12&left=1&undo=7").unwrap();
        assert_eq!(
            told.text,
            "Closed · 12 tickets. Somebody changed 1 meanwhile: left as it is"
        );
        assert_eq!((told.problem, told.undo), (false, Some(7)));
        let told = tell(Locale::De, "error=snooze_past").unwrap();
        assert!(told.problem && told.text.contains("Zeitpunkt"), "{told:?}");
        assert_eq!(tell(Locale::En, "view=mine"), None);
        assert_eq!(tell(Locale::En, "done=%3Cb%3E"), None);
    }
}
