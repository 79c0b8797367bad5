//! A release holds the pages' files: it is built anew when they are, and says so when they are not.

use std::{env, path::Path};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // Debug builds read the folder when they start.
    if env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        let manifest = Path::new("../target/site/manifest.json");
        println!("cargo::rerun-if-changed={}", manifest.display());
        if !manifest.exists() {
            println!(
                "cargo::warning=target/site is empty: run `cargo xtask build --release`, or this server will have no pages"
            );
        }
    }
}
