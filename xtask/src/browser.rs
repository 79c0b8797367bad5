//! The browser of the tests: one that is installed, Debian's Chromium, or Playwright's own.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::{apt, process, progress};

/// Names the browser for Playwright's configuration, and for us when set from outside.
pub(crate) const VARIABLE: &str = "CHROMIUM_PATH";

const NAMES: &[&str] = &[
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

const MAC: &[&str] = &[
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/// Finds or fetches a Chromium; `None` means that Playwright has its own.
pub(crate) fn ensure(end2end: &Path) -> Result<Option<PathBuf>> {
    if let Some(found) = installed() {
        return Ok(Some(found));
    }
    let refused = match apt::install(&["chromium"]) {
        Ok(()) => {
            return Ok(Some(
                installed().context("Debian's chromium is not on the PATH")?,
            ));
        }
        Err(refused) => refused,
    };
    progress::say("Fetching", "Playwright's own Chromium");
    process::run(
        Command::new(end2end.join("node_modules/.bin/playwright"))
            .args(["install", "chromium"])
            .current_dir(end2end),
    )
    .with_context(|| format!("no Chromium, set {VARIABLE} to one ({refused:#})"))?;
    Ok(None)
}

fn installed() -> Option<PathBuf> {
    env::var_os(VARIABLE)
        .map(PathBuf::from)
        .or_else(|| NAMES.iter().find_map(|name| process::on_path(name)))
        .or_else(|| MAC.iter().map(PathBuf::from).find(|file| file.is_file()))
}
