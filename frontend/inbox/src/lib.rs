//! The inbox's wasm: brings the server-rendered page to life.

use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the page's script once the wasm is there.
#[wasm_bindgen]
pub fn hydrate() {
    app::hydrate_inbox();
}
