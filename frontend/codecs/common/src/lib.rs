//! What the wasm files that work on pictures have in common: pixels as JavaScript hands them from one to the
//! other, errors whose name is their code, and what becomes of a panic.
//!
//! Which types are decoded is for the crates beside this one to say, by `media`'s features.

use js_sys::{ArrayBuffer, Error, Object, Reflect, Uint8Array, WebAssembly::Memory};
use media::{MediaError, PixelLayout, Pixels};
use wasm_bindgen::{JsCast, JsValue};

/// Decodes a file, of an animation the first frame. `edge` is how many pixels of the longer edge are enough.
/// Returns the fields of `media::Pixels` and the `memory` that this took, or throws an `Error` whose `name`
/// is the code.
///
/// # Errors
/// Those of [`media::decode_pixels`].
pub fn decode(file: &[u8], edge: u32) -> Result<Object, Error> {
    explain_panics();
    let pixels = media::decode_pixels(file, edge).map_err(|error| failure(&error))?;
    Ok(object(&pixels))
}

fn object(pixels: &Pixels) -> Object {
    let object = Object::new();
    set(&object, "width", pixels.width);
    set(&object, "height", pixels.height);
    set(&object, "full_width", pixels.full_width);
    set(&object, "full_height", pixels.full_height);
    set(&object, "alpha", pixels.layout == PixelLayout::Rgba);
    set(&object, "data", Uint8Array::from(&pixels.data[..]));
    set(&object, "orientation", pixels.orientation);
    if let Some(icc) = &pixels.icc {
        set(&object, "icc", Uint8Array::from(&icc[..]));
    }
    set(&object, "memory", memory());
    object
}

/// Sets a field of a plain object.
pub fn set(object: &JsValue, name: &str, value: impl Into<JsValue>) {
    // With an object that nobody else has this cannot fail.
    let _ = Reflect::set(object, &name.into(), &value.into());
}

/// An error with a sentence, and its code for a name.
#[must_use]
pub fn failure(error: &MediaError) -> Error {
    let failure = Error::new(&error.to_string());
    failure.set_name(error.code());
    failure
}

/// Makes a panic say where it was. It ends the wasm either way; what traps without a word is memory that was
/// not to be had.
pub fn explain_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        wasm_bindgen::throw_str(&format!("panicked at {}", place.unwrap_or_default()));
    }));
}

/// Bytes of memory that this wasm holds; it never gives any back.
#[must_use]
pub fn memory() -> f64 {
    let memory: Memory = wasm_bindgen::memory().unchecked_into();
    ArrayBuffer::from(memory.buffer()).byte_length().into()
}
