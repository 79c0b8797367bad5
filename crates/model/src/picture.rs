//! Pictures as the channels see them: types and the budget one must fit.

use serde::{Deserialize, Serialize};

/// A picture type that every browser shows.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[serde(rename_all = "lowercase")]
pub enum PictureType {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// GIF.
    Gif,
    /// WebP.
    Webp,
}

impl PictureType {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Jpeg, Self::Png, Self::Gif, Self::Webp];

    /// The media type, as registered with IANA.
    #[must_use]
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
        }
    }

    /// The usual file name extension, without the dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Gif => "gif",
            Self::Webp => "webp",
        }
    }

    /// The type of that media type.
    #[must_use]
    pub fn from_mime(mime: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.mime() == mime)
    }
}

/// What a picture must fit before it leaves.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct PictureBudget {
    /// Bytes at most.
    pub max_bytes: u64,
    /// Pixels of the longer edge at most.
    pub max_edge: u32,
    /// Types the channel takes, the preferred first.
    pub types: Vec<PictureType>,
}

/// A part of a picture, in pixels from its top left corner.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// Pixels from the left.
    pub x: u32,
    /// Pixels from the top.
    pub y: u32,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

/// What a person did to a picture before it leaves.
///
/// Areas are those of the whole picture as it was looked at: upright, and turned by `turns`.
#[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq, Eq)]
pub struct Edits {
    /// Quarter turns clockwise.
    #[serde(default)]
    pub turns: u8,
    /// What stays; all of it when there is none.
    #[serde(default)]
    pub crop: Option<Area>,
    /// What nobody must see: covered, and gone from the file.
    #[serde(default)]
    pub hidden: Vec<Area>,
}

impl Edits {
    /// Whether nothing was done.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.turns.is_multiple_of(4) && self.crop.is_none() && self.hidden.is_empty()
    }
}
