//! The release server under load: pages, lists, replies, files, memory. The client is on the
//! same machine and takes its share of it; `/health` in the same run tells how much that is.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::{paths, process};

use super::desk::{Desk, free_port};
use super::http::{Connection, Load, load};
use super::{Figure, Goal, Setting};

/// How many connections ask at once.
const CONNECTIONS: usize = 8;
const WARM_UP: Duration = Duration::from_secs(1);
const TIME: Duration = Duration::from_secs(5);
const ONE: &str = "pages: ";

/// Measures a desk with 1,000 tickets and one with 20,000.
pub(super) fn measure(setting: &Setting) -> Result<Vec<Figure>> {
    let folder = tempfile::tempdir()?;
    let photo = photo(folder.path())?;
    let mut figures = Vec::new();

    let small = Desk::start(setting, &folder.path().join("small"), 1_000)?;
    thread::sleep(Duration::from_secs(2));
    figures.push(figure(
        "memory idle",
        small.memory()?,
        "MB",
        Some(Goal::AtMost(40.0)),
    ));
    let health = small.load("/health")?;
    figures.push(figure("/health", health.rate, "answers/s", None));
    let page = small.pages(
        &format!("/tickets/{}", small.number),
        &mut figures,
        "ticket page",
    )?;
    figures.push(figure(
        "ticket page / health",
        page.rate / health.rate,
        "×",
        None,
    ));
    let list = small.list()?;
    let reply = small.replies(&photo)?;
    figures.push(figure(
        "reply with a 1.9 MB picture, p50",
        reply.percentile(0.5),
        "ms",
        Some(Goal::AtMost(15.0)),
    ));
    figures.push(figure(
        "reply with a 1.9 MB picture, p99",
        reply.percentile(0.99),
        "ms",
        None,
    ));
    figures.extend(small.files(&photo, folder.path())?);
    figures.push(figure("memory after all that", small.memory()?, "MB", None));
    drop(small);

    let large = Desk::start(setting, &folder.path().join("large"), 20_000)?;
    let longer = large.list()?;
    figures.push(figure(
        "list page, 1,000 tickets, p50",
        list.percentile(0.5),
        "ms",
        None,
    ));
    figures.push(figure(
        "list page, 20,000 tickets, p50",
        longer.percentile(0.5),
        "ms",
        None,
    ));
    let ratio = longer.percentile(0.5) / list.percentile(0.5);
    figures.push(figure(
        "list page, 20,000 / 1,000",
        ratio,
        "×",
        Some(Goal::AtMost(1.3)),
    ));
    Ok(figures)
}

fn figure(name: &str, value: f64, unit: &'static str, goal: Option<Goal>) -> Figure {
    Figure {
        name: format!("{ONE}{name}"),
        value,
        unit,
        goal,
        is_detail: false,
    }
}

/// A phone's photo of about 1.9 MB.
fn photo(folder: &Path) -> Result<Vec<u8>> {
    let bytes = drawn(folder, "bench-jpeg")?;
    ensure!(
        (1_500_000..2_300_000).contains(&bytes.len()),
        "the photo has {} bytes",
        bytes.len()
    );
    Ok(bytes)
}

/// A picture of that kind, drawn by `media`'s example.
pub(super) fn drawn(folder: &Path, kind: &str) -> Result<Vec<u8>> {
    let file = folder.join(kind);
    let mut cargo = process::cargo();
    cargo.args([
        "run",
        "--quiet",
        "--release",
        "--package",
        "media",
        "--example",
        "phone_photo",
        "--",
    ]);
    process::run(cargo.arg(&file).args(["--kind", kind]))?;
    Ok(fs::read(&file)?)
}

impl Desk {
    fn load(&self, path: &str) -> Result<Load> {
        load(self.port, &self.get(path), CONNECTIONS, WARM_UP)?;
        load(self.port, &self.get(path), CONNECTIONS, TIME)
    }

    fn pages(&self, path: &str, figures: &mut Vec<Figure>, name: &str) -> Result<Load> {
        load(self.port, &self.get(path), CONNECTIONS, WARM_UP)?;
        let before = self.cpu()?;
        let page = load(self.port, &self.get(path), CONNECTIONS, TIME)?;
        let cpu = (self.cpu()? - before) / page.count as f64;
        figures.push(figure(
            name,
            page.rate,
            "pages/s",
            Some(Goal::AtLeast(2_500.0)),
        ));
        figures.push(figure(
            &format!("{name}, CPU of the server"),
            cpu,
            "ms",
            Some(Goal::AtMost(0.8)),
        ));
        figures.push(figure(
            &format!("{name}, p50"),
            page.percentile(0.5),
            "ms",
            None,
        ));
        figures.push(figure(
            &format!("{name}, p99"),
            page.percentile(0.99),
            "ms",
            Some(Goal::AtMost(15.0)),
        ));
        Ok(page)
    }

