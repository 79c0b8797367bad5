//! The compressed twins of a file: `.br` and `.gz` beside it, where they are smaller.

use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Result;
use brotli::CompressorWriter;
use flate2::Compression;
use flate2::write::GzEncoder;

/// Kinds that compress; pictures and fonts already are.
const KINDS: &[&str] = &[
    "css",
    "html",
    "ico",
    "js",
    "json",
    "svg",
    "txt",
    "wasm",
    "webmanifest",
];

/// Below this a packet is a packet.
const WORTHWHILE: usize = 512;

/// The names a compressed file may have.
pub(crate) const TWINS: &[&str] = &["br", "gz"];

/// Writes a file's twins where they are missing: a file that changed has none, see `assets`.
pub(crate) fn twins(file: &Path) -> Result<()> {
    let kind = file
        .extension()
        .and_then(|kind| kind.to_str())
        .unwrap_or("");
    let plain = fs::read(file)?;
    if !KINDS.contains(&kind) || plain.len() < WORTHWHILE {
        return Ok(());
    }
    for (ending, squeeze) in [("br", brotli as fn(&[u8]) -> Result<Vec<u8>>), ("gz", gzip)] {
        let twin = twin(file, ending);
        if !twin.exists() {
            let small = squeeze(&plain)?;
            if small.len() < plain.len() {
                fs::write(twin, small)?;
            }
        }
    }
    Ok(())
}

/// `app.js` → `app.js.br`.
pub(crate) fn twin(file: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(".");
    name.push(ending);
    name.into()
}

/// Brotli as tight as it gets: done once for each build, fetched by everyone.
pub(crate) fn brotli(plain: &[u8]) -> Result<Vec<u8>> {
    let mut writer = CompressorWriter::new(Vec::new(), 4096, 11, 24);
    writer.write_all(plain)?;
    Ok(writer.into_inner())
}

fn gzip(plain: &[u8]) -> Result<Vec<u8>> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::best());
    writer.write_all(plain)?;
    Ok(writer.finish()?)
}
