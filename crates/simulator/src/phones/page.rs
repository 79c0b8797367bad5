//! The document, and a phone's frame.

use std::fmt::Write;

use super::Asked;
use super::bubble::thread;
use super::composer::composer;
use crate::Simulator;
use crate::book::{Channel, Person};
use crate::clock::DAY;

/// A page with a phone for each of `shown`.
pub(crate) fn document(sim: &Simulator, title: &str, shown: &[Person], asked: &Asked) -> String {
    let mut body = String::from(
        "<header class=\"top\"><h1><a href=\"/phones\">Phones</a></h1><nav aria-label=\"Channels\">",
    );
    for channel in Channel::ALL {
        let alone = shown.len() == 1;
        let here = if alone && shown[0].channel == channel {
            " aria-current=\"page\""
        } else {
            ""
        };
        let to = if alone {
            format!("/phones/{}", channel.word())
        } else {
            format!("#{}", channel.word())
        };
        // Short, for three of them must stand on a phone.
        let words = if channel == Channel::Sms {
            "SMS"
        } else {
            channel.label()
        };
        let _ = write!(body, "<a href=\"{to}\"{here}>{words}</a>");
    }
    if sim.has_mail() {
        body.push_str("<a href=\"/phones/mail\">Mail</a>");
    }
    body.push_str("</nav></header><main>");
    for person in shown {
        body.push_str(&phone(sim, person, asked));
    }
    body.push_str("</main>");
    wrap(title, *sim.0.news.borrow(), &body)
}

/// A page with one sentence.
pub(crate) fn sentence(words: &str) -> String {
    let body = format!(
        "<header class=\"top\"><h1><a href=\"/phones\">Phones</a></h1></header><main><p class=\"sentence\">{}</p></main>",
        escape(words)
    );
    wrap("Phones", 0, &body)
}

/// A whole document.
pub(crate) fn wrap(title: &str, news: u64, body: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">\
         <title>{} · Simulator</title><link rel=\"icon\" href=\"data:,\"><link rel=\"stylesheet\" href=\"/phones/phones.css\">\
         <script src=\"/phones/phones.js\" defer></script></head><body data-news=\"{news}\">{body}</body></html>",
        escape(title)
    )
}

/// A phone's page.
pub(crate) fn address(person: &Person) -> String {
    let id: String = form_urlencoded::byte_serialize(person.id.as_bytes()).collect();
    format!("/phones/{}/{id}", person.channel.word())
}

fn phone(sim: &Simulator, person: &Person, asked: &Asked) -> String {
    let word = person.channel.word();
    let error = if asked.error.is_empty() {
        "<p class=\"wrong\" role=\"alert\" data-error hidden></p>".to_owned()
    } else {
        format!(
            "<p class=\"wrong\" role=\"alert\" data-error>{}</p>",
            escape(&asked.error)
        )
    };
    format!(
        "<section class=\"phone\" id=\"{word}\" aria-label=\"{label}, the phone of {name}\" data-phone=\"{address}\">\
         <header><div class=\"who\"><h2>{name}</h2><p>{label} · {id}</p></div>{people}</header>{state}\
         <ol class=\"thread\" data-thread tabindex=\"0\" aria-label=\"Conversation\">{thread}</ol>{error}{composer}</section>",
        label = person.channel.label(),
        name = escape(&person.name),
        id = escape(&handle(person)),
        address = address(person),
        people = people(sim, person),
        state = state(sim, person),
        thread = thread(sim, person),
        composer = composer(sim, person, asked),
    )
}

/// How the account knows them.
fn handle(person: &Person) -> String {
    match (person.channel, person.username.as_str()) {
        (Channel::Whatsapp, _) if person.hides_number => person.bsuid(),
        (Channel::Whatsapp, _) => format!("+{}", person.id),
        (Channel::Instagram, name) if !name.is_empty() => format!("@{name}"),
        _ => person.id.clone(),
    }
}

/// What the desk can do now: the window, or that they have opted out.
fn state(sim: &Simulator, person: &Person) -> String {
    let words = match (person.channel, person.wrote) {
        (Channel::Sms, _) if person.stopped.is_empty() => return String::new(),
        (Channel::Sms, _) => format!(
            "Opted out of messages from {}",
            escape(&person.stopped.join(", "))
        ),
        (_, Some(at)) if sim.now() - at < DAY => return String::new(),
        (_, Some(_)) => "The 24 hours are over: the desk cannot answer freely".to_owned(),
        (_, None) => return String::new(),
    };
    format!("<p class=\"state\">{words}</p>")
}

/// The other phones of the channel, and a way to make one more.
fn people(sim: &Simulator, person: &Person) -> String {
    let mut list = String::new();
    // The first hundred: strangers who were written to are many in a load test.
    for other in sim.book().people(person.channel).take(100) {
        let here = if other.id == person.id {
            " aria-current=\"page\""
        } else {
            ""
        };
        let _ = write!(
            list,
            "<li><a href=\"{}\"{here}>{}</a></li>",
            address(other),
            escape(&other.name)
        );
    }
    let (label, example) = match person.channel {
        Channel::Sms => ("Phone number", "+14155550199"),
        Channel::Whatsapp => ("Phone number", "+491715550100"),
        Channel::Instagram => ("Instagram id", "7110000000000009"),
    };
    format!(
        "<details class=\"people\"><summary>People</summary><div><ul>{list}</ul>\
         <form method=\"post\" action=\"/phones/{}\" data-plain><label>{label} <input name=\"id\" placeholder=\"{example}\" required></label>\
         <label>Name <input name=\"name\"></label><button>Add a phone</button></form></div></details>",
        person.channel.word()
    )
}

/// A reason as a sentence.
pub(crate) fn as_sentence(why: &str) -> String {
    let mut letters = why.chars();
    let first: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}

/// Text for HTML, in attributes too.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
