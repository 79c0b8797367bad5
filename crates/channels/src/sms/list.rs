//! Twilio's own list of messages: for a send whose answer was lost, and for what came in while we
//! were away.

use super::Sms;
use crate::{
    Found, Outgoing, Part, Receipt, SendError,
    call::{Answer, call, list_at, number_at, some, text_at},
    hosts::has_origin,
    problem::refused,
};
use form_urlencoded::Serializer;
use model::Millis;
use serde_json::Value;
use time::{OffsetDateTime, format_description::well_known::Rfc2822};
use url::Url;

/// Pages that are read of one list.
const PAGES: usize = 20;
/// What our clock and Twilio's may be apart, and the second that Twilio's dates are cut to.
const SLACK_MS: Millis = 60_000;
/// What is told of a message of ours is told within this time, nearly always.
const SETTLED_MS: Millis = 3_600_000;
/// States of a message that is not coming.
const FAILED: [&str; 3] = ["failed", "undelivered", "canceled"];
/// What Twilio puts before each text of a trial account.
const TRIAL: &str = "Sent from your Twilio trial account - ";

/// Messages, and whether there are more that were not read.
struct Listed {
    messages: Vec<Value>,
    cut: bool,
}

impl Sms {
    /// Looks for a part among what was sent to that number since the message was written.
    ///
    /// Twilio takes no key of ours, so a part is known by recipient, text and number of files.
    /// Those whose ids are known to be others' do not count, and of several the first is taken:
    /// of two alike, each finds one. What stays undecidable: when the list is too long to be read
    /// to its end, or the message's time is not known and more than one is alike.
    pub(super) async fn find_sent(
        &self,
        message: &Outgoing,
        part: &Part,
    ) -> Result<Found, SendError> {
        let since = message.at - SLACK_MS;
        // Not by date: what waits in a queue has no date of sending yet.
        let listed = self.list(&[("To", &message.to)], since).await?;
        let mut alike: Vec<&Value> = (listed.messages.iter())
            // What failed there arrived nowhere, and may have been an earlier try.
            .filter(|sent| !FAILED.contains(&text_at(sent, "/status").as_str()))
            .filter(|sent| {
                let written = date_at(sent, "/date_created").is_none_or(|at| at >= since);
                written && is_alike(sent, part) && self.is_ours(sent)
            })
            .filter(|sent| !message.others.contains(&text_at(sent, "/sid")))
            .collect();
        alike.sort_by_key(|sent| date_at(sent, "/date_created"));
        if message.at == 0 && alike.len() > 1 {
            return Ok(Found::NoTelling);
        }
        match alike.first().and_then(|sent| some(text_at(sent, "/sid"))) {
            Some(sid) => Ok(Found::Sent(Receipt {
                provider_id: Some(sid),
            })),
            None if listed.cut => Ok(Found::NoTelling),
            None => Ok(Found::NotSent),
        }
    }

    /// Whether a listed message was sent by this inbox's sender.
    fn is_ours(&self, sent: &Value) -> bool {
        let service = text_at(sent, "/messaging_service_sid");
        let from = text_at(sent, "/from");
        text_at(sent, "/direction").starts_with("outbound")
            && if self.settings.messaging_service_sid.is_empty() {
                from.is_empty() || from == self.settings.from
            } else {
                service.is_empty() || service == self.settings.messaging_service_sid
            }
    }

    /// What came in since then, and what became of ours, as the webhook would have told it.
    pub(super) async fn list_missed(&self, since: Millis) -> Result<Vec<Vec<u8>>, SendError> {
        let came = self.list_side("To", since - SLACK_MS).await?;
        let mut missed = Vec::new();
        for message in came.iter().rev() {
            let service = &self.settings.messaging_service_sid;
            let ours = self.settings.from == text_at(message, "/to")
                || (!service.is_empty() && *service == text_at(message, "/messaging_service_sid"));
            if text_at(message, "/direction") == "inbound" && ours {
                missed.push(self.as_told(message).await.map_err(safe)?);
            }
        }
        let went = self.list_side("From", since - SETTLED_MS).await?;
        let ours = went.iter().rev().filter(|message| self.is_ours(message));
        missed.extend(ours.filter_map(as_status));
        Ok(missed)
    }

    /// What was sent since then, by one side of it: the inbox's number, where it has one.
    async fn list_side(&self, side: &str, since: Millis) -> Result<Vec<Value>, SendError> {
        let day = day_of(since);
        let mut query = vec![("DateSent>", day.as_str())];
        if !self.settings.from.is_empty() {
            query.push((side, self.settings.from.as_str()));
        }
        let mut listed = self.list(&query, since).await.map_err(safe)?.messages;
        listed.retain(|message| {
            let at = date_at(message, "/date_sent").or_else(|| date_at(message, "/date_created"));
            at.is_none_or(|at| at >= since)
        });
        Ok(listed)
    }

