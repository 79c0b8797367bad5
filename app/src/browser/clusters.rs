//! Where the letters of a text begin, as people see letters (extended grapheme clusters). The browser
//! knows; on the server the tables of a crate do, which would be a tenth of the page.

/// In bytes, in order.
#[cfg(feature = "hydrate")]
pub(crate) fn letter_starts(text: &str) -> Vec<usize> {
    use js_sys::Reflect;
    use wasm_bindgen::JsValue;

    let plain = text.is_ascii() && !text.contains('\r');
    let segments = if plain {
        None
    } else {
        Segmenter::of(&JsValue::UNDEFINED).ok()
    };
    let Some(segments) = segments.map(|segmenter| segmenter.segment(text)) else {
        // Also in a browser that does not know.
        return text.char_indices().map(|(at, _)| at).collect();
    };
    let index = JsValue::from_str("index");
    let starts = js_sys::try_iter(&segments).ok().flatten();
    let starts = starts.into_iter().flatten().filter_map(|segment| {
        let at = Reflect::get(&segment.ok()?, &index).ok()?;
        Some(at.as_f64()? as usize)
    });
    // The browser counts in UTF-16.
    let mut places = text.char_indices();
    let mut units = 0;
    let mut bytes = Vec::new();
    for start in starts {
        for (at, c) in places.by_ref() {
            let here = units;
            units += c.len_utf16();
            if here == start {
                bytes.push(at);
                break;
            }
        }
    }
    bytes
}

/// In bytes, in order.
#[cfg(not(feature = "hydrate"))]
pub(crate) fn letter_starts(text: &str) -> Vec<usize> {
    use unicode_segmentation::UnicodeSegmentation;
    text.grapheme_indices(true).map(|(at, _)| at).collect()
}

#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl)]
    type Segmenter;
    #[wasm_bindgen(catch, constructor, js_namespace = Intl, js_class = "Segmenter")]
    fn of(locale: &wasm_bindgen::JsValue) -> Result<Segmenter, wasm_bindgen::JsValue>;
    #[wasm_bindgen(method)]
    fn segment(this: &Segmenter, text: &str) -> wasm_bindgen::JsValue;
}
