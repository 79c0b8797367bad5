//! What a worker is asked, and what it answers: a line of JSON with its length before it, and then
//! the files' bytes.

use super::pdf;
use base64::{Engine, engine::general_purpose::STANDARD};
use media::MediaError;
use model::PictureBudget;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{borrow::Cow, io, ops::ControlFlow};

/// What is to be done with a file.
#[derive(Serialize, Deserialize, Clone, Debug)]
pub(crate) enum Task {
    /// Small pictures of it.
    Previews {
        /// By its bytes: a picture's or a PDF's.
        mime: String,
        /// Pixels of the thumbnail's longer edge; none is made of a picture that is small itself.
        thumb: Option<u32>,
        /// Pixels of the medium size's longer edge.
        medium: Option<u32>,
    },
    /// The picture, made to fit.
    Fit(PictureBudget),
}

/// What came of it. The files follow in the order of the fields.
#[derive(Serialize, Deserialize, Clone, Debug, Default)]
pub(crate) struct Answer {
    pub(crate) fitted: Option<Made>,
    pub(crate) thumb: Option<Made>,
    pub(crate) medium: Option<Made>,
    /// A `data:` address.
    pub(crate) placeholder: Option<String>,
    /// Why it came to nothing.
    pub(crate) refused: Option<Refused>,
}

/// One file of the answer.
#[derive(Serialize, Deserialize, Clone, Debug, Default)]
pub(crate) struct Made {
    pub(crate) mime: String,
    pub(crate) width: u32,
    pub(crate) height: u32,
    len: usize,
    #[serde(skip)]
    pub(crate) bytes: Vec<u8>,
}

/// Why a file came to nothing: it will not come to more another time.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    /// As [`MediaError::code`], or `worker_died`.
    pub(crate) code: String,
    /// In plain English.
    pub(crate) sentence: String,
}

impl Refused {
    /// The worker ended without an answer: out of time, out of memory, or over its own feet.
    pub(crate) fn died() -> Self {
        Self {
            code: "worker_died".into(),
            sentence: "The picture takes more time or memory than it may.".into(),
        }
    }
}

impl From<MediaError> for Refused {
    fn from(error: MediaError) -> Self {
        Self {
            code: error.code().into(),
            sentence: error.to_string(),
        }
    }
}

impl From<media::Thumb> for Made {
    fn from(thumb: media::Thumb) -> Self {
        Self {
            mime: thumb.picture_type.mime().into(),
            width: thumb.width,
            height: thumb.height,
            len: thumb.bytes.len(),
            bytes: thumb.bytes,
        }
    }
}

impl Answer {
    /// Takes the files' bytes from what followed; nothing if there were too few.
    pub(crate) fn with_files(mut self, mut bytes: &[u8]) -> Option<Self> {
        let made = [&mut self.fitted, &mut self.thumb, &mut self.medium];
        for made in made.into_iter().flatten() {
            let (own, rest) = bytes.split_at_checked(made.len)?;
            (made.bytes, bytes) = (own.to_vec(), rest);
        }
        Some(self)
    }
}

/// Does it. The answer, and its files in order.
pub(super) fn perform(task: &Task, bytes: &[u8]) -> (Answer, Vec<Vec<u8>>) {
    let done = match task {
        Task::Previews {
            mime,
            thumb,
            medium,
        } => previews(bytes, mime, *thumb, *medium),
        Task::Fit(budget) => fit(bytes, budget),
    };
    let mut answer = done.unwrap_or_else(|refused| Answer {
        refused: Some(refused),
        ..Answer::default()
    });
    let made = [&mut answer.fitted, &mut answer.thumb, &mut answer.medium];
    let files = made
        .into_iter()
        .flatten()
        .map(|made| std::mem::take(&mut made.bytes))
        .collect();
    (answer, files)
}

fn fit(bytes: &[u8], budget: &PictureBudget) -> Result<Answer, Refused> {
    let fitted = media::fit(bytes, budget, &mut |_| ControlFlow::Continue(()))?;
    Ok(Answer {
        fitted: Some(Made {
            mime: fitted.picture_type.mime().into(),
            width: fitted.width,
            height: fitted.height,
            len: fitted.bytes.len(),
            bytes: fitted.bytes,
        }),
        ..Answer::default()
    })
}

fn previews(
    bytes: &[u8],
    mime: &str,
    thumb: Option<u32>,
    medium: Option<u32>,
) -> Result<Answer, Refused> {
    let bytes = match mime {
        "application/pdf" => Cow::Owned(pdf::first_page(bytes)?),
        _ => Cow::Borrowed(bytes),
    };
    let info = media::inspect(&bytes)?;
    // An animation's other sizes would stand still.
    let medium = medium.filter(|_| !info.is_animated());
    let medium = medium
        .map(|edge| media::thumbnail(&bytes, edge))
        .transpose()?
        .filter(|medium| medium.bytes.len() < bytes.len());
    // The largest is decoded once; the others are made from the one before.
    let largest = medium.as_ref().map_or(&*bytes, |medium| &medium.bytes);
    let thumb = thumb
        .map(|edge| media::thumbnail(largest, edge))
        .transpose()?;
    let smallest = thumb.as_ref().map_or(largest, |thumb| &thumb.bytes);
    let placeholder = media::placeholder(smallest)?
        .map(|png| format!("data:image/png;base64,{}", STANDARD.encode(png)));
    Ok(Answer {
        placeholder,
        thumb: thumb.map(Made::from),
        medium: medium.map(Made::from),
        ..Answer::default()
    })
}

/// A value with its length before it.
pub(super) fn framed(value: &impl Serialize) -> io::Result<Vec<u8>> {
    let json = serde_json::to_vec(value)?;
    let len = u32::try_from(json.len()).map_err(io::Error::other)?;
    Ok([&len.to_le_bytes()[..], &json].concat())
}

/// The value, and what follows it.
pub(crate) fn unframed<T: DeserializeOwned>(bytes: &[u8]) -> io::Result<(T, &[u8])> {
    let short = || io::Error::from(io::ErrorKind::UnexpectedEof);
    let (len, rest) = bytes.split_first_chunk::<4>().ok_or_else(short)?;
    let (json, rest) = rest
        .split_at_checked(u32::from_le_bytes(*len) as usize)
        .ok_or_else(short)?;
    Ok((serde_json::from_slice(json)?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_comes_over_whole_or_not_at_all() {
        let made = |len: usize| Made {
            len,
            ..Made::default()
        };
        let answer = Answer {
            thumb: Some(made(2)),
            medium: Some(made(3)),
            ..Answer::default()
        };
        let sent = [framed(&answer).unwrap(), b"abcde".to_vec()].concat();
        let (read, files) = unframed::<Answer>(&sent).unwrap();
        let read = read.with_files(files).unwrap();
        assert_eq!(read.thumb.unwrap().bytes, b"ab");
        assert_eq!(read.medium.unwrap().bytes, b"cde");
        for end in 0..sent.len() {
            let part = unframed::<Answer>(&sent[..end]);
            assert!(
                part.is_err() || part.is_ok_and(|(read, files)| read.with_files(files).is_none())
            );
        }
    }
}
