//! What makes a release smaller where there is Node: `wasm-opt` for the wasm, `esbuild` for the
//! JavaScript around it. Where there is none, the pages work as well and are some percent larger.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::{node, paths, process, progress};

/// An npm package with a program; the versions are those of `end2end/package.json`.
struct Tool {
    package: &'static str,
    version: &'static str,
    program: &'static str,
}

/// `wasm-opt`. Debian's is too old for what today's compiler emits.
const BINARYEN: Tool = Tool {
    package: "binaryen",
    version: "132.0.0",
    program: "node_modules/binaryen/bin/wasm-opt",
};

/// A minifier of JavaScript that renames what nobody outside sees.
const ESBUILD: Tool = Tool {
    package: "esbuild",
    version: "0.28.2",
    program: "node_modules/esbuild/bin/esbuild",
};

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

/// The tools, looked for (and fetched) when they are first needed.
#[derive(Default)]
pub(crate) struct Optimizer(OnceLock<Option<Found>>);

struct Found {
    wasm_opt: PathBuf,
    esbuild: PathBuf,
}

impl Optimizer {
    /// Names the tools in stamps.
    pub(crate) fn id() -> String {
        [BINARYEN, ESBUILD].map(|tool| tool.id()).join(" ")
    }

    /// Whether they can be had.
    pub(crate) fn available(&self) -> bool {
        self.found().is_some()
    }

    /// Shrinks a module and its JavaScript in place; `false` when there is nothing to do it with.
    pub(crate) fn shrink(&self, wasm: &Path, glue: &Path, effort: Effort) -> Result<bool> {
        let Some(Found { wasm_opt, esbuild }) = self.found() else {
            return Ok(false);
        };
        let level: &[&str] = match effort {
            // Another shape of the control flow: a hundredth smaller on the wire.
            Effort::Size => &["--flatten", "--rereloop", "-Oz", "-Oz"],
            Effort::Speed => &["-O3", "--enable-simd"],
        };
        in_place(wasm, |smaller| {
            let mut command = Command::new("node");
            command.arg(wasm_opt).args(level).args(FEATURES);
            command.args([wasm.as_os_str(), OsStr::new("-o"), smaller.as_os_str()]);
            command
        })?;
        in_place(glue, |smaller| {
            let mut command = Command::new(esbuild);
            command.args([
                "--minify",
                "--tree-shaking=true",
                "--format=esm",
                "--target=es2022",
            ]);
            command.arg("--log-level=warning").arg(glue);
            command.arg(format!("--outfile={}", smaller.display()));
            command
        })?;
        Ok(true)
    }

    fn found(&self) -> Option<&Found> {
        let find = || match Found::find() {
            Ok(found) => Some(found),
            Err(error) => {
                progress::note(&format!(
                    "nothing to optimise with, so the pages' files are some percent larger: {error:#}"
                ));
                None
            }
        };
        self.0.get_or_init(find).as_ref()
    }
}

fn in_place(file: &Path, command: impl FnOnce(&Path) -> Command) -> Result<()> {
    let smaller = file.with_extension("smaller");
    process::run_quietly(&mut command(&smaller), Duration::from_secs(900))?;
    fs::rename(&smaller, file)?;
    Ok(())
}

impl Found {
    fn find() -> Result<Self> {
        node::version().context("Node is not installed")?;
        Ok(Self {
            wasm_opt: BINARYEN.fetched()?,
            esbuild: ESBUILD.fetched()?,
        })
    }
}

impl Tool {
    fn id(&self) -> String {
        format!("{}-{}", self.package, self.version)
    }

    fn fetched(&self) -> Result<PathBuf> {
        // The browser tests' lock file names it too.
        let locked = paths::end2end().join(self.program);
        if locked.is_file() {
            return Ok(locked);
        }
        let folder = paths::cache().join(self.id());
        let program = folder.join(self.program);
        if !program.is_file() {
            fs::create_dir_all(&folder)?;
            progress::say("Fetching", &format!("npm's {}", self.package));
            process::run_quietly(
                Command::new("npm")
                    .args(["install", "--no-audit", "--no-fund", "--ignore-scripts"])
                    .args(["--fetch-retries=1", "--fetch-timeout=30000", "--prefix"])
                    .arg(&folder)
                    .arg(format!("{}@{}", self.package, self.version)),
                Duration::from_secs(300),
            )?;
            ensure!(program.is_file(), "{} has no {}", self.id(), self.program);
        }
        Ok(program)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_version_is_named_everywhere() {
        let locked = fs::read_to_string(paths::end2end().join("package.json")).unwrap_or_default();
        for Tool {
            package, version, ..
        } in [BINARYEN, ESBUILD]
        {
            let wanted = format!("\"{package}\": \"{version}\"");
            assert!(locked.contains(&wanted), "end2end names another {package}");
        }
    }
}
