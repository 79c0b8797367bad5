//! The JPEG that fills a byte budget: how many pixels, at which quality, in as few encodes as possible.
//!
//! A best encode is dear (trellis, progressive). So its size is foretold: by what the picture's frequencies weigh, times
//! the bytes that a sample of an eighth has for each unit of that. Then the first encode of the whole as a rule is the
//! last; what is missing is made up for by a second.

mod course;
mod stock;
mod weight;

use course::Course;
use stock::Stock;

use super::{Found, Report};
use crate::decode::Picture;
use crate::planes::Colour;
use crate::{MediaError, Stage};

/// With more pixels than this allows quality suffers, with fewer sharpness: on photographs at 300 and 600 kB the
/// score (SSIMULACRA2, at full size and at 1600 pixels) is best between 1 and 1.3, and flat around it.
const BITS_PER_PIXEL: f64 = 1.15;
/// More quality than this is hardly seen: bytes are better spent on more pixels, where there are any.
const TOP_QUALITY: f32 = 92.0;
/// The same where letters matter: what is around them shows every error.
const TOP_QUALITY_SHARP: f32 = 96.0;
/// What is left of a budget when there are no more pixels to be had still makes a better picture, up to this.
const HIGHEST_QUALITY: f32 = 98.0;
/// Less quality than this is seen by everybody: fewer pixels.
const LOW_QUALITY: f32 = 60.0;
/// What is aimed at when the number of pixels has to change.
const GOOD_QUALITY: f32 = 88.0;
/// And when it has to change for the worse.
const FAIR_QUALITY: f32 = 66.0;
/// The smallest picture still worth sending.
const SMALLEST_EDGE: u32 = 96;
/// The share of the budget with which one is content.
const FULL: f64 = 0.985;
/// The share that is aimed at, in the middle of what is accepted.
const AIM: f64 = 0.9925;
/// After two encodes of the whole it is enough to have filled this share: nobody sees the rest.
const NEARLY_FULL: f64 = 0.97;
/// Encodes, a look included, before a result that fits is taken however full it is.
const FINE: u32 = 3;
/// Encodes of the whole at most.
const ENCODES: u32 = 8;

/// Makes the best JPEG of at most `max_bytes` and `max_edge`.
pub(crate) fn search(
    picture: &Picture,
    max_bytes: u64,
    max_edge: u32,
    colour: Colour,
    report: &mut Report<'_>,
) -> Result<Found, MediaError> {
    let top = match colour {
        Colour::Half => TOP_QUALITY,
        Colour::Full => TOP_QUALITY_SHARP,
    };
    let aim = max_bytes as f64 * AIM;
    let most = picture.edge().min(max_edge);
    report(Stage::Resize, 0.0)?;
    let mut stock = Stock::new(picture, good_edge(picture, aim).min(most), colour)?;
    let mut course = Course::new(aim);
    report(Stage::Encode, 0.0)?;

    // Much easier or much harder than most pictures.
    let weight = course.weight(&stock);
    let edge = if stock.weight(top) < weight {
        stock.edge_for(weight, GOOD_QUALITY).min(most)
    } else if stock.weight(LOW_QUALITY) > weight {
        stock
            .edge_for(weight, FAIR_QUALITY)
            .max(SMALLEST_EDGE.min(stock.edge))
    } else {
        stock.edge
    };
    if edge != stock.edge {
        stock = Stock::new(picture, edge, colour)?;
    }
    let between = (LOW_QUALITY, HIGHEST_QUALITY);
    let mut encodes = 0;
    if let Some(scale) = stock.look(course.setting(&stock, between).quality) {
        course.look(scale);
        encodes += 1;
    }

    let mut best: Option<Found> = None;
    let mut last = None;
    let mut smallest = u64::MAX;
    for attempt in 1..=ENCODES {
        report(Stage::Encode, (0.1 + 0.3 * attempt as f32).min(0.95))?;
        if stock.weight(LOW_QUALITY) > course.weight(&stock) {
            let edge = stock
                .edge_for(course.weight(&stock), FAIR_QUALITY)
                .min(stock.edge - 1);
            if edge < SMALLEST_EDGE.min(stock.edge) {
                break;
            }
            stock = Stock::new(picture, edge, colour)?;
            course.resized();
        }
        let setting = course.setting(&stock, between);
        let again = last.replace(setting) == Some(setting);
        if again && best.is_some() {
            break;
        }
        let bytes = stock.encode(setting);
        encodes += 1;
        let size = bytes.len() as u64;
        smallest = smallest.min(size);
        course.learn(&stock, setting, size as f64);
        let fits = size <= max_bytes;
        let wanted = if attempt == 1 { FULL } else { NEARLY_FULL };
        let full = size as f64 >= max_bytes as f64 * wanted
            || setting.quality > HIGHEST_QUALITY - QUALITY_STEP;
        let known = best.as_ref().map_or(0, |known| known.bytes.len());
        if fits && bytes.len() > known {
            best = Some(Found {
                bytes,
                width: stock.picture.width,
                height: stock.picture.height,
                encodes: 0,
            });
        }
        if fits && full || best.is_some() && encodes >= FINE {
            break;
        }
    }
    best.map(|best| Found { encodes, ..best })
        .ok_or(MediaError::CannotFit { best: smallest })
}

/// Qualities nearer to each other than this are alike.
const QUALITY_STEP: f32 = 0.05;

/// The edge that gives a picture of these proportions the best number of pixels for so many bytes.
fn good_edge(picture: &Picture, bytes: f64) -> u32 {
    let (width, height) = picture.full;
    let area = bytes * 8.0 / BITS_PER_PIXEL;
    let long = f64::from(width.max(height));
    ((area * long / f64::from(width.min(height))).sqrt() as u32).max(SMALLEST_EDGE)
}
