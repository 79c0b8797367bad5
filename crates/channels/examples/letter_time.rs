//! What it costs to read a letter with a picture of 142 KB, some 196 KB as it comes over the wire:
//! `cargo run --release -p channels --example letter_time`. By one thread's clock.

#![allow(clippy::print_stdout, missing_docs, reason = "a command line")]

use base64::{Engine, engine::general_purpose::STANDARD};
use channels::{Account, Bases, Providers};
use std::time::Instant;

fn main() {
    let picture: Vec<u8> = (0..142_000_u32)
        .map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[0])
        .collect();
    let picture = STANDARD.encode(picture);
    let lines: Vec<&str> = (0..picture.len())
        .step_by(76)
        .map(|at| &picture[at..picture.len().min(at + 76)])
        .collect();
    let html = "<div style=\"color:red\"><p>It is <b>broken</b>, see \
                <a href=\"https://c.example/x\">here</a>.</p></div>"
        .repeat(15);
    let raw = format!(
        "From: Anna <anna@c.example>\r\nTo: help@shop.example\r\nSubject: Mug\r\n\
         Message-ID: <a@c.example>\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\n\
         Content-Type: text/html; charset=utf-8\r\n\r\n{html}<img src=\"cid:p\">\r\n--b\r\n\
         Content-Type: image/jpeg; name=p.jpg\r\nContent-ID: <p>\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n{}\r\n--b--\r\n",
        lines.join("\r\n")
    );
    let account = Account {
        settings: r#"{"address":"help@shop.example"}"#,
        credentials: None,
        webhook: "",
    };
    let Ok(providers) = Providers::new(Bases::default()) else {
        return;
    };
    let channel = channels::open(model::Channel::Email, &account, &providers);
    let times = 500;
    let start = Instant::now();
    for _ in 0..times {
        let name = channel.letter_id(raw.as_bytes()).unwrap_or_default();
        let opened = channel.open_letter(raw.as_bytes(), &name);
        assert!(opened.is_ok_and(|opened| opened.files.len() == 1));
    }
    let each = start.elapsed().as_secs_f64() * 1e3 / f64::from(times);
    println!("{} bytes, {each:.2} ms a letter", raw.len());
}
