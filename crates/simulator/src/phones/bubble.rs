//! A conversation as its person sees it: what arrived, as it arrived.

use std::fmt::Write;

use super::page::{address, escape};
use crate::Simulator;
use crate::book::{Channel, File, Line, Person};
use crate::clock::{iso, short};

/// The list of bubbles.
pub(crate) fn thread(sim: &Simulator, person: &Person) -> String {
    let lines = sim.thread(person.channel, &person.id);
    // The last 200: a phone has a scroll bar, a page has limits.
    let shown = &lines[lines.len().saturating_sub(200)..];
    let mut out = String::new();
    let mut any = false;
    for line in shown.iter().filter(|l| l.kind != "reaction") {
        if line.mine || arrived(line) {
            any = true;
            out.push_str(&bubble(sim, person, line));
        } else if let Some((code, words)) = &line.error {
            any = true;
            let _ = write!(
                out,
                "<li class=\"lost\"><p>A message did not arrive: {} <span class=\"code\">{code}</span></p></li>",
                escape(words)
            );
        }
    }
    if !any {
        let opening = match person.channel {
            Channel::Sms => "No messages yet. Write one, and see it at the desk.",
            Channel::Whatsapp => {
                "No messages yet. Once this person writes, the desk may answer for 24 hours."
            }
            Channel::Instagram => "No messages yet. Only this person can open the conversation.",
        };
        let _ = write!(out, "<li class=\"empty\"><p>{opening}</p></li>");
    }
    out
}

/// Whether a message of the account's is on the phone.
fn arrived(line: &Line) -> bool {
    matches!(
        line.state.as_str(),
        "sent" | "delivered" | "read" | "played" | "seen"
    )
}

fn bubble(sim: &Simulator, person: &Person, line: &Line) -> String {
    let side = if line.mine { "mine" } else { "theirs" };
    let mut out = format!(
        "<li class=\"line {side}\" id=\"m-{}\" data-message=\"{}\">",
        id(line),
        escape(&line.id)
    );
    let who = if line.mine { "You" } else { "They" };
    let _ = write!(
        out,
        "<div class=\"bubble\"><span class=\"unseen\">{who} wrote: </span>"
    );
    if line.gone {
        out.push_str("<p class=\"gone\">You took this message back</p>");
    } else {
        if let Some(quoted) = line.quotes.as_ref().and_then(|q| sim.line(q)) {
            let _ = write!(
                out,
                "<blockquote>{}</blockquote>",
                escape(&summary(&quoted))
            );
        }
        if line.files.len() > 1 {
            out.push_str("<div class=\"files\">");
        }
        for f in &line.files {
            out.push_str(&file(line, f));
        }
        if line.files.len() > 1 {
            out.push_str("</div>");
        }
        if line.kind == "location" {
            out.push_str(&place(line));
        }
        if !line.text.is_empty() {
            let _ = write!(out, "<p class=\"text\">{}</p>", escape(&line.text));
        }
        if !line.buttons.is_empty() {
            out.push_str(&buttons(person, line));
        }
        if !line.note.is_empty() {
            let _ = write!(out, "<p class=\"note\">{}</p>", escape(&line.note));
        }
    }
    out.push_str("</div>");
    if !line.reactions.is_empty() && !line.gone {
        out.push_str("<p class=\"reactions\">");
        for (who, emoji) in &line.reactions {
            let who = if who == "person" { "You" } else { "They" };
            let _ = write!(
                out,
                "<span title=\"{who} reacted\"><span class=\"unseen\">{who} reacted: </span>{}</span>",
                escape(emoji)
            );
        }
        out.push_str("</p>");
    }
    let edited = if line.edits > 0 { "edited " } else { "" };
    let _ = write!(
        out,
        "<p class=\"meta\">{edited}<time datetime=\"{}\">{}</time>{}</p>",
        iso(line.at),
        short(line.at),
        ticks(line)
    );
    if !line.gone {
        out.push_str(&menu(person, line));
    }
    out.push_str("</li>");
    out
}

/// An id that may stand in an attribute and a fragment.
fn id(line: &Line) -> String {
    line.id
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect()
}

/// Whether the desk has it, and has read it: one's own messages only. SMS tells nothing.
fn ticks(line: &Line) -> String {
    let word = match (line.mine, line.channel, line.state.as_str()) {
        (true, Channel::Whatsapp | Channel::Instagram, "read" | "seen") => "Read",
        (true, Channel::Whatsapp, _) => "Delivered",
        (true, Channel::Instagram, _) => "Sent",
        _ => return String::new(),
    };
    format!(" <span class=\"tick\">{word}</span>")
}

/// A message in a few words.
pub(crate) fn summary(line: &Line) -> String {
    if line.gone {
        return "a message that was taken back".into();
    }
    if line.text.is_empty() {
        return format!("{} ({})", line.kind, line.files.len().max(1));
    }
    let mut words: String = line.text.chars().take(60).collect();
    if words.len() < line.text.len() {
        words.push('…');
    }
    words
}

