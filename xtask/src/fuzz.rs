//! `cargo xtask fuzz`: libFuzzer on the picture code, a target after the other.
//!
//! `cargo-fuzz` wants a nightly compiler for its flags; the stable one takes them too when it is told that it may.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::{paths, process, progress};

/// Bytes of a file: everything that matters in these formats happens in less.
const MAX_LENGTH: u32 = 65_536;
/// Memory of a run. The pictures are small, so what takes more is a finding.
const MAX_MEGABYTES: u32 = 1024;
/// Seconds an input may take. Half a second is usual for the slowest.
const TIMEOUT: u32 = 20;

/// Runs one target, or all of them, for so many minutes each.
pub(crate) fn run(target: Option<&str>, minutes: u32) -> Result<bool> {
    let all = targets()?;
    let picked: Vec<&String> = match target {
        Some(name) => all.iter().filter(|known| *known == name).collect(),
        None => all.iter().collect(),
    };
    ensure!(
        !picked.is_empty(),
        "there is no such target: there are {}",
        all.join(", ")
    );
    if process::on_path("cargo-fuzz").is_none() {
        progress::say("Installing", "cargo-fuzz (once)");
        process::run(process::cargo().args(["install", "--locked", "cargo-fuzz"]))?;
    }
    let corpus = folder().join("corpus");
    process::run(
        process::cargo()
            .args(["run", "--quiet", "-p", "media", "--example", "corpus", "--"])
            .arg(&corpus),
    )?;
    for name in picked {
        progress::timed("Fuzzed", name, || process::run(&mut command(name, minutes)))
            .with_context(|| format!("what it fell over is in fuzz/artifacts/{name}"))?;
    }
    Ok(true)
}

fn command(target: &str, minutes: u32) -> Command {
    let mut cargo = process::cargo();
    cargo
        .env("RUSTC_BOOTSTRAP", "1")
        // There is no unsafe code of ours to watch, and without a sanitizer it is twice as quick.
        .args(["fuzz", "run", "--sanitizer", "none", target, "--"])
        .arg(format!("-max_total_time={}", minutes * 60))
        .arg(format!("-max_len={MAX_LENGTH}"))
        .arg(format!("-rss_limit_mb={MAX_MEGABYTES}"))
        .arg(format!("-timeout={TIMEOUT}"))
        .arg("-print_final_stats=1");
    cargo
}

fn folder() -> PathBuf {
    paths::root().join("fuzz")
}

/// A file a target.
fn targets() -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder().join("targets"))? {
        let path = entry?.path();
        names.extend(
            path.file_stem()
                .map(|stem| stem.to_string_lossy().into_owned()),
        );
    }
    names.sort_unstable();
    Ok(names)
}
