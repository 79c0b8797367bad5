//! Reading the budget of the message `fit`: `{ max_bytes, max_edge, types, quality? }`.

use js_sys::{Array, Reflect};
use model::{PictureBudget, PictureType, Quality};
use wasm_bindgen::{JsCast, JsValue};

/// Reads it. What is missing is nothing, and then nothing fits.
pub(crate) fn read(budget: &JsValue) -> PictureBudget {
    let field = |name: &str| Reflect::get(budget, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let number = |name: &str| field(name).as_f64().unwrap_or_default();
    let types = field("types").dyn_into::<Array>().unwrap_or_default();
    PictureBudget {
        max_bytes: number("max_bytes") as u64,
        max_edge: number("max_edge") as u32,
        types: types
            .iter()
            .filter_map(|name| PictureType::from_mime(&format!("image/{}", name.as_string()?)))
            .collect(),
        quality: (field("quality").as_string())
            .and_then(|name| Quality::from_name(&name))
            .unwrap_or_default(),
    }
}
