//! Meta's Graph API: `/{version}/{node}/{edge}`, whose the token is, and which product the node belongs to.

pub(crate) mod error;
mod subscribe;

use axum::extract::{FromRequest, Multipart, Request, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use bytes::Bytes;
use serde_json::{Map, Value};

use crate::Simulator;
use crate::book::Channel;
use crate::{instagram, whatsapp};
use error::{of_fault, refuse};

/// The largest body: a document of 100 MB, and what is around it.
const MOST: usize = 104 * 1024 * 1024;

/// A file of a form.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) name: Option<String>,
    pub(crate) kind: String,
    pub(crate) bytes: Bytes,
}

/// A call, taken apart.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) node: String,
    pub(crate) edge: String,
    /// What was asked: the JSON of the body, or the fields of a form, and those of the query.
    pub(crate) fields: Map<String, Value>,
    pub(crate) file: Option<Part>,
    pub(crate) token: String,
}

impl Call {
    /// A field as text.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.fields
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }
}

/// Everything that has no other address.
pub(crate) async fn route(State(sim): State<Simulator>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let mut parts: Vec<String> = path
        .split('/')
        .filter(|p| !p.is_empty())
        .map(ToOwned::to_owned)
        .collect();
    // Calls without a version are answered as the oldest one; here all versions are the same.
    let versioned = parts.first().is_some_and(|p| {
        p.strip_prefix('v')
            .is_some_and(|v| v.parse::<f32>().is_ok())
    });
    if versioned {
        parts.remove(0);
    }
    if parts.is_empty() || parts.len() > 2 {
        return refuse(2500, "Unknown path components");
    }
    let edge = if parts.len() == 2 {
        parts.remove(1)
    } else {
        String::new()
    };
    let call = match read(&sim, request, parts.remove(0), edge).await {
        Ok(call) => call,
        Err(refusal) => return refusal,
    };
    let Some(channel) = channel(&sim, &call) else {
        return refuse(190, "Invalid OAuth access token");
    };
    let handle = sim.clone();
    sim.call(channel, of_fault, async move {
        match channel {
            Channel::Whatsapp => whatsapp::answer(&handle, call).await,
            _ => instagram::answer(&handle, call).await,
        }
    })
    .await
}

/// The product whose token this is.
fn channel(sim: &Simulator, call: &Call) -> Option<Channel> {
    let config = sim.config();
    let (whatsapp, instagram) = (
        call.token == config.whatsapp.token,
        call.token == config.instagram.token,
    );
    match (whatsapp, instagram) {
        // The same token for both, as a system user may have: the node decides.
        (true, true)
            if [&config.instagram.ig_id, &config.instagram.page_id].contains(&&call.node) =>
        {
            Some(Channel::Instagram)
        }
        (true, _) => Some(Channel::Whatsapp),
        (_, true) => Some(Channel::Instagram),
        _ => None,
    }
}

/// The token: `Authorization: Bearer`, or `access_token` in the query or the body.
pub(crate) fn bearer(headers: &HeaderMap) -> String {
    let value = headers
        .get(AUTHORIZATION)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    let (scheme, token) = value.split_once(' ').unwrap_or_default();
    if scheme.eq_ignore_ascii_case("bearer") {
        token.trim().to_owned()
    } else {
        String::new()
    }
}

async fn read(
    sim: &Simulator,
    request: Request,
    node: String,
    edge: String,
) -> Result<Call, Response> {
    let mut token = bearer(request.headers());
    let method = request.method().clone();
    let mut fields = Map::new();
    let query = request.uri().query().unwrap_or_default();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        fields.insert(name.into_owned(), Value::String(value.into_owned()));
    }
    let kind = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let mut file = None;
    let bad = |_| refuse(100, "The body cannot be read");
    if kind.starts_with("multipart/") {
        let mut form = Multipart::from_request(request, sim)
            .await
            .map_err(|_| refuse(100, "The form cannot be read"))?;
        let mut left = MOST;
        while let Some(field) = form
            .next_field()
            .await
            .map_err(|_| refuse(100, "The form cannot be read"))?
        {
            let field_name = field.name().unwrap_or_default().to_owned();
            let name = field.file_name().map(ToOwned::to_owned);
            let kind = field.content_type().unwrap_or_default().to_owned();
            let bytes = bounded(field, &mut left).await?;
            if name.is_some() || field_name == "file" || field_name == "filedata" {
                file = Some(Part { name, kind, bytes });
            } else {
                fields.insert(
                    field_name,
                    Value::String(String::from_utf8_lossy(&bytes).into_owned()),
                );
            }
        }
    } else {
        let body = axum::body::to_bytes(request.into_body(), MOST)
            .await
            .map_err(bad)?;
        if kind.starts_with("application/x-www-form-urlencoded") {
            for (name, value) in form_urlencoded::parse(&body) {
                fields.insert(name.into_owned(), Value::String(value.into_owned()));
            }
        } else if !body.is_empty() {
            match serde_json::from_slice(&body) {
                Ok(Value::Object(object)) => fields.extend(object),
                _ => return Err(refuse(100, "The body is not a JSON object")),
            }
        }
    }
    // Fields of a form may hold JSON; Graph reads it as such.
    for value in fields.values_mut() {
        if let Some(text) = value.as_str().filter(|t| t.starts_with(['{', '[']))
            && let Ok(inner) = serde_json::from_str::<Value>(text)
        {
            *value = inner;
        }
    }
    if let Some(Value::String(given)) = fields.remove("access_token")
        && token.is_empty()
    {
        token = given;
    }
    Ok(Call {
        method,
        node,
        edge,
        fields,
        file,
        token,
    })
}

async fn bounded(
    mut field: axum::extract::multipart::Field<'_>,
    left: &mut usize,
) -> Result<Bytes, Response> {
    let mut bytes = bytes::BytesMut::new();
    while let Some(piece) = field
        .chunk()
        .await
        .map_err(|_| refuse(100, "The form cannot be read"))?
    {
        if piece.len() > *left {
            return Err(refuse(131_053, "The file is too large"));
        }
        *left -= piece.len();
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes.freeze())
}
