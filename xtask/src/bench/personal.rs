//! "Find personal data" over screenshots that the bench renders: how much of the personal data in
//! them is proposed, how many boxes cover none of it, and how long that takes. The harness is
//! `end2end/bench/personal`: it drives the picture editor of the release server.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::{browser, node, paths, process};

use super::{Figure, Goal, Setting};

/// Least share of what is marked, in per cent.
const COVERED: f64 = 95.0;
/// Greatest share of boxes over nothing, in per cent.
const WRONG: f64 = 10.0;

/// What the harness tells of one set of screenshots: those on which the rules were tuned, or those
/// held out from that.
#[derive(Deserialize)]
struct Told {
    set: String,
    kinds: BTreeMap<String, Tally>,
    boxes: u32,
    wrong: u32,
    screenshots: u32,
    median_ms: f64,
    longest_ms: f64,
}

#[derive(Deserialize)]
struct Tally {
    marked: u32,
    covered: u32,
}

/// Renders, finds, and counts.
pub(super) fn measure(setting: &Setting) -> Result<Vec<Figure>> {
    let end2end = paths::end2end();
    node::ensure()?;
    node::install(&end2end)?;
    let chromium = browser::ensure(&end2end)?;
    let folder = tempfile::tempdir()?;
    let told = folder.path().join("figures.json");
    let mut playwright = Command::new(end2end.join("node_modules/.bin/playwright"));
    playwright
        .args(["test", "--config", "bench/personal/playwright.config.ts"])
        .current_dir(&end2end)
        .env("ATTACHE_BIN", setting.server)
        .env("ATTACHE_SITE", setting.site)
        .env("ATTACHE_FIGURES", &told);
    if let Some(chromium) = &chromium {
        playwright.env(browser::VARIABLE, chromium);
    }
    process::run(&mut playwright)?;
    let told = fs::read(&told).context("the harness told nothing")?;
    let told: Vec<Told> = serde_json::from_slice(&told)?;
    Ok(told.iter().flat_map(figures).collect())
}

fn figures(told: &Told) -> Vec<Figure> {
    let figure = |name: &str, value: f64, unit, goal| Figure {
        name: format!("personal, {}: {name}", told.set),
        value,
        unit,
        goal,
        is_detail: false,
    };
    let share = |part: u32, of: u32| 100.0 * f64::from(part) / f64::from(of.max(1));
    let sum = |pick: fn(&Tally) -> u32| told.kinds.values().map(pick).sum();
    let (marked, covered) = (sum(|tally| tally.marked), sum(|tally| tally.covered));
    let mut figures = vec![figure(
        "screenshots",
        told.screenshots.into(),
        "pictures",
        None,
    )];
    for (kind, tally) in &told.kinds {
        let name = format!("{kind} covered, of {}", tally.marked);
        figures.push(figure(&name, share(tally.covered, tally.marked), "%", None));
    }
    let name = format!("all covered, of {marked}");
    figures.push(figure(
        &name,
        share(covered, marked),
        "%",
        Some(Goal::AtLeast(COVERED)),
    ));
    let name = format!("wrong boxes, of {}", told.boxes);
    figures.push(figure(
        &name,
        share(told.wrong, told.boxes),
        "%",
        Some(Goal::AtMost(WRONG)),
    ));
    figures.push(figure("time each, median", told.median_ms, "ms", None));
    figures.push(figure("time each, longest", told.longest_ms, "ms", None));
    figures
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_covered_and_what_is_wrong_are_shares() {
        let told = r#"{"set":"held out","kinds":{"email":{"marked":4,"covered":3},"iban":{"marked":16,"covered":16}},
            "boxes":20,"wrong":1,"screenshots":2,"median_ms":900,"longest_ms":1200}"#;
        let figures = figures(&serde_json::from_str(told).unwrap());
        let value = |part: &str| {
            figures
                .iter()
                .find(|f| f.name.contains(part))
                .unwrap()
                .value
        };
        assert!((value("held out: email") - 75.0).abs() < 0.01);
        assert!((value("all covered") - 95.0).abs() < 0.01);
        assert!((value("wrong") - 5.0).abs() < 0.01);
        assert!(figures.iter().all(Figure::is_met));
    }
}
