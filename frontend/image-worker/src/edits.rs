//! Reading what a person did to a picture, as the message `fit` tells it:
//! `{ turns, crop: number[], hidden: number[], arrows: number[], stamps: { area: number[], columns, rows,
//! rgba: Uint8Array }[] }`, areas as four numbers each, arrows as five: from where, to where, how thick.

use js_sys::{Array, Reflect, Uint8Array};
use model::{Area, Arrow, Edits, Stamp};
use wasm_bindgen::{JsCast, JsValue};

/// Reads them; nothing was done when there is no object.
pub(crate) fn read(edits: &JsValue) -> Edits {
    let field = |name: &str| Reflect::get(edits, &name.into()).unwrap_or(JsValue::UNDEFINED);
    Edits {
        turns: field("turns").as_f64().unwrap_or_default() as u8,
        crop: areas(field("crop")).into_iter().next(),
        hidden: areas(field("hidden")),
        arrows: arrows(field("arrows")),
        stamps: array(field("stamps"))
            .iter()
            .filter_map(|it| stamp(&it))
            .collect(),
    }
}

fn array(value: JsValue) -> Array {
    value.dyn_into::<Array>().unwrap_or_default()
}

fn numbers(value: JsValue) -> Vec<u32> {
    let numbers = array(value);
    let number = |number: JsValue| number.as_f64().unwrap_or_default() as u32;
    numbers.iter().map(number).collect()
}

fn arrows(value: JsValue) -> Vec<Arrow> {
    let numbers = numbers(value);
    let (arrows, _) = numbers.as_chunks::<5>();
    arrows
        .iter()
        .map(|&[a, b, c, d, width]| Arrow {
            from: (a, b),
            to: (c, d),
            width,
        })
        .collect()
}

fn stamp(stamp: &JsValue) -> Option<Stamp> {
    let field = |name: &str| Reflect::get(stamp, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let number = |name: &str| field(name).as_f64().unwrap_or_default() as u32;
    Some(Stamp {
        area: areas(field("area")).into_iter().next()?,
        columns: number("columns"),
        rows: number("rows"),
        rgba: field("rgba").dyn_into::<Uint8Array>().ok()?.to_vec(),
    })
}

fn areas(value: JsValue) -> Vec<Area> {
    let numbers = numbers(value);
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
