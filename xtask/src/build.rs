//! The whole build: the site first, because the server embeds it.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;

use crate::wasm::{self, Quality};
use crate::{assets, paths, process, progress};

/// Builds site and server; returns the server's binary.
pub(crate) fn all(release: bool) -> Result<PathBuf> {
    site(if release {
        Quality::Smallest
    } else {
        Quality::Plain
    })?;
    server(release)
}

/// Builds the site; what is to be as small as it gets is compressed as well.
pub(crate) fn site(quality: Quality) -> Result<()> {
    fs::create_dir_all(paths::site())?;
    assets::assemble(wasm::build(quality)?, quality == Quality::Smallest)
}

/// Builds the server by the default toolchain; returns its binary.
pub(crate) fn server(release: bool) -> Result<PathBuf> {
    let mut cargo = process::cargo();
    cargo.args(["build", "--package", "server"]);
    if release {
        cargo.arg("--release");
    }
    progress::say("Building", "the server");
    progress::timed("Built", "the server", || process::run(&mut cargo))?;
    let profile = if release { "release" } else { "debug" };
    Ok(paths::target().join(profile).join("attache"))
}
