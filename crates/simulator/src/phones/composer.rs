//! Where a person writes, and what else their channel lets them send.

use std::fmt::Write;

use super::Asked;
use super::bubble::summary;
use super::page::{address, escape};
use crate::Simulator;
use crate::book::{Channel, Person};

/// The forms under a conversation.
pub(crate) fn composer(sim: &Simulator, person: &Person, asked: &Asked) -> String {
    let to = address(person);
    if let Some(line) = sim
        .line(&asked.edit)
        .filter(|l| l.mine && l.person == person.id)
    {
        return format!(
            "<form class=\"composer\" method=\"post\" enctype=\"multipart/form-data\" action=\"{to}/act\">\
             <input type=\"hidden\" name=\"act\" value=\"edit\"><input type=\"hidden\" name=\"message\" value=\"{}\">\
             <p class=\"about\">Change your message <a href=\"{to}\">Leave it</a></p>\
             <div class=\"row\"><textarea name=\"text\" rows=\"2\" aria-label=\"New text\" autofocus>{}</textarea>\
             <button class=\"send\">Change</button></div></form>",
            escape(&line.id),
            escape(&line.text)
        );
    }
    let mut out = format!(
        "<form class=\"composer\" method=\"post\" enctype=\"multipart/form-data\" action=\"{to}/act\">\
         <input type=\"hidden\" name=\"act\" value=\"say\">"
    );
    if let Some(line) = sim.line(&asked.quote).filter(|l| l.person == person.id) {
        let _ = write!(
            out,
            "<input type=\"hidden\" name=\"quote\" value=\"{}\"><p class=\"about\">Reply to: {} <a href=\"{to}\">Do not</a></p>",
            escape(&line.id),
            escape(&summary(&line))
        );
    }
    out.push_str(&numbers(sim, person));
    let words = match person.channel {
        Channel::Instagram => "Message",
        _ => "Message or caption",
    };
    let n = person.channel.word();
    let _ = write!(
        out,
        "<p class=\"picked\" data-picked hidden></p><div class=\"row\">\
         <label class=\"clip\" title=\"Add pictures or files\"><input type=\"file\" name=\"files\" multiple>\
         <svg viewBox=\"0 0 24 24\" width=\"20\" height=\"20\" aria-hidden=\"true\"><path fill=\"none\" stroke=\"currentColor\" \
         stroke-width=\"1.75\" stroke-linecap=\"round\" stroke-linejoin=\"round\" d=\"M20 11.5 12 19.5a5 5 0 0 1-7-7l8.5-8.5a3.3 3.3 0 0 \
         1 4.7 4.7L9.9 17a1.6 1.6 0 0 1-2.3-2.3l7.4-7.4\"/></svg><span class=\"unseen\">Add pictures or files</span></label>\
         <textarea name=\"text\" rows=\"1\" id=\"text-{n}\" placeholder=\"{words}\" aria-label=\"{words}\"></textarea>\
         <button class=\"send\">Send</button></div>"
    );
    if person.channel == Channel::Whatsapp {
        out.push_str(
            "<label class=\"as\">Files go as <select name=\"as\"><option value=\"\">pictures and videos</option>\
             <option value=\"document\">documents</option><option value=\"voice\">voice notes</option>\
             <option value=\"sticker\">stickers</option></select></label>",
        );
    }
    out.push_str("</form>");
    out.push_str(&more(person));
    out
}

/// Which of the account's numbers is written to.
fn numbers(sim: &Simulator, person: &Person) -> String {
    let config = sim.config();
    if person.channel != Channel::Sms || config.twilio.senders.len() < 2 {
        return String::new();
    }
    let last = sim
        .book()
        .thread(Channel::Sms, &person.id)
        .next_back()
        .map(|l| l.account.clone());
    let mut out = String::from("<label class=\"as\">To <select name=\"to\">");
    for sender in &config.twilio.senders {
        let chosen = if Some(&sender.number) == last.as_ref() {
            " selected"
        } else {
            ""
        };
        let kind = match sender.kind {
            crate::SenderKind::Long => "",
            crate::SenderKind::TollFree => " (toll-free)",
            crate::SenderKind::Short => " (short code)",
        };
        let number = escape(&sender.number);
        let _ = write!(
            out,
            "<option value=\"{number}\"{chosen}>{number}{kind}</option>"
        );
    }
    out.push_str("</select></label>");
    out
}

/// What the channel has besides text and files.
fn more(person: &Person) -> String {
    let form = |act: &str, fields: &str, words: &str| {
        format!(
            "<form method=\"post\" enctype=\"multipart/form-data\" action=\"{}/act\">\
             <input type=\"hidden\" name=\"act\" value=\"{act}\">{fields}<button>{words}</button></form>",
            address(person)
        )
    };
    let field = |name: &str, words: &str, value: &str| {
        format!("<label>{words} <input name=\"{name}\" value=\"{value}\" required></label>")
    };
    let forms = match person.channel {
        Channel::Sms => vec![
            form(
                "say",
                "<input type=\"hidden\" name=\"text\" value=\"STOP\">",
                "Send STOP",
            ),
            form(
                "say",
                "<input type=\"hidden\" name=\"text\" value=\"START\">",
                "Send START",
            ),
        ],
        Channel::Whatsapp => vec![
            form("seen", "", "Read everything"),
            form(
                "location",
                &[
                    field("latitude", "Degrees north", "41.9028"),
                    field("longitude", "Degrees east", "12.4964"),
                    field("name", "Place", "Rome"),
                    field("address", "Address", "Piazza del Popolo"),
                ]
                .concat(),
                "Send place",
            ),
            form(
                "contact",
                &[
                    field("name", "Name", "Ana Rossi"),
                    field("phone", "Number", "+14155550171"),
                ]
                .concat(),
                "Send contact",
            ),
            form("unsupported", "", "Send a poll"),
            form(
                "from_app",
                &field("text", "At the business's own phone", "Hello from the shop"),
                "Send as the business",
            ),
        ],
        Channel::Instagram => vec![
            form("seen", "", "Read everything"),
            form(
                "story",
                "<label>Picture of a story <input type=\"file\" name=\"files\" accept=\"image/*,video/*\" required></label>",
                "Mention in a story",
            ),
            form(
                "story_reply",
                &field("text", "Answer to a story", "Is it still there?"),
                "Answer a story",
            ),
            form("once", "", "Send a picture to look at once"),
            form("unsupported", "", "Send a sticker"),
            form(
                "from_app",
                &field("text", "At the account's own phone", "Hello from the app"),
                "Send as the account",
            ),
        ],
    };
    format!(
        "<details class=\"else\"><summary>More to send</summary><div>{}</div></details>",
        forms.concat()
    )
}
