//! What a person asked for: turn, crop, hide, point, write.
//!
//! What is hidden is covered twice. Right after decoding, so that no later step can mix a trace of it
//! into its surroundings; and once more on the final pixels, grown outwards to whole blocks, so that what
//! a JPEG stores of it is one colour and nothing else.

use model::{Area, Edits};

use crate::decode::Picture;
use crate::marks::{self, Ground};
use crate::orient::Turn;
use crate::planes::Planes;
use crate::raster::{Layout, Raster};
use crate::{Info, MediaError};

/// A hidden part of a picture, as shares of its width and height: it is found again at any size.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cover {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

/// Pixels from a first to before a last, in both directions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
}

/// Pixels the longer edge of the whole must have, so that what is cut out of it still has `edge`.
pub(crate) fn edge_before(info: &Info, edits: &Edits, edge: u32) -> u32 {
    let part = edits.crop.map_or(0, |area| area.width.max(area.height));
    if part == 0 {
        return edge;
    }
    let needed = u64::from(edge) * u64::from(info.edge().div_ceil(part).max(1));
    u32::try_from(needed).unwrap_or(u32::MAX)
}

/// Does to a decoded picture what was asked for. Its covers are to be put on what comes out.
///
/// # Errors
/// [`MediaError::NothingLeft`] when the crop lies beside the picture.
pub(crate) fn apply(mut picture: Picture, edits: &Edits) -> Result<Picture, MediaError> {
    for _ in 0..edits.turns % 4 {
        picture.orientation = turned(picture.orientation);
    }
    let how = Turn::new(picture.orientation);
    let (width, height) = how.size(picture.full.0, picture.full.1);
    let whole = Span {
        left: 0,
        top: 0,
        right: width as usize,
        bottom: height as usize,
    };
    let kept = match edits.crop {
        Some(area) => whole.part(area).ok_or(MediaError::NothingLeft)?,
        None => whole,
    };
    for area in &edits.hidden {
        let Some(hidden) = whole.part(*area) else {
            continue;
        };
        let stored = hidden.stored(how, picture.full).scaled(&picture);
        cover(&mut picture.raster, stored);
        picture.covers.extend(Cover::new(hidden, kept));
    }
    draw(&mut picture, edits, how)?;
    if kept != whole {
        let stored = kept.stored(how, picture.full);
        let part = stored.scaled(&picture);
        picture.full = (
            u32::try_from(stored.right - stored.left).unwrap_or(u32::MAX),
            u32::try_from(stored.bottom - stored.top).unwrap_or(u32::MAX),
        );
        picture.raster = cut(&picture.raster, part)?;
    }
    Ok(picture)
}

/// Lays arrows and stamps on it: after what is hidden was covered, so that they mix nothing of it into
/// themselves, and before it is covered for good, so that it lies above them.
fn draw(picture: &mut Picture, edits: &Edits, how: Turn) -> Result<(), MediaError> {
    let ground = Ground {
        how,
        orientation: picture.orientation,
        full: picture.full,
    };
    for arrow in &edits.arrows {
        marks::arrow(&mut picture.raster, arrow, ground);
    }
    for stamp in &edits.stamps {
        marks::stamp(&mut picture.raster, stamp, ground)?;
    }
    Ok(())
}

/// The orientation of a picture that is shown another quarter turn clockwise.
const fn turned(orientation: u8) -> u8 {
    match orientation {
        2 => 7,
        3 => 8,
        4 => 5,
        5 => 2,
        6 => 3,
        7 => 4,
        8 => 1,
        _ => 6,
    }
}

impl Span {
    /// The part of this that an area covers, if it covers any.
    fn part(self, area: Area) -> Option<Self> {
        let end = |start: u32, length: u32| start.saturating_add(length) as usize;
        let part = Self {
            left: (area.x as usize).max(self.left),
            top: (area.y as usize).max(self.top),
            right: end(area.x, area.width).min(self.right),
            bottom: end(area.y, area.height).min(self.bottom),
        };
        (part.left < part.right && part.top < part.bottom).then_some(part)
    }

    /// The same pixels in a file of that size, whose pixels lie as `how` says.
    fn stored(self, how: Turn, (width, height): (u32, u32)) -> Self {
        let mut at = self;
        if how.swap {
            at = Self {
                left: self.top,
                top: self.left,
                right: self.bottom,
                bottom: self.right,
            };
        }
        if how.flip_x {
            let width = width as usize;
            (at.left, at.right) = (width - at.right, width - at.left);
        }
        if how.flip_y {
            let height = height as usize;
            (at.top, at.bottom) = (height - at.bottom, height - at.top);
        }
        at
    }

