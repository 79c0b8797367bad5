//! The two pipelines with decoding and the rest in different hands: pixels of a codec's own wasm, or of the
//! browser's decoder.

use std::ops::ControlFlow;

use model::{Edits, PictureBudget};

use crate::decode::{Picture, decode};
use crate::fit::fit_picture;
use crate::inspect::check_size;
use crate::raster::{Layout, Raster};
use crate::search::USEFUL_EDGE;
use crate::{Fitted, Info, MediaError, Progress, Thumb, edit, inspect, thumb};

/// What the bytes of a pixel mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PixelLayout {
    /// Red, green, blue.
    Rgb,
    /// Red, green, blue and straight (not premultiplied) alpha.
    Rgba,
}

impl PixelLayout {
    /// Bytes of a pixel.
    #[must_use]
    pub const fn channels(self) -> usize {
        match self {
            Self::Rgb => 3,
            Self::Rgba => 4,
        }
    }
}

/// A decoded picture on its way from a decoder to [`fit_pixels`] or [`thumbnail_pixels`].
///
/// Whoever makes one need not check it: what does not add up is an error there.
#[derive(Clone, PartialEq, Eq)]
pub struct Pixels {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Pixels in a row of the file's own picture, lying as these pixels lie; more than `width` when it was
    /// shrunk while it was decoded.
    pub full_width: u32,
    /// Rows of the file's own picture.
    pub full_height: u32,
    /// What the bytes mean.
    pub layout: PixelLayout,
    /// Rows from the top, no padding.
    pub data: Vec<u8>,
    /// How these pixels are to be turned: 1 (upright, as browsers' decoders leave them) to 8, as in Exif.
    pub orientation: u8,
    /// The colour profile of these pixels; none for sRGB, to which browsers' decoders convert.
    pub icc: Option<Vec<u8>>,
}

impl std::fmt::Debug for Pixels {
    /// All but the pixels, which nobody wants to read.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pixels")
            .field("size", &(self.width, self.height))
            .field("full", &(self.full_width, self.full_height))
            .field("layout", &self.layout)
            .field("orientation", &self.orientation)
            .finish_non_exhaustive()
    }
}

/// Pixels the longer edge should have at least when a picture is decoded for that budget, so that nothing is
/// lost by decoding it smaller.
#[must_use]
pub fn edge_needed(info: &Info, edits: &Edits, budget: &PictureBudget) -> u32 {
    edit::edge_before(info, edits, budget.max_edge.clamp(1, USEFUL_EDGE))
}

/// Decodes a picture; of an animation the first frame. When the longer edge need not have more than `edge`
/// pixels, decoding may already shrink it, but never below that.
///
/// # Errors
/// Those of [`inspect`](inspect()); [`MediaError::NeedsDecoder`] when this build has none for it.
pub fn decode_pixels(bytes: &[u8], edge: u32) -> Result<Pixels, MediaError> {
    let info = inspect(bytes)?;
    let picture = decode(bytes, &info, edge.max(1))?;
    let raster = picture.raster.into_rgb();
    Ok(Pixels {
        width: raster.width,
        height: raster.height,
        full_width: picture.full.0,
        full_height: picture.full.1,
        layout: match raster.layout {
            Layout::Rgba => PixelLayout::Rgba,
            Layout::Rgb | Layout::YCbCr => PixelLayout::Rgb,
        },
        data: raster.data,
        orientation: picture.orientation,
        icc: picture.icc,
    })
}

/// Goes on from pixels where [`fit_edited`](crate::fit_edited()) stops with [`MediaError::NeedsDecoder`].
/// `info` holds the facts of the file they came from.
///
/// # Errors
/// As `fit_edited`; [`MediaError::Unreadable`] when the pixels are not as many as they say.
pub fn fit_pixels(
    pixels: Pixels,
    info: &Info,
    edits: &Edits,
    budget: &PictureBudget,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Fitted, MediaError> {
    fit_picture(pixels.into_picture()?, info, edits, budget, progress)
}

/// Makes an upright thumbnail of pixels, as [`thumbnail`](crate::thumbnail()) does of a file.
///
/// # Errors
/// [`MediaError::TooManyPixels`], or [`MediaError::Unreadable`] when they are not as many as they say.
pub fn thumbnail_pixels(pixels: Pixels, edge: u32) -> Result<Thumb, MediaError> {
    thumb::of_picture(&pixels.into_picture()?, edge)
}

impl Pixels {
    fn into_picture(self) -> Result<Picture, MediaError> {
        check_size(self.full_width, self.full_height)?;
        if self.width > self.full_width || self.height > self.full_height {
            return Err(MediaError::Unreadable);
        }
        let layout = match self.layout {
            PixelLayout::Rgb => Layout::Rgb,
            PixelLayout::Rgba => Layout::Rgba,
        };
        let raster = Raster::new(self.width, self.height, layout, self.data)?;
        let full = (self.full_width, self.full_height);
        Ok(Picture::new(raster, full, self.orientation, self.icc))
    }
}
