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
    extract::{Request, State},
    response::{IntoResponse, Redirect, Response},
};
use desk::Actor;
use http::{HeaderMap, Uri, header};
use model::Locale;
use serde::Deserialize;
use tower_sessions::Session;

pub mod change;
pub mod channels;
pub mod presence;
mod reply;
pub mod start;
pub mod template;
mod ticket;
pub mod views;
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

/// `POST /settings/originals`
#[derive(Deserialize)]
pub struct Originals {
    /// A box that is not ticked is not sent.
    keep: Option<String>,
}

/// Sets whether files are also kept as they came.
///
/// # Errors
/// Never: what did not work is told on the page.
pub async fn originals(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Form(form): Form<Originals>,
) -> Result<Response, Refusal> {
    let chosen = desk::ingest::originals::choose(&state.desk, &actor, form.keep.is_some()).await;
    Ok(match chosen {
        Ok(()) => to("/settings?saved=originals"),
        Err(error) => refused("/settings", error),
    })
}

/// Reads a form whose handler also wants the request's other parts.
async fn read<T: serde::de::DeserializeOwned>(request: Request) -> Result<Form<T>, Refusal> {
    use axum::extract::FromRequest;
    Form::from_request(request, &())
        .await
        .map_err(|rejection| Refusal {
            status: rejection.status(),
            ..Refusal::form()
        })
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

/// The page the form stood on: path and query, without what was told of a form before.
fn came_from(headers: &HeaderMap) -> Option<String> {
    let uri: Uri = headers.get(header::REFERER)?.to_str().ok()?.parse().ok()?;
    Some(without_news(uri.path_and_query()?.as_str()))
}

/// An address without what it tells of a form.
pub(crate) fn without_news(page: &str) -> String {
    let (path, query) = page.split_once('?').unwrap_or((page, ""));
    let is_news = |pair: &&str| {
        let name = pair.split('=').next().unwrap_or_default();
        name.is_empty() || app::NEWS.contains(&name)
    };
    let kept: Vec<&str> = query.split('&').filter(|pair| !is_news(pair)).collect();
    if kept.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", kept.join("&"))
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
}
