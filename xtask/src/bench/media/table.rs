//! What was seen, picture by picture, in a table that is Markdown as well.

use std::fmt::Write;

use super::super::Figure;
use super::super::figure::number;
use super::{Picture, Row};

const HEAD: [&str; 9] = [
    "",
    "ms",
    "ours / its",
    "KB",
    "pixels",
    "score full / 1600",
    "held, ms",
    "encodes",
    "memory",
];

/// A table a picture; of the eight orientations one for all.
pub(super) fn table(pictures: &[Picture], browser: &str) -> String {
    let mut text = format!(
        "\nChromium {browser}. Budget 600 KB; ! is over it. Times from file to file, the middle of three\n\
         (¹ one run). Score: SSIMULACRA2 against the upright original. Held: the page's thread, longest\n\
         task; of the peers only what Chromium calls long, 50 ms.\n"
    );
    for picture in pictures.iter().filter(|picture| !picture.is_turned()) {
        let size = picture
            .size
            .map(|(width, height)| format!(", {width} × {height}"))
            .unwrap_or_default();
        let _ = writeln!(
            text,
            "\n{}{size}, {} KB\n",
            picture.name,
            kilobytes(picture.bytes)
        );
        let ours = picture.of("attache").and_then(|row| row.ms);
        let rows = picture.rows.iter().map(|row| cells(row, ours));
        text.push_str(&markdown(rows.collect()));
    }
    text.push('\n');
    text
}

fn cells(row: &Row, ours: Option<f64>) -> [String; 9] {
    let or_dash = |value: Option<String>| value.unwrap_or_else(|| "–".to_owned());
    let one = |value: f64| format!("{value:.1}");
    let ms = row.ms.map(|ms| {
        let once = if row.runs == 1 { "¹" } else { "" };
        format!("{}{once}", number(ms.round()))
    });
    let ratio = ours
        .zip(row.ms)
        .map(|(ours, its)| format!("{:.2}", ours / its));
    let bytes = row.bytes.map(|bytes| {
        let over = if row.is_met() { "" } else { " !" };
        format!("{}{over}", kilobytes(bytes))
    });
    let score = row.small.map(|small| {
        let full = row.full.map_or_else(|| "–".to_owned(), one);
        format!("{full} / {small:.1}")
    });
    [
        row.tool.clone(),
        row.error.clone().unwrap_or_else(|| or_dash(ms)),
        or_dash(ratio),
        or_dash(bytes),
        or_dash(
            row.size
                .map(|(width, height)| format!("{width} × {height}")),
        ),
        or_dash(score),
        or_dash(row.blocked.map(|ms| number(ms.round()))),
        or_dash(row.encodes.map(|encodes| encodes.to_string())),
        or_dash(row.memory.map(|bytes| format!("{} MB", bytes / 1_000_000))),
    ]
}

fn kilobytes(bytes: u64) -> String {
    number((bytes as f64 / 1000.0).round())
}

fn markdown(rows: Vec<[String; 9]>) -> String {
    let mut lines = vec![HEAD.map(str::to_owned)];
    lines.extend(rows);
    let width = |column: usize| {
        let cells = lines.iter().map(|line| line[column].chars().count());
        cells.max().unwrap_or(0).max(3)
    };
    let widths: Vec<_> = (0..HEAD.len()).map(width).collect();
    let mut text = String::new();
    for (index, line) in lines.iter().enumerate() {
        for (column, cell) in line.iter().enumerate() {
            let width = widths[column];
            let _ = if column == 0 {
                write!(text, "| {cell:<width$} ")
            } else {
                write!(text, "| {cell:>width$} ")
            };
        }
        text.push_str("|\n");
        if index == 0 {
            for (column, width) in widths.iter().enumerate() {
                let rule = "-".repeat(width - 1);
                let _ = match column {
                    0 => write!(text, "| {rule}- "),
                    _ => write!(text, "| {rule}: "),
                };
            }
            text.push_str("|\n");
        }
    }
    text
}

/// Every cell as a figure, for `--json`.
pub(super) fn details(pictures: &[Picture]) -> Vec<Figure> {
    let mut figures = Vec::new();
    for picture in pictures {
        for row in &picture.rows {
            let mut tell = |what: &str, value: Option<f64>, unit| {
                figures.extend(value.map(|value| Figure {
                    name: format!("media: {}: {}: {what}", picture.name, row.tool),
                    value,
                    unit,
                    goal: None,
                    is_detail: true,
                }));
            };
            tell("time", row.ms, "ms");
            tell("bytes", row.bytes.map(|bytes| bytes as f64), "bytes");
            tell("width", row.size.map(|size| size.0.into()), "pixels");
            tell("height", row.size.map(|size| size.1.into()), "pixels");
            tell("score, full", row.full, "points");
            tell("score, 1600", row.small, "points");
            tell("page's thread held", row.blocked, "ms");
            tell("encodes", row.encodes.map(f64::from), "encodes");
            tell("memory", row.memory.map(|bytes| bytes as f64), "bytes");
        }
    }
    figures
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn item_9_the_table_tells_ratios_and_what_is_over_the_budget() {
        let row = |tool: &str, ms, bytes| Row::native(tool, String::new(), ms, bytes, None);
        let pictures = [Picture {
            name: "a.jpg".to_owned(),
            bytes: 3_000_000,
            size: Some((4000, 3000)),
            rows: vec![
                row("attache", Some(500.0), Some(599_000)),
                row("peer", Some(2000.0), Some(700_000)),
                Row::native(
                    "broken",
                    String::new(),
                    None,
                    None,
                    Some("unreadable".to_owned()),
                ),
            ],
        }];
        let text = table(&pictures, "1");
        let line = |name: &str| {
            let line = text
                .lines()
                .find(|line| line.starts_with(&format!("| {name}")));
            let line = line.unwrap_or_default();
            line.split('|')
                .map(|cell| cell.trim().to_owned())
                .collect::<Vec<_>>()
        };
        assert!(text.contains("a.jpg, 4000 × 3000, 3 000 KB"));
        assert_eq!(line("peer")[2..5], ["2 000", "0.25", "700 !"]);
        assert_eq!(line("attache")[2..5], ["500", "1.00", "599"]);
        assert_eq!(line("broken")[2], "unreadable");
        assert!(details(&pictures).iter().all(|figure| figure.is_detail));
    }
}
