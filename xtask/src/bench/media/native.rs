//! What is done without a browser: the set of pictures, our own way, vipsthumbnail, scores.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::{apt, paths, process, progress};

use super::{Picture, Row};

/// The tools.
pub(super) struct Native {
    tool: PathBuf,
    vips: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Fitted {
    ms: Option<f64>,
    bytes: Option<u64>,
    encodes: Option<u32>,
    error: Option<String>,
}

impl Native {
    /// Builds ours and finds the other.
    pub(super) fn build() -> Result<Self> {
        let mut cargo = process::cargo();
        cargo.args(["build", "--release", "--package", "media"]);
        process::run(cargo.args(["--example", "bench_media"]))?;
        let found = || process::on_path("vipsthumbnail");
        let vips = found().or_else(|| match apt::install(&["libvips-tools"]) {
            Ok(()) => found(),
            Err(refused) => {
                progress::say("Leaving out", &format!("vipsthumbnail: {refused:#}"));
                None
            }
        });
        Ok(Self {
            tool: paths::target().join("release/examples/bench_media"),
            vips,
        })
    }

    /// Writes the set.
    pub(super) fn make(&self, folder: &Path) -> Result<()> {
        progress::timed("Painted", "the set", || {
            process::run(Command::new(&self.tool).arg("make").arg(folder))
        })
    }

    /// Fits a picture, and has vipsthumbnail make one of it.
    pub(super) fn fit(&self, images: &Path, out: &Path, name: &str) -> Result<Vec<Row>> {
        if name.starts_with("turned-") {
            return Ok(Vec::new());
        }
        let file = images.join(name);
        let target = format!("{name}.native");
        let mut fit = Command::new(&self.tool);
        let said = process::output(fit.arg("fit").arg(&file).arg(out.join(&target)))?;
        let fitted: Fitted = serde_json::from_str(&said).context("what bench_media says")?;
        let ours = Row::native(
            "attache, native",
            target,
            fitted.ms,
            fitted.bytes,
            fitted.error,
        );
        let mut rows = vec![Row {
            encodes: fitted.encodes,
            ..ours
        }];
        if let Some(vips) = &self.vips {
            rows.push(thumbnail(vips, &file, out, name)?);
        }
        Ok(rows)
    }

    /// Scores every outcome that the browser could read.
    pub(super) fn score(&self, out: &Path, picture: &mut Picture) -> Result<()> {
        let raw = |name: &str| out.join(format!("{name}.raw"));
        let original = raw(&picture.name);
        let scored: Vec<_> = picture
            .rows
            .iter_mut()
            .filter(|row| row.size.is_some())
            .collect();
        if picture.size.is_none() || scored.is_empty() {
            return Ok(());
        }
        let mut score = Command::new(&self.tool);
        score.arg("score").arg(&original);
        score.args(scored.iter().map(|row| raw(&row.file)));
        let said = process::output(&mut score)?;
        for (row, line) in scored.into_iter().zip(said.lines()) {
            let (full, small) = line.split_once(' ').context("two scores")?;
            (row.full, row.small) = (full.parse().ok(), small.parse().ok());
            // Nobody looks at them again.
            let _ = fs::remove_file(raw(&row.file));
        }
        let _ = fs::remove_file(original);
        Ok(())
    }
}

/// One encode, no budget: the floor of what a machine can do. The middle of three.
fn thumbnail(vips: &Path, file: &Path, out: &Path, name: &str) -> Result<Row> {
    let target = format!("{name}.vips");
    let made = out.join(format!("{name}.vips.jpg"));
    let mut millis = Vec::new();
    for _ in 0..3 {
        let mut command = Command::new(vips);
        command.arg(file).args(["--size", "2048x2048>", "-o"]);
        command.arg(format!("{}[Q=80,strip]", made.display()));
        let start = Instant::now();
        if let Err(refused) = process::output(&mut command) {
            let why = format!("{refused:#}")
                .lines()
                .next_back()
                .map(str::to_owned);
            return Ok(Row::native("vipsthumbnail", target, None, None, why));
        }
        millis.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    millis.sort_by(f64::total_cmp);
    fs::rename(&made, out.join(&target))?;
    let bytes = fs::metadata(out.join(&target))?.len();
    let ms = millis.get(1).copied();
    Ok(Row::native("vipsthumbnail", target, ms, Some(bytes), None))
}