    /// The same part of the pixels that were decoded, which may be fewer; all that it touches.
    fn scaled(self, picture: &Picture) -> Self {
        let scale = |at: usize, full: u32, has: u32, up: bool| {
            let at = at as u64 * u64::from(has);
            let full = u64::from(full.max(1));
            let at = if up { at.div_ceil(full) } else { at / full };
            usize::try_from(at).unwrap_or(usize::MAX)
        };
        let (full, raster) = (picture.full, &picture.raster);
        Self {
            left: scale(self.left, full.0, raster.width, false),
            top: scale(self.top, full.1, raster.height, false),
            right: scale(self.right, full.0, raster.width, true),
            bottom: scale(self.bottom, full.1, raster.height, true),
        }
    }
}

impl Cover {
    /// What is hidden of what is kept, if any.
    fn new(hidden: Span, kept: Span) -> Option<Self> {
        let share = |at: usize, from: usize, to: usize| {
            (at.clamp(from, to) - from) as f64 / (to - from) as f64
        };
        let cover = Self {
            left: share(hidden.left, kept.left, kept.right),
            top: share(hidden.top, kept.top, kept.bottom),
            right: share(hidden.right, kept.left, kept.right),
            bottom: share(hidden.bottom, kept.top, kept.bottom),
        };
        (cover.left < cover.right && cover.top < cover.bottom).then_some(cover)
    }

    /// On a picture of that size: every pixel it touches and so many around it, and then whole blocks
    /// of `grid` pixels.
    fn on(self, width: usize, height: usize, around: usize, grid: usize) -> Span {
        let start = |share: f64, length: usize| {
            ((share * length as f64) as usize).saturating_sub(around) / grid * grid
        };
        let end = |share: f64, length: usize| {
            ((share * length as f64).ceil() as usize + around)
                .next_multiple_of(grid)
                .min(length)
        };
        Span {
            left: start(self.left, width),
            top: start(self.top, height),
            right: end(self.right, width),
            bottom: end(self.bottom, height),
        }
    }
}

/// Covers a part of a raster.
fn cover(raster: &mut Raster, part: Span) {
    let black: &[u8] = match raster.layout {
        Layout::YCbCr => &[0, 128, 128],
        Layout::Rgb => &[0, 0, 0],
        Layout::Rgba => &[0, 0, 0, 255],
    };
    let (stride, size) = (raster.stride(), black.len());
    for row in raster
        .data
        .chunks_exact_mut(stride)
        .take(part.bottom)
        .skip(part.top)
    {
        for pixel in row[part.left * size..part.right * size].chunks_exact_mut(size) {
            pixel.copy_from_slice(black);
        }
    }
}

/// Covers what is to be covered of an upright raster.
pub(crate) fn cover_raster(raster: &mut Raster, covers: &[Cover]) {
    for at in covers {
        let part = at.on(raster.width as usize, raster.height as usize, 0, 1);
        cover(raster, part);
    }
}

/// Gives every pixel that is covered one index. Dithering may have carried others in.
pub(crate) fn cover_indexes(indexes: &mut [u8], width: usize, covers: &[Cover], black: u8) {
    let height = indexes.len() / width.max(1);
    for at in covers {
        let part = at.on(width, height, 0, 1);
        fill(indexes, width, part, black);
    }
}

/// Decoders smooth the half-size colour over this many pixels: with that much more of it covered, no
/// colour from beside a hidden part shines into it.
const UPSAMPLED: usize = 2;

/// Covers what is to be covered of planes, in whole blocks.
pub(crate) fn cover_planes(planes: &mut Planes, covers: &[Cover], block: usize) {
    let (width, height) = (planes.width as usize, planes.height as usize);
    for at in covers {
        let part = at.on(width, height, UPSAMPLED, block);
        fill(&mut planes.luma, width, part, 0);
        let step = planes.colour.step();
        let coarse = Span {
            left: part.left / step,
            top: part.top / step,
            right: part.right.div_ceil(step),
            bottom: part.bottom.div_ceil(step),
        };
        for plane in [&mut planes.cb, &mut planes.cr] {
            fill(plane, width.div_ceil(step), coarse, 128);
        }
    }
}

fn fill(plane: &mut [u8], width: usize, part: Span, value: u8) {
    for row in plane
        .chunks_exact_mut(width)
        .take(part.bottom)
        .skip(part.top)
    {
        row[part.left..part.right].fill(value);
    }
}

fn cut(raster: &Raster, part: Span) -> Result<Raster, MediaError> {
    let channels = raster.layout.channels();
    let (width, height) = (part.right - part.left, part.bottom - part.top);
    let mut data = Vec::with_capacity(width * height * channels);
    for row in raster
        .data
        .chunks_exact(raster.stride())
        .take(part.bottom)
        .skip(part.top)
    {
        data.extend_from_slice(&row[part.left * channels..part.right * channels]);
    }
    let side = |length| u32::try_from(length).map_err(|_| MediaError::Unreadable);
    Raster::new(side(width)?, side(height)?, raster.layout, data)
}
