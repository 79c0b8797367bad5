//! Twilio's Programmable Messaging: who calls, and which of its addresses is meant (TW-OAI).

mod create;
mod deliver;
mod error;
mod list;
mod media;
mod numbers;
mod receive;
pub mod segments;

use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::Simulator;
use crate::book::Channel;
use error::refuse;
pub(crate) use media::storage;
pub(crate) use receive::act;

/// Name and value, in the order they came, repeated names and all.
pub(crate) type Params = [(String, String)];

/// The largest form that is read: 1,600 characters and ten addresses are far below.
const MOST: usize = 256 * 1024;

/// Everything under `/2010-04-01`.
pub(crate) async fn route(State(sim): State<Simulator>, request: Request) -> Response {
    let handle = sim.clone();
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MOST).await else {
        return error::answer(400, 20001, "The request is too large");
    };
    let path = parts
        .uri
        .path()
        .trim_start_matches("/2010-04-01/")
        .to_owned();
    let query: Vec<(String, String)> =
        form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes())
            .into_owned()
            .collect();
    let form: Vec<(String, String)> = form_urlencoded::parse(&body).into_owned().collect();
    sim.call(Channel::Sms, error::of_fault, async move {
        answer(&handle, &parts.method, &path, &parts.headers, &query, &form)
    })
    .await
}

fn answer(
    sim: &Simulator,
    method: &Method,
    path: &str,
    headers: &HeaderMap,
    query: &Params,
    form: &Params,
) -> Response {
    let config = sim.config();
    let mut parts = path.split('/');
    let account = &config.twilio.account_sid;
    let sid = parts
        .next()
        .filter(|p| *p == "Accounts")
        .and(parts.next())
        .unwrap_or_default();
    if !known(sim, headers) || sid.trim_end_matches(".json") != account {
        // TW-ERR 20003: 401, and the challenge every client of HTTP expects.
        return refuse(20003);
    }
    let rest: Vec<&str> = parts.collect();
    let bare = |s: &str| s.strip_suffix(".json").map(ToOwned::to_owned);
    match (method.as_str(), rest.as_slice()) {
        ("GET", []) => numbers::account(sim),
        ("GET", ["IncomingPhoneNumbers.json"]) => numbers::list(sim, query),
        ("GET" | "POST", ["IncomingPhoneNumbers", pn]) => {
            numbers::one(sim, pn.trim_end_matches(".json"), method, form)
        }
        ("POST", ["Messages.json"]) => create::create(sim, form),
        ("GET", ["Messages.json"]) => list::list(sim, query),
        ("GET", ["Messages", m]) => bare(m).map_or_else(|| refuse(20404), |m| list::fetch(sim, &m)),
        ("POST", ["Messages", m]) => {
            bare(m).map_or_else(|| refuse(20404), |m| list::update(sim, &m, form))
        }
        ("DELETE", ["Messages", m]) => {
            bare(m).map_or_else(|| refuse(20404), |m| list::delete(sim, &m))
        }
        ("GET", ["Messages", m, "Media.json"]) => media::list(sim, m),
        ("GET" | "HEAD", ["Messages", m, "Media", f]) => match bare(f) {
            Some(f) => media::metadata(sim, m, &f),
            None => media::bytes(sim, m, f),
        },
        ("DELETE", ["Messages", m, "Media", f]) => {
            media::delete(sim, m, f.trim_end_matches(".json"))
        }
        (
            _,
            ["Messages.json" | "IncomingPhoneNumbers.json"]
            | ["Messages" | "IncomingPhoneNumbers", ..],
        ) => refuse(20004),
        _ => refuse(20404),
    }
}

/// Basic auth with sid and token, or with an API key (TW-MEDIA).
fn known(sim: &Simulator, headers: &HeaderMap) -> bool {
    let config = sim.config();
    let given = headers
        .get(AUTHORIZATION)
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.split_once(' '));
    let Some((scheme, code)) = given else {
        return false;
    };
    let Ok(pair) = STANDARD.decode(code.trim()) else {
        return false;
    };
    let pair = String::from_utf8_lossy(&pair).into_owned();
    let main = (&config.twilio.account_sid, &config.twilio.auth_token);
    let keys = config.twilio.api_keys.iter().map(|(k, s)| (k, s));
    scheme.eq_ignore_ascii_case("basic")
        && std::iter::once(main)
            .chain(keys)
            .any(|(k, s)| format!("{k}:{s}") == pair)
}

/// The first value of a name.
pub(crate) fn get<'a>(params: &'a Params, name: &str) -> &'a str {
    params
        .iter()
        .find(|(n, _)| n == name)
        .map_or("", |(_, v)| v)
}
