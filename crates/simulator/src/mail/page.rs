//! `/phones/mail`: the mail program's pages.

use std::fmt::Write;

use axum::Router;
use axum::extract::{Multipart, Path, Query, State};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use bytes::BytesMut;
use serde::Deserialize;

use super::read::{Letter, read};
use super::write::Draft;
use super::{MAIL_BYTES, Mail};
use crate::Simulator;
use crate::clock::{iso, short};
use crate::fetch::essence;
use crate::phones::{as_sentence, escape, pictured, size, wrap};

/// A mail's own document may show its pictures and its style, and nothing else, and runs nothing.
const LETTER: &str = "sandbox; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; \
                      frame-ancestors 'self'";

/// The addresses.
pub(crate) fn router() -> Router<Simulator> {
    Router::new()
        .route("/", get(list).post(send))
        .route("/{id}", get(one))
        .route("/{id}/html", get(html))
        .route("/{id}/file/{number}", get(file))
}

/// What may stand in the list's address.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    error: String,
}

fn missing() -> Response {
    (StatusCode::NOT_FOUND, "There is no such mail.").into_response()
}

fn document(sim: &Simulator, title: &str, inside: &str) -> Html<String> {
    let body = format!(
        "<header class=\"top\"><h1><a href=\"/phones\">Phones</a></h1><nav aria-label=\"Mail\">\
         <a href=\"/phones/mail\">Mail</a></nav></header><main class=\"mail\"><div>{inside}</div></main>"
    );
    Html(wrap(title, *sim.0.news.borrow(), &body))
}

async fn list(State(sim): State<Simulator>, Query(asked): Query<Asked>) -> Html<String> {
    let mut out = wrong(&asked.error);
    let desk = sim.mailbox().desk.clone();
    out.push_str(&composer(None, &desk));
    out.push_str("<ol class=\"mails\">");
    let mails = sim.mails();
    // The newest hundred.
    for mail in mails.iter().rev().take(100) {
        let letter = read(&mail.raw);
        let who = if mail.mine {
            format!("To {}", mail.to.join(", "))
        } else {
            letter.from
        };
        let _ = write!(
            out,
            "<li><a href=\"/phones/mail/{}\"><strong>{}</strong> <span>{}</span> {}</a></li>",
            mail.id,
            escape(if letter.subject.is_empty() {
                "(no subject)"
            } else {
                &letter.subject
            }),
            escape(&who),
            time(mail),
        );
    }
    if mails.is_empty() {
        out.push_str("<li class=\"empty\"><p>No mail yet. What the desk sends lies here.</p></li>");
    }
    out.push_str("</ol>");
    document(&sim, "Mail", &out)
}

fn time(mail: &Mail) -> String {
    format!(
        "<time datetime=\"{}\">{}</time>",
        iso(mail.at),
        short(mail.at)
    )
}

fn wrong(error: &str) -> String {
    if error.is_empty() {
        return String::new();
    }
    format!("<p class=\"wrong\" role=\"alert\">{}</p>", escape(error))
}

async fn one(
    State(sim): State<Simulator>,
    Path(id): Path<u64>,
    Query(asked): Query<Asked>,
) -> Response {
    let Some(mail) = sim.mail(id) else {
        return missing();
    };
    let letter = read(&mail.raw);
    let mut out = format!("<article><h2>{}</h2><dl>", escape(&letter.subject));
    for (what, value) in [
        ("From", &letter.from),
        ("To", &letter.to),
        ("Cc", &letter.cc),
    ] {
        if !value.is_empty() {
            let _ = write!(out, "<dt>{what}</dt><dd>{}</dd>", escape(value));
        }
    }
    let _ = write!(out, "<dt>At</dt><dd>{}</dd></dl>", time(&mail));
    if letter.html.is_some() {
        let _ = write!(
            out,
            "<iframe sandbox src=\"/phones/mail/{id}/html\" title=\"The mail\"></iframe>"
        );
    } else {
        let _ = write!(out, "<pre class=\"text\">{}</pre>", escape(&letter.text));
    }
    for (number, part) in letter.files.iter().enumerate() {
        let to = format!("/phones/mail/{id}/file/{number}");
        let name = escape(&part.name);
        let shown = if pictured(&part.kind) {
            format!("<a href=\"{to}\"><img src=\"{to}\" alt=\"{name}\"></a>")
        } else {
            format!("<a class=\"paper\" href=\"{to}\" download=\"{name}\">{name}</a>")
        };
        let about = format!(
            "{name} · {} · {}",
            escape(&part.kind),
            size(part.bytes.len())
        );
        let _ = write!(
            out,
            "<figure class=\"file\">{shown}<figcaption>{about}</figcaption></figure>"
        );
    }
    out.push_str("</article>");
    out.push_str(&wrong(&asked.error));
    out.push_str(&composer(Some((&mail, &letter)), ""));
    document(&sim, &letter.subject, &out).into_response()
}

