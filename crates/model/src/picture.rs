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

/// Some of the picture types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Types(u8);

impl Types {
    /// These.
    #[must_use]
    pub const fn of(types: &[PictureType]) -> Self {
        let (mut set, mut at) = (0, 0);
        while at < types.len() {
            set |= 1 << types[at] as u8;
            at += 1;
        }
        Self(set)
    }

    /// Whether it is one of them.
    #[must_use]
    pub const fn contains(self, kind: PictureType) -> bool {
        self.0 & (1 << kind as u8) != 0
    }

    /// Those that are in both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// As a list.
    #[must_use]
    pub fn to_vec(self) -> Vec<PictureType> {
        let all = PictureType::ALL.into_iter();
        all.filter(|kind| self.contains(*kind)).collect()
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
    /// What matters most in it, as a person chose.
    #[serde(default)]
    pub quality: Quality,
}

impl PictureBudget {
    /// The same for a picture of another quality.
    #[must_use]
    pub fn for_quality(self, quality: Quality) -> Self {
        Self { quality, ..self }
    }

    /// The bytes that are aimed at. Only where a picture cannot be made that small, or moves, it
    /// may have all of `max_bytes`.
    #[must_use]
    pub fn wanted_bytes(&self) -> u64 {
        match self.quality {
            Quality::Automatic | Quality::Sharper => self.max_bytes,
            Quality::Smaller => (self.max_bytes / 3).max(self.max_bytes.min(SMALL_ENOUGH)),
        }
    }
}

/// Nobody is helped by fewer bytes than this.
const SMALL_ENOUGH: u64 = 40_000;

/// What matters most in a picture, where bytes do not allow everything.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[serde(rename_all = "lowercase")]
pub enum Quality {
    /// What it shows decides.
    #[default]
    Automatic,
    /// Letters and fine coloured lines: PNG where that can be had, and colour at full resolution.
    Sharper,
    /// Few bytes: about a third of what it might have.
    Smaller,
}

impl Quality {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Automatic, Self::Sharper, Self::Smaller];

    /// Its name in messages.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Automatic => "automatic",
            Self::Sharper => "sharper",
            Self::Smaller => "smaller",
        }
    }

    /// The quality of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|quality| quality.as_str() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budget(max_bytes: u64, quality: Quality) -> PictureBudget {
        PictureBudget {
            max_bytes,
            max_edge: 2560,
            types: vec![PictureType::Jpeg],
            quality,
        }
    }

    #[test]
    fn smaller_is_about_a_third_but_never_a_stamp() {
        assert_eq!(budget(600_000, Quality::Smaller).wanted_bytes(), 200_000);
        assert_eq!(budget(60_000, Quality::Smaller).wanted_bytes(), 40_000);
        assert_eq!(budget(9_000, Quality::Smaller).wanted_bytes(), 9_000);
        for quality in [Quality::Automatic, Quality::Sharper] {
            assert_eq!(budget(600_000, quality).wanted_bytes(), 600_000);
        }
    }

    #[test]
    fn every_quality_has_a_name() {
        for quality in Quality::ALL {
            assert_eq!(Quality::from_name(quality.as_str()), Some(quality));
        }
    }
}
