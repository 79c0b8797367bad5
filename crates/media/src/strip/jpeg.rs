//! Which JPEG segments stay.

use super::Parts;
use std::borrow::Cow;

use crate::container::jpeg::{
    APP0, APP1, APP2, APP14, EOI, EXIF, ICC, SOI, SOS, Segment, Segments,
};
use crate::{exif, icc};

/// JFIF 1.02: what its segment holds before a thumbnail.
const JFIF_LENGTH: usize = 14;
/// Adobe technical note 5116: identifier, version, flags, transform.
const ADOBE_LENGTH: usize = 12;

pub(super) fn parts(bytes: &[u8]) -> Option<Parts<'_>> {
    let mut parts = vec![Cow::from(&SOI[..])];
    let mut has_scan = false;
    let has_profile = has_profile(bytes);
    for segment in Segments::new(bytes) {
        if segment.marker == APP2 && !has_profile {
            continue;
        }
        has_scan |= segment.marker == SOS;
        parts.extend(keep(&segment));
    }
    parts.push(Cow::from(&EOI[..]));
    has_scan.then_some(parts)
}

/// Whether the segments that say so are a profile: all its numbered parts, each once (ICC.1:2022 annex B.4).
/// Whoever leaves such a profile aside when one is missing or stands there twice sees the same colours as before.
fn has_profile(bytes: &[u8]) -> bool {
    let parts = || {
        let segments = Segments::new(bytes).filter(|segment| segment.marker == APP2);
        segments.filter_map(|segment| segment.body.strip_prefix(ICC))
    };
    let count = parts().count();
    let mut seen = [false; u8::MAX as usize + 1];
    let (mut first, mut length) = (&[][..], 0);
    for part in parts() {
        let [number @ 1..=u8::MAX, of, data @ ..] = part else {
            return false;
        };
        if usize::from(*of) != count || number > of || seen[usize::from(*number)] {
            return false;
        }
        seen[usize::from(*number)] = true;
        if *number == 1 {
            first = data;
        }
        length += data.len();
    }
    icc::is_profile(first, length)
}

fn keep<'a>(segment: &Segment<'a>) -> Option<Cow<'a, [u8]>> {
    let body = segment.body;
    match segment.marker {
        APP0 if body.starts_with(b"JFIF\0") => {
            let mut header = body.get(..JFIF_LENGTH)?.to_vec();
            header[12..].fill(0); // the thumbnail's width and height
            Some(write(APP0, &header).into())
        }
        APP1 => {
            let orientation = exif::read(body.strip_prefix(EXIF)?).orientation;
            let tiff = (orientation != 1).then(|| exif::orientation_only(orientation))?;
            Some(write(APP1, &[EXIF, &tiff].concat()).into())
        }
        APP2 if body.starts_with(ICC) => Some(segment.raw.into()),
        APP14 if body.starts_with(b"Adobe") => Some(write(APP14, body.get(..ADOBE_LENGTH)?).into()),
        // Tables, frame headers, restart intervals, scans (T.81 table B.1).
        0xC0..=0xCF | 0xDA..=0xDF => Some(segment.raw.into()),
        _ => None,
    }
}

fn write(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap_or(u16::MAX);
    [&[0xFF, marker], &length.to_be_bytes()[..], body].concat()
}
