//! What becomes of a message after it was accepted: the media are fetched, the carrier takes it or not, and
//! each step goes to the status callback (TW-STAT, TW-MIME, TW-MMS).

use std::time::Duration;

use super::error::meaning;
use super::segments::segments;
use crate::Simulator;
use crate::book::{Channel, File, Line};
use crate::clock::moment;
use crate::fetch::{Refused, fetch};
use crate::ids;
use crate::post::{Body, Hook, Post};

/// Text and media together (TW-MIME, TW-MEDIA): over it the request fails.
const TOTAL: usize = 5 * 1024 * 1024;

/// What Twilio takes as MMS (TW-MIME). No WebP and no Office there.
const KINDS: &[&str] = &[
    "image/jpeg",
    "image/jpg",
    "image/png",
    "image/gif",
    "image/heic",
    "image/heif",
    "image/tiff",
    "image/bmp",
    "video/mp4",
    "video/mpeg",
    "video/quicktime",
    "video/webm",
    "video/3gpp",
    "video/3gpp2",
    "video/3gpp-tt",
    "video/H261",
    "video/H263",
    "video/H263-1998",
    "video/H263-2000",
    "video/H264",
    "audio/mp4",
    "audio/mpeg",
    "audio/ogg",
    "audio/3gpp",
    "audio/3gpp2",
    "audio/amr",
    "audio/amr-nb",
    "audio/ac3",
    "audio/basic",
    "audio/L24",
    "audio/vnd.rn-realaudio",
    "audio/vnd.wave",
    "audio/webm",
    "text/vcard",
    "text/x-vcard",
    "text/csv",
    "text/rtf",
    "text/calendar",
    "text/directory",
    "text/richtext",
    "application/pdf",
];

/// Lets a message go its way.
pub(crate) fn start(sim: &Simulator, line: Line, media: Vec<String>) {
    let (sim, work) = (sim.clone(), Post::work(sim));
    tokio::spawn(async move {
        go(&sim, &line, &media).await;
        drop(work);
    });
}

async fn go(sim: &Simulator, line: &Line, media: &[String]) {
    let id = line.id.clone();
    step(sim, &id, "sending", None).await;
    if !media.is_empty() {
        match gather(sim, line, media).await {
            Ok(files) => {
                sim.change(&id, |l| l.files = files);
            }
            Err((code, words)) => {
                // The fetch fails before a carrier has seen anything: `failed`. A carrier's refusal: `undelivered`.
                let state = if code == 30019 || code == 30011 {
                    "undelivered"
                } else {
                    "failed"
                };
                return step(sim, &id, state, Some((code, words))).await;
            }
        }
    }
    step(sim, &id, "sent", None).await;
    let fails = sim.person(Channel::Sms, &line.person).and_then(|p| p.fails);
    let unlucky = || {
        sim.0
            .faults
            .happens(Channel::Sms, "undelivered", |k| k.undelivered)
            .then_some(30008)
    };
    match fails.or_else(unlucky) {
        Some(code) => step(sim, &id, "undelivered", Some((code, meaning(code).into()))).await,
        None => step(sim, &id, "delivered", None).await,
    }
}

async fn gather(
    sim: &Simulator,
    line: &Line,
    media: &[String],
) -> Result<Vec<File>, (i64, String)> {
    // TW-AI: MMS works in the United States, Canada and Australia.
    if !line.person.starts_with("+1") && !line.person.starts_with("+61") {
        return Err((30011, meaning(30011).into()));
    }
    let mut files = Vec::new();
    let mut total = line.text.len();
    for address in media {
        let got = fetch(&sim.0.http, address, TOTAL, true)
            .await
            .map_err(|e| (code(&e), e.to_string()))?;
        if !KINDS.iter().any(|k| k.eq_ignore_ascii_case(&got.kind)) {
            return Err((12300, format!("{} is not a type of MMS", got.kind)));
        }
        total += got.bytes.len();
        if total > TOTAL {
            return Err((
                11751,
                format!("text and media are {total} bytes, over {TOTAL}"),
            ));
        }
        files.push(sim.keep(ids::sid("ME"), &got.kind, got.name, got.bytes));
    }
    // Stricter than Twilio, which makes JPEG, PNG and GIF smaller for the carrier (TW-MIME) in ways it does not promise.
    let config = sim.config();
    let kind = config
        .twilio
        .senders
        .iter()
        .find(|s| s.number == line.account)
        .map(|s| s.kind);
    match kind.map(crate::config::SenderKind::carrier_bytes) {
        Some(most) if total > most => Err((
            30019,
            format!("text and media are {total} bytes, the carrier takes {most}"),
        )),
        _ => Ok(files),
    }
}

fn code(refused: &Refused) -> i64 {
    match refused {
        Refused::Type(_) => 12300,
        Refused::TooBig(_) => 11751,
        Refused::Unreachable(_) | Refused::Status(_) | Refused::Length(_) => 11200,
    }
}

/// Writes a status down and calls it back.
async fn step(sim: &Simulator, id: &str, state: &str, error: Option<(i64, String)>) {
    let wait = sim.knobs(Channel::Sms).step_ms;
    if wait > 0 {
        tokio::time::sleep(Duration::from_millis(wait)).await;
    }
    let now = sim.now();
    let changed = sim.change(id, |line| {
        if line.state != "canceled" {
            line.state = state.into();
            line.updated = now;
            line.error = error;
            if line.twilio.service.is_some() && line.twilio.segments == 0 {
                line.twilio.segments = if line.twilio.media > 0 {
                    1
                } else {
                    segments(&line.text)
                };
            }
        }
    });
    let Some(line) = changed else { return };
    let Some(url) = line.twilio.callback.clone() else {
        return;
    };
    let body = Body::Form(callback(sim, &line, state));
    sim.post(Hook {
        channel: Channel::Sms,
        url,
        fallback: String::new(),
        body,
        event: ids::word(),
    })
    .await;
}

/// The form of a status callback (TW-TRACK).
fn callback(sim: &Simulator, line: &Line, state: &str) -> Vec<(String, String)> {
    let mut form = vec![
        ("AccountSid", sim.config().twilio.account_sid.clone()),
        ("ApiVersion", "2010-04-01".into()),
        ("From", line.account.clone()),
        ("MessageSid", line.id.clone()),
        ("MessageStatus", state.into()),
        ("SmsSid", line.id.clone()),
        ("SmsStatus", state.into()),
        ("To", line.person.clone()),
    ];
    if let Some(service) = &line.twilio.service {
        form.push(("MessagingServiceSid", service.clone()));
    }
    if let (Some((code, _)), "failed" | "undelivered") = (&line.error, state) {
        form.push(("ErrorCode", code.to_string()));
    }
    if matches!(state, "delivered" | "undelivered") {
        let t = moment(line.updated);
        let (y, m, d) = (t.year() % 100, u8::from(t.month()), t.day());
        form.push((
            "RawDlrDoneDate",
            format!("{y:02}{m:02}{d:02}{:02}{:02}", t.hour(), t.minute()),
        ));
    }
    if sim.knobs(Channel::Sms).novel {
        form.push((
            "NovelParameter",
            "as the providers do, without notice".into(),
        ));
    }
    form.into_iter().map(|(k, v)| (k.to_owned(), v)).collect()
}
