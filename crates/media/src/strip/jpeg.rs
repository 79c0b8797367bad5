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
    let profile = profile(bytes);
    for segment in Segments::new(bytes) {
        if segment.marker == APP2 && !profile.contains(&segment.raw.as_ptr()) {
            continue;
        }
        has_scan |= segment.marker == SOS;
        parts.extend(keep(&segment));
    }
    parts.push(Cow::from(&EOI[..]));
    has_scan.then_some(parts)
}

/// The segments of the picture's profile: its numbered parts (ICC.1:2022 annex B.4), of each number the first, as
/// browsers take it. Where one is missing there is none, and the colours are what they were before.
fn profile(bytes: &[u8]) -> Vec<*const u8> {
    let segments = Segments::new(bytes).filter(|segment| segment.marker == APP2);
    let bodies: Vec<(&[u8], *const u8)> = segments
        .filter_map(|segment| Some((segment.body.strip_prefix(ICC)?, segment.raw.as_ptr())))
        .collect();
    let of = bodies.first().and_then(|(body, _)| body.get(1).copied());
    let numbered = |number: u8| {
        let first = bodies
            .iter()
            .find(|(body, _)| body.first() == Some(&number) && body.get(1).copied() == of);
        first.copied()
    };
    let parts: Option<Vec<_>> = (1..=of.unwrap_or(0)).map(numbered).collect();
    let parts = parts.unwrap_or_default();
    let head = parts.first().map_or(&[][..], |(body, _)| &body[2..]);
    let length = parts.iter().map(|(body, _)| body.len() - 2).sum();
    if icc::is_profile(head, length) {
        parts.into_iter().map(|(_, raw)| raw).collect()
    } else {
        Vec::new()
    }
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
