//! Small things one does to elements.

use super::files::PickedFile;
use leptos::{html, prelude::*};
use send_wrapper::SendWrapper;
use std::{
    any::Any,
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};
use wasm_bindgen::{JsCast, prelude::Closure};

/// The element an event happened to, as what it is.
pub(crate) fn element<T: JsCast>(event: &web_sys::Event) -> Option<T> {
    event.target()?.dyn_into().ok()
}

/// A part of the page that the workshop draws in.
pub struct Place(web_sys::HtmlElement);

impl From<web_sys::HtmlElement> for Place {
    fn from(element: web_sys::HtmlElement) -> Self {
        Self(element)
    }
}

/// Draws in an element of this page, for as long as the page lives.
pub(crate) fn draw_in<V: IntoView>(list: NodeRef<html::Ol>, view: impl FnOnce() -> V) {
    if let Some(list) = list.get_untracked() {
        let mut state = view().into_view().build();
        state.mount(&list, None);
        std::mem::forget(state);
    }
}

/// Draws there until the first of what is handed back is dropped; the second is what `draw` has
/// beside the view.
pub(crate) fn mount<V: IntoView + 'static, T: Copy + 'static>(
    place: Place,
    draw: impl FnOnce() -> (V, T) + 'static,
) -> (Box<dyn Any>, T) {
    let kept = Rc::new(Cell::new(None));
    let out = kept.clone();
    let mounted = mount_to(place.0, move || {
        let (view, kept) = draw();
        out.set(Some(kept));
        view
    });
    let kept = kept.get().expect("drawn just now");
    (Box::new(mounted), kept)
}

/// Draws over the whole page until `draw`'s argument is called.
pub(crate) fn mount_over_page<V: IntoView + 'static>(
    draw: impl FnOnce(Box<dyn Fn()>) -> V + 'static,
) {
    let Some(body) = document().body() else {
        return;
    };
    let mounted = Rc::new(RefCell::new(None::<Box<dyn Any>>));
    let held = mounted.clone();
    let unmount = Box::new(move || {
        let held = held.clone();
        // Not while one of its own handlers runs.
        set_timeout(move || drop(held.borrow_mut().take()), Duration::ZERO);
    });
    let handle = mount_to(body, move || draw(unmount));
    *mounted.borrow_mut() = Some(Box::new(handle));
}

/// The text of the field an event happened to.
pub(crate) fn target_value(event: &web_sys::Event) -> String {
    event_target_value(event)
}

/// The files just picked in a file input, which is emptied so that the same can be picked again.
pub(crate) fn target_files(event: &web_sys::Event) -> Vec<PickedFile> {
    let Some(input) = element::<web_sys::HtmlInputElement>(event) else {
        return Vec::new();
    };
    let files = input.files().map(PickedFile::list).unwrap_or_default();
    input.set_value("");
    files
}

/// Puts the cursor there.
pub(crate) fn focus(area: NodeRef<html::Textarea>) {
    if let Some(area) = area.get_untracked() {
        let _ = area.focus();
    }
}

/// Opens a `<dialog>` over everything, with the focus inside; the browser gives it back on close.
pub(crate) fn open_dialog(dialog: NodeRef<html::Dialog>) {
    if let Some(dialog) = dialog.get_untracked()
        && !dialog.open()
    {
        let _ = dialog.show_modal();
    }
}

/// Closes a `<dialog>`.
pub(crate) fn close_dialog(dialog: NodeRef<html::Dialog>) {
    if let Some(dialog) = dialog.get_untracked() {
        dialog.close();
    }
}

/// Puts the focus on the shape of that id, once it is drawn. Not [`focus`]: shapes in a drawing are
/// no HTML.
pub(crate) fn focus_shape(id: String) {
    request_animation_frame(move || focus_shape_now(&id));
}

fn focus_shape_now(id: &str) {
    let shape = document().get_element_by_id(id);
    if let Some(shape) = shape.and_then(|shape| shape.dyn_into::<web_sys::SvgElement>().ok()) {
        let _ = shape.focus();
    }
}

/// Puts the focus there when what had it is gone or cannot be used any more: the keyboard would be
/// heard by nobody.
pub(crate) fn catch_focus(id: &'static str) {
    request_animation_frame(move || {
        let holder = document().active_element();
        let lost = holder.is_none_or(|holder| {
            holder.tag_name() == "BODY" || holder.matches(":disabled").unwrap_or(false)
        });
        if lost {
            // At once: a frame later it may be in a field, and what is typed there would be commands.
            focus_shape_now(id);
        }
    });
}

