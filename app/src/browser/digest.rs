//! What is said of bytes: their hash, and texts in Base64.

use js_sys::{Function, Promise, Reflect, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

/// Of the text's UTF-8.
pub(super) fn base64(text: &str) -> String {
    let bytes: String = text.bytes().map(char::from).collect();
    window().btoa(&bytes).unwrap_or_default()
}

/// SHA-256 in hex. `None` where the browser has no means: a page that came by plain HTTP from
/// another machine.
///
/// # Errors
/// When the file cannot be read.
pub(super) async fn sha256(blob: &Blob) -> Result<Option<String>, JsValue> {
    let get = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).ok();
    let subtle = get(&window(), "crypto").and_then(|crypto| get(&crypto, "subtle"));
    let Some(subtle) = subtle.filter(JsValue::is_object) else {
        return Ok(None);
    };
    let bytes = JsFuture::from(blob.array_buffer()).await?;
    let digest = get(&subtle, "digest").and_then(|digest| digest.dyn_into::<Function>().ok());
    let name = JsValue::from("SHA-256");
    let promise: Option<JsValue> =
        digest.and_then(|digest| digest.call2(&subtle, &name, &bytes).ok());
    let Some(promise) = promise else {
        return Ok(None);
    };
    let hash = JsFuture::from(promise.unchecked_into::<Promise>()).await;
    Ok(hash.ok().map(|hash| {
        let hash = Uint8Array::new(&hash).to_vec();
        hash.iter().map(|byte| format!("{byte:02x}")).collect()
    }))
}
