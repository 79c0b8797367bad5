//! Pictures made small: our worker beside what others use, in one Chromium, and our native way beside
//! vipsthumbnail. Which figures are to be beaten is in [`goals`], what was seen in [`table`].
//!
//! The browser's part is `end2end/bench/`, the pictures and their scores `media`'s example `bench_media`.

mod goals;
mod native;
mod run;
mod table;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::{Figure, Setting};
use native::Native;
pub(super) use run::Row;

/// Bytes that every picture is brought under: those of an MMS, the smallest of any channel.
const BUDGET: u64 = 600_000;

/// Everything that was seen of one picture.
pub(super) struct Picture {
    pub(super) name: String,
    pub(super) bytes: u64,
    /// Pixels, upright; none for what the browser cannot read, and what moves.
    pub(super) size: Option<(u32, u32)>,
    /// What each made of it, in the browser and natively.
    pub(super) rows: Vec<Row>,
}

/// Measures.
pub(super) fn measure(setting: &Setting) -> Result<Vec<Figure>> {
    let native = Native::build()?;
    let folder = tempfile::tempdir()?;
    let made = folder.path().join("images");
    let images = match setting.images {
        Some(images) => images
            .canonicalize()
            .with_context(|| format!("no folder {}", images.display()))?,
        None => {
            fs::create_dir(&made)?;
            native.make(&made)?;
            made
        }
    };
    let out = folder.path().join("out");
    fs::create_dir(&out)?;
    let mut pictures = pictures(&images)?;
    ensure!(
        !pictures.is_empty(),
        "there is no picture in {}",
        images.display()
    );
    for picture in &mut pictures {
        picture.rows = native.fit(&images, &out, &picture.name)?;
    }
    let browser = run::run(setting, folder.path(), &images, &out, &mut pictures)?;
    for picture in &mut pictures {
        native.score(&out, picture)?;
    }
    print!("{}", table::table(&pictures, &browser));
    let mut figures = goals::figures(setting, &pictures)?;
    figures.extend(table::details(&pictures));
    Ok(figures)
}

/// The files of a folder that are pictures by their names, in order.
fn pictures(images: &Path) -> Result<Vec<Picture>> {
    const KNOWN: [&str; 11] = [
        "jpg", "jpeg", "png", "gif", "webp", "avif", "bmp", "tif", "tiff", "heic", "heif",
    ];
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(images)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let extension = name.rsplit_once('.').map(|(_, extension)| extension);
        let known = extension.is_some_and(|it| KNOWN.contains(&it.to_lowercase().as_str()));
        if known && entry.metadata()?.is_file() {
            found.insert(name, entry.metadata()?.len());
        }
    }
    let pictures = found.into_iter().map(|(name, bytes)| Picture {
        name,
        bytes,
        size: None,
        rows: Vec::new(),
    });
    Ok(pictures.collect())
}

impl Picture {
    /// A photo, which is what quality and time are held to goals on.
    pub(super) fn is_photo(&self) -> bool {
        let name = self.name.to_lowercase();
        (name.ends_with(".jpg") || name.ends_with(".jpeg"))
            && !self.is_turned()
            && self.megapixels() > 2.0
    }

    /// One of the eight ways to hold a camera: it must come out upright, and is measured for nothing else.
    pub(super) fn is_turned(&self) -> bool {
        self.name.starts_with("turned-")
    }

    /// Millions of pixels.
    pub(super) fn megapixels(&self) -> f64 {
        self.size.map_or(0.0, |(width, height)| {
            f64::from(width) * f64::from(height) / 1e6
        })
    }

    /// What that tool made of it.
    pub(super) fn of(&self, tool: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.tool == tool)
    }
}
