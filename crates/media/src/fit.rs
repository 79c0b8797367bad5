//! Making a picture fit what a channel takes: as it is where that is possible, else as good as bytes allow.

use std::ops::ControlFlow;

use model::{Edits, PictureBudget, PictureType, Quality};

use crate::decode::{Picture, decode};
use crate::planes::Colour;
use crate::search::{Found, Report, USEFUL_EDGE, is_flat, is_nearly_flat, jpeg, png};
use crate::{FileType, Info, MediaError, edge_needed, edit, inspect, strip};

/// A picture that fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fitted {
    /// The file.
    pub bytes: Vec<u8>,
    /// Its type.
    pub picture_type: PictureType,
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// What was done to it.
    pub what: Done,
    /// What it was before.
    pub from: Source,
    /// How often its pixels were encoded until it fitted, looks at a part of them included.
    pub encodes: u32,
}

/// What was done to a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Its pixels were turned as its Exif asked.
    pub turned_upright: bool,
    /// There was metadata, and it is gone.
    pub metadata_removed: bool,
    /// The metadata told a position, and it is gone.
    pub location_removed: bool,
    /// It has fewer pixels.
    pub resized: bool,
    /// It is not the original file's pixels any more.
    pub reencoded: bool,
}

/// What a picture was before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its type, by content.
    pub file_type: FileType,
    /// Pixels in a row, upright.
    pub width: u32,
    /// Rows, upright.
    pub height: u32,
    /// Size of the file.
    pub bytes: u64,
}

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// File to pixels.
    Decode,
    /// Fewer pixels.
    Resize,
    /// Pixels to file.
    Encode,
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// How much of this stage is done, 0 to 1.
    pub fraction: f32,
}

