//! Templates: the list, and what one becomes with its parameters (META-OAI).

use axum::Json;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::text;
use crate::Simulator;
use crate::config::Template;
use crate::graph::Call;

/// `GET /{WABA}/message_templates`, a page at a time: `limit` of them after the cursor `after`.
pub(crate) fn list(sim: &Simulator, call: &Call) -> Response {
    let config = sim.config();
    let all = &config.whatsapp.templates;
    let from = call.text("after").parse().unwrap_or(0).min(all.len());
    let limit = call.text("limit").parse().unwrap_or(25).clamp(1, 100);
    let to = all.len().min(from + limit);
    let data: Vec<Value> = all
        .iter()
        .zip(1_000_000_000_000_000_u64..)
        .take(to)
        .skip(from)
        .map(|(t, id)| json(t, id))
        .collect();
    let mut paging = json!({"cursors": {"before": from.to_string(), "after": to.to_string()}});
    if to < all.len() {
        // The address of the next page, as the Graph API gives it beside the cursors.
        paging["next"] = format!("?limit={limit}&after={to}").into();
    }
    Json(json!({"data": data, "paging": paging})).into_response()
}

fn json(template: &Template, id: u64) -> Value {
    let mut components = Vec::new();
    if !template.header.is_empty() {
        components.push(json!({"type": "HEADER", "format": template.header}));
    }
    components.push(json!({"type": "BODY", "text": template.body}));
    json!({
        "id": id.to_string(), "name": template.name, "language": template.language,
        "status": template.status, "category": "UTILITY", "parameter_format": "POSITIONAL",
        "components": components,
    })
}

/// The text of `template:{name, language:{code}, components}`, or the code and words of what is wrong with it.
pub(crate) fn fill(sim: &Simulator, wanted: &Value) -> Result<String, (i64, String)> {
    let (name, code) = (
        text(wanted, "name"),
        wanted["language"]["code"].as_str().unwrap_or_default(),
    );
    let config = sim.config();
    let found = config
        .whatsapp
        .templates
        .iter()
        .find(|t| t.name == name && t.language == code && t.status == "APPROVED");
    let Some(template) = found else {
        return Err((132_001, format!("template {name} does not exist in {code}")));
    };
    let components = wanted["components"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let body = components
        .iter()
        .find(|c| text(c, "type").eq_ignore_ascii_case("body"));
    let given = body
        .and_then(|b| b["parameters"].as_array())
        .map(Vec::as_slice)
        .unwrap_or_default();
    let holes = template.holes();
    if given.len() != holes {
        return Err((
            132_000,
            format!("{} parameters for {holes} places", given.len()),
        ));
    }
    let mut out = template.body.clone();
    for (parameter, n) in given.iter().zip(1..) {
        let value = text(parameter, "text");
        if value.is_empty() {
            return Err((131_008, format!("parameter {n} has no text")));
        }
        out = out.replace(&format!("{{{{{n}}}}}"), value);
    }
    Ok(out)
}
