//! The page as a whole: what it was told at start, its clock, title and visibility.

use js_sys::Reflect;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};

/// What the server told this page under that name.
#[cfg(feature = "hydrate")]
pub(crate) fn told<T: serde::de::DeserializeOwned>(id: &str) -> T {
    let text = document()
        .get_element_by_id(id)
        .and_then(|element| element.text_content())
        .unwrap_or_default();
    super::from_json(text.as_bytes()).expect("our own server wrote it")
}

/// Brings the page to life: listens to what the server drew. Marks the page, because tests wait
/// for that. Not Leptos' own `hydrate_body`: that carries what pages with resources need.
#[cfg(feature = "hydrate")]
pub(crate) fn hydrate<V: IntoView>(page: impl FnOnce() -> V) {
    // In a release a panic is a line in the console all the same, without its words: they and
    // what prints them would be some KB of every page.
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    let _ = any_spawner::Executor::init_wasm_bindgen();
    let Some(body) = document().body() else {
        return;
    };
    let owner = Owner::new();
    let state = owner.with(|| page().into_view().hydrate_from::<true>(&body));
    // Both live as long as the page.
    std::mem::forget((owner, state));
    let _ = body.set_attribute("data-hydrated", "true");
}

/// Runs in the browser once the page is there, and again when a signal that it read changes. All
/// are of one type: each type of effect is a KB of the page's wasm.
pub(crate) fn effect(run: impl FnMut() + 'static) {
    fn erased(run: Box<dyn FnMut()>) {
        Effect::new(run);
    }
    erased(Box::new(run));
}

/// Milliseconds since the epoch.
pub(crate) fn now() -> i64 {
    js_sys::Date::now() as i64
}

/// Minutes east of UTC.
pub(crate) fn utc_offset() -> i32 {
    -(js_sys::Date::new_0().get_timezone_offset() as i32)
}

/// Names the page, in the tab and in the browser's history.
pub(crate) fn set_title(title: &str) {
    document().set_title(title);
}

/// A key for one send: never the same twice.
pub(crate) fn client_key() -> String {
    let crypto = Reflect::get(&window(), &"crypto".into()).unwrap_or(JsValue::NULL);
    Reflect::get(&crypto, &"randomUUID".into())
        .ok()
        .and_then(|function| function.dyn_into::<js_sys::Function>().ok())
        .and_then(|function| function.call0(&crypto).ok())
        .and_then(|uuid| uuid.as_string())
        // `randomUUID` is missing where the page came by plain HTTP from another machine.
        .unwrap_or_else(|| format!("{}-{}", now(), (js_sys::Math::random() * 4e9) as u32))
}

/// Leaves this page for an address.
pub(crate) fn go_to(address: &str) {
    let _ = window().location().set_href(address);
}

/// Leaves for where one signs in and comes back to this page.
pub(crate) fn go_to_login() {
    let path = window().location().pathname().unwrap_or_default();
    go_to(&format!(
        "/login?next={}",
        js_sys::encode_uri_component(&path)
    ));
}

/// Loads the page again.
pub(crate) fn reload() {
    let _ = window().location().reload();
}

/// Calls back every `seconds`, as long as the page lives.
pub(crate) fn tick(seconds: u32, each: impl Fn() + 'static) {
    let _ = set_interval_with_handle(each, std::time::Duration::from_secs(seconds.into()));
}

/// The same, at once and as long as what asks for it lives. Call it from an effect.
pub(crate) fn beat(seconds: u32, each: impl Fn() + 'static) {
    each();
    let beat = set_interval_with_handle(each, std::time::Duration::from_secs(seconds.into()));
    on_cleanup(move || {
        let _ = beat.map(|beat| beat.clear());
    });
}

/// Lets so many milliseconds pass.
pub(crate) async fn pause(millis: u32) {
    let (over, wait) = futures::channel::oneshot::channel::<()>();
    set_timeout(
        move || drop(over),
        std::time::Duration::from_millis(millis.into()),
    );
    let _ = wait.await;
}

/// Whether somebody can see the page.
pub(crate) fn is_visible() -> bool {
    document().visibility_state() == web_sys::VisibilityState::Visible
}

/// Calls back whenever the page comes to the front again.
pub(crate) fn on_visible(each: impl Fn() + 'static) {
    let call = Closure::<dyn Fn()>::new(move || {
        if is_visible() {
            each();
        }
    });
    let _ = document()
        .add_event_listener_with_callback("visibilitychange", call.as_ref().unchecked_ref());
    call.forget();
}

/// Tells the page that embeds this widget something: `close`, `ready`, or `unread` with a count.
/// Only the origin that embedded us (it named itself in our address) is told.
pub(crate) fn say_to_host(kind: &str, count: Option<u32>) {
    let host = window().location().search().ok().and_then(|search| {
        let params = web_sys::UrlSearchParams::new_with_str(&search).ok()?;
        params.get("host")
    });
    let (Some(host), Ok(Some(parent))) = (host, window().parent()) else {
        return;
    };
    let note = js_sys::Object::new();
    for (name, value) in [
        ("attache", JsValue::from(1)),
        ("type", JsValue::from(kind)),
        ("count", count.map_or(JsValue::UNDEFINED, JsValue::from)),
    ] {
        let _ = Reflect::set(&note, &name.into(), &value);
    }
    let _ = parent.post_message(&note, &host);
}

/// Hears what the embedding page tells: `open` and `closed`. Only its own window is believed.
pub(crate) fn on_host(hear: impl Fn(&str) + 'static) {
    let call =
        Closure::<dyn Fn(web_sys::MessageEvent)>::new(move |event: web_sys::MessageEvent| {
            let parent = window().parent().ok().flatten().map(JsValue::from);
            let from_parent = event.source().map(JsValue::from) == parent;
            let ours =
                from_parent && Reflect::has(&event.data(), &"attache".into()).unwrap_or(false);
            if let (true, Ok(kind)) = (ours, Reflect::get(&event.data(), &"type".into())) {
                hear(&kind.as_string().unwrap_or_default());
            }
        });
    let _ = window().add_event_listener_with_callback("message", call.as_ref().unchecked_ref());
    call.forget();
}
