//! What the wasm answers with: the fields of the message `done`, and errors whose name is their code.

use codec_common::{failure, set};
use js_sys::{Error, Object, Uint8Array};
use media::{Done, FileType, Fitted, MediaError, Source, Thumb};
use wasm_bindgen::JsValue;

/// The fields of the message `done`; without `preview` when there is none.
pub(crate) fn done(fitted: &Fitted, preview: Option<&Thumb>) -> Object {
    let Done {
        turned_upright,
        metadata_removed,
        location_removed,
        resized,
        reencoded,
    } = fitted.what;
    let done = object(&[
        ("bytes", Uint8Array::from(&fitted.bytes[..]).into()),
        ("mime", fitted.picture_type.mime().into()),
        ("extension", fitted.picture_type.extension().into()),
        ("width", fitted.width.into()),
        ("height", fitted.height.into()),
        ("from", source(fitted.from).into()),
        ("turned_upright", turned_upright.into()),
        ("metadata_removed", metadata_removed.into()),
        ("location_removed", location_removed.into()),
        ("resized", resized.into()),
        ("reencoded", reencoded.into()),
        ("encodes", fitted.encodes.into()),
    ]);
    if let Some(preview) = preview {
        set(&done, "preview", Uint8Array::from(&preview.bytes[..]));
        set(&done, "preview_mime", preview.picture_type.mime());
    }
    done
}

fn source(from: Source) -> Object {
    object(&[
        ("mime", from.file_type.mime().into()),
        ("bytes", (from.bytes as f64).into()),
        ("width", from.width.into()),
        ("height", from.height.into()),
    ])
}

/// The error that asks for another decoder.
pub(crate) fn needs_decoder(error: &MediaError, kind: FileType, edge: u32) -> Error {
    let failure = failure(error);
    set(&failure, "decoder", kind.mime());
    set(&failure, "edge", edge);
    failure
}

fn object(fields: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        set(&object, name, value.clone());
    }
    object
}