    /// One connection: the time of the page, not of the queue before it.
    fn list(&self) -> Result<Load> {
        load(self.port, &self.get("/inbox"), 1, WARM_UP)?;
        load(self.port, &self.get("/inbox"), 1, TIME)
    }

    /// Uploads the photo, each time with another last pixel, and sends it as a reply.
    fn replies(&self, photo: &[u8]) -> Result<Load> {
        let mut connection = Connection::open(self.port)?;
        let mut millis = Vec::new();
        let begin = Instant::now();
        for round in 0..60_u8 {
            let mut bytes = photo.to_vec();
            // Before the end marker: behind it, it would be something to take away.
            let last = bytes.len() - 3;
            bytes[last] = round;
            let start = Instant::now();
            let head = self.post(
                &format!("/uploads?name=photo.jpg&ticket={}", self.ticket),
                "image/jpeg",
                bytes.len(),
            );
            let answer = connection.send(&head, &bytes)?;
            ensure!(
                answer.status == 201,
                "the upload was answered {}",
                answer.status
            );
            let upload: serde_json::Value = serde_json::from_slice(answer.body)?;
            let message = serde_json::json!({ "message": {
                "client_key": format!("bench-{round}"), "ticket": self.ticket, "note": false, "text": "Here it is.",
                "files": [{ "upload": upload["id"], "caption": "The handle", "alt": "A mug" }],
            }})
            .to_string();
            let head = self.post("/api/message/send", "application/json", message.len());
            let answer = connection.send(&head, message.as_bytes())?;
            ensure!(
                answer.status == 200,
                "the reply was answered {}",
                answer.status
            );
            if round >= 10 {
                millis.push(start.elapsed().as_secs_f64() * 1000.0);
            }
            // The thumbnail is made behind; a person would look at it before the next.
            thread::sleep(Duration::from_millis(150));
        }
        millis.sort_by(f64::total_cmp);
        Ok(Load {
            rate: 50.0 / begin.elapsed().as_secs_f64(),
            count: millis.len(),
            millis,
        })
    }

    /// The photo with its access check, beside the same bytes from a bare static file route.
    fn files(&self, photo: &[u8], folder: &Path) -> Result<Vec<Figure>> {
        let public = folder.join("public");
        fs::create_dir_all(&public)?;
        fs::write(public.join("photo.jpg"), photo)?;
        let port = free_port()?;
        let mut cargo = process::cargo();
        cargo.args([
            "build",
            "--release",
            "--package",
            "server",
            "--example",
            "static_files",
        ]);
        process::run(&mut cargo)?;
        let example = paths::target().join("release/examples/static_files");
        let child = process::spawn(Command::new(example).arg(port.to_string()).arg(&public))?;
        let bare = Self::another(child, port);
        for _ in 0..200 {
            if Connection::open(port).is_ok() {
                break;
            }
            thread::sleep(Duration::from_millis(20));
        }
        let bare = load(port, &bare.get("/photo.jpg"), CONNECTIONS, TIME)?;

        let mut connection = Connection::open(self.port)?;
        let page = connection.send(&self.get(&format!("/tickets/{}", self.number)), &[])?;
        let page = String::from_utf8_lossy(page.body);
        let place = page
            .rfind("/files/")
            .context("no file on the ticket's page")?;
        let path: String = page[place..]
            .chars()
            .take_while(|c| !"\"'\\ <".contains(*c))
            .collect();
        let path = path.replace("/thumb/", "/original/");
        let checked = self.load(&path)?;
        Ok(vec![
            figure(
                "a 1.9 MB file, bare static route",
                bare.rate,
                "files/s",
                None,
            ),
            figure(
                "a 1.9 MB file with its access check",
                checked.rate,
                "files/s",
                None,
            ),
            figure(
                "with the check / bare",
                checked.rate / bare.rate,
                "×",
                Some(Goal::AtLeast(0.7)),
            ),
        ])
    }
}
