//! Letters with a picture, posted whole as a mail server would: how many a second, what one costs, and whether
//! memory stays where it is over many.

use std::fmt::Write;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};

use super::desk::{Desk, connect, memory};
use super::http::Connection;
use super::pages::drawn;
use super::{Figure, Goal, Setting};

/// Letters of 194 KB as they travel, and those with a photo of some 2 MB.
const SMALL: usize = 400;
const LARGE: usize = 60;
/// Letters without a picture, after which memory is looked at again.
const MANY: usize = 10_000;
/// The e-mail inbox of the sample data.
const INBOX: &str = "2";
const SECRET: &str = "bench";

/// Measures all of it on one desk.
pub(super) fn measure(setting: &Setting) -> Result<Vec<Figure>> {
    let folder = tempfile::tempdir()?;
    let small = drawn(folder.path(), "mail-jpeg")?;
    let large = drawn(folder.path(), "bench-jpeg")?;
    let data = folder.path().join("desk");
    let desk = Desk::start_with(setting, &data, 10, |attache| {
        // Nothing is sent: it only takes letters in.
        let account = serde_json::json!({
            "settings": {"address": "support@talbach.test"}, "credentials": {"secret": SECRET},
        });
        connect(attache(&["inbox", "connect", INBOX]), &account)
    })?;
    // The sample's own pictures are made small first.
    thread::sleep(Duration::from_secs(3));
    let mut figures = Vec::new();
    figures.extend(letters(
        &desk,
        "of 194 KB",
        &small,
        SMALL,
        Some(Goal::AtMost(2.5)),
    )?);
    figures.extend(letters(&desk, "with 2 MB", &large, LARGE, None)?);
    let before = desk.memory()?;
    burst(&desk, "many", None, MANY)?;
    figures.extend(memory("mail: ", "10,000 letters", before, desk.memory()?));
    Ok(figures)
}

fn figure(name: &str, value: f64, unit: &'static str, goal: Option<Goal>) -> Figure {
    Figure {
        name: format!("mail: {name}"),
        value,
        unit,
        goal,
        is_detail: false,
    }
}

fn letters(
    desk: &Desk,
    name: &str,
    picture: &[u8],
    count: usize,
    goal: Option<Goal>,
) -> Result<Vec<Figure>> {
    burst(desk, "warm", Some(picture), 10)?;
    let (own, theirs) = (desk.cpu()?, desk.cpu_of_children()?);
    let taken = burst(desk, name, Some(picture), count)?;
    let each = |spent: f64| spent / count as f64;
    let (own, theirs) = (
        each(desk.cpu()? - own),
        each(desk.cpu_of_children()? - theirs),
    );
    let rate = count as f64 / taken.as_secs_f64();
    Ok(vec![
        figure(&format!("letters {name}"), rate, "letters/s", None),
        figure(
            &format!("a letter {name}, CPU of the desk"),
            own,
            "ms",
            goal,
        ),
        figure(
            &format!("a letter {name}, CPU of picture workers"),
            theirs,
            "ms",
            None,
        ),
    ])
}

/// Posts so many and waits until all of them are applied and their pictures looked at. How long that took.
fn burst(desk: &Desk, name: &str, picture: Option<&[u8]>, count: usize) -> Result<Duration> {
    let begin = Instant::now();
    let mut connection = Connection::open(desk.port)?;
    for at in 0..count {
        let raw = letter(&format!("{}-{at}", name.replace(' ', "")), picture, at);
        let head = format!(
            "POST /mail/{INBOX} HTTP/1.1\r\nhost: 127.0.0.1:{}\r\nauthorization: Bearer {SECRET}\r\n\
             content-length: {}\r\n\r\n",
            desk.port,
            raw.len()
        );
        let answer = connection.send(&head, raw.as_bytes())?;
        ensure!(
            answer.status == 200,
            "a letter was answered {}",
            answer.status
        );
    }
    desk.idle(begin)
}

/// A letter; its picture is another one each time.
fn letter(id: &str, picture: Option<&[u8]>, at: usize) -> String {
    let html =
        "<div><p>It is <b>broken</b>, see <a href=\"https://c.example/x\">here</a>.</p></div>";
    let mut raw = format!(
        "From: Anna <c{}@c.example>\r\nTo: support@talbach.test\r\nSubject: Mug\r\nMessage-ID: <{id}@c.example>\r\n\
         Authentication-Results: none\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n\
         --b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{}\r\n",
        at % 50,
        html.repeat(15)
    );
    if let Some(picture) = picture {
        let mut bytes = picture.to_vec();
        // Some of the last pixels, before the end marker.
        let last = bytes.len() - 4;
        bytes[last] = (at % 251) as u8;
        bytes[last + 1] = (at / 251 % 251) as u8;
        raw.push_str(
            "--b\r\nContent-Type: image/jpeg; name=p.jpg\r\nContent-ID: <p>\r\n\
             Content-Transfer-Encoding: base64\r\n\r\n",
        );
        for line in BASE64.encode(bytes).as_bytes().chunks(76) {
            let _ = write!(raw, "{}\r\n", String::from_utf8_lossy(line));
        }
    }
    raw.push_str("--b--\r\n");
    raw
}