/// Whether a browser draws such a picture.
pub(crate) fn pictured(kind: &str) -> bool {
    matches!(
        kind,
        "image/jpeg" | "image/jpg" | "image/png" | "image/gif" | "image/webp"
    )
}

fn file(line: &Line, file: &File) -> String {
    let kind: String = form_urlencoded::byte_serialize(file.kind.as_bytes()).collect();
    let source = format!("/phones/file/{}?type={kind}", file.sha256);
    let name = escape(file.name.as_deref().unwrap_or("file"));
    let about = format!("{} · {}", escape(&file.kind), size(file.bytes));
    let alt = if line.text.is_empty() {
        "Picture without words".to_owned()
    } else {
        escape(&line.text)
    };
    let shown = if pictured(&file.kind) {
        format!("<a href=\"{source}\"><img src=\"{source}\" alt=\"{alt}\" loading=\"lazy\"></a>")
    } else if file.kind.starts_with("video/") {
        format!("<video controls preload=\"metadata\" src=\"{source}\"></video>")
    } else if file.kind.starts_with("audio/") {
        format!("<audio controls preload=\"metadata\" src=\"{source}\"></audio>")
    } else {
        format!("<a class=\"paper\" href=\"{source}\" download=\"{name}\">{name}</a>")
    };
    let class = if line.kind == "sticker" {
        "file sticker"
    } else {
        "file"
    };
    format!("<figure class=\"{class}\">{shown}<figcaption>{about}</figcaption></figure>")
}

/// Bytes for people: three digits at most.
pub(crate) fn size(bytes: usize) -> String {
    #[expect(clippy::cast_precision_loss, reason = "three digits are shown")]
    let n = bytes as f64;
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..9_950 => format!("{:.1} KB", n / 1e3),
        9_950..999_500 => format!("{:.0} KB", n / 1e3),
        999_500..9_950_000 => format!("{:.1} MB", n / 1e6),
        _ => format!("{:.0} MB", n / 1e6),
    }
}

fn place(line: &Line) -> String {
    let (latitude, longitude) = (&line.extra["latitude"], &line.extra["longitude"]);
    format!("<p class=\"place\">{latitude}° north, {longitude}° east</p>")
}

fn buttons(person: &Person, line: &Line) -> String {
    let mut out = String::from("<div class=\"buttons\">");
    for (id, title) in &line.buttons {
        let fields = format!(
            "{}<input type=\"hidden\" name=\"button\" value=\"{}\">",
            about(line),
            escape(id)
        );
        out.push_str(&form(person, "press", &fields, &escape(title), ""));
    }
    out.push_str("</div>");
    out
}

fn about(line: &Line) -> String {
    format!(
        "<input type=\"hidden\" name=\"message\" value=\"{}\">",
        escape(&line.id)
    )
}

/// A form with one button.
fn form(person: &Person, act: &str, fields: &str, words: &str, label: &str) -> String {
    let label = if label.is_empty() {
        String::new()
    } else {
        format!(" aria-label=\"{label}\"")
    };
    format!(
        "<form method=\"post\" enctype=\"multipart/form-data\" action=\"{}/act\"><input type=\"hidden\" name=\"act\" \
         value=\"{act}\">{fields}<button{label}>{words}</button></form>",
        address(person)
    )
}

/// What can be done with a message, where the channel has it.
fn menu(person: &Person, line: &Line) -> String {
    if line.channel == Channel::Sms {
        return String::new();
    }
    let mut out = String::from(
        "<details class=\"menu\"><summary aria-label=\"What to do with this message\">···</summary><div>",
    );
    for (emoji, name) in [
        ("❤️", "heart"),
        ("👍", "thumb"),
        ("😂", "laughter"),
        ("😮", "wonder"),
    ] {
        let fields = format!(
            "{}<input type=\"hidden\" name=\"emoji\" value=\"{emoji}\">",
            about(line)
        );
        out.push_str(&form(
            person,
            "react",
            &fields,
            emoji,
            &format!("React with {name}"),
        ));
    }
    if line.reactions.contains_key("person") {
        out.push_str(&form(person, "react", &about(line), "No reaction", ""));
    }
    let id: String = form_urlencoded::byte_serialize(line.id.as_bytes()).collect();
    let _ = write!(
        out,
        "<a data-reply href=\"{}?quote={id}\">Reply</a>",
        address(person)
    );
    if line.mine {
        if !line.text.is_empty() && (line.channel == Channel::Whatsapp || line.kind == "text") {
            let _ = write!(
                out,
                "<a data-edit href=\"{}?edit={id}\">Edit</a>",
                address(person)
            );
        }
        out.push_str(&form(person, "unsend", &about(line), "Take back", ""));
    } else if line.kind == "audio" && line.channel == Channel::Whatsapp {
        out.push_str(&form(person, "played", &about(line), "Played", ""));
    }
    out.push_str("</div></details>");
    out
}
