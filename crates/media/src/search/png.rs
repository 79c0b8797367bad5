//! The PNG that fits a byte budget: every pixel as it is, else with a palette, else with fewer pixels too.

use super::{Found, Report};
use crate::decode::Picture;
use crate::edit::cover_raster;
use crate::encode::png::{few_colours, has_few_colours, lossless, lossless_bytes, palette};
use crate::orient::orient;
use crate::raster::Raster;
use crate::{MediaError, Stage};

/// What a PNG must keep to, and what is worth trying.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) max_bytes: u64,
    pub(crate) max_edge: u32,
    /// Whether every colour may be kept and it was not tried before.
    pub(crate) worth_lossless: bool,
    /// Whether there is something better than a PNG of very few pixels: a JPEG.
    pub(crate) has_way_out: bool,
}

/// Bytes grow with this power of the edge; measured on photographs, and near enough for screens.
const SIZE_POWER: f64 = 1.6;
/// The share of the budget that is aimed at when pixels must go.
const AIM: f64 = 0.95;
/// Less than this share of the edge is unreadable: a JPEG does better.
const READABLE: f64 = 0.5;
/// The smallest picture still worth sending.
const SMALLEST_EDGE: f64 = 16.0;
/// Palettes at most.
const ATTEMPTS: u8 = 6;

/// The picture with every pixel as it is, when that fits: nothing is better. Whether it may fit is told in little
/// time, by the number of its colours and, where it may have `many`, by a part of its rows.
pub(crate) fn exact(
    picture: &Picture,
    max_bytes: u64,
    many: bool,
) -> Result<Option<Found>, MediaError> {
    if picture.full != (picture.raster.width, picture.raster.height) {
        return Ok(None);
    }
    let fits = |bytes: &Vec<u8>| bytes.len() as u64 <= max_bytes;
    let found = |bytes, raster: &Raster, encodes| {
        Some(Found {
            bytes,
            width: raster.width,
            height: raster.height,
            encodes,
        })
    };
    let (icc, edge) = (picture.icc.as_deref(), picture.edge());
    if has_few_colours(&picture.raster) {
        let raster = shape(picture, edge)?;
        let file = few_colours(&raster, icc)?.filter(fits);
        return Ok(file.and_then(|bytes| found(bytes, &raster, 1)));
    }
    if !many || lossless_bytes(&picture.raster)? > max_bytes {
        return Ok(None);
    }
    let raster = shape(picture, edge)?;
    let file = Some(lossless(&raster, icc)?).filter(fits);
    Ok(file.and_then(|bytes| found(bytes, &raster, 2)))
}

/// Makes the best PNG within the limits.
pub(crate) fn search(
    picture: &Picture,
    limits: Limits,
    report: &mut Report<'_>,
) -> Result<Found, MediaError> {
    let icc = picture.icc.as_deref();
    let fits = |bytes: &[u8]| bytes.len() as u64 <= limits.max_bytes;
    let mut edge = picture.edge().min(limits.max_edge).max(1);
    let smallest_edge = if limits.has_way_out {
        f64::from(edge) * READABLE
    } else {
        SMALLEST_EDGE
    };
    let mut smallest = u64::MAX;
    for attempt in 0..ATTEMPTS {
        report(Stage::Resize, 0.0)?;
        let raster = shape(picture, edge)?;
        let encodes = u32::from(attempt) + u32::from(limits.worth_lossless);
        let found = |bytes, encodes| Found {
            bytes,
            width: raster.width,
            height: raster.height,
            encodes,
        };
        report(Stage::Encode, f32::from(attempt) / f32::from(ATTEMPTS))?;
        if attempt == 0 && limits.worth_lossless {
            let bytes = lossless(&raster, icc)?;
            if fits(&bytes) {
                return Ok(found(bytes, encodes));
            }
        }
        let bytes = palette(&raster, icc, &picture.covers)?;
        if fits(&bytes) {
            return Ok(found(bytes, encodes + 1));
        }
        let size = bytes.len() as u64;
        smallest = smallest.min(size);
        let scale = (limits.max_bytes as f64 * AIM / size as f64).powf(1.0 / SIZE_POWER);
        let next = f64::from(edge) * scale.min(0.95);
        if next < smallest_edge {
            break;
        }
        edge = next as u32;
    }
    Err(MediaError::CannotFit { best: smallest })
}

fn shape(picture: &Picture, edge: u32) -> Result<Raster, MediaError> {
    let raster = picture.shrunk(edge)?.into_owned();
    let raster = if raster.is_transparent() {
        raster
    } else {
        raster.on_white()
    };
    let mut raster = orient(raster.into_rgb(), picture.orientation);
    cover_raster(&mut raster, &picture.covers);
    Ok(raster)
}
