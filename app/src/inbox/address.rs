//! The inbox's addresses: `/inbox` and `/tickets/{number}`, with what the list beside it shows.

use model::{Cursor, Filter, Status, View};

/// What an address of the inbox names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// What the list shows.
    pub filter: Filter,
    /// The open ticket, by the number people know.
    pub ticket: Option<i64>,
    /// Words of that form, which come back with the reader.
    pub words: String,
}

impl Address {
    /// Reads an address; `None` when it is not one of the inbox's. `values` are the query's,
    /// decoded.
    pub fn read(path: &str, values: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let ticket = match path.strip_prefix("/tickets/") {
            Some(number) => Some(number.parse().ok()?),
            None if path == "/inbox" => None,
            None => return None,
        };
        let text = |name| values(name).unwrap_or_default();
        Some(Self {
            filter: Filter {
                view: View::from_name(&text("view")).unwrap_or_default(),
                status: Status::from_name(&text("status")).unwrap_or_default(),
                after: cursor(&text("after")),
            },
            ticket,
            words: text("text"),
        })
    }
}

fn cursor(text: &str) -> Option<Cursor> {
    let (at, id) = text.split_once('.')?;
    Some(Cursor {
        last_message_at: at.parse().ok()?,
        id: id.parse().ok()?,
    })
}

/// The part of an address that keeps the list as it is.
pub(super) fn query(filter: Filter) -> String {
    let mut query = String::new();
    if filter.view != View::default() {
        query.push_str("?view=");
        query.push_str(filter.view.as_str());
    }
    if filter.status != Status::default() {
        query.push(if query.is_empty() { '?' } else { '&' });
        query.push_str("status=");
        query.push_str(filter.status.as_str());
    }
    query
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(path: &str, pairs: &[(&str, &str)]) -> Option<Address> {
        Address::read(path, |name| {
            let pair = pairs.iter().find(|(key, _)| *key == name)?;
            Some(pair.1.to_owned())
        })
    }

    #[test]
    fn addresses_say_what_is_shown() {
        assert_eq!(read("/inbox", &[]), Some(Address::default()));
        let found = read("/tickets/7", &[("view", "mine"), ("after", "12.3")]).unwrap();
        assert_eq!(found.ticket, Some(7));
        assert_eq!(query(found.filter), "?view=mine");
        assert_eq!(found.filter.after.map(|after| after.id), Some(3));
        assert_eq!(query(Filter::default()), "");
    }

    #[test]
    fn what_is_no_address_of_the_inbox_is_left_to_others() {
        assert_eq!(read("/settings", &[]), None);
        assert_eq!(read("/tickets/seven", &[]), None);
        // What a hand typed wrong shows the list as it begins.
        assert_eq!(
            read("/inbox", &[("view", "nobody's"), ("after", "x")]),
            Some(Address::default())
        );
    }
}
