//! What forms of a ticket's page share: which ticket it is, and the way back.

use super::{came_from, refused, to};
use crate::{layers::encode, state::AppState};
use axum::response::Response;
use desk::Actor;
use http::HeaderMap;
use model::TicketId;

/// The longest text that travels back in an address; a longer one is in the browser's history.
const WORDS_BACK: usize = 8_000;

/// The ticket of that number, if the reader may see it.
pub(super) async fn ticket_of(
    state: &AppState,
    actor: &Actor,
    number: i64,
) -> Result<TicketId, desk::Error> {
    Ok(desk::ticket::open(&state.desk, actor, number)
        .await?
        .ticket
        .id)
}

/// Back to the ticket's page, with the filters the reader came with.
pub(super) fn back(number: i64, headers: &HeaderMap, done: Result<(), desk::Error>) -> Response {
    back_with(number, headers, done, "")
}

/// Like [`back`]; words that could not be sent come back with the reader.
pub(super) fn back_with(
    number: i64,
    headers: &HeaderMap,
    done: Result<(), desk::Error>,
    words: &str,
) -> Response {
    let page = format!("/tickets/{number}");
    let came = came_from(headers).filter(|from| {
        from == &page
            || from
                .strip_prefix(&page)
                .is_some_and(|rest| rest.starts_with('?'))
    });
    let page = came.unwrap_or(page);
    match done {
        Ok(()) => to(&page),
        Err(desk::Error::NotSignedIn) => to(&format!("/login?next={}", encode(&page))),
        Err(error) if words.is_empty() || words.len() > WORDS_BACK => refused(&page, error),
        Err(error) => {
            let joint = if page.contains('?') { '&' } else { '?' };
            refused(&format!("{page}{joint}text={}", encode(words)), error)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderValue, header};

    #[test]
    fn back_keeps_filters_and_drops_errors() {
        let mut headers = HeaderMap::new();
        let from = "http://desk.example/tickets/7?view=mine&error=conflict";
        headers.insert(header::REFERER, HeaderValue::from_static(from));
        assert_eq!(came_from(&headers).as_deref(), Some("/tickets/7?view=mine"));
        let response = back(7, &headers, Err(desk::Error::Conflict));
        assert_eq!(
            response.headers()[header::LOCATION],
            "/tickets/7?view=mine&error=conflict"
        );
        let response = back(8, &headers, Ok(()));
        assert_eq!(response.headers()[header::LOCATION], "/tickets/8");
    }
}