    /// A listed message in the form of a webhook, with its media.
    async fn as_told(&self, message: &Value) -> Result<Vec<u8>, SendError> {
        let sid = text_at(message, "/sid");
        let mut media = Vec::new();
        if number_at(message, "/num_media").is_some_and(|count| count > 0) {
            let path = format!("Messages/{sid}/Media.json?PageSize=50");
            let answer = self.get(&self.address(&path)).await?;
            media.extend(list_at(&answer.json, "/media_list").iter().cloned());
        }
        let mut form = Serializer::new(String::new());
        form.append_pair("MessageSid", &sid);
        form.append_pair("SmsStatus", "received");
        for (name, place) in [
            ("AccountSid", "/account_sid"),
            ("MessagingServiceSid", "/messaging_service_sid"),
            ("From", "/from"),
            ("To", "/to"),
            ("Body", "/body"),
            ("NumSegments", "/num_segments"),
            // Not Twilio's: a webhook comes at once, this does not.
            ("DateSent", "/date_sent"),
        ] {
            form.append_pair(name, &text_at(message, place));
        }
        form.append_pair("NumMedia", &media.len().to_string());
        for (at, one) in media.iter().enumerate() {
            let path = format!("Messages/{sid}/Media/{}", text_at(one, "/sid"));
            form.append_pair(&format!("MediaUrl{at}"), &self.address(&path));
            let kind = text_at(one, "/content_type");
            form.append_pair(&format!("MediaContentType{at}"), &kind);
        }
        Ok(form.finish().into_bytes())
    }

    /// The list, newest first, until it is older than `since`.
    async fn list(&self, query: &[(&str, &str)], since: Millis) -> Result<Listed, SendError> {
        let query = Serializer::new(String::new())
            .append_pair("PageSize", "200")
            .extend_pairs(query)
            .finish();
        let mut next = self.address(&format!("Messages.json?{query}"));
        let mut messages = Vec::new();
        for _ in 0..PAGES {
            let answer = self.get(&next).await?;
            let page = list_at(&answer.json, "/messages");
            messages.extend(page.iter().cloned());
            let old = |message| date_at(message, "/date_created").is_some_and(|at| at < since);
            let path = text_at(&answer.json, "/next_page_uri");
            if path.is_empty() || (!page.is_empty() && page.iter().all(old)) {
                let cut = false;
                return Ok(Listed { messages, cut });
            }
            next = self.next_page(&path)?;
        }
        let cut = true;
        Ok(Listed { messages, cut })
    }

    /// Where the list goes on: at Twilio, or nowhere.
    fn next_page(&self, path: &str) -> Result<String, SendError> {
        let base = Url::parse(self.base()).ok();
        let next = base.and_then(|base| base.join(path).ok());
        next.filter(|next| has_origin(next, self.base()))
            .map(String::from)
            .ok_or_else(|| SendError::Rejected(refused("next_page_uri", "")))
    }

    async fn get(&self, url: &str) -> Result<Answer, SendError> {
        let answer = call(self.signed_in(self.providers.client().get(url))).await?;
        if answer.is_success() && answer.json.is_object() {
            return Ok(answer);
        }
        Err(match number_at(&answer.json, "/code") {
            Some(code) => super::errors::refusal(&answer, code),
            None => answer.without_sense(),
        })
    }
}

/// A message of ours that is settled, in the form of a status callback: Twilio sends each once, and
/// nobody may have been there.
fn as_status(message: &Value) -> Option<Vec<u8>> {
    let status = text_at(message, "/status");
    let arrived = ["delivered", "read"];
    if ![&arrived[..], &FAILED].concat().contains(&status.as_str()) {
        return None;
    }
    let mut form = Serializer::new(String::new());
    form.append_pair("MessageStatus", &status);
    for (name, place) in [
        ("MessageSid", "/sid"),
        ("AccountSid", "/account_sid"),
        ("From", "/from"),
        ("To", "/to"),
    ] {
        form.append_pair(name, &text_at(message, place));
    }
    if let Some(code) = number_at(message, "/error_code") {
        form.append_pair("ErrorCode", &code.to_string());
    }
    Some(form.finish().into_bytes())
}

/// Whether a listed message has a part's text and as many files.
fn is_alike(sent: &Value, part: &Part) -> bool {
    let body = text_at(sent, "/body");
    let body = body.strip_prefix(TRIAL).unwrap_or(&body);
    let media = number_at(sent, "/num_media").and_then(|count| usize::try_from(count).ok());
    body.trim() == part.text.trim() && media == Some(part.files.len())
}

/// Asking changes nothing: an unknown end is one to ask again.
fn safe(error: SendError) -> SendError {
    match error {
        SendError::Unknown => SendError::Retry(crate::call::SOON),
        error => error,
    }
}

/// A date of Twilio's lists (RFC 2822).
fn date_at(value: &Value, place: &str) -> Option<Millis> {
    date(&text_at(value, place))
}

/// The same, as text.
pub(super) fn date(text: &str) -> Option<Millis> {
    let date = OffsetDateTime::parse(text, &Rfc2822).ok()?;
    Some(date.unix_timestamp() * 1_000)
}

/// The day of a moment, in UTC: the first of a list.
fn day_of(at: Millis) -> String {
    let at = OffsetDateTime::from_unix_timestamp(at.max(0) / 1_000)
        .unwrap_or(OffsetDateTime::UNIX_EPOCH);
    format!(
        "{:04}-{:02}-{:02}",
        at.year(),
        u8::from(at.month()),
        at.day()
    )
}
