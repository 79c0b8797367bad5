//! The JPEG that fills a byte budget: how many pixels, at which quality, in as few encodes as possible.
//!
//! A best encode is dear (trellis, progressive). So its size is foretold: from a best encode of a sample of the
//! picture's rows, and then more closely from a cheap encode of the whole times what best made of cheap on the
//! sample. On seven photographs, four sizes and seven qualities each, the first is right within 5 % (standard
//! deviation) and the second within 1 %; then the first best encode of the whole as a rule is the last.

mod course;
mod point;
mod stock;

use course::{Course, Setting};
use point::Point;
use stock::Stock;

use super::{Found, Report};
use crate::decode::Picture;
use crate::planes::Colour;
use crate::{MediaError, Stage};

/// With more pixels than this allows quality suffers, with fewer sharpness: on photographs at 300 and 600 kB the
/// score (SSIMULACRA2, at full size and at 1600 pixels) is best between 1 and 1.3, and flat around it.
const BITS_PER_PIXEL: f64 = 1.15;
/// More quality than this cannot be seen: there are bytes for more pixels.
const TOP_QUALITY: f32 = 92.0;
/// Less quality than this is seen by everybody: fewer pixels.
const LOW_QUALITY: f32 = 60.0;
/// What is aimed at when the number of pixels has to change.
const GOOD_QUALITY: f32 = 88.0;
/// And when it has to change for the worse.
const FAIR_QUALITY: f32 = 66.0;
/// The smallest picture still worth sending.
const SMALLEST_EDGE: u32 = 96;
/// Where the first look is taken: in the middle of what comes out.
const GUESS: f32 = 82.0;
/// The share of the budget with which one is content.
const FULL: f64 = 0.985;
/// The share that is aimed at, in the middle of what is accepted.
const AIM: f64 = 0.9925;
/// Best encodes of the whole before a result that fits is taken even if it is not full.
const FINE: usize = 3;
/// Best encodes of the whole at most.
const ENCODES: usize = 8;

/// The same where letters matter: what is around them shows every error.
const TOP_QUALITY_SHARP: f32 = 96.0;

/// Makes the best JPEG of at most `max_bytes` and `max_edge`.
pub(crate) fn search(
    picture: &Picture,
    max_bytes: u64,
    max_edge: u32,
    colour: Colour,
    report: &mut Report<'_>,
) -> Result<Found, MediaError> {
    let top_quality = match colour {
        Colour::Half => TOP_QUALITY,
        Colour::Full => TOP_QUALITY_SHARP,
    };
    let aim = max_bytes as f64 * AIM;
    let most = picture.edge().min(max_edge);
    report(Stage::Resize, 0.0)?;
    let mut stock = Stock::new(picture, good_edge(picture, aim).min(most), colour)?;
    report(Stage::Encode, 0.0)?;
    let mut point = stock.pilot(GUESS)?;
    let mut quality = point.quality_for(aim);

    // Much easier or much harder than most pictures.
    let edge = match quality {
        _ if quality > top_quality => stock.edge_for(&point, aim, GOOD_QUALITY).min(most),
        _ if quality < LOW_QUALITY => stock.edge_for(&point, aim, FAIR_QUALITY),
        _ => stock.edge,
    };
    if edge != stock.edge {
        stock = Stock::new(picture, edge, colour)?;
        point = stock.pilot(quality.clamp(FAIR_QUALITY, GOOD_QUALITY))?;
        quality = point.quality_for(aim);
    }
    report(Stage::Encode, 0.15)?;
    if quality < top_quality {
        point = stock.foretell(&point, quality.max(LOW_QUALITY))?;
    }

    let mut course = Course::new(point);
    let mut best: Option<Found> = None;
    let mut smallest = u64::MAX;
    for attempt in 1..=ENCODES {
        report(Stage::Encode, (0.1 + 0.3 * attempt as f32).min(0.95))?;
        let mut setting = course.setting_for(aim);
        if setting.quality < LOW_QUALITY {
            let edge = stock
                .edge_for(course.point(), aim, FAIR_QUALITY)
                .min(stock.edge - 1);
            if edge < SMALLEST_EDGE.min(stock.edge) {
                break;
            }
            course = course.resized(stock.edge, edge);
            stock = Stock::new(picture, edge, colour)?;
            setting = course.setting_for(aim);
        }
        setting.quality = setting.quality.clamp(LOW_QUALITY, top_quality);
        let bytes = stock.encode(setting)?;
        let size = bytes.len() as u64;
        smallest = smallest.min(size);
        course.learn(setting, size as f64);
        let fits = size <= max_bytes;
        let full = size as f64 >= max_bytes as f64 * FULL || setting.quality >= top_quality;
        if fits
            && best
                .as_ref()
                .is_none_or(|known| known.bytes.len() < bytes.len())
        {
            best = Some(Found {
                bytes,
                width: stock.planes.width,
                height: stock.planes.height,
            });
        }
        if (fits && full) || (best.is_some() && attempt >= FINE) {
            break;
        }
    }
    best.ok_or(MediaError::CannotFit { best: smallest })
}

/// The edge that gives a picture of these proportions the best number of pixels for so many bytes.
fn good_edge(picture: &Picture, bytes: f64) -> u32 {
    let (width, height) = picture.full;
    let area = bytes * 8.0 / BITS_PER_PIXEL;
    let long = f64::from(width.max(height));
    ((area * long / f64::from(width.min(height))).sqrt() as u32).max(SMALLEST_EDGE)
}
