//! The part in the browser: bundled, started, and what it saw.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::json;

use crate::{assets, browser, node, paths, process};

use super::super::Setting;
use super::{BUDGET, Picture};

/// One tool on one picture.
pub(in super::super) struct Row {
    pub(super) tool: String,
    /// Name of the file that came out.
    pub(super) file: String,
    /// From file to file, the middle of [`Row::runs`].
    pub(super) ms: Option<f64>,
    pub(super) runs: u32,
    pub(super) bytes: Option<u64>,
    /// What the browser reads from it.
    pub(super) size: Option<(u32, u32)>,
    pub(super) encodes: Option<u32>,
    /// Bytes of linear memory.
    pub(super) memory: Option<u64>,
    /// The longest that the page's thread was held, in ms.
    pub(super) blocked: Option<f64>,
    /// SSIMULACRA2 against the original at its size, and both at 1600 pixels.
    pub(super) full: Option<f64>,
    pub(super) small: Option<f64>,
    pub(super) error: Option<String>,
}

impl Row {
    /// What was made without a browser.
    pub(super) fn native(
        tool: &str,
        file: String,
        ms: Option<f64>,
        bytes: Option<u64>,
        error: Option<String>,
    ) -> Self {
        Self {
            tool: tool.to_owned(),
            file,
            ms,
            runs: 3,
            bytes,
            size: None,
            encodes: None,
            memory: None,
            blocked: None,
            full: None,
            small: None,
            error,
        }
    }

    /// There is a file, and it is no larger than it may be.
    pub(super) fn is_met(&self) -> bool {
        self.error.is_none() && self.bytes.is_some_and(|bytes| bytes <= BUDGET)
    }
}

/// What the harness writes: `end2end/bench/media.ts`.
#[derive(Deserialize)]
struct Seen {
    browser: String,
    sizes: HashMap<String, Option<(u32, u32)>>,
    looked: HashMap<String, Option<(u32, u32)>>,
    rows: Vec<SeenRow>,
}

#[derive(Deserialize)]
struct SeenRow {
    image: String,
    tool: String,
    file: String,
    runs: u32,
    blocked: f64,
    outcome: Outcome,
}

#[derive(Deserialize)]
struct Outcome {
    ms: f64,
    bytes: u64,
    encodes: Option<u32>,
    memory: Option<f64>,
    error: Option<String>,
}

/// Runs every tool on every picture, adds what came out, and tells the browser's version.
pub(super) fn run(
    setting: &Setting,
    folder: &Path,
    images: &Path,
    out: &Path,
    pictures: &mut [Picture],
) -> Result<String> {
    let end2end = paths::end2end();
    node::ensure()?;
    node::install(&end2end)?;
    let chromium = browser::ensure(&end2end)?;
    let bundle = bundle(&end2end)?;

    let native = pictures.iter().flat_map(|picture| &picture.rows);
    let native: Vec<_> = native
        .filter(|row| row.error.is_none())
        .map(|row| &row.file)
        .collect();
    let manifest = assets::manifest()?;
    let result = folder.join("result.json");
    let order = json!({
        "chromium": chromium,
        "images": images,
        "out": out,
        "site": setting.site,
        "worker": manifest.get("image-worker.js").context("no image-worker.js")?,
        "bundle": bundle,
        "modules": end2end.join("node_modules"),
        "budget": BUDGET,
        "native": native,
        "result": result,
    });
    let told = folder.join("order.json");
    fs::write(&told, order.to_string())?;
    process::run(
        Command::new("node")
            .arg(bundle.join("media.mjs"))
            .arg(&told)
            .current_dir(&end2end),
    )?;
    let seen: Seen = serde_json::from_slice(&fs::read(&result)?)?;
    let version = seen.browser.clone();
    add(seen, pictures);
    Ok(version)
}

/// Makes JavaScript of the harness, in a place from which its packages are found.
fn bundle(end2end: &Path) -> Result<std::path::PathBuf> {
    let folder = end2end.join("node_modules/.cache/attache-bench");
    fs::create_dir_all(&folder)?;
    let esbuild = |arguments: &[&str]| {
        let mut esbuild = Command::new(end2end.join("node_modules/.bin/esbuild"));
        esbuild.current_dir(end2end).args(arguments);
        process::run(esbuild.args(["--bundle", "--format=esm", "--log-level=error"]))
    };
    let target = |name: &str| format!("{}{name}", folder.display());
    esbuild(&[
        "bench/media.ts",
        "--platform=node",
        "--external:@playwright/test",
        &format!("--outfile={}", target("/media.mjs")),
    ])?;
    esbuild(&[
        "bench/page.ts",
        "bench/peers.ts",
        &format!("--outdir={}", target("")),
    ])?;
    Ok(folder)
}

fn add(seen: Seen, pictures: &mut [Picture]) {
    let Seen {
        sizes,
        looked,
        rows,
        ..
    } = seen;
    let size_of = |file: &str| looked.get(file).copied().flatten();
    for picture in pictures.iter_mut() {
        picture.size = sizes.get(&picture.name).copied().flatten();
        for row in &mut picture.rows {
            row.size = size_of(&row.file);
        }
    }
    for row in rows {
        let Some(picture) = pictures.iter_mut().find(|it| it.name == row.image) else {
            continue;
        };
        let made = row.outcome.error.is_none();
        // The browser's tools first, as they came.
        let natives = picture.rows.iter().filter(|it| it.is_native()).count();
        let place = picture.rows.len() - natives;
        let new = Row {
            size: size_of(&row.file),
            tool: row.tool,
            file: row.file,
            ms: made.then_some(row.outcome.ms),
            runs: row.runs,
            bytes: made.then_some(row.outcome.bytes),
            encodes: row.outcome.encodes,
            memory: row.outcome.memory.map(|bytes| bytes as u64),
            blocked: Some(row.blocked),
            full: None,
            small: None,
            error: row.outcome.error,
        };
        picture.rows.insert(place, new);
    }
}

impl Row {
    fn is_native(&self) -> bool {
        self.tool == "attache, native" || self.tool == "vipsthumbnail"
    }
}
