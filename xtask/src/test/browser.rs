//! Journeys in a real browser against the built server.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::wasm::Quality;
use crate::{browser, build, node, paths, process};

use super::{Report, Tally};

/// Builds what the journeys need and runs them.
pub(super) fn run(report: &mut Report, filter: &[String], quick: bool) {
    let end2end = paths::end2end();
    let mut chromium = None;
    let mut binary = None;
    // npm first: it brings the tool that makes the site smaller.
    let installed = report.step("npm", || {
        node::ensure()?;
        node::install(&end2end)?;
        Ok(Tally::default())
    });
    if !installed {
        return;
    }
    report.step("journeys: types", || {
        let mut tsc = Command::new(tool(&end2end, "tsc"));
        process::run(tsc.arg("--noEmit").current_dir(&end2end))?;
        Ok(Tally::success())
    });
    let ready = report.step("browser", || {
        chromium = browser::ensure(&end2end)?;
        Ok(Tally::default())
    }) && report.step("site", || {
        build::site(if quick {
            Quality::Quick
        } else {
            Quality::Smallest
        })?;
        Ok(Tally::default())
    }) && report.step("server", || {
        binary = Some(build::server(false)?);
        Ok(Tally::default())
    });
    if !ready {
        return;
    }
    report.step("journeys", || {
        let mut playwright = Command::new(tool(&end2end, "playwright"));
        playwright
            .args(["test", "--reporter=list,json", "--pass-with-no-tests"])
            .args(filter)
            .current_dir(&end2end)
            .env("ATTACHE_SITE", paths::site());
        if let Some(chromium) = &chromium {
            playwright.env(browser::VARIABLE, chromium);
        }
        if let Some(binary) = &binary {
            playwright.env("ATTACHE_BIN", binary);
        }
        journeys(&mut playwright)
    });
}

fn tool(end2end: &Path, name: &str) -> PathBuf {
    end2end.join("node_modules/.bin").join(name)
}

fn journeys(playwright: &mut Command) -> Result<Tally> {
    let folder = tempfile::tempdir()?;
    let json = folder.path().join("report.json");
    playwright.env("PLAYWRIGHT_JSON_OUTPUT_NAME", &json);
    let outcome = process::run(playwright);
    let written = fs::read_to_string(&json);
    match (outcome, written) {
        (Ok(()), written) => Ok(Tally::of_playwright(&written.context("no report")?)?),
        (Err(_), Ok(json)) => Ok(Tally::of_playwright(&json)?.given(false)),
        (Err(error), Err(_)) => Err(error),
    }
}
