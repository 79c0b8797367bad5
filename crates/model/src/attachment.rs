//! Files in messages, and files on their way into one.

use crate::{AttachmentId, UploadId};
use serde::{Deserialize, Serialize};

/// How a file is shown.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum FileKind {
    /// Inline, with a large view.
    Picture,
    /// A player.
    Video,
    /// A player.
    Audio,
    /// A tile.
    Pdf,
    /// A tile.
    Other,
}

impl FileKind {
    /// The kind of a (sniffed) media type.
    #[must_use]
    pub fn of_mime(mime: &str) -> Self {
        match mime.split_once('/') {
            _ if crate::PictureType::from_mime(mime).is_some() => Self::Picture,
            Some(("video", _)) => Self::Video,
            Some(("audio", _)) => Self::Audio,
            Some(("application", "pdf")) => Self::Pdf,
            _ => Self::Other,
        }
    }
}

/// Where a file stands.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum AttachmentState {
    /// Known of, its bytes are not here yet.
    Pending,
    /// Here, and kept back until the virus scanner has looked at it.
    Checking,
    /// Here.
    Ready,
    /// A virus was found in it: kept back for good.
    Infected,
    /// Could not be had; tried again by itself or by hand.
    Failed,
    /// Erased on purpose.
    Erased,
}

impl AttachmentState {
    /// The name on pages.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Checking => "checking",
            Self::Ready => "ready",
            Self::Infected => "infected",
            Self::Failed => "failed",
            Self::Erased => "erased",
        }
    }
}

/// A file of a message, as pages show it.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Attachment {
    /// Key.
    pub id: AttachmentId,
    /// File name as the sender gave it, without a path.
    pub name: String,
    /// Media type as sniffed from the bytes.
    pub mime: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Pixels, upright; 0 when it is no picture.
    pub width: u32,
    /// Pixels, upright; 0 when it is no picture.
    pub height: u32,
    /// A word of context, shown under it. Empty when none.
    pub caption: String,
    /// What it shows, for those who do not see it. Empty when none.
    pub alt: String,
    /// Where it stands.
    pub state: AttachmentState,
    /// The file itself, for whoever may read this page.
    pub url: String,
    /// The thumbnail; the file itself for small pictures; empty for what has none.
    pub thumb_url: String,
    /// A size for a screen; the file itself where that is small enough; empty for what is no picture.
    pub medium_url: String,
    /// The file as it came, before metadata was taken away: for agents, where the owner keeps such. Else empty.
    pub original_url: String,
    /// A few pixels as a `data:` address, to show until the thumbnail is there. Empty when none.
    pub placeholder: String,
    /// A tile to download, whatever it is: its sender wanted it untouched.
    #[serde(default)]
    pub plain: bool,
}

impl Attachment {
    /// How it is shown. A picture whose pixels turned out to be unreadable is a file like others.
    #[must_use]
    pub fn kind(&self) -> FileKind {
        if self.plain {
            return FileKind::Other;
        }
        match FileKind::of_mime(&self.mime) {
            FileKind::Picture if self.width == 0 && self.state == AttachmentState::Ready => {
                FileKind::Other
            }
            // Of a type that is shown by what was made of it.
            FileKind::Other if self.width > 0 => FileKind::Picture,
            kind => kind,
        }
    }
}

/// A received upload: what the upload route answers.
#[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq, Eq)]
pub struct Upload {
    /// Key; good for the one who uploaded it, for a day.
    pub id: UploadId,
    /// File name, cleaned.
    pub name: String,
    /// Media type as sniffed.
    pub mime: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 of the bytes, lower-case hex.
    pub sha256: String,
    /// Pixels, upright; 0 when it is no picture.
    pub width: u32,
    /// Pixels, upright; 0 when it is no picture.
    pub height: u32,
    /// A small picture of it, for its owner; empty when it is no picture.
    #[serde(default)]
    pub thumb_url: String,
}

/// How a file goes to the customer.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum SentAs {
    /// As what it is: a picture as a picture.
    #[default]
    Itself,
    /// As a file to download, with every pixel as it was.
    Document,
    /// It stays on the desk; the message says where.
    Link,
}

impl SentAs {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Itself, Self::Document, Self::Link];

    /// The name in schema and URL.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Itself => "itself",
            Self::Document => "document",
            Self::Link => "link",
        }
    }

    /// The way of that name; the plain one for any other.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        let named = Self::ALL.into_iter().find(|way| way.as_str() == name);
        named.unwrap_or_default()
    }
}

/// A file of a message that is being sent.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    /// The upload it was received as.
    pub upload: UploadId,
    /// A word of context.
    pub caption: String,
    /// What it shows.
    pub alt: String,
    /// How many parts of it were blacked out in the browser. What was under them is nowhere.
    #[serde(default)]
    pub redacted: u32,
    /// How it goes.
    #[serde(default)]
    pub sent_as: SentAs,
}
