//! What can go wrong with a picture, by what a person can do about it.

use crate::FileType;

/// Why a picture was not taken. The sentence is for people who read English; a page translates
/// by [`code`](MediaError::code).
#[derive(thiserror::Error, Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MediaError {
    /// The file says it is a picture and then breaks off or contradicts itself.
    #[error("The picture is damaged and cannot be read.")]
    Unreadable,
    /// The file is something else, whatever its name says.
    #[error("The file is not a picture ({}).", .0.mime())]
    NotAPicture(FileType),
    /// A picture of a type that nothing here reads, whatever the build.
    #[error("Pictures of this type ({}) cannot be read here.", .0.mime())]
    Unsupported(FileType),
    /// A sound picture, as far as its headers tell, of a type whose decoder is not part of this build: another
    /// decoder's pixels can be handed to [`fit_pixels`](crate::fit_pixels()).
    #[error("Reading pictures of this type ({}) needs a decoder that is not here.", .0.mime())]
    NeedsDecoder(FileType),
    /// Refused by the header, before any pixel is decoded.
    #[error("The picture has too many pixels ({width} × {height}).")]
    TooManyPixels {
        /// Pixels in a row, as declared.
        width: u32,
        /// Rows, as declared.
        height: u32,
    },
    /// It moves and does not fit. It is not made a still without being asked.
    #[error("The animation is too large for this channel.")]
    Animated,
    /// Even the smallest acceptable version is larger than the budget.
    #[error("The picture cannot be made small enough: {best} bytes is the best that can be done.")]
    CannotFit {
        /// Bytes of the smallest version that was made.
        best: u64,
    },
    /// The budget names no type that can be written (JPEG or PNG).
    #[error("This channel takes no type of picture that can be written here.")]
    NoCommonType,
    /// What was cut out lies beside the picture.
    #[error("The crop leaves nothing of the picture.")]
    NothingLeft,
    /// The caller's progress callback asked to stop.
    #[error("Canceled.")]
    Canceled,
}

impl MediaError {
    /// A name that never changes, for translation and for tests.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::NotAPicture(_) => "not_a_picture",
            Self::Unsupported(_) => "unsupported",
            Self::NeedsDecoder(_) => "needs_decoder",
            Self::TooManyPixels { .. } => "too_many_pixels",
            Self::Animated => "animated",
            Self::CannotFit { .. } => "cannot_fit",
            Self::NoCommonType => "no_common_type",
            Self::NothingLeft => "nothing_left",
            Self::Canceled => "canceled",
        }
    }
}
