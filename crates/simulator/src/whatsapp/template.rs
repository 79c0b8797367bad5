//! Templates: the list, and what one becomes with its parameters (META-OAI).

use axum::Json;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::text;
use crate::Simulator;
use crate::config::Template;

/// `GET /{WABA}/message_templates`.
pub(crate) fn list(sim: &Simulator) -> Response {
    let config = sim.config();
    let data: Vec<Value> = config
        .whatsapp
        .templates
        .iter()
        .zip(1_000_000_000_000_000_u64..)
        .map(|(t, id)| json(t, id))
        .collect();
    Json(json!({"data": data, "paging": {"cursors": {"before": "MAZDZD", "after": "MjQZD"}}}))
        .into_response()
}

fn json(template: &Template, id: u64) -> Value {
    json!({
        "id": id.to_string(), "name": template.name, "language": template.language, "status": "APPROVED",
        "category": "UTILITY", "parameter_format": "POSITIONAL",
        "components": [{"type": "BODY", "text": template.body}],
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
        .find(|t| t.name == name && t.language == code);
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
