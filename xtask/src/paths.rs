//! Where things are.

use std::env;
use std::path::{Path, PathBuf};

/// The workspace's root.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask lies in the workspace")
}

/// The files the server serves and embeds; always here, because the server's source names it.
pub(crate) fn site() -> PathBuf {
    root().join("target/site")
}

/// The browser tests.
pub(crate) fn end2end() -> PathBuf {
    root().join("end2end")
}

/// Cargo's target folder.
pub(crate) fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// What takes minutes to make and belongs to the machine, not to a checkout.
pub(crate) fn cache() -> PathBuf {
    let base = match env::var_os("XDG_CACHE_HOME") {
        Some(folder) => PathBuf::from(folder),
        None if cfg!(target_os = "macos") => home().join("Library/Caches"),
        None => home().join(".cache"),
    };
    base.join("attache")
}

/// Cargo's home: the sources of the dependencies lie below it.
pub(crate) fn cargo_home() -> PathBuf {
    env::var_os("CARGO_HOME").map_or_else(|| home().join(".cargo"), PathBuf::from)
}

fn home() -> PathBuf {
    env::home_dir().unwrap_or_else(env::temp_dir)
}
