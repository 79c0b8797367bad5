//! The figures to beat: those of MEDIA.md, each on the pictures that it is about.

use anyhow::Result;

use crate::assets;

use super::super::{Figure, Goal, Setting, sizes};
use super::{Picture, Row};

/// Ours.
const OURS: &str = "attache";
/// Answers that are no failure: an animation that does not fit is not flattened, but asked about.
const ASKS: &str = "animated";

#[expect(
    clippy::needless_pass_by_value,
    reason = "every caller has just made it"
)]
fn figure(name: String, value: f64, unit: &'static str, goal: Option<Goal>) -> Figure {
    Figure {
        name: format!("media: {name}"),
        value,
        unit,
        goal,
        is_detail: false,
    }
}

/// All of them.
pub(super) fn figures(setting: &Setting, pictures: &[Picture]) -> Result<Vec<Figure>> {
    let mut figures = vec![budget(pictures)];
    for picture in pictures.iter().filter(|picture| picture.is_photo()) {
        figures.extend(times(picture));
        figures.extend(scores(picture));
    }
    figures.extend(upright(pictures));
    let ours = || pictures.iter().filter_map(|picture| picture.of(OURS));
    let most = |name: &str, value: Option<f64>, unit, limit| {
        value.map(|value| figure(name.to_owned(), value, unit, Some(Goal::AtMost(limit))))
    };
    let largest = |values: &mut dyn Iterator<Item = f64>| values.reduce(f64::max);
    figures.extend(most(
        "encodes, at most",
        largest(&mut ours().filter_map(|row| row.encodes.map(f64::from))),
        "encodes",
        3.0,
    ));
    let memory = pictures
        .iter()
        .filter(|picture| picture.megapixels() > 40.0);
    let mut memory = memory.filter_map(|picture| Some(picture.of(OURS)?.memory? as f64 / 1e6));
    figures.extend(most(
        "linear memory, 48 megapixels",
        largest(&mut memory),
        "MB",
        260.0,
    ));
    figures.extend(most(
        "page's thread, longest task",
        largest(&mut ours().filter_map(|row| row.blocked)),
        "ms",
        50.0,
    ));
    let heic = pictures
        .iter()
        .filter(|it| it.name.to_lowercase().ends_with(".heic"));
    figures.extend(most(
        "12 megapixels of HEIC",
        largest(&mut heic.filter_map(|it| it.of(OURS)?.ms)),
        "ms",
        3_000.0,
    ));
    figures.push(first_load(setting)?);
    Ok(figures)
}

/// How many of what can be read came out within the budget.
fn budget(pictures: &[Picture]) -> Figure {
    let ours = pictures.iter().filter_map(|picture| picture.of(OURS));
    let asked: Vec<&Row> = ours
        .filter(|row| row.error.as_deref() != Some(ASKS))
        .collect();
    let met = asked.iter().filter(|row| row.is_met()).count();
    let name = format!("budget met, {met} of {}", asked.len());
    let part = 100.0 * met as f64 / asked.len().max(1) as f64;
    figure(name, part, "%", Some(Goal::AtLeast(100.0)))
}

fn times(picture: &Picture) -> Vec<Figure> {
    const LIMITS: [(&str, Option<f64>); 6] = [
        ("browser-image-compression", Some(0.75)),
        ("canvas", Some(2.0)),
        ("jsquash", Some(0.25)),
        ("compressorjs", None),
        ("pica", None),
        ("vipsthumbnail", Some(4.0)),
    ];
    let ours = picture.of(OURS).and_then(|row| row.ms);
    let ratios = LIMITS.iter().filter_map(|(tool, limit)| {
        let ratio = ours? / picture.of(tool)?.ms?;
        let name = format!("{}, time / {tool}", picture.name);
        Some(figure(name, ratio, "×", limit.map(Goal::AtMost)))
    });
    ratios.collect()
}

fn scores(picture: &Picture) -> Vec<Figure> {
    const LIMITS: [(&str, f64); 2] = [("canvas", 0.5), ("jsquash", -0.3)];
    let mut figures = Vec::new();
    for (tool, limit) in LIMITS {
        let (Some(ours), Some(theirs)) = (picture.of(OURS), picture.of(tool)) else {
            continue;
        };
        let pairs = [
            ("full", ours.full.zip(theirs.full)),
            ("1600", ours.small.zip(theirs.small)),
        ];
        for (at, pair) in pairs {
            if let Some((ours, theirs)) = pair {
                let name = format!("{}, score at {at} − {tool}", picture.name);
                let goal = Some(Goal::AtLeast(limit));
                figures.push(figure(name, ours - theirs, "points", goal));
            }
        }
    }
    figures
}

/// A picture that lies on its side, or is mirrored, scores far below zero.
fn upright(pictures: &[Picture]) -> Option<Figure> {
    let turned = pictures.iter().filter(|picture| picture.is_turned());
    let worst = turned
        .filter_map(|picture| picture.of(OURS)?.small)
        .reduce(f64::min)?;
    let name = "orientations 1 to 8, the lowest score at 1600".to_owned();
    Some(figure(name, worst, "points", Some(Goal::AtLeast(50.0))))
}

/// What is fetched with the first JPEG or PNG.
fn first_load(setting: &Setting) -> Result<Figure> {
    let manifest = assets::manifest()?;
    let mut bytes = 0;
    for file in manifest
        .keys()
        .filter(|name| name.starts_with("image-worker"))
    {
        bytes += sizes::sent(setting, &manifest, file)?;
    }
    let name = "image worker, first load".to_owned();
    Ok(figure(
        name,
        bytes as f64,
        "bytes",
        Some(Goal::AtMost(250_000.0)),
    ))
}
