//! Plain forms: everything that must work with JavaScript off. They do what a server function
//! does and send the browser back to the page, with `?error=CODE` when it did not work.

use crate::{
    error::Refusal,
    layers::{Place, encode},
    net::client_ip,
    session,
    state::AppState,
};
use axum::{
    Extension, Form,
    extract::{Path, Request, State},
    response::{IntoResponse, Redirect, Response},
};
use desk::Actor;
use http::{HeaderMap, Uri, header};
use model::{AgentId, Locale, Status};
use serde::Deserialize;
use tower_sessions::Session;

mod reply;
pub use reply::reply;

/// `POST /login`
#[derive(Deserialize)]
pub struct Login {
    email: String,
    password: String,
    #[serde(default)]
    next: String,
}

/// Signs an agent in.
///
/// # Errors
/// When sessions cannot be written; a wrong password is no error but a page.
pub async fn login(
    State(state): State<AppState>,
    Extension(session): Extension<Session>,
    request: Request,
) -> Result<Response, Refusal> {
    let ip = client_ip(
        request.extensions(),
        request.headers(),
        &state.trusted_proxies,
    )
    .to_string();
    let Form(form) = read::<Login>(request).await?;
    match desk::agent::sign_in(&state.desk, form.email.trim(), &form.password, &ip).await {
        Ok(agent) => {
            session::sign_in(&session, agent.id).await?;
            Ok(to(local(&form.next).unwrap_or("/inbox")))
        }
        Err(error) => {
            let next = encode(local(&form.next).unwrap_or_default());
            let page = format!("/login?next={next}&email={}", encode(form.email.trim()));
            Ok(refused(&page, error))
        }
    }
}

/// `POST /logout`
///
/// # Errors
/// When sessions cannot be written.
pub async fn logout(Extension(session): Extension<Session>) -> Result<Response, Refusal> {
    session::sign_out(&session).await?;
    Ok(to("/login"))
}

/// `POST /setup`
#[derive(Deserialize)]
pub struct SetUp {
    token: String,
    name: String,
    email: String,
    password: String,
}

/// Makes the first owner and signs them in.
///
/// # Errors
/// When sessions cannot be written.
pub async fn set_up(
    State(state): State<AppState>,
    Extension(session): Extension<Session>,
    Form(form): Form<SetUp>,
) -> Result<Response, Refusal> {
    let SetUp {
        token,
        name,
        email,
        password,
    } = form;
    let made =
        desk::agent::set_up_owner(&state.desk, &token, name.trim(), email.trim(), &password).await;
    match made {
        Ok(agent) => {
            session::sign_in(&session, agent.id).await?;
            Ok(to("/inbox"))
        }
        Err(error) => {
            let [token, name, email] = [&token, &name, &email].map(|text| encode(text));
            Ok(refused(
                &format!("/setup?token={token}&name={name}&email={email}"),
                error,
            ))
        }
    }
}

/// `POST /settings/locale`
#[derive(Deserialize)]
pub struct Language {
    #[serde(default)]
    locale: String,
}

/// Sets an agent's language; an empty one is their browser's.
///
/// # Errors
/// When it cannot be kept.
pub async fn locale(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    headers: HeaderMap,
    Form(form): Form<Language>,
) -> Result<Response, Refusal> {
    desk::agent::set_locale(&state.desk, &actor, Locale::from_tag(&form.locale)).await?;
    Ok(to(
        &came_from(&headers).unwrap_or_else(|| "/settings".into())
    ))
}

/// `POST /tickets/{number}/assign`
#[derive(Deserialize)]
pub struct Assign {
    version: i64,
    /// Empty: nobody.
    agent: String,
}

/// Gives a ticket to an agent, or to nobody.
pub async fn assign(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Path(number): Path<i64>,
    headers: HeaderMap,
    Form(form): Form<Assign>,
) -> Response {
    let done = async {
        let ticket = desk::ticket::open(&state.desk, &actor, number)
            .await?
            .ticket
            .id;
        let agent = form.agent.parse::<AgentId>().ok();
        desk::ticket::assign(&state.desk, &actor, ticket, form.version, agent)
            .await
            .map(drop)
    };
    back(number, &headers, done.await)
}

/// `POST /tickets/{number}/status`
#[derive(Deserialize)]
pub struct NewStatus {
    version: i64,
    status: Status,
}

/// Closes or reopens a ticket.
pub async fn status(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Path(number): Path<i64>,
    headers: HeaderMap,
    Form(form): Form<NewStatus>,
) -> Response {
    let done = async {
        let ticket = desk::ticket::open(&state.desk, &actor, number)
            .await?
            .ticket
            .id;
        desk::ticket::set_status(&state.desk, &actor, ticket, form.version, form.status)
            .await
            .map(drop)
    };
    back(number, &headers, done.await)
}

/// Reads a form whose handler also wants the request's other parts.
async fn read<T: serde::de::DeserializeOwned>(request: Request) -> Result<Form<T>, Refusal> {
    use axum::extract::FromRequest;
    Form::from_request(request, &()).await.map_err(|rejection| {
        Refusal::new(
            rejection.status(),
            "form",
            "The form was not complete. Go back and try again.",
        )
    })
}

/// Back to the ticket's page, with the filters the reader came with.
fn back(number: i64, headers: &HeaderMap, done: Result<(), desk::Error>) -> Response {
    back_with(number, headers, done, "")
}

/// The longest text that travels back in an address; a longer one is in the browser's history.
const WORDS_BACK: usize = 8_000;

/// Like [`back`]; words that could not be sent come back with the reader.
fn back_with(
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

fn refused(page: &str, error: desk::Error) -> Response {
    // Logs what is ours to mend.
    let code = Refusal::from(error).code;
    let joint = if page.contains('?') { '&' } else { '?' };
    to(&format!("{page}{joint}error={code}"))
}

/// 303: the browser fetches the page anew and never repeats the form.
fn to(page: &str) -> Response {
    Redirect::to(page).into_response()
}

/// The page the form stood on: path and query, without an error told before.
fn came_from(headers: &HeaderMap) -> Option<String> {
    let uri: Uri = headers.get(header::REFERER)?.to_str().ok()?.parse().ok()?;
    let path = uri.path();
    let kept: Vec<&str> = uri
        .query()
        .unwrap_or_default()
        .split('&')
        .filter(|pair| {
            !pair.is_empty() && !pair.starts_with("error=") && !pair.starts_with("text=")
        })
        .collect();
    if kept.is_empty() {
        Some(path.to_owned())
    } else {
        Some(format!("{path}?{}", kept.join("&")))
    }
}

/// A page of ours and nobody else's: what a login link may lead on to.
fn local(next: &str) -> Option<&str> {
    let ours = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains(['\\', '\r', '\n', '\t'])
        && Place::of(next) == Place::Page;
    ours.then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    #[test]
    fn a_login_leads_to_our_own_pages_only() {
        assert_eq!(local("/tickets/7?view=mine"), Some("/tickets/7?view=mine"));
        for foreign in [
            "",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/login",
            "/\t/evil",
        ] {
            assert_eq!(local(foreign), None, "{foreign}");
        }
    }

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
