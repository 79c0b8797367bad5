//! A poster for a film, by the owner's own ffmpeg: a frame of its beginning.

use crate::{Desk, Result, pool::Place};
use std::{ffi::OsString, path::Path};

/// The container's name at ffmpeg, by our sniffed type. It is told, not guessed: ffmpeg knows
/// formats that are lists of other files, and would open those.
fn demuxer(mime: &str) -> Option<&'static str> {
    Some(match mime {
        "video/mp4" | "video/quicktime" | "video/3gpp" => "mov",
        "video/webm" | "video/x-matroska" => "matroska",
        "video/x-msvideo" => "avi",
        _ => return None,
    })
}

/// One frame as a PNG, at most so wide; none where ffmpeg cannot make one.
pub(super) async fn frame(
    desk: &Desk,
    place: Place<'_>,
    sha256: &str,
    mime: &str,
) -> Result<Option<Vec<u8>>> {
    let (Some(ffmpeg), Some(format)) = (desk.ingest().ffmpeg.as_deref(), demuxer(mime)) else {
        return Ok(None);
    };
    // By its path: where a film's table of contents is at its end, a pipe would not do.
    let file = desk.blobs().file(sha256)?;
    let png = place.program(ffmpeg, &arguments(format, &file)).await?;
    Ok(png.filter(|png| media::sniff(png).picture().is_some()))
}

fn arguments(format: &str, file: &Path) -> Vec<OsString> {
    let mut address = OsString::from("file:");
    address.push(file);
    let before =
        "-nostdin -hide_banner -loglevel error -protocol_whitelist file,pipe -threads 1 -f";
    // The most telling of the first frames; a first frame is often black.
    let after = "-map 0:v:0 -frames:v 1 -vf thumbnail=24,scale='min(1280,iw)':-2 \
                 -threads 1 -c:v png -f image2pipe -protocol_whitelist pipe pipe:1";
    let words = |text: &'static str| text.split_ascii_whitespace().map(OsString::from);
    words(before)
        .chain([format.into(), "-i".into(), address])
        .chain(words(after))
        .collect()
}
