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
    fetch_by(Command::new("npm"), folder)
}

/// All that the lock file names, or nothing: what npm leaves when it fails half way (no line, no
/// place on the disk) may look finished to the next build.
fn fetch_by(mut npm: Command, folder: &Path) -> Result<()> {
    let outcome = process::run_quietly(
        npm.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"])
            .args(["--fetch-retries=1", "--fetch-timeout=30000"])
            .current_dir(folder),
        Duration::from_secs(300),
    );
    if outcome.is_err() {
        forget(folder);
    }
    outcome
}

/// Removes what was fetched, so that the next build fetches it again.
pub(crate) fn forget(folder: &Path) {
    // The file by which `is_installed` tells goes first: the rest is large, and this may be ended.
    let _ = fs::remove_file(folder.join(INSTALLED));
    let _ = fs::remove_dir_all(folder.join("node_modules"));
}

/// npm writes this last.
const INSTALLED: &str = "node_modules/.package-lock.json";

fn is_installed(folder: &Path) -> Result<bool> {
    let changed = |file: &str| fs::metadata(folder.join(file)).and_then(|data| data.modified());
    let wanted = changed("package-lock.json")
        .with_context(|| format!("{} has no package-lock.json", folder.display()))?;
    Ok(changed(INSTALLED).is_ok_and(|installed| installed >= wanted))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_fetch_that_fails_half_way_leaves_nothing_and_is_tried_again() -> Result<()> {
        let folder = tempfile::tempdir()?;
        fs::write(folder.path().join("package-lock.json"), "{}")?;
        // Stands in for npm: lays files and even the mark of what is finished, then says what is given.
        let npm = |says: &str| {
            let mut npm = Command::new("sh");
            npm.arg("-c").arg(format!(
                "mkdir -p node_modules/one && echo half >node_modules/one/file && \
                 echo '{{}}' >{INSTALLED} && echo ENOSPC >&2 && {says}"
            ));
            npm
        };
        let error = fetch_by(npm("exit 228"), folder.path()).unwrap_err();
        assert!(error.to_string().contains("ENOSPC"), "{error}");
        assert!(!folder.path().join("node_modules").exists());
        assert!(!is_installed(folder.path())?, "the next build tries again");

        fetch_by(npm("exit 0"), folder.path())?;
        assert!(is_installed(folder.path())?);
        Ok(())
    }
}