/// Where one writes, or answers.
fn composer(answers: Option<(&Mail, &Letter)>, desk: &str) -> String {
    let field = |name: &str, words: &str, value: &str| {
        format!(
            "<label>{words} <input name=\"{name}\" value=\"{}\"></label>",
            escape(value)
        )
    };
    let (words, mut fields) = match answers {
        None => (
            "Write a mail",
            field("name", "Your name", "Harriet Lowe")
                + &field("from", "Your address", "harriet.lowe@example.com")
                + &field("to", "To", desk)
                + &field("subject", "Subject", ""),
        ),
        Some((mail, letter)) => {
            let here = mail.to.first().map_or("", String::as_str);
            let (me, them) = if mail.mine {
                (mail.from.as_str(), here.to_owned())
            } else {
                let reply = if letter.reply_to.is_empty() {
                    &letter.from
                } else {
                    &letter.reply_to
                };
                (here, bare(reply).to_owned())
            };
            let subject = if letter.subject.to_ascii_lowercase().starts_with("re:") {
                letter.subject.clone()
            } else {
                format!("Re: {}", letter.subject)
            };
            (
                "Answer",
                format!(
                    "<input type=\"hidden\" name=\"answers\" value=\"{}\">",
                    mail.id
                ) + &field("name", "Your name", "")
                    + &field("from", "Your address", me)
                    + &field("to", "To", &them)
                    + &field("subject", "Subject", &subject),
            )
        }
    };
    fields.push_str(
        "<label>Words <textarea name=\"text\" rows=\"6\"></textarea></label>\
         <label>Pictures and files <input type=\"file\" name=\"files\" multiple></label>\
         <label><input type=\"checkbox\" name=\"inline\"> Pictures among the words</label><button class=\"send\">Send</button>",
    );
    format!(
        "<details class=\"write\"{}><summary>{words}</summary><form method=\"post\" action=\"/phones/mail\" \
         enctype=\"multipart/form-data\">{fields}</form></details>",
        if answers.is_some() { " open" } else { "" }
    )
}

/// The address in `Name <address>`.
fn bare(from: &str) -> &str {
    match from.rsplit_once('<') {
        Some((_, rest)) => rest.trim_end().trim_end_matches('>'),
        None => from.trim(),
    }
}

async fn html(State(sim): State<Simulator>, Path(id): Path<u64>) -> Response {
    let Some(mail) = sim.mail(id) else {
        return missing();
    };
    let letter = read(&mail.raw);
    let Some(mut html) = letter.html else {
        return missing();
    };
    for (number, part) in letter.files.iter().enumerate() {
        if !part.cid.is_empty() {
            let to = format!("/phones/mail/{id}/file/{number}");
            html = html.replace(&format!("cid:{}", part.cid), &to);
        }
    }
    let policy = HeaderValue::from_static(LETTER);
    ([("content-security-policy", policy)], Html(html)).into_response()
}

async fn file(State(sim): State<Simulator>, Path((id, number)): Path<(u64, usize)>) -> Response {
    let Some(mail) = sim.mail(id) else {
        return missing();
    };
    let mut files = read(&mail.raw).files;
    if number >= files.len() {
        return missing();
    }
    let part = files.swap_remove(number);
    let shown = pictured(&part.kind);
    let kind = HeaderValue::from_str(&part.kind).ok().filter(|_| shown);
    let kind = kind.unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let how = HeaderValue::from_static(if shown { "inline" } else { "attachment" });
    let policy = HeaderValue::from_static("sandbox; default-src 'none'");
    let heads = [
        ("content-type", kind),
        ("content-disposition", how),
        ("content-security-policy", policy),
    ];
    (heads, part.bytes).into_response()
}

async fn send(State(sim): State<Simulator>, form: Multipart) -> Response {
    let (mut to, sent) = match form_of(form).await {
        Ok((draft, answers)) => {
            let from = answers.map_or("/phones/mail".into(), |id| format!("/phones/mail/{id}"));
            (from, sim.send_mail(&draft, answers).await)
        }
        Err(why) => ("/phones/mail".to_owned(), Err(why)),
    };
    match sent {
        Ok(id) => to = format!("/phones/mail/{id}"),
        Err(why) => {
            let why = as_sentence(&why);
            let why: String = form_urlencoded::byte_serialize(why.as_bytes()).collect();
            let _ = write!(to, "?error={why}");
        }
    }
    Redirect::to(&to).into_response()
}

async fn form_of(mut form: Multipart) -> Result<(Draft, Option<u64>), String> {
    let broken = |_| "The form did not come whole; nothing was sent".to_owned();
    let mut draft = Draft::default();
    let mut answers = None;
    let mut left = MAIL_BYTES;
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        let file = field.file_name().map(ToOwned::to_owned);
        let kind = field.content_type().map(essence).unwrap_or_default();
        let mut bytes = BytesMut::new();
        while let Some(piece) = field.chunk().await.map_err(broken)? {
            left = left
                .checked_sub(piece.len())
                .ok_or("The mail is over 50 MB; nothing was sent")?;
            bytes.extend_from_slice(&piece);
        }
        if let Some(file) = file {
            if !file.is_empty() || !bytes.is_empty() {
                draft.files.push((file, kind, bytes.freeze()));
            }
            continue;
        }
        let value = String::from_utf8_lossy(&bytes).into_owned();
        match name.as_str() {
            "name" => draft.name = value,
            "from" => value.trim().clone_into(&mut draft.from),
            "to" => value.trim().clone_into(&mut draft.to),
            "subject" => draft.subject = value,
            "text" => draft.text = value,
            "inline" => draft.inline = true,
            "answers" => answers = value.parse().ok(),
            _ => {}
        }
    }
    Ok((draft, answers))
}
