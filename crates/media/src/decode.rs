//! Files to pixels: for every type the decoder that is right and quickest.
//!
//! Only what [`inspect`](crate::inspect()) has let through comes here, so sizes are bounded.

#[cfg(feature = "bmp")]
mod bmp;
#[cfg(feature = "cmyk")]
mod cmyk;
#[cfg(feature = "gif")]
mod gif;
#[cfg(feature = "heic")]
mod heic;
#[cfg(feature = "basic")]
mod jpeg;
#[cfg(feature = "basic")]
mod png;
#[cfg(feature = "tiff")]
mod tiff;
#[cfg(feature = "webp")]
mod webp;

use std::borrow::Cow;

use crate::edit::Cover;
use crate::raster::Raster;
use crate::resize::{bounded, resize};
use crate::{FileType, Info, MediaError, icc};

/// A decoded picture: not yet turned, not yet resized.
pub(crate) struct Picture {
    /// Its pixels; perhaps fewer than the file has.
    pub(crate) raster: Raster,
    /// Width and height in the file, before it is turned.
    pub(crate) full: (u32, u32),
    /// 1 (upright) to 8, as in Exif.
    pub(crate) orientation: u8,
    /// The colour profile the pixels are in, when it can be written into what comes out.
    pub(crate) icc: Option<Vec<u8>>,
    /// What is hidden of the upright picture.
    pub(crate) covers: Vec<Cover>,
}

/// Whether this build decodes pictures of that type.
#[must_use]
pub const fn decodes(file_type: FileType) -> bool {
    (cfg!(feature = "basic") && matches!(file_type, FileType::Jpeg | FileType::Png))
        || (cfg!(feature = "bmp") && matches!(file_type, FileType::Bmp))
        || (cfg!(feature = "gif") && matches!(file_type, FileType::Gif))
        || (cfg!(feature = "heic") && matches!(file_type, FileType::Heic))
        || (cfg!(feature = "tiff") && matches!(file_type, FileType::Tiff))
        || (cfg!(feature = "webp") && matches!(file_type, FileType::Webp))
}

/// Decodes the first frame. When the picture will be shrunk to `edge` pixels anyway, decoding may already
/// shrink it, but never below that.
#[cfg_attr(
    not(feature = "basic"),
    allow(
        unused_variables,
        unreachable_code,
        reason = "only JPEG can be decoded smaller; a build may have no decoder at all"
    )
)]
pub(crate) fn decode(bytes: &[u8], info: &Info, edge: u32) -> Result<Picture, MediaError> {
    let decoded: Option<Decoded> = match info.file_type {
        // Without their profile the colours of print are far too vivid.
        FileType::Jpeg if info.is_cmyk && !cfg!(feature = "cmyk") => {
            return Err(MediaError::NeedsDecoder(FileType::Jpeg));
        }
        #[cfg(feature = "basic")]
        FileType::Jpeg => jpeg::decode(bytes, edge),
        #[cfg(feature = "basic")]
        FileType::Png => png::decode(bytes),
        #[cfg(feature = "bmp")]
        FileType::Bmp => bmp::decode(bytes),
        #[cfg(feature = "gif")]
        FileType::Gif => gif::decode(bytes),
        #[cfg(feature = "heic")]
        FileType::Heic => return heic::decode(bytes, info),
        #[cfg(feature = "tiff")]
        FileType::Tiff => Some(tiff::decode(bytes)?),
        #[cfg(feature = "webp")]
        FileType::Webp => webp::decode(bytes),
        other => return Err(MediaError::NeedsDecoder(other)),
    };
    let (raster, icc) = decoded.ok_or(MediaError::Unreadable)?;
    let full = if info.orientation > 4 {
        (info.height, info.width)
    } else {
        (info.width, info.height)
    };
    Ok(Picture::new(raster, full, info.orientation, icc))
}

impl Picture {
    /// Takes over what a decoder made of a file whose picture is `full` pixels wide and high. A colour profile
    /// that cannot be written into what comes out is dropped.
    pub(crate) fn new(
        raster: Raster,
        full: (u32, u32),
        orientation: u8,
        icc: Option<Vec<u8>>,
    ) -> Self {
        Self {
            raster,
            full,
            orientation,
            icc: icc.filter(|profile| is_usable(profile)),
            covers: Vec::new(),
        }
    }

    /// Width and height with the longer edge at most `edge`, not yet turned; no more than were decoded.
    pub(crate) fn size_at(&self, edge: u32) -> (u32, u32) {
        let edge = edge.min(self.raster.width.max(self.raster.height));
        bounded(self.full.0, self.full.1, edge)
    }

    /// The pixels with the longer edge at most `edge`, not yet turned.
    pub(crate) fn shrunk(&self, edge: u32) -> Result<Cow<'_, Raster>, MediaError> {
        let (width, height) = self.size_at(edge);
        if (width, height) == (self.raster.width, self.raster.height) {
            return Ok(Cow::Borrowed(&self.raster));
        }
        resize(&self.raster, width, height).map(Cow::Owned)
    }

    /// Pixels of the longer edge in the file.
    pub(crate) fn edge(&self) -> u32 {
        self.full.0.max(self.full.1)
    }
}

/// Pixels and colour profile, as the decoders of this folder hand them over.
type Decoded = (Raster, Option<Vec<u8>>);

/// Profiles larger than this are those of printers and scanners; they would eat the budget.
const MAX_ICC: usize = 32 * 1024;

/// Whether a profile is for pixels as they are kept here, RGB (ICC.1:2022 §7.2: the data colour space stands at
/// byte 16). Those of CMYK and gray files say nothing about what comes out.
fn is_usable(profile: &[u8]) -> bool {
    profile.len() <= MAX_ICC
        && icc::is_profile(profile, profile.len())
        && profile.get(16..20) == Some(b"RGB ")
}

/// One sample three times.
#[cfg(feature = "basic")]
fn gray_as_rgb(samples: &[u8]) -> Vec<u8> {
    joined(samples.iter().map(|sample| [*sample; 3]))
}

/// Pixels one behind the other. The list is as long as it will be from the start: one that grows is copied, and
/// then there are two.
#[cfg(any(feature = "basic", feature = "tiff"))]
fn joined<const N: usize>(pixels: impl ExactSizeIterator<Item = [u8; N]>) -> Vec<u8> {
    let mut out = Vec::with_capacity(pixels.len() * N);
    for pixel in pixels {
        out.extend_from_slice(&pixel);
    }
    out
}

/// Colours as they were before they were multiplied by their opacity.
#[cfg(any(feature = "heic", feature = "tiff"))]
fn unmultiply(rgba: &mut [u8]) {
    let (pixels, _) = rgba.as_chunks_mut::<4>();
    for [r, g, b, alpha] in pixels {
        let alpha = u16::from(*alpha).max(1);
        for sample in [r, g, b] {
            let whole = (u16::from(*sample) * 255 + alpha / 2) / alpha;
            *sample = whole.min(255).to_le_bytes()[0];
        }
    }
}