/// Makes a picture fit a budget.
///
/// A picture that fits already, and is upright, keeps every pixel and loses its metadata only. Others are
/// decoded, shrunk, turned upright and encoded: photographs as the JPEG that fills the budget best, what is
/// flat or transparent as PNG where the channel takes it. Colour profiles are kept. Small pictures are not
/// blown up to fill a budget.
///
/// `progress` is called between steps; breaking ends the work with [`MediaError::Canceled`].
///
/// # Errors
/// See [`MediaError`]. An animation that does not fit is [`MediaError::Animated`], never flattened.
pub fn fit(
    bytes: &[u8],
    budget: &PictureBudget,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Fitted, MediaError> {
    fit_edited(bytes, &Edits::default(), budget, progress)
}

/// Makes what a person made of a picture fit a budget. Of what they hid nothing is left in the file.
///
/// # Errors
/// As [`fit`]; [`MediaError::NothingLeft`] when the crop lies beside the picture.
pub fn fit_edited(
    bytes: &[u8],
    edits: &Edits,
    budget: &PictureBudget,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Fitted, MediaError> {
    let info = inspect(bytes)?;
    if edits.is_none()
        && let Some(fitted) = pass_through(bytes, &info, budget)
    {
        return Ok(fitted);
    }
    check(&info, budget)?;
    tell(progress, Stage::Decode, 0.0)?;
    let picture = decode(bytes, &info, edge_needed(&info, edits, budget))?;
    fit_picture(picture, &info, edits, budget, progress)
}

/// Whether a picture with these facts can be encoded for that budget at all.
fn check(info: &Info, budget: &PictureBudget) -> Result<(), MediaError> {
    if info.is_animated() {
        return Err(MediaError::Animated);
    }
    let writable = [PictureType::Jpeg, PictureType::Png];
    if !writable.iter().any(|kind| budget.types.contains(kind)) {
        return Err(MediaError::NoCommonType);
    }
    Ok(())
}

fn tell(
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    stage: Stage,
    fraction: f32,
) -> Result<(), MediaError> {
    match progress(Progress { stage, fraction }) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(MediaError::Canceled),
    }
}

/// From pixels on: what was done to the picture, then the file.
pub(crate) fn fit_picture(
    picture: Picture,
    info: &Info,
    edits: &Edits,
    budget: &PictureBudget,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Fitted, MediaError> {
    check(info, budget)?;
    let report = &mut |stage, fraction| tell(progress, stage, fraction);
    let picture = edit::apply(picture, edits)?;
    report(Stage::Decode, 1.0)?;

    let wanted = budget.wanted_bytes();
    match encode_within(wanted, &picture, info, budget, report) {
        Err(MediaError::CannotFit { .. }) if wanted < budget.max_bytes => {
            encode_within(budget.max_bytes, &picture, info, budget, report)
        }
        outcome => outcome,
    }
}

/// The file of at most so many bytes.
fn encode_within(
    max_bytes: u64,
    picture: &Picture,
    info: &Info,
    budget: &PictureBudget,
    report: &mut Report<'_>,
) -> Result<Fitted, MediaError> {
    let takes = |kind| budget.types.contains(&kind);
    let sharper = budget.quality == Quality::Sharper;
    let edge = budget.max_edge.clamp(1, USEFUL_EDGE);
    let transparent = picture.raster.is_transparent();
    let flat = (info.file_type != FileType::Jpeg && is_flat(&picture.raster))
        || (sharper && is_nearly_flat(&picture.raster));
    let from_png = info.file_type == FileType::Png;
    if takes(PictureType::Png)
        && info.file_type != FileType::Jpeg
        && picture.edge() <= budget.max_edge
        && let Some(found) = png::exact(picture, max_bytes, flat || from_png)?
    {
        return Ok(info.fitted(PictureType::Png, found));
    }
    if takes(PictureType::Png) && (flat || transparent || !takes(PictureType::Jpeg)) {
        let limits = png::Limits {
            max_bytes,
            max_edge: budget.max_edge,
            worth_lossless: flat
                && (info.file_type == FileType::Jpeg || picture.edge() > budget.max_edge),
            has_way_out: takes(PictureType::Jpeg),
        };
        match png::search(picture, limits, report) {
            Ok(found) => return Ok(info.fitted(PictureType::Png, found)),
            Err(MediaError::CannotFit { .. }) if limits.has_way_out => {}
            Err(error) => return Err(error),
        }
    }
    let colour = if sharper { Colour::Full } else { Colour::Half };
    let found = jpeg::search(picture, max_bytes, edge, colour, report)?;
    report(Stage::Encode, 1.0)?;
    Ok(info.fitted(PictureType::Jpeg, found))
}

/// The file itself without its metadata, when nothing else is wrong with it.
fn pass_through(bytes: &[u8], info: &Info, budget: &PictureBudget) -> Option<Fitted> {
    let picture_type = info.file_type.picture()?;
    let fits = budget.types.contains(&picture_type) && info.edge() <= budget.max_edge;
    if !fits || info.orientation != 1 || info.is_cmyk {
        return None;
    }
    // What moves can be made no smaller: it has all the bytes there are.
    let most = if info.is_animated() {
        budget.max_bytes
    } else {
        budget.wanted_bytes()
    };
    let stripped = strip(bytes)
        .ok()
        .filter(|stripped| stripped.len() as u64 <= most)?;
    let found = Found {
        bytes: stripped,
        width: info.width,
        height: info.height,
        encodes: 0,
    };
    let mut fitted = info.fitted(picture_type, found);
    fitted.what.reencoded = false;
    Some(fitted)
}

impl Info {
    /// The report on a picture that was made from one with these facts.
    fn fitted(&self, picture_type: PictureType, found: Found) -> Fitted {
        Fitted {
            picture_type,
            width: found.width,
            height: found.height,
            what: Done {
                turned_upright: self.orientation != 1,
                metadata_removed: self.has_metadata,
                location_removed: self.has_location,
                resized: (found.width, found.height) != (self.width, self.height),
                reencoded: true,
            },
            from: Source {
                file_type: self.file_type,
                width: self.width,
                height: self.height,
                bytes: self.bytes,
            },
            bytes: found.bytes,
            encodes: found.encodes,
        }
    }
}
