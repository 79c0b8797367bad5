//! Text, and the kinds of text that a browser would run.

use super::{FileType, contains};

/// The tags with which the MIME Sniffing Standard (§7.1) recognises HTML.
const HTML: [&[u8]; 17] = [
    b"<!doctype html",
    b"<html",
    b"<head",
    b"<script",
    b"<iframe",
    b"<h1",
    b"<div",
    b"<font",
    b"<table",
    b"<a",
    b"<style",
    b"<title",
    b"<b",
    b"<body",
    b"<br",
    b"<p",
    b"<!--",
];

/// HTML, SVG or other XML.
pub(super) fn recognise(head: &[u8]) -> Option<FileType> {
    let text = narrow(head).to_ascii_lowercase();
    let start = text.iter().position(|b| !b.is_ascii_whitespace())?;
    let text = &text[start..];
    if !text.starts_with(b"<") {
        return None;
    }
    // An SVG may hide behind a prolog, a doctype or comments: anywhere in the head counts.
    if contains(text, b"<svg") || contains(text, b":svg") {
        return Some(FileType::Svg);
    }
    if text.starts_with(b"<?xml") {
        return Some(if contains(text, b"<html") {
            FileType::Html
        } else {
            FileType::Xml
        });
    }
    let opens = |tag: &[u8]| {
        text.starts_with(tag)
            && (tag == b"<!--"
                || matches!(
                    text.get(tag.len()),
                    Some(b' ' | b'>' | b'/' | b'\t' | b'\n' | b'\r' | 0x0C)
                ))
    };
    HTML.iter().any(|tag| opens(tag)).then_some(FileType::Html)
}

/// No byte that text does not have (MIME Sniffing Standard §7.2), or UTF-16 with its mark.
pub(super) fn is_text(head: &[u8]) -> bool {
    let marked = head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF");
    marked
        || !head
            .iter()
            .any(|b| matches!(b, 0..=8 | 0x0B | 0x0E..=0x1A | 0x1C..=0x1F))
}

/// Without byte order mark, and UTF-16 brought down to its low bytes: enough to see ASCII tags.
fn narrow(head: &[u8]) -> Vec<u8> {
    match head {
        [0xEF, 0xBB, 0xBF, rest @ ..] => rest.to_vec(),
        [0xFF, 0xFE, rest @ ..] => rest.iter().step_by(2).copied().collect(),
        [0xFE, 0xFF, rest @ ..] => rest.iter().skip(1).step_by(2).copied().collect(),
        _ => head.to_vec(),
    }
}
