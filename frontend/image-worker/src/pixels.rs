//! Reading pixels that another decoder made: `{ width, height, full_width, full_height, alpha, data,
//! orientation, icc? }`, the fields of `media::Pixels`.

use js_sys::{Object, Reflect, Uint8Array};
use media::{PixelLayout, Pixels};
use wasm_bindgen::JsCast;

/// Reads them; nothing when a field is missing. Whether they add up is seen where they are used.
pub(crate) fn read(pixels: &Object) -> Option<Pixels> {
    let field = |name: &str| Reflect::get(pixels, &name.into()).ok();
    let number = |name: &str| field(name)?.as_f64();
    let bytes = |name: &str| Some(field(name)?.dyn_into::<Uint8Array>().ok()?.to_vec());
    Some(Pixels {
        width: number("width")? as u32,
        height: number("height")? as u32,
        full_width: number("full_width")? as u32,
        full_height: number("full_height")? as u32,
        layout: if field("alpha")?.is_truthy() {
            PixelLayout::Rgba
        } else {
            PixelLayout::Rgb
        },
        data: bytes("data")?,
        orientation: number("orientation")? as u8,
        icc: bytes("icc"),
    })
}
