//! Node and npm: needed by the browser tests, useful for `wasm-opt`, never needed by the demo.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::{apt, process, progress};

/// The oldest major version that Playwright runs on.
const OLDEST: u32 = 20;

/// The major version of Node, where npm is there as well.
pub(crate) fn version() -> Option<u32> {
    process::on_path("npm")?;
    let said = process::output(Command::new("node").arg("--version")).ok()?;
    said.strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// Makes sure of a Node that is new enough.
pub(crate) fn ensure() -> Result<()> {
    if version().is_none() {
        progress::say("Fetching", "Node from Debian");
        apt::install(&["nodejs", "npm"])
            .with_context(|| format!("the browser tests need Node {OLDEST} or newer, with npm"))?;
    }
    match version() {
        Some(found) if found >= OLDEST => Ok(()),
        Some(found) => bail!("Node {found} is too old: install {OLDEST} or newer, with npm"),
        None => bail!("install Node {OLDEST} or newer, with npm"),
    }
}

/// Fetches what a folder's lock file names, unless that is what is there; for what a build can do
/// without. Programs of the packages are not run.
pub(crate) fn fetch(folder: &Path) -> Result<()> {
    if is_installed(folder)? {
        return Ok(());
    }
    version().context("Node is not installed")?;
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    progress::say("Fetching", &format!("the {name}'s packages from npm"));
    process::run_quietly(
        Command::new("npm")
            .args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"])
            .args(["--fetch-retries=1", "--fetch-timeout=30000"])
            .current_dir(folder),
        Duration::from_secs(300),
    )
}

fn is_installed(folder: &Path) -> Result<bool> {
    let changed = |file: &str| fs::metadata(folder.join(file)).and_then(|data| data.modified());
    let wanted = changed("package-lock.json")
        .with_context(|| format!("{} has no package-lock.json", folder.display()))?;
    Ok(changed("node_modules/.package-lock.json").is_ok_and(|installed| installed >= wanted))
}

/// Installs what a folder's lock file names, unless that is what is there.
pub(crate) fn install(folder: &Path) -> Result<()> {
    if is_installed(folder)? {
        return Ok(());
    }
    progress::timed("Installed", "what the browser tests need from npm", || {
        process::run(
            Command::new("npm")
                .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
                // The browser is our concern, see `browser`.
                .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
                .current_dir(folder),
        )
    })
}
