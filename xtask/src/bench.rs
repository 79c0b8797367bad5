//! `cargo xtask bench`: figures, each beside the goal it is held to.
//!
//! A bench is a function in a file of its own below `bench/` and a line in [`BENCHES`].

mod channels;
mod desk;
mod figure;
mod finding;
mod http;
mod mail;
mod media;
mod pages;
mod personal;
mod sizes;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::wasm::Quality;
use crate::{build, paths, progress};
pub(crate) use figure::{Figure, Goal};

/// What a bench may use.
pub(crate) struct Setting<'a> {
    /// The server, built for release.
    pub(crate) server: &'a Path,
    /// The site, compressed.
    pub(crate) site: &'a Path,
    /// A folder of somebody's pictures, to be measured instead of those that the bench makes.
    pub(crate) images: Option<&'a Path>,
    /// How many tickets the large desk of `finding` has.
    pub(crate) tickets: u32,
}

type Bench = fn(&Setting) -> Result<Vec<Figure>>;

/// Every bench, by the name it is asked for.
const BENCHES: &[(&str, Bench)] = &[
    ("sizes", sizes::measure),
    ("pages", pages::measure),
    ("finding", finding::measure),
    ("mail", mail::measure),
    ("channels", channels::measure),
    ("personal", personal::measure),
    (MEDIA, media::measure),
];

/// The one that needs no server.
const MEDIA: &str = "media";

/// Builds for release, runs the benches named (all when none is), prints and keeps the figures.
/// Returns whether every goal is met.
pub(crate) fn run(
    names: &[String],
    json: Option<&Path>,
    images: Option<&Path>,
    tickets: u32,
) -> Result<bool> {
    for name in names {
        let known: Vec<_> = BENCHES.iter().map(|(name, _)| *name).collect();
        ensure!(
            known.contains(&name.as_str()),
            "there is no bench {name}: there are {}",
            known.join(", ")
        );
    }
    let server = if names.iter().any(|name| name != MEDIA) || names.is_empty() {
        build::all(true)?
    } else {
        build::site(Quality::Smallest)?;
        PathBuf::new()
    };
    let setting = Setting {
        server: &server,
        site: &paths::site(),
        images,
        tickets,
    };
    let mut figures = Vec::new();
    let mut failed = false;
    for (name, bench) in BENCHES {
        if names.is_empty() || names.iter().any(|wanted| wanted == name) {
            match progress::timed("Measured", name, || bench(&setting)) {
                Ok(measured) => figures.extend(measured),
                // The others took minutes, and are worth telling.
                Err(error) => {
                    eprintln!("{name} could not be measured: {error:#}");
                    failed = true;
                }
            }
        }
    }
    print!("{}", figure::table(&figures));
    ensure!(!failed, "not all of it could be measured");
    if let Some(file) = json {
        fs::write(file, serde_json::to_vec_pretty(&figures)?)
            .with_context(|| format!("cannot write {}", file.display()))?;
    }
    Ok(figures.iter().all(Figure::is_met))
}
