//! The wasm of the picture worker: `media::fit` and a preview, with values JavaScript understands.
//!
//! `worker.js` beside this file is its only caller and documents the messages.

use std::ops::ControlFlow;

use js_sys::{Error, Function, Object, Reflect, Uint8Array};
use media::{Done, Fitted, MediaError, Source, Stage, Thumb};
use model::{Area, Edits, PictureBudget, PictureType, Quality};
use wasm_bindgen::prelude::*;

/// Does to a picture what a person asked for, fits it to a budget, and makes a preview of the result.
///
/// `crop` is empty or one area, `hidden` any number of them, each as four numbers: those of
/// `model::Edits`. `types` are those of `model::PictureType` as JSON writes them; `progress` is called with the stage and its
/// fraction. Returns the fields of the message `done`, or throws an `Error` whose `name` is the code.
///
/// # Errors
/// Those of [`media::fit_edited`].
#[wasm_bindgen]
#[expect(
    clippy::needless_pass_by_value,
    clippy::too_many_arguments,
    reason = "wasm-bindgen hands lists over by value only, and a record would need a parser"
)]
pub fn fit(
    file: &[u8],
    turns: u8,
    crop: &[u32],
    hidden: &[u32],
    max_bytes: f64,
    max_edge: u32,
    types: Vec<String>,
    preview_edge: u32,
    progress: &Function,
) -> Result<Object, Error> {
    let types = types
        .iter()
        .filter_map(|name| PictureType::from_mime(&format!("image/{name}")))
        .collect();
    let budget = PictureBudget {
        max_bytes: max_bytes as u64,
        max_edge,
        types,
        quality: Quality::Automatic,
    };
    let report = &mut |at: media::Progress| {
        let stage = match at.stage {
            Stage::Decode => "decode",
            Stage::Resize => "resize",
            Stage::Encode => "encode",
        };
        // A callback that throws has nobody to tell: the picture goes on.
        let _ = progress.call2(&JsValue::NULL, &stage.into(), &at.fraction.into());
        ControlFlow::Continue(())
    };
    let edits = Edits {
        turns,
        crop: areas(crop).next(),
        hidden: areas(hidden).collect(),
        ..Edits::default()
    };
    let fitted = media::fit_edited(file, &edits, &budget, report).map_err(failure)?;
    let preview = media::thumbnail(&fitted.bytes, preview_edge).map_err(failure)?;
    Ok(done(&fitted, &preview))
}

fn areas(numbers: &[u32]) -> impl Iterator<Item = Area> {
    numbers.chunks_exact(4).map(|area| Area {
        x: area[0],
        y: area[1],
        width: area[2],
        height: area[3],
    })
}

fn done(fitted: &Fitted, preview: &Thumb) -> Object {
    let Done {
        turned_upright,
        metadata_removed,
        location_removed,
        resized,
        reencoded,
    } = fitted.what;
    object(&[
        ("bytes", Uint8Array::from(&fitted.bytes[..]).into()),
        ("mime", fitted.picture_type.mime().into()),
        ("extension", fitted.picture_type.extension().into()),
        ("width", fitted.width.into()),
        ("height", fitted.height.into()),
        ("preview", Uint8Array::from(&preview.bytes[..]).into()),
        ("preview_mime", preview.picture_type.mime().into()),
        ("from", source(fitted.from).into()),
        ("turned_upright", turned_upright.into()),
        ("metadata_removed", metadata_removed.into()),
        ("location_removed", location_removed.into()),
        ("resized", resized.into()),
        ("reencoded", reencoded.into()),
    ])
}

fn source(from: Source) -> Object {
    object(&[
        ("mime", from.file_type.mime().into()),
        ("bytes", (from.bytes as f64).into()),
        ("width", from.width.into()),
        ("height", from.height.into()),
    ])
}

fn object(fields: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        // Setting a field of a fresh plain object cannot fail.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object
}

#[expect(clippy::needless_pass_by_value, reason = "the shape map_err wants")]
fn failure(error: MediaError) -> Error {
    let failure = Error::new(&error.to_string());
    failure.set_name(error.code());
    failure
}
