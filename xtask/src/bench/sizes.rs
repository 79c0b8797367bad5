//! Bytes over the wire: each file a browser fetches, compressed, and what a page comes to.

use std::fs;

use anyhow::{Context, Result};

use crate::assets::{self, Manifest};
use crate::compress;

use super::{Figure, Goal, Setting};

/// What is fetched together, and how much that may be.
const BUDGETS: &[(&str, &[&str], f64)] = &[
    (
        "inbox, in all",
        &["inbox.wasm", "inbox.js", "inbox.css"],
        260_000.0,
    ),
    (
        "widget, in all",
        &["widget-page.wasm", "widget-page.js", "widget.css"],
        117_000.0,
    ),
    (
        "image worker, in all",
        &[
            "image-worker.wasm",
            "image-worker-glue.js",
            "image-worker-engine.js",
            "image-worker.js",
        ],
        250_000.0,
    ),
];

/// What the loader may weigh on somebody else's page.
const LOADER: f64 = 2048.0;

/// Measures every file of the site.
pub(super) fn measure(setting: &Setting) -> Result<Vec<Figure>> {
    let manifest = assets::manifest()?;
    let mut figures = Vec::new();
    for logical in manifest.keys() {
        figures.push(bytes(logical, sent(setting, &manifest, logical)?, None));
    }
    for (name, files, limit) in BUDGETS {
        let mut sum = 0;
        for file in *files {
            sum += sent(setting, &manifest, file)?;
        }
        figures.push(bytes(name, sum, Some(Goal::AtMost(*limit))));
    }
    let loader = fs::read(setting.site.join("widget.js")).context("public/widget.js")?;
    let loader = compress::brotli(&loader)?.len();
    figures.push(bytes(
        "widget.js, the loader",
        loader,
        Some(Goal::AtMost(LOADER)),
    ));
    let server = fs::metadata(setting.server).context("the server")?.len();
    figures.push(bytes(
        "attache, the whole server",
        usize::try_from(server)?,
        None,
    ));
    Ok(figures)
}

pub(super) fn sent(setting: &Setting, manifest: &Manifest, logical: &str) -> Result<usize> {
    let name = manifest
        .get(logical)
        .with_context(|| format!("the manifest has no {logical}"))?;
    let file = setting.site.join("pkg").join(name);
    let twin = compress::twin(&file, "br");
    // What is too small to be compressed goes as it is.
    let sent = if twin.exists() { twin } else { file };
    let length = fs::metadata(&sent).with_context(|| sent.display().to_string())?;
    Ok(usize::try_from(length.len())?)
}

fn bytes(name: &str, value: usize, goal: Option<Goal>) -> Figure {
    Figure {
        name: name.to_owned(),
        value: value as f64,
        unit: "bytes",
        goal,
        is_detail: false,
    }
}
