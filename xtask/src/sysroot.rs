//! A standard library for wasm32, built once from the sources Debian ships beside its compiler.
//!
//! It lies in the machine's cache, keyed by the compiler's version, so that a clean clone finds it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::toolchain::TARGET;
use crate::{apt, paths, process, progress};

const RUSTC: &str = "/usr/bin/rustc";
const CARGO: &str = "/usr/bin/cargo";

/// The oldest compiler that builds this workspace, as its `rust-version` says.
const OLDEST: &str = env!("CARGO_PKG_RUST_VERSION");

/// A compiler and the folder with its standard library for wasm.
pub(crate) struct Sysroot {
    pub(crate) rustc: PathBuf,
    pub(crate) folder: PathBuf,
}

/// The one made earlier, if the compiler is still the same.
pub(crate) fn made() -> Option<Sysroot> {
    let folder = folder_for(&version()?);
    folder.is_dir().then(|| Sysroot {
        rustc: RUSTC.into(),
        folder,
    })
}

/// Fetches Debian's compiler where needed and builds the library: about a minute.
pub(crate) fn make() -> Result<Sysroot> {
    if version().is_none() || !Path::new(CARGO).is_file() || !has_sources() {
        apt::install(&["rustc-web", "cargo-web", "rust-web-src"])?;
    }
    let version = version().with_context(|| {
        format!("Debian's compiler is older than {OLDEST}: rustc-web of Debian 12 is new enough")
    })?;
    let folder = folder_for(&version);
    progress::timed("Built", "the standard library for wasm32, once", || {
        progress::say(
            "Building",
            "the standard library for wasm32 (about a minute, once)",
        );
        build(&folder)
    })?;
    Ok(Sysroot {
        rustc: RUSTC.into(),
        folder,
    })
}

fn build(folder: &Path) -> Result<()> {
    let parent = folder.parent().context("a cache folder has a parent")?;
    fs::create_dir_all(parent)?;
    let work = tempfile::tempdir_in(parent)?;
    let package = work.path().join("throwaway");
    fs::create_dir_all(package.join("src"))?;
    fs::write(
        package.join("Cargo.toml"),
        "[package]\nname = \"throwaway\"\nedition = \"2024\"\n[workspace]\n",
    )?;
    fs::write(package.join("src/lib.rs"), "")?;
    let mut cargo = Command::new(CARGO);
    cargo
        .args(["build", "--quiet", "--release", "--target", TARGET])
        .args(["-Z", "build-std=std,panic_abort"])
        .current_dir(&package)
        .env("RUSTC", RUSTC)
        .env("RUSTC_BOOTSTRAP", "1")
        // Without bitcode in the library fat LTO has nothing to work with.
        .env("RUSTFLAGS", "-Cembed-bitcode=yes")
        .env("CARGO_TARGET_DIR", package.join("target"));
    for ours in [
        "RUSTUP_TOOLCHAIN",
        "CARGO_ENCODED_RUSTFLAGS",
        "RUSTC_WRAPPER",
    ] {
        cargo.env_remove(ours);
    }
    process::run(&mut cargo)?;

    let made = work.path().join("sysroot");
    let libraries = made.join("lib/rustlib").join(TARGET).join("lib");
    fs::create_dir_all(&libraries)?;
    for entry in fs::read_dir(package.join("target").join(TARGET).join("release/deps"))? {
        let file = entry?.path();
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        if name.ends_with(".rlib") && !name.starts_with("libthrowaway") {
            fs::copy(&file, libraries.join(&*name))?;
        }
    }
    // Renamed into place: an interrupted build leaves nothing that looks finished.
    match fs::rename(&made, folder) {
        Err(_) if folder.is_dir() => Ok(()), // another build was quicker
        done => done.context("cannot keep the library in the cache"),
    }
}

/// The version of the compiler, if it is there and new enough.
fn version() -> Option<String> {
    let line = process::output(Command::new(RUSTC).arg("--version")).ok()?;
    recent_enough(&line, OLDEST).then_some(line)
}

fn has_sources() -> bool {
    process::output(Command::new(RUSTC).args(["--print", "sysroot"])).is_ok_and(|sysroot| {
        Path::new(&sysroot)
            .join("lib/rustlib/src/rust/library")
            .exists()
    })
}

fn folder_for(version: &str) -> PathBuf {
    let key: Vec<&str> = version
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '.')
        .filter(|word| !word.is_empty())
        .take(3)
        .collect();
    paths::cache().join(format!("wasm-sysroot-{}", key.join("-")))
}

fn recent_enough(line: &str, oldest: &str) -> bool {
    let numbers = |text: &str| -> Vec<u32> {
        text.split('.')
            .map_while(|part| part.parse().ok())
            .collect()
    };
    line.split(' ')
        .nth(1)
        .is_some_and(|version| numbers(version) >= numbers(oldest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_as_numbers() {
        assert!(recent_enough("rustc 1.96.0 (ac68faa20 2026-05-25)", "1.95"));
        assert!(recent_enough(
            "rustc 1.100.0 (ac68faa20 2027-01-01)",
            "1.95"
        ));
        assert!(!recent_enough(
            "rustc 1.85.0 (4d91de4e4 2025-02-17)",
            "1.95"
        ));
        assert!(!recent_enough("no such thing", "1.95"));
    }

    #[test]
    fn a_sysroot_is_keyed_by_version_and_commit() {
        let folder =
            folder_for("rustc 1.96.0 (ac68faa20 2026-05-25) (built from a source tarball)");
        assert!(folder.ends_with("wasm-sysroot-rustc-1.96.0-ac68faa20"));
    }
}
