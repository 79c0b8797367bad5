//! The inbox's addresses: `/inbox` and `/tickets/{number}`, with what the list beside it shows.

/// What an address says of a form that led there: nothing of where one is.
pub const NEWS: [&str; 6] = ["error", "text", "done", "count", "left", "undo"];

/// What an address of the inbox names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// What the list shows, as the server says it after `?`; no page reads it.
    pub query: String,
    /// The open ticket, by the number people know.
    pub ticket: Option<i64>,
    /// Words of that form, which come back with the reader.
    pub words: String,
}

impl Address {
    /// The ticket that a path opens; `None` when it is not one of the inbox's.
    #[must_use]
    pub fn ticket_of(path: &str) -> Option<Option<i64>> {
        match path.strip_prefix("/tickets/") {
            Some(number) => Some(Some(number.parse().ok()?)),
            None => (path == "/inbox").then_some(None),
        }
    }
}

/// A path with a query, if there is one.
pub(crate) fn at(path: &str, query: &str) -> String {
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{query}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_address_of_the_inbox_is_left_to_others() {
        assert_eq!(Address::ticket_of("/inbox"), Some(None));
        assert_eq!(Address::ticket_of("/tickets/7"), Some(Some(7)));
        assert_eq!(Address::ticket_of("/settings"), None);
        assert_eq!(Address::ticket_of("/tickets/seven"), None);
    }

    #[test]
    fn a_list_as_it_begins_has_a_short_address() {
        assert_eq!(at("/inbox", ""), "/inbox");
        assert_eq!(at("/tickets/7", "view=mine"), "/tickets/7?view=mine");
    }
}
