//! Files are handed to Meta before the message that names them: links get fetched late and are
//! throttled.

use super::{Whatsapp, errors, safe};
use crate::{
    Outgoing, OutgoingFile, Part, SendError, Source,
    call::{call, some, text_at},
    meta::GraphError,
    problem::kind,
};
use bytes::Bytes;
use futures::{Stream, stream};
use reqwest::{Body, multipart};
use std::{io, sync::Arc};

/// Bytes that are in memory at a time.
const PIECE: u64 = 256 * 1024;

/// A file that Meta has.
pub(super) struct Uploaded {
    /// What we remember it by.
    pub(super) key: String,
    /// Meta's name for it, good for thirty days.
    pub(super) id: String,
}

impl Whatsapp {
    /// Uploads a part's file, unless that was done a moment ago. An upload by itself shows the
    /// customer nothing, so its unknown end is no harm.
    pub(super) async fn upload(
        &self,
        message: &Outgoing,
        part: &Part,
        file: &OutgoingFile,
    ) -> Result<Uploaded, SendError> {
        let number = &self.settings.phone_number_id;
        let place = part.files.first().copied().unwrap_or_default();
        let key = format!("{number}/{}/{place}/{}", message.key, file.bytes);
        if let Some(id) = self.providers.uploaded(&key) {
            return Ok(Uploaded { key, id });
        }
        let stream = pieces(Arc::clone(&file.source), file.bytes);
        let body = Body::wrap_stream(stream);
        let refused = |_| SendError::Rejected(kind("WhatsApp", &file.name));
        let bytes = multipart::Part::stream_with_length(body, file.bytes)
            .file_name(ascii_name(&file.name))
            .mime_str(&file.mime)
            .map_err(refused)?;
        let form = multipart::Form::new()
            .text("messaging_product", "whatsapp")
            .text("type", file.mime.clone())
            .part("file", bytes);
        let request = self
            .providers
            .client()
            .post(self.own_address("media"))
            .timeout(self.providers.bases().patience.upload)
            .multipart(form);
        let answer = call(self.signed_in(request)).await;
        let answer = answer.map_err(|broken| safe(broken.into()))?;
        if let (true, Some(id)) = (answer.is_success(), some(text_at(&answer.json, "/id"))) {
            self.providers.remember_upload(&key, Some(&id));
            return Ok(Uploaded { key, id });
        }
        Err(safe(match GraphError::of(&answer) {
            Some(error) if error.code == 100 => SendError::Rejected(kind("WhatsApp", &file.name)),
            Some(error) => errors::refusal(&answer, &error, message.tries),
            None => answer.without_sense(),
        }))
    }
}

/// The bytes, a piece at a time.
fn pieces(
    source: Arc<dyn Source>,
    length: u64,
) -> impl Stream<Item = io::Result<Bytes>> + Send + 'static {
    stream::try_unfold(0_u64, move |at| {
        let source = Arc::clone(&source);
        async move {
            if at >= length {
                return Ok::<Option<(Bytes, u64)>, io::Error>(None);
            }
            let piece = source.read(at..length.min(at + PIECE)).await?;
            if piece.is_empty() {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let next = at + piece.len() as u64;
            Ok(Some((piece, next)))
        }
    })
}

/// A name that needs no escaping: the customer sees the one in the message.
fn ascii_name(name: &str) -> String {
    let end = name.rsplit_once('.').map_or("", |(_, end)| end);
    let plain = !end.is_empty() && end.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if plain {
        format!("file.{end}")
    } else {
        "file".into()
    }
}
