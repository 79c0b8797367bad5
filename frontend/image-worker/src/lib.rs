//! The wasm of the picture worker: `media`'s fit and preview, with values JavaScript understands.
//!
//! `engine.js` beside this folder is its only caller; `worker.js` documents the messages.

mod answer;
mod budget;
mod edits;
mod pixels;

use std::ops::ControlFlow;

use codec_common::failure;
use js_sys::{Error, Function, Object};
use media::{Done, Fitted, Info, MediaError, Pixels, Source, Stage};
use wasm_bindgen::prelude::*;

/// Called once, when the wasm has loaded.
#[wasm_bindgen(start)]
fn begin() {
    codec_common::explain_panics();
}

/// Bytes of memory that this wasm holds; it never gives any back.
#[wasm_bindgen]
#[must_use]
pub fn memory_held() -> f64 {
    codec_common::memory()
}

/// A picture on its way through.
#[wasm_bindgen]
pub struct Picture {
    file: Vec<u8>,
    decoded: Option<Pixels>,
}

#[wasm_bindgen]
impl Picture {
    /// Takes a file in.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(file: Vec<u8>) -> Self {
        Self {
            file,
            decoded: None,
        }
    }

    /// Pixels that the file declares; nothing when its headers do not tell.
    ///
    /// # Errors
    /// What is no picture, or is refused by its headers: `media::inspect`'s.
    pub fn pixels(&self) -> Result<Option<f64>, Error> {
        match media::inspect(&self.file) {
            Ok(info) => Ok(Some(f64::from(info.width) * f64::from(info.height))),
            Err(MediaError::Unsupported(_) | MediaError::NeedsDecoder(_)) => Ok(None),
            Err(error) => Err(failure(&error)),
        }
    }

    /// Takes over what another decoder made of the file. [`Picture::fit`] goes on from there.
    ///
    /// # Errors
    /// `unreadable`, when something is missing in it.
    pub fn decoded(&mut self, pixels: &Object) -> Result<(), Error> {
        let pixels = pixels::read(pixels).ok_or(MediaError::Unreadable);
        self.decoded = Some(pixels.map_err(|error| failure(&error))?);
        Ok(())
    }

    /// Does to the picture what a person asked for, fits it to a budget, and makes a preview of the result
    /// where that needs no other decoder.
    ///
    /// `edits` and `budget` are those of the message `fit`; `progress` is called with the stage and its
    /// fraction. Returns the fields of the message `done`, or throws an `Error` whose `name` is the code.
    /// Where another decoder is needed, the error says for which type (`decoder`) and how many pixels of the
    /// longer edge are enough (`edge`).
    ///
    /// # Errors
    /// Those of [`media::fit_edited`].
    pub fn fit(
        &mut self,
        edits: &JsValue,
        budget: &JsValue,
        preview_edge: u32,
        progress: &Function,
    ) -> Result<Object, Error> {
        let edits = edits::read(edits);
        let budget = budget::read(budget);
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
        let fitted = match self.decoded.take() {
            Some(pixels) => {
                let info = self.facts(&pixels);
                media::fit_pixels(pixels, &info, &edits, &budget, report)
            }
            None => media::fit_edited(&self.file, &edits, &budget, report),
        };
        let fitted = fitted.map_err(|error| match error {
            MediaError::NeedsDecoder(kind) | MediaError::Unsupported(kind) => {
                let edge = media::inspect(&self.file)
                    .map_or(u32::MAX, |info| media::edge_needed(&info, &edits, &budget));
                answer::needs_decoder(&error, kind, edge)
            }
            other => failure(&other),
        })?;
        let preview = match media::thumbnail(&fitted.bytes, preview_edge) {
            Ok(preview) => Some(preview),
            Err(MediaError::NeedsDecoder(_)) => None,
            Err(error) => return Err(failure(&error)),
        };
        Ok(answer::done(&fitted, preview.as_ref()))
    }

    /// Takes away from the picture what tells on people, and leaves every pixel as it is. Returns the fields
    /// of the message `done`; without a preview where its pixels cannot be read here.
    ///
    /// # Errors
    /// Those of [`media::strip`].
    pub fn strip(&self, preview_edge: u32) -> Result<Object, Error> {
        let info = media::inspect(&self.file).map_err(|error| failure(&error))?;
        let bytes = media::strip(&self.file).map_err(|error| failure(&error))?;
        let picture_type = (info.file_type.picture())
            .ok_or_else(|| failure(&MediaError::Unsupported(info.file_type)))?;
        let preview = media::thumbnail(&bytes, preview_edge).ok();
        let stripped = Fitted {
            bytes,
            picture_type,
            width: info.width,
            height: info.height,
            what: Done {
                metadata_removed: info.has_metadata,
                location_removed: info.has_location,
                ..Done::default()
            },
            from: Source {
                file_type: info.file_type,
                width: info.width,
                height: info.height,
                bytes: info.bytes,
            },
            encodes: 0,
        };
        Ok(answer::done(&stripped, preview.as_ref()))
    }

    /// What the headers tell; of a type that only somebody else's decoder reads, what its pixels tell.
    fn facts(&self, pixels: &Pixels) -> Info {
        media::inspect(&self.file).unwrap_or_else(|_| {
            let (width, height) = (pixels.full_width, pixels.full_height);
            let size = self.file.len() as u64;
            Info::new(media::sniff(&self.file), width, height, size)
        })
    }
}
