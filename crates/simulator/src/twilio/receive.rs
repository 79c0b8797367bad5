//! What a person sends by SMS or MMS, and how Twilio posts it on (TW-HOOK); STOP, START and HELP (TW-OPT).

use super::segments::segments;
use crate::acts::{Act, Attach};
use crate::book::{Channel, File, Line, Person};
use crate::config::{Sender, Service};
use crate::ids;
use crate::post::{Body, Hook, Post};
use crate::{Simulator, sniff};

/// Media of a message a person sends.
const MEDIA: usize = 10;

/// What a phone can do by SMS: write.
pub(crate) async fn act(sim: &Simulator, person: &Person, act: Act) -> Result<Vec<String>, String> {
    match act {
        Act::Say {
            text,
            files,
            quote: None,
            to,
        } => say(sim, person, text, files, to).await,
        Act::Seen => Ok(Vec::new()),
        _ => Err("SMS carries text and media, and nothing else".into()),
    }
}

async fn say(
    sim: &Simulator,
    person: &Person,
    text: String,
    files: Vec<Attach>,
    to: Option<String>,
) -> Result<Vec<String>, String> {
    if text.trim().is_empty() && files.is_empty() {
        return Err("there is nothing to send".into());
    }
    if files.len() > MEDIA {
        return Err(format!("a phone sends {MEDIA} files at most"));
    }
    let config = sim.config();
    let last = || {
        sim.book()
            .thread(Channel::Sms, &person.id)
            .next_back()
            .map(|l| l.account.clone())
    };
    let to = to
        .or_else(last)
        .or_else(|| config.twilio.senders.first().map(|s| s.number.clone()));
    let sender = config
        .twilio
        .senders
        .iter()
        .find(|s| Some(&s.number) == to.as_ref());
    let Some(sender) = sender else {
        return Err("the account has no such number".into());
    };
    let id = ids::sid(if files.is_empty() { "SM" } else { "MM" });
    let mut line = Line::new(
        Channel::Sms,
        id.clone(),
        &person.id,
        &sender.number,
        true,
        sim.now(),
    );
    line.kind = if files.is_empty() { "sms" } else { "mms" }.into();
    line.state = "received".into();
    line.twilio.media = files.len();
    line.twilio.segments = if files.is_empty() { segments(&text) } else { 1 };
    line.text = text;
    for file in files {
        let name = (!file.name.is_empty()).then_some(file.name);
        line.files
            .push(sim.keep(ids::sid("ME"), &file.kind, name, file.base64));
    }
    let service = config
        .twilio
        .services
        .iter()
        .find(|s| s.numbers.contains(&sender.number));
    line.twilio.service = service.map(|s| s.sid.clone());
    let asked = opt(&line.text);
    {
        let mut book = sim.book();
        if let Some(p) = book.person_mut(Channel::Sms, &person.id) {
            p.wrote = Some(line.at);
            match asked {
                Some("STOP") if !p.stopped.contains(&sender.number) => {
                    p.stopped.push(sender.number.clone());
                }
                Some("START") => p.stopped.retain(|n| *n != sender.number),
                _ => {}
            }
        }
    }
    sim.write(line.clone());
    if let Some(asked) = asked {
        answer(sim, &line, asked);
    }
    let work = Post::work(sim);
    sim.post(hook(sim, &line, sender, service, asked)).await;
    drop(work);
    Ok(vec![id])
}

/// The word Twilio itself acts on: the message must consist of it (TW-OPT).
fn opt(text: &str) -> Option<&'static str> {
    match text.trim().to_ascii_uppercase().as_str() {
        "STOP" | "UNSUBSCRIBE" | "END" | "QUIT" | "STOPALL" | "REVOKE" | "OPTOUT" | "CANCEL" => {
            Some("STOP")
        }
        "START" | "UNSTOP" | "YES" => Some("START"),
        "HELP" | "INFO" => Some("HELP"),
        _ => None,
    }
}

/// Twilio's own answer to such a word.
fn answer(sim: &Simulator, to: &Line, asked: &str) {
    let mut line = Line::new(
        Channel::Sms,
        ids::sid("SM"),
        &to.person,
        &to.account,
        false,
        sim.now(),
    );
    line.kind = "sms".into();
    line.state = "delivered".into();
    line.twilio.auto = true;
    line.twilio.segments = 1;
    line.note = "Answered by the provider".into();
    line.text = match asked {
        "STOP" => "You are unsubscribed and get no more messages from this number. Reply START to get them again.",
        "START" => "You are subscribed again. Reply HELP for help, STOP to unsubscribe.",
        _ => "Reply STOP to unsubscribe. Message and data rates may apply.",
    }
    .into();
    sim.write(line);
}

fn hook(
    sim: &Simulator,
    line: &Line,
    sender: &Sender,
    service: Option<&Service>,
    asked: Option<&str>,
) -> Hook {
    let config = sim.config();
    let by_service = service.filter(|s| !s.inbound_url.is_empty());
    let url = by_service
        .map_or(&sender.sms_url, |s| &s.inbound_url)
        .clone();
    let mut form: Vec<(String, String)> = Vec::new();
    let mut put = |name: &str, value: &str| form.push((name.into(), value.into()));
    // TW-HOOK: NumMedia 0 and no MediaUrl for plain SMS; the three sids are the same one.
    put("ToCountry", "US");
    put("SmsMessageSid", &line.id);
    put("NumMedia", &line.files.len().to_string());
    put("SmsSid", &line.id);
    put("SmsStatus", "received");
    put("Body", &line.text);
    if line.person.starts_with("+1") {
        put("FromCountry", "US");
    }
    put("To", &line.account);
    put("NumSegments", &line.twilio.segments.to_string());
    put("MessageSid", &line.id);
    put("AccountSid", &config.twilio.account_sid);
    put("From", &line.person);
    put("ApiVersion", "2010-04-01");
    if let Some(service) = service {
        put("MessagingServiceSid", &service.sid);
        if let (true, Some(asked)) = (service.advanced_opt_out, asked) {
            put("OptOutType", asked);
        }
    }
    for (n, file) in line.files.iter().enumerate() {
        put(&format!("MediaContentType{n}"), &declared(sim, file));
        put(&format!("MediaUrl{n}"), &media_url(sim, &line.id, file));
    }
    if sim.knobs(Channel::Sms).novel {
        put("NovelParameter", "ünannounced, as they come");
    }
    Hook {
        channel: Channel::Sms,
        url,
        fallback: sender.sms_fallback_url.clone(),
        body: Body::Form(form),
        event: ids::word(),
    }
}

/// The type Twilio found, which is the bytes' own where it knows them.
fn declared(sim: &Simulator, file: &File) -> String {
    let bytes = sim.file(&file.sha256).unwrap_or_default();
    sniff::disagrees(&file.kind, &bytes)
        .filter(|k| k.contains('/'))
        .map_or_else(|| file.kind.clone(), Into::into)
}

fn media_url(sim: &Simulator, message: &str, file: &File) -> String {
    let config = sim.config();
    format!(
        "{}/2010-04-01/Accounts/{}/Messages/{message}/Media/{}",
        config.base, config.twilio.account_sid, file.id
    )
}
