//! Reading what a person did to a picture, as the message `fit` tells it:
//! `{ turns, crop: number[], hidden: number[] }`, areas as four numbers each.

use js_sys::{Array, Reflect};
use model::{Area, Edits};
use wasm_bindgen::{JsCast, JsValue};

/// Reads them; nothing was done when there is no object.
pub(crate) fn read(edits: &JsValue) -> Edits {
    let field = |name: &str| Reflect::get(edits, &name.into()).unwrap_or(JsValue::UNDEFINED);
    Edits {
        turns: field("turns").as_f64().unwrap_or_default() as u8,
        crop: areas(field("crop")).into_iter().next(),
        hidden: areas(field("hidden")),
        ..Edits::default()
    }
}

fn areas(numbers: JsValue) -> Vec<Area> {
    let numbers = numbers.dyn_into::<Array>().unwrap_or_default();
    let numbers: Vec<u32> = numbers
        .iter()
        .map(|number| number.as_f64().unwrap_or_default() as u32)
        .collect();
    let (areas, _) = numbers.as_chunks::<4>();
    areas
        .iter()
        .map(|&[x, y, width, height]| Area {
            x,
            y,
            width,
            height,
        })
        .collect()
}