/// Puts the cursor into the field of that id, once it is drawn.
pub(crate) fn focus_field(id: &'static str) {
    request_animation_frame(move || {
        let field = document().get_element_by_id(id);
        if let Some(field) = field.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = field.focus();
        }
    });
}

/// Puts the fields of the form of that id back as they were.
pub(crate) fn reset_form(id: &str) {
    let form = document().get_element_by_id(id);
    if let Some(form) = form.and_then(|it| it.dyn_into::<web_sys::HtmlFormElement>().ok()) {
        form.reset();
    }
}

/// Writes in a field, unless somebody else does.
pub(crate) fn say_in(selector: &str, words: &str) {
    let field = document().query_selector(selector).ok().flatten();
    if let Some(field) = field.filter(|field| document().active_element().as_ref() != Some(field)) {
        field
            .unchecked_ref::<web_sys::HtmlInputElement>()
            .set_value(words);
    }
}

/// Whether a key was pressed in a field for text: it is a letter, and no command.
pub(crate) fn is_typing(event: &web_sys::KeyboardEvent) -> bool {
    let field = element::<web_sys::HtmlInputElement>(event);
    field.is_some_and(|field| matches!(&*field.type_(), "text" | "search"))
        || element::<web_sys::HtmlTextAreaElement>(event).is_some()
}

/// Where a pointer is in the drawing that listens, in its own units: its view box (left, top, width,
/// height) is as large as its own box allows, and centred there.
pub(crate) fn point_in(event: &web_sys::MouseEvent, view_box: [f64; 4]) -> (f64, f64) {
    let client = (f64::from(event.client_x()), f64::from(event.client_y()));
    point_at(event, client, view_box)
}

/// The same for another place of the window.
pub(crate) fn point_at(
    event: &web_sys::MouseEvent,
    client: (f64, f64),
    [x, y, width, height]: [f64; 4],
) -> (f64, f64) {
    let Some(drawing) = listener(event) else {
        return (0.0, 0.0);
    };
    let area = drawing.get_bounding_client_rect();
    let scale = (area.width() / width)
        .min(area.height() / height)
        .max(f64::MIN_POSITIVE);
    let start = |from: f64, length: f64, units: f64| from + (length - units * scale) / 2.0;
    (
        x + (client.0 - start(area.left(), area.width(), width)) / scale,
        y + (client.1 - start(area.top(), area.height(), height)) / scale,
    )
}

/// From now on what listens hears of this pointer wherever it goes.
pub(crate) fn capture(event: &web_sys::PointerEvent) {
    if let Some(drawing) = listener(event) {
        let _ = drawing.set_pointer_capture(event.pointer_id());
    }
}

fn listener(event: &web_sys::Event) -> Option<web_sys::Element> {
    event.current_target()?.dyn_into().ok()
}

/// Pixels of a box, across and down.
pub(crate) fn size_of(area: NodeRef<html::Div>) -> Option<(f64, f64)> {
    let area = area.try_get_untracked().flatten()?;
    Some((area.client_width().into(), area.client_height().into()))
}

/// Whether a scrolling box is at its end, or nearly.
pub(crate) fn sits_at_end(area: NodeRef<html::Div>) -> bool {
    area.get_untracked()
        .is_none_or(|area| area.scroll_height() - area.scroll_top() - area.client_height() < 80)
}

/// Calls back whenever a box has changed its size, as long as the asking component lives.
pub(crate) fn on_resize(area: NodeRef<html::Div>, each: impl Fn() + 'static) {
    let Some(area) = area.get_untracked() else {
        return;
    };
    let call = Closure::<dyn Fn()>::new(each);
    if let Ok(observer) = web_sys::ResizeObserver::new(call.as_ref().unchecked_ref()) {
        observer.observe(&area);
        let held = SendWrapper::new((observer, call));
        on_cleanup(move || held.0.disconnect());
    }
}

/// Scrolls a box to its end once the browser has laid out what was just added.
pub(crate) fn scroll_to_end(area: NodeRef<html::Div>) {
    request_animation_frame(move || {
        if let Some(area) = area.try_get_untracked().flatten() {
            area.set_scroll_top(area.scroll_height());
        }
    });
}

/// Whether this is a narrow screen worked by touch, where a keyboard would cover the page.
pub(crate) fn is_phone() -> bool {
    window()
        .match_media("(max-width: 720px) and (pointer: coarse)")
        .ok()
        .flatten()
        .is_some_and(|query| query.matches())
}
