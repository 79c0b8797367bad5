//! Files that go as a link: too large for the channel, they stay on the desk, and the message
//! says where.

use crate::{
    Desk, Result,
    db::{self, Write},
    file::{self, Reader, Variant},
    message::insert::File,
    upload,
};
use model::{AttachmentId, MessageId, SentAs};

/// The text with an address for each file that goes as a link, written into the message; nothing
/// when there is none.
pub(crate) async fn tell(
    desk: &Desk,
    write: &Write<'_>,
    message: MessageId,
    text: &str,
    files: &[File],
    keys: &[AttachmentId],
) -> Result<Option<String>> {
    let mut told = text.to_owned();
    for (file, key) in files.iter().zip(keys) {
        if file.sent_as == SentAs::Link {
            if !told.is_empty() {
                told.push_str("\n\n");
            }
            told.push_str(&line(desk, file, *key));
        }
    }
    if told == text {
        return Ok(None);
    }
    db::run(
        &**write,
        "UPDATE message SET text = $1 WHERE id = $2",
        [told.as_str().into(), message.into()],
    )
    .await?;
    Ok(Some(told))
}

/// "The unboxing, film.mp4 (43 MB):" and the address on a line of its own, where phones find it.
fn line(desk: &Desk, file: &File, key: AttachmentId) -> String {
    let path = file::url(desk, Reader::Anybody, key, Variant::Original, &file.name);
    let caption = if file.caption.is_empty() {
        String::new()
    } else {
        format!("{}, ", file.caption)
    };
    let size = upload::size(file.bytes);
    let desk = desk.public_url();
    format!("{caption}{} ({size}):\n{desk}{path}", file.name)
}
