//! A frame with a page of ours in it, as high as what it shows.

use leptos::{html, prelude::*};
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{Element, HtmlIFrameElement};

/// Makes a frame whose page has just come as high as that, from now on, too, when it gets narrower;
/// the style sheet bounds it. Scrolls what it stands in so that it is seen.
pub(crate) fn fit_frame(frame: NodeRef<html::Iframe>) {
    let Some(frame) = frame.get_untracked() else {
        return;
    };
    let page = frame.content_document();
    let Some(page) = page.and_then(|page| page.document_element()) else {
        return;
    };
    fit(&frame, &page);
    reveal(&frame);
    let seen = page.clone();
    let call = Closure::<dyn Fn()>::new(move || fit(&frame, &seen)).into_js_value();
    if let Ok(observer) = web_sys::ResizeObserver::new(call.unchecked_ref()) {
        // Ends with the page.
        observer.observe(&page);
    }
}

fn fit(frame: &HtmlIFrameElement, page: &Element) {
    let height = page.get_bounding_client_rect().height().ceil();
    // What is too wide is moved by a bar, which takes its place.
    let bar = if page.scroll_width() > page.client_width() {
        16.0
    } else {
        0.0
    };
    let _ = frame.set_attribute("height", &(height + bar).to_string());
}

/// Shows the frame's end, or as much of it as leaves what stands above it in view.
fn reveal(frame: &HtmlIFrameElement) {
    const ABOVE: f64 = 96.0;
    let Some(list) = frame.closest("[role=log]").ok().flatten() else {
        return;
    };
    let (own, seen) = (
        frame.get_bounding_client_rect(),
        list.get_bounding_client_rect(),
    );
    let by = (own.bottom() - seen.bottom()).min(own.top() - seen.top() - ABOVE);
    if by > 0.0 {
        list.scroll_by_with_x_and_y(0.0, by);
    }
}
