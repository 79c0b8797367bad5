//! `POST /tickets/{number}/reply`: a reply with files, without a script to prepare them. The
//! pictures are fitted here by the same functions that fit them in the browser.

use super::ticket::{back, back_with, ticket_of};
use crate::{error::Refusal, state::AppState};
use axum::{
    Extension,
    extract::{
        Multipart, Path, State,
        multipart::{Field, MultipartError},
    },
    response::Response,
};
use desk::Actor;
use http::{HeaderMap, StatusCode};
use model::{Answer, Extras, NewFile, NewMessage, SentAs};
use sha2::{Digest, Sha256};

#[derive(Default)]
struct Reply {
    key: String,
    text: String,
    note: bool,
    captions: Vec<String>,
    alts: Vec<String>,
    files: Vec<(String, Vec<u8>)>,
}

/// Sends a reply or keeps a note.
///
/// # Errors
/// When the form cannot be read.
pub async fn reply(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Path(number): Path<i64>,
    headers: HeaderMap,
    mut form: Multipart,
) -> Result<Response, Refusal> {
    // Before its files are read into memory.
    if !matches!(actor, Actor::Agent { .. }) {
        return Ok(back(number, &headers, Err(desk::Error::NotSignedIn)));
    }
    let mut reply = Reply::default();
    while let Some(field) = form
        .next_field()
        .await
        .map_err(|error| unreadable(&error))?
    {
        reply
            .take(field)
            .await
            .map_err(|error| unreadable(&error))?;
    }
    let words = reply.text.clone();
    let sent = send(&state, &actor, number, reply).await;
    Ok(back_with(number, &headers, sent, &words))
}

impl Reply {
    async fn take(&mut self, field: Field<'_>) -> Result<(), MultipartError> {
        let name = field.name().unwrap_or_default().to_owned();
        match name.as_str() {
            "key" => self.key = field.text().await?,
            // A form sends line ends as CRLF.
            "text" => self.text = field.text().await?.replace("\r\n", "\n"),
            "note" => self.note = !matches!(field.text().await?.as_str(), "" | "false" | "0"),
            "caption" => self.captions.push(field.text().await?),
            "alt" => self.alts.push(field.text().await?),
            "files" => {
                let name = field.file_name().unwrap_or_default().to_owned();
                let bytes = field.bytes().await?;
                // A file input that nobody used sends one file without name and bytes.
                if !(name.is_empty() && bytes.is_empty()) {
                    self.files.push((name, bytes.into()));
                }
            }
            _ => {}
        }
        Ok(())
    }
}

async fn send(
    state: &AppState,
    actor: &Actor,
    number: i64,
    reply: Reply,
) -> Result<(), desk::Error> {
    let desk = &state.desk;
    let ticket = ticket_of(state, actor, number).await?;
    let Reply {
        key: client_key,
        text,
        note,
        captions,
        alts,
        files: given,
    } = reply;
    // The form's key ends with the newest message that the page had.
    let seen = client_key
        .rsplit('-')
        .next()
        .and_then(|seen| seen.parse().ok());
    // The form's key and what it holds: posted twice it is one reply, but gone back to and
    // changed it is another.
    let client_key = content_key(&client_key, &text, &given);
    let (mut captions, mut alts) = (captions.into_iter(), alts.into_iter());
    let uploads = desk::upload::fit_and_store(desk, actor, given, Some(ticket)).await?;
    let files = uploads.into_iter().map(|upload| NewFile {
        upload: upload.id,
        caption: captions.next().unwrap_or_default(),
        alt: alts.next().unwrap_or_default(),
        redacted: 0,
        sent_as: SentAs::Itself,
    });
    let files = files.collect();
    let message = NewMessage {
        client_key,
        ticket,
        note,
        text,
        files,
    };
    let extras = Extras {
        seen,
        ..Extras::default()
    };
    let answer = Answer { message, extras };
    desk::message::answer(desk, actor, answer).await.map(drop)
}

pub(super) fn content_key(form: &str, text: &str, files: &[(String, Vec<u8>)]) -> String {
    let mut hash = Sha256::new();
    for part in files
        .iter()
        .flat_map(|(name, bytes)| [name.as_bytes(), bytes])
    {
        hash.update(part.len().to_le_bytes());
        hash.update(part);
    }
    hash.update(text);
    let digest: String = hash
        .finalize()
        .iter()
        .take(12)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("{form}-{digest}")
}

fn unreadable(error: &MultipartError) -> Refusal {
    let status = error.status();
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        return Refusal::new(
            status,
            "too_large",
            "The files are too large to be sent at once. Send fewer, or smaller ones.",
        );
    }
    Refusal::new(
        status,
        "form",
        "The form was not complete. Go back and try again.",
    )
}
