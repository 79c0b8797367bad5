//! What the large view asks of the browser: where fingers and wheel are, where a picture is laid,
//! what is fetched ahead.

use super::dom::element;
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

/// A finger, a pen or the mouse, on the field that listens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Touch {
    /// Which of several.
    pub(crate) id: i32,
    /// From the middle of the field, in CSS pixels.
    pub(crate) at: (f64, f64),
    /// When, in milliseconds since the page began.
    pub(crate) time: f64,
    /// It is no mouse.
    pub(crate) finger: bool,
}

/// Where a pointer is; `None` for a button that is not the first. While it is down, the field
/// hears of it wherever it goes.
pub(crate) fn touch(event: &web_sys::PointerEvent) -> Option<Touch> {
    if event.button() > 0 {
        return None;
    }
    if event.type_() == "pointerdown"
        && let Some(field) = event.current_target()
    {
        let _ = field
            .unchecked_ref::<web_sys::Element>()
            .set_pointer_capture(event.pointer_id());
    }
    Some(Touch {
        id: event.pointer_id(),
        at: from_middle(event)?,
        time: event.time_stamp(),
        finger: event.pointer_type() != "mouse",
    })
}

fn from_middle(event: &web_sys::MouseEvent) -> Option<(f64, f64)> {
    let field: web_sys::Element = event.current_target()?.dyn_into().ok()?;
    let area = field.get_bounding_client_rect();
    Some((
        f64::from(event.client_x()) - area.left() - area.width() / 2.0,
        f64::from(event.client_y()) - area.top() - area.height() / 2.0,
    ))
}

/// Where the wheel was turned, and how many times larger things shall be. The page itself neither
/// scrolls nor zooms.
pub(crate) fn wheel(event: &web_sys::WheelEvent) -> Option<((f64, f64), f64)> {
    event.prevent_default();
    let lines = event.delta_mode() == web_sys::WheelEvent::DOM_DELTA_LINE;
    let by = event.delta_y() * if lines { 16.0 } else { 1.0 };
    // Two fingers on a trackpad come as a wheel with Ctrl, in small steps.
    let pace = if event.ctrl_key() { 0.01 } else { 0.002 };
    Some((from_middle(event)?, (-by * pace).clamp(-0.7, 0.7).exp()))
}

/// Size of a box in CSS pixels, and how many of the screen's pixels one of them is.
pub(crate) fn room(field: NodeRef<html::Div>) -> Option<((f64, f64), f64)> {
    let field = field.get_untracked()?;
    let size = (
        f64::from(field.client_width()),
        f64::from(field.client_height()),
    );
    Some((size, window().device_pixel_ratio()))
}

/// Where a picture is laid in its field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Laid {
    /// Its upper left corner, in CSS pixels, before it is turned.
    pub(crate) at: (f64, f64),
    /// Its size in CSS pixels, before it is turned.
    pub(crate) size: (f64, f64),
    /// Quarter turns clockwise, about its middle.
    pub(crate) turns: u8,
}

/// Lays it there. By script: the policy allows no style in the markup.
pub(crate) fn lay(picture: &web_sys::HtmlElement, laid: Laid) {
    let style = picture.style();
    let (x, y) = laid.at;
    let turned = f64::from(laid.turns) * 90.0;
    for (name, value) in [
        ("width", format!("{}px", laid.size.0)),
        ("height", format!("{}px", laid.size.1)),
        (
            "transform",
            format!("translate({x}px, {y}px) rotate({turned}deg)"),
        ),
    ] {
        let _ = style.set_property(name, &value);
    }
}

/// Pixels of the image that an event happened to.
pub(crate) fn natural_size(event: &web_sys::Event) -> (u32, u32) {
    element::<web_sys::HtmlImageElement>(event)
        .map(|image| (image.natural_width(), image.natural_height()))
        .unwrap_or_default()
}

/// Has the browser fetch a picture that is about to be looked at.
pub(crate) fn preload(url: &str) {
    if let Ok(image) = web_sys::HtmlImageElement::new() {
        image.set_src(url);
    }
}

/// Follows a link, as if it was clicked.
pub(crate) fn follow(link: NodeRef<html::A>) {
    if let Some(link) = link.get_untracked() {
        link.click();
    }
}

/// Puts the focus on the field, once what opens it has put it anywhere.
pub(crate) fn take_focus(field: NodeRef<html::Div>) {
    request_animation_frame(move || {
        if let Some(field) = field.try_get_untracked().flatten() {
            let _ = field.focus();
        }
    });
}

/// Puts the focus on the field when what had it is gone or cannot be used any more: the keyboard
/// would be heard by nobody.
pub(crate) fn keep_focus(field: NodeRef<html::Div>) {
    request_animation_frame(move || {
        let holder = document().active_element();
        let lost = holder.is_none_or(|holder| {
            holder.tag_name() == "BODY" || holder.matches(":disabled").unwrap_or(false)
        });
        if let (true, Some(field)) = (lost, field.try_get_untracked().flatten()) {
            let _ = field.focus();
        }
    });
}
