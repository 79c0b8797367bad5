//! Forms and links that are answered in place. A form with `data-live` is sent without leaving the page, a
//! select with `data-submit` sends its form when something is picked, a link or button with `data-part`
//! brings what the server draws at its address. Without a script all of them load a page.

use super::{from_json, navigate::is_plain_click};
use crate::{ApiError, Taken};
use leptos::prelude::window;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Element, Event, FormData, Headers, HtmlElement, HtmlFormElement, MouseEvent, RequestInit,
    Response, SubmitEvent, UrlSearchParams,
};

/// What came of it.
pub(crate) enum InPlace {
    /// A form was taken; whether what it stands in stays open.
    Taken(Taken, bool),
    /// A part of a page, drawn by the server, and its address.
    Part(String, String),
}

/// Takes over the page's forms, and brings parts.
pub(crate) fn on_forms(hear: impl Fn(Result<InPlace, ApiError>) + 'static) {
    let hear = Rc::new(hear);
    let heard = hear.clone();
    let submit = Closure::<dyn Fn(SubmitEvent)>::new(move |event: SubmitEvent| {
        submitted(&event, heard.clone());
    });
    let change = Closure::<dyn Fn(Event)>::new(|event: Event| {
        let select = event.target().and_then(|at| at.dyn_into::<Element>().ok());
        let form = select
            .filter(|select| select.has_attribute("data-submit"))
            .and_then(|select| select.closest("form").ok().flatten());
        if let Some(form) = form.and_then(|form| form.dyn_into::<HtmlFormElement>().ok()) {
            let _ = form.request_submit();
        }
    });
    let click = Closure::<dyn Fn(MouseEvent)>::new(move |event: MouseEvent| {
        let link = event.target().and_then(|at| at.dyn_into::<Element>().ok());
        let link = link.and_then(|at| at.closest("a[data-part]").ok().flatten());
        let href = link.and_then(|link| link.get_attribute("href"));
        if let Some(href) = href.filter(|_| is_plain_click(&event)) {
            event.prevent_default();
            bring(href, hear.clone());
        }
    });
    for (name, call) in [
        ("submit", submit.into_js_value()),
        ("change", change.into_js_value()),
        ("click", click.into_js_value()),
    ] {
        // Before the page's own listeners, which follow links.
        let _ =
            window().add_event_listener_with_callback_and_bool(name, call.unchecked_ref(), true);
    }
}

type Hear = Rc<dyn Fn(Result<InPlace, ApiError>)>;

fn submitted(event: &SubmitEvent, hear: Hear) {
    let form = event
        .target()
        .and_then(|at| at.dyn_into::<HtmlFormElement>().ok());
    let Some(form) = form.filter(|form| form.has_attribute("data-live")) else {
        return;
    };
    let button: Option<HtmlElement> = event.submitter();
    let of_button = |name| {
        let button = button.as_ref()?;
        button.get_attribute(name)
    };
    let Some(fields) = fields(&form, of_button("name").zip(of_button("value"))) else {
        return;
    };
    event.prevent_default();
    if let Some(action) = of_button("formaction") {
        bring(format!("{action}?{fields}"), hear);
        return;
    }
    let stays = form.has_attribute("data-stay");
    // Not `form.action`: a field of that name would stand in its place.
    let action = form.get_attribute("action").unwrap_or_default();
    leptos::task::spawn_local(async move {
        let taken = fetch(&action, Some(&fields)).await;
        let taken = taken.and_then(|body| from_json(body.as_bytes()).map_err(|_| unreadable()));
        hear(taken.map(|taken| InPlace::Taken(taken, stays)));
    });
}

/// What the form says, with the button that was pressed.
fn fields(form: &HtmlFormElement, button: Option<(String, String)>) -> Option<String> {
    let data = FormData::new_with_form(form).ok()?;
    if let Some((name, value)) = button {
        let _ = data.append_with_str(&name, &value);
    }
    let pairs = UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
    Some(pairs.to_string().into())
}

/// Brings what the server draws there.
pub(crate) fn bring_part(href: String, hear: impl Fn(Result<InPlace, ApiError>) + 'static) {
    bring(href, Rc::new(hear));
}

fn bring(href: String, hear: Hear) {
    leptos::task::spawn_local(async move {
        let part = fetch(&href, None).await;
        hear(part.map(|html| InPlace::Part(href, html)));
    });
}

async fn fetch(address: &str, fields: Option<&str>) -> Result<String, ApiError> {
    let answer = ask(address, fields).await;
    let (fine, body) = answer.map_err(|_| ApiError::new("offline", ""))?;
    if fine {
        return Ok(body);
    }
    Err(from_json(body.as_bytes()).unwrap_or_else(|_| unreadable()))
}

fn unreadable() -> ApiError {
    ApiError::new("unreadable", "")
}

async fn ask(address: &str, fields: Option<&str>) -> Result<(bool, String), JsValue> {
    let headers = Headers::new()?;
    headers.set("x-in-place", "1")?;
    let init = RequestInit::new();
    if let Some(fields) = fields {
        headers.set("content-type", "application/x-www-form-urlencoded")?;
        init.set_method("POST");
        init.set_body(&fields.into());
    }
    init.set_headers(&headers);
    let response = JsFuture::from(window().fetch_with_str_and_init(address, &init)).await?;
    let response: Response = response.unchecked_into();
    let body = JsFuture::from(response.text()?).await?;
    Ok((response.ok(), body.as_string().unwrap_or_default()))
}
