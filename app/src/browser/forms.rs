//! Forms and links that are answered in place. A form with `data-live` is sent without leaving the page, a
//! select with `data-submit` sends its form when something is picked, a field with `data-typing` while one
//! types, a link or button with `data-part` brings what the server draws at its address. Without a script all of
//! them load a page.

use super::{
    client::{Answer, ask},
    from_json,
    navigate::is_plain_click,
    page::pause,
};
use crate::{ApiError, Taken, inbox::at};
use leptos::prelude::window;
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{
    Element, Event, FormData, HtmlElement, HtmlFormElement, SubmitEvent, UrlSearchParams,
};

/// What came of it.
pub(crate) enum InPlace {
    /// A form was taken; whether what it stands in stays open, and is brought anew.
    Taken(Taken, bool),
    /// A part of a page, drawn by the server.
    Part(String),
}

/// Takes over the page's forms, and brings parts.
pub(crate) fn on_forms(hear: impl Fn(Result<InPlace, ApiError>) + 'static) {
    let hear = Rc::new(Hear {
        hear: Box::new(hear),
        part: RefCell::default(),
        typed: Cell::new(0),
    });
    let call = Closure::<dyn Fn(Event)>::new(move |event: Event| {
        let element = event.target().and_then(|at| at.dyn_into::<Element>().ok());
        let Some(element) = element else { return };
        let closest = |selector| element.closest(selector).ok().flatten();
        match event.type_().as_str() {
            "submit" => submitted(event.unchecked_ref(), element.unchecked_ref(), hear.clone()),
            "change" => {
                let form = closest("[data-submit]").and(closest("form"));
                if let Some(form) = form {
                    let _ = form.unchecked_ref::<HtmlFormElement>().request_submit();
                }
            }
            "input" => {
                if let Some(form) = closest("[data-typing]").and(closest("form")) {
                    leptos::task::spawn_local(typed(form, hear.clone()));
                }
            }
            _ => {
                let href = closest("a[data-part]").and_then(|link| link.get_attribute("href"));
                if let Some(href) = href.filter(|_| is_plain_click(event.unchecked_ref())) {
                    event.prevent_default();
                    bring(href, hear.clone());
                }
            }
        }
    });
    let call = call.into_js_value();
    for name in ["submit", "change", "input", "click"] {
        // Before the page's own listeners, which follow links.
        let _ =
            window().add_event_listener_with_callback_and_bool(name, call.unchecked_ref(), true);
    }
}

/// Who is told, and the address of the part that was brought last.
struct Hear {
    hear: Box<dyn Fn(Result<InPlace, ApiError>)>,
    part: RefCell<String>,
    /// How often something was typed.
    typed: Cell<u32>,
}

/// Sends the form once nothing more is typed for a moment, unless one went elsewhere meanwhile.
async fn typed(form: Element, hear: Rc<Hear>) {
    let here = || window().location().href();
    let (times, there) = (hear.typed.get() + 1, here());
    hear.typed.set(times);
    pause(200).await;
    if hear.typed.get() == times && here() == there {
        let _ = form.unchecked_ref::<HtmlFormElement>().request_submit();
    }
}

fn submitted(event: &SubmitEvent, form: &HtmlFormElement, hear: Rc<Hear>) {
    if !form.has_attribute("data-live") {
        return;
    }
    let button: Option<HtmlElement> = event.submitter();
    let of_button = |name| {
        let button = button.as_ref()?;
        button.get_attribute(name)
    };
    let Some(fields) = fields(form, of_button("name").zip(of_button("value"))) else {
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
    if form.get_attribute("method").is_none() {
        let said: Vec<&str> = fields
            .split('&')
            .filter(|field| !field.ends_with('='))
            .collect();
        let to = at(&action, &said.join("&"));
        let told = None;
        (hear.hear)(Ok(InPlace::Taken(Taken { to, told }, stays)));
        return;
    }
    leptos::task::spawn_local(async move {
        let taken = fetch(&action, Some(fields)).await;
        let taken = taken.and_then(|body| from_json(body.as_bytes()).map_err(|_| unreadable()));
        (hear.hear)(taken.map(|taken| InPlace::Taken(taken, stays)));
        if stays {
            let part = hear.part.borrow().clone();
            bring(part, hear);
        }
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
fn bring(href: String, hear: Rc<Hear>) {
    leptos::task::spawn_local(async move {
        let part = fetch(&href, None).await;
        hear.part.replace(href);
        (hear.hear)(part.map(InPlace::Part));
    });
}

async fn fetch(address: &str, fields: Option<String>) -> Result<String, ApiError> {
    let answer = ask(address, "application/x-www-form-urlencoded", fields).await;
    let Answer { status, body } = answer.map_err(|_| ApiError::new("offline", ""))?;
    if status == 200 {
        return Ok(body);
    }
    Err(from_json(body.as_bytes()).unwrap_or_else(|_| unreadable()))
}

fn unreadable() -> ApiError {
    ApiError::new("unreadable", "")
}
