//! How the files of a message share its bytes, and whether they may go. Decided here alone:
//! tray, server and delivery ask.

use crate::{FileKind, FileRefusal, Limits, PictureBudget, PictureType, Quality, SentAs};

/// Bytes of one file that goes as a link: the desk's own limit, whatever the channel.
pub const LINK_BYTES: u64 = 100_000_000;

/// Small pictures are the house's habit: below every provider's limit a picture is still brought
/// under this many bytes, which at 2,560 px look the same on any screen.
const HABIT: u64 = 600_000;
/// Bytes that every picture has to itself, if it wants them, whatever lies beside it: less shows
/// nothing.
const FLOOR: u64 = 40_000;

/// A file as it would go out.
#[derive(Clone, Copy, Debug)]
pub struct OutFile<'a> {
    /// Media type, by its bytes where they are known.
    pub mime: &'a str,
    /// Its size.
    pub bytes: u64,
    /// How it goes.
    pub sent_as: SentAs,
}

/// What a file wants of its message's bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Goes with so many bytes, or not at all.
    Whole(u64),
    /// A picture, which can be made smaller. More than this is of no use to it.
    Picture(u64),
    /// Takes nothing: it goes as a link, or does not go.
    Nothing,
}

/// How a picture was made fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fit {
    /// What it takes now.
    pub bytes: u64,
    /// What it was allowed.
    pub share: u64,
    /// It would be better with more.
    pub squeezed: bool,
}

impl Fit {
    /// What the picture wants, now that this is known.
    #[must_use]
    pub const fn claim(self) -> Claim {
        // Only what moves is let through above the habit.
        if self.bytes > HABIT {
            return Claim::Whole(self.bytes);
        }
        Claim::Picture(if self.squeezed { u64::MAX } else { self.bytes })
    }

    /// Whether it is to be made fit anew for another share: it must shrink, or it would gain by a
    /// quarter more. For less, nobody shall wait.
    #[must_use]
    pub const fn is_outgrown(self, share: u64) -> bool {
        let gain = self.squeezed && share / 5 * 4 >= self.share;
        self.bytes > share || gain
    }
}

/// Whether a picture of that type may move: then it goes with the bytes it has, for it could only be
/// made smaller by making it stand still.
fn may_move(mime: &str) -> bool {
    PictureType::from_mime(mime) == Some(PictureType::Gif)
}

impl Limits {
    /// What a picture of that type may be that has so many bytes of its message.
    #[must_use]
    pub fn picture_budget(&self, mime: &str, share: u64) -> PictureBudget {
        let most = if may_move(mime) {
            self.picture_bytes.min(self.message_bytes)
        } else {
            self.picture_most()
        };
        PictureBudget {
            max_bytes: share.min(most),
            max_edge: self.picture_edge,
            types: self.picture_types.to_vec(),
            quality: Quality::Automatic,
        }
    }

    fn picture_most(&self) -> u64 {
        self.picture_bytes.min(self.message_bytes).min(HABIT)
    }

    /// What a picture as it was picked wants, before anything was done to it.
    #[must_use]
    pub fn claim_of_picture(&self, mime: &str, bytes: u64) -> Claim {
        // What is of another type has to be written anew, and may need more than it takes now.
        let stays =
            PictureType::from_mime(mime).is_some_and(|kind| self.picture_types.contains(kind));
        let fits = bytes <= self.picture_bytes.min(self.message_bytes);
        if stays && may_move(mime) && bytes > HABIT && fits {
            return Claim::Whole(bytes);
        }
        Claim::Picture(if stays { bytes } else { u64::MAX })
    }

    /// What each file of a message gets: never more than the message takes together, nor a picture
    /// more than its own limit. Files that go whole come first, in their order. What small
    /// pictures leave goes to the larger ones, and what nobody asked for to all alike.
    ///
    /// # Errors
    /// For a file that goes whole and has no room beside the others.
    #[must_use]
    pub fn shares(&self, claims: &[Claim]) -> Vec<Result<u64, FileRefusal>> {
        let most = self.picture_most();
        let want = |claim: &Claim| match claim {
            Claim::Picture(wants) => Some((*wants).min(most)),
            Claim::Whole(_) | Claim::Nothing => None,
        };
        let mut pictures: Vec<(usize, u64)> = (claims.iter().enumerate())
            .filter_map(|(place, claim)| Some((place, want(claim)?)))
            .collect();
        let floor = FLOOR.min(self.message_bytes / pictures.len().max(1) as u64);
        let kept: u64 = pictures.iter().map(|(_, want)| (*want).min(floor)).sum();

        let mut left = self.message_bytes;
        let together = FileRefusal::Together {
            max: self.message_bytes,
        };
        let mut shares: Vec<Result<u64, FileRefusal>> = (claims.iter())
            .map(|claim| match claim {
                Claim::Whole(bytes) if bytes.saturating_add(kept) <= left => {
                    left -= bytes;
                    Ok(*bytes)
                }
                Claim::Whole(_) => Err(together),
                Claim::Picture(_) | Claim::Nothing => Ok(0),
            })
            .collect();

        // The small ones first: each may take an equal part of what is left, and what it does not
        // need is there for those that come after it.
        pictures.sort_by_key(|(_, want)| *want);
        let mut give = |pictures: &[(usize, u64)]| {
            for (turn, (place, want)) in pictures.iter().enumerate() {
                let part = left / (pictures.len() - turn) as u64;
                let given = part.min(*want);
                left -= given;
                if let Ok(share) = &mut shares[*place] {
                    *share += given;
                }
            }
        };
        give(&pictures);
        // A picture that has to be written anew may need more than it took: what is left over is
        // of no use to anybody else.
        let more: Vec<(usize, u64)> = pictures
            .iter()
            .rev()
            .map(|(place, want)| (*place, most - want))
            .collect();
        give(&more);
        shares
    }

    /// Whether a file may go out.
    ///
    /// # Errors
    /// Says why not.
    pub fn check_file(&self, file: OutFile<'_>) -> Result<(), FileRefusal> {
        if file.bytes == 0 {
            return Err(FileRefusal::Empty);
        }
        let kind = match file.sent_as {
            SentAs::Itself => FileKind::of_mime(file.mime),
            SentAs::Document => FileKind::Other,
            SentAs::Link if file.bytes > LINK_BYTES => {
                return Err(FileRefusal::TooLarge { max: LINK_BYTES });
            }
            SentAs::Link => return Ok(()),
        };
        let max = if kind == FileKind::Picture {
            self.picture_bytes
        } else {
            self.file_bytes
        };
        let foreign = PictureType::from_mime(file.mime)
            .is_some_and(|picture| !self.picture_types.contains(picture));
        if (kind == FileKind::Other && !self.documents) || (kind == FileKind::Picture && foreign) {
            return Err(FileRefusal::Kind);
        }
        if file.bytes > max {
            return Err(FileRefusal::TooLarge { max });
        }
        Ok(())
    }

    /// Whether a message's files may go out with it: each, and all together.
    ///
    /// # Errors
    /// Says why not.
    pub fn check_message<'a>(
        &self,
        files: impl IntoIterator<Item = OutFile<'a>>,
    ) -> Result<(), FileRefusal> {
        let (mut count, mut bytes) = (0_u32, 0_u64);
        for file in files {
            self.check_file(file)?;
            if file.sent_as != SentAs::Link {
                count += 1;
                bytes = bytes.saturating_add(file.bytes);
            }
        }
        if count > self.files {
            return Err(FileRefusal::TooMany { max: self.files });
        }
        if bytes > self.message_bytes {
            return Err(FileRefusal::Together {
                max: self.message_bytes,
            });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
