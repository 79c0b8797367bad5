//! `wasm-opt`, from npm's `binaryen`: pages some percent smaller where there is Node.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::{node, paths, process, progress};

/// Debian's is too old for what today's compiler emits. The same as in `end2end/package.json`.
const VERSION: &str = "132.0.0";

/// What rustc emits by default since 1.82, and `wasm-opt` must be told.
const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// What a module is optimised for.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Effort {
    /// Bytes over the wire.
    Size,
    /// Time to work on a picture.
    Speed,
}

/// The tool, looked for (and fetched) when it is first needed.
#[derive(Default)]
pub(crate) struct Optimizer(OnceLock<Option<PathBuf>>);

impl Optimizer {
    /// Names the tool in stamps.
    pub(crate) const ID: &str = "binaryen-132.0.0";

    /// Whether there is a `wasm-opt`.
    pub(crate) fn available(&self) -> bool {
        self.tool().is_some()
    }

    /// Shrinks a file in place; `false` when there is no tool to do it.
    pub(crate) fn shrink(&self, wasm: &Path, effort: Effort) -> Result<bool> {
        let Some(tool) = self.tool() else {
            return Ok(false);
        };
        let smaller = wasm.with_extension("opt");
        let level: &[&str] = match effort {
            Effort::Size => &["-Oz"],
            Effort::Speed => &["-O3", "--enable-simd"],
        };
        process::run_quietly(
            Command::new("node")
                .arg(tool)
                .args(level)
                .args(FEATURES)
                .args([wasm.as_os_str(), OsStr::new("-o"), smaller.as_os_str()]),
            Duration::from_secs(900),
        )?;
        fs::rename(&smaller, wasm)?;
        Ok(true)
    }

    fn tool(&self) -> Option<&Path> {
        let find = || match fetched() {
            Ok(tool) => Some(tool),
            Err(error) => {
                progress::note(&format!(
                    "no wasm-opt, so the pages' files are some percent larger: {error:#}"
                ));
                None
            }
        };
        self.0.get_or_init(find).as_deref()
    }
}

fn fetched() -> Result<PathBuf> {
    node::version().context("Node is not installed")?;
    let file = Path::new("node_modules/binaryen/bin/wasm-opt");
    // The browser tests' lock file names it too.
    let locked = paths::end2end().join(file);
    if locked.is_file() {
        return Ok(locked);
    }
    let folder = paths::cache().join(Optimizer::ID);
    let tool = folder.join(file);
    if !tool.is_file() {
        fs::create_dir_all(&folder)?;
        progress::say("Fetching", "wasm-opt (npm's binaryen)");
        process::run_quietly(
            Command::new("npm")
                .args(["install", "--no-audit", "--no-fund", "--ignore-scripts"])
                .args(["--fetch-retries=1", "--fetch-timeout=30000", "--prefix"])
                .arg(&folder)
                .arg(format!("binaryen@{VERSION}")),
            Duration::from_secs(300),
        )?;
        ensure!(tool.is_file(), "binaryen {VERSION} has no wasm-opt");
    }
    Ok(tool)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_version_is_named_everywhere() {
        assert_eq!(Optimizer::ID, format!("binaryen-{VERSION}"));
        let locked = fs::read_to_string(paths::end2end().join("package.json")).unwrap_or_default();
        let wanted = format!("\"binaryen\": \"{VERSION}\"");
        assert!(locked.contains(&wanted), "end2end names another version");
    }
}
