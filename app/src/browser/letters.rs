//! Letters as pixels: the browser draws a text, of any script, on a canvas that nobody sees.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// A line of text to be drawn.
pub(crate) struct Lettering<'a> {
    /// What it says.
    pub(crate) text: &'a str,
    /// The font, as CSS writes it.
    pub(crate) font: &'a str,
    /// Pixels across and down.
    pub(crate) size: (u32, u32),
    /// Where its first letter stands.
    pub(crate) at: (f64, f64),
    /// The colour of the letters.
    pub(crate) ink: &'a str,
    /// The colour around them.
    pub(crate) edge: &'a str,
    /// How wide that is, inside and outside of their outline together.
    pub(crate) edge_width: f64,
}

fn canvas(size: (u32, u32)) -> Option<CanvasRenderingContext2d> {
    let canvas = document().create_element("canvas").ok()?;
    let canvas: HtmlCanvasElement = canvas.dyn_into().ok()?;
    canvas.set_width(size.0.max(1));
    canvas.set_height(size.1.max(1));
    canvas.get_context("2d").ok()??.dyn_into().ok()
}

/// How wide a text is in that font, in pixels; 0 when that cannot be told.
pub(crate) fn text_width(text: &str, font: &str) -> f64 {
    let Some(ink) = canvas((1, 1)) else {
        return 0.0;
    };
    ink.set_font(font);
    ink.measure_text(text)
        .map_or(0.0, |metrics| metrics.width())
}

/// Draws it: red, green, blue and straight alpha of each pixel, by rows from the top. `None` when the
/// browser gives no canvas of that size.
pub(crate) fn draw_text(what: &Lettering<'_>) -> Option<Vec<u8>> {
    let ink = canvas(what.size)?;
    ink.set_font(what.font);
    ink.set_text_align("left");
    ink.set_line_join("round");
    ink.set_line_width(what.edge_width);
    ink.set_stroke_style_str(what.edge);
    ink.set_fill_style_str(what.ink);
    ink.stroke_text(what.text, what.at.0, what.at.1).ok()?;
    ink.fill_text(what.text, what.at.0, what.at.1).ok()?;
    let (width, height) = (f64::from(what.size.0), f64::from(what.size.1));
    let pixels = ink.get_image_data(0.0, 0.0, width, height).ok()?;
    Some(pixels.data().0)
}
