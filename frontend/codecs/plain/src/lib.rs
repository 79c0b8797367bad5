//! A wasm of one decoder: BMP, TIFF and the JPEGs of printers, as screens and scanners write them.

use js_sys::{Error, Object};
use wasm_bindgen::prelude::wasm_bindgen;

/// Decodes a file; see `codec_common`.
///
/// # Errors
/// Those of `media::decode_pixels`.
#[wasm_bindgen]
pub fn decode(file: &[u8], edge: u32) -> Result<Object, Error> {
    codec_common::decode(file, edge)
}
