//! Formatting and lints.

use crate::{paths, process};

use super::{Report, Tally};

/// Each is a call of cargo of its own: in one call the features of server and pages would unify.
const CLIPPY: &[(&str, &[&str])] = &[
    ("clippy: server and crates", &["--all-targets"]),
    ("clippy: xtask", &["--package", "xtask", "--all-targets"]),
    (
        "clippy: app, rendered",
        &["--package", "app", "--features", "ssr", "--all-targets"],
    ),
    (
        "clippy: app, hydrated",
        &["--package", "app", "--features", "hydrate"],
    ),
    (
        "clippy: pages",
        &[
            "--package",
            "frontend-inbox",
            "--package",
            "frontend-widget",
            "--package",
            "frontend-workshop",
        ],
    ),
    (
        "clippy: image worker",
        &["--package", "image-worker", "--all-targets"],
    ),
    (
        "clippy: decoders",
        &[
            "--package",
            "codec-heic",
            "--package",
            "codec-plain",
            "--package",
            "codec-web",
        ],
    ),
];

/// Runs them all: each that fails is shown.
pub(super) fn run(report: &mut Report) {
    report.step("formatting", || {
        process::run(process::cargo().args(["fmt", "--all", "--check"]))?;
        // A workspace of its own, which `--all` does not see.
        let fuzz = paths::root().join("fuzz/Cargo.toml");
        let mut format = process::cargo();
        format.args(["fmt", "--check", "--manifest-path"]).arg(fuzz);
        process::run(&mut format)?;
        Ok(Tally::success())
    });
    for (step, args) in CLIPPY {
        report.step(step, || {
            process::run(
                process::cargo()
                    .arg("clippy")
                    .args(*args)
                    .args(["--", "-D", "warnings"]),
            )?;
            Ok(Tally::success())
        });
    }
}
