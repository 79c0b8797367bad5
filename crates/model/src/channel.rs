//! The five channels and what each takes. The only list of limits in the house:
//! composer, widget, server and delivery all ask it. Figures: the providers' pages as
//! collected for this project (Twilio's MMS types and sizes, Meta's media reference for
//! WhatsApp and Instagram); an inbox's settings may narrow them, see [`Limits::of`].

use crate::{PictureType, picture::Types};
use serde::{Deserialize, Serialize};

/// How a customer reaches the desk.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    /// E-mail, by SMTP and IMAP.
    Email,
    /// Our own chat widget.
    Webchat,
    /// SMS and MMS.
    Sms,
    /// Instagram direct messages.
    Instagram,
    /// WhatsApp Cloud API.
    Whatsapp,
}

/// Where a file's caption ends up on the customer's side.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum CaptionPlace {
    /// Directly with the file.
    WithFile,
    /// In the message's text.
    InText,
    /// As a message of its own.
    OwnMessage,
}

/// What one message on a channel may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Characters of text, counted as Unicode scalar values.
    pub text_chars: u32,
    /// Bytes of UTF-8 text, where the channel counts those.
    pub text_bytes: Option<u32>,
    /// Picture types that arrive as pictures.
    pub picture_types: Types,
    /// Bytes of one picture.
    pub picture_bytes: u64,
    /// Pixels of a picture's longer edge.
    pub picture_edge: u32,
    /// Bytes of one file that is no picture.
    pub file_bytes: u64,
    /// Bytes of all files of one message together.
    pub message_bytes: u64,
    /// Files in one message of ours; the delivery may split them.
    pub files: u32,
    /// Where captions land.
    pub caption: CaptionPlace,
    /// Characters of one caption.
    pub caption_chars: u32,
    /// Whether files that are no pictures, videos or sound arrive at all.
    pub documents: bool,
    /// Whether a file that goes as a link is told of in the text. Where the customer's page is our
    /// own, the file's tile is the link.
    pub link_in_text: bool,
}

/// Why a file cannot go out on a channel. The page words it in the reader's language.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum FileRefusal {
    /// Nothing in it.
    Empty,
    /// More than `max` bytes.
    TooLarge {
        /// The limit in bytes.
        max: u64,
    },
    /// A kind of file the channel does not carry.
    Kind,
    /// More than `max` files in the message.
    TooMany {
        /// The limit.
        max: u32,
    },
    /// More than `max` bytes together with the message's other files.
    Together {
        /// The limit in bytes.
        max: u64,
    },
}

/// The longest edge we send: beyond it a screen shows no more and 600 KB hold less detail.
const EDGE: u32 = 2560;
const MB: u64 = 1_000_000;
use PictureType::{Gif, Jpeg, Png, Webp};

impl Channel {
    /// All of them, in the order pages list them.
    pub const ALL: [Self; 5] = [
        Self::Email,
        Self::Webchat,
        Self::Sms,
        Self::Instagram,
        Self::Whatsapp,
    ];

    /// The name in schema, URL and payload.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Webchat => "webchat",
            Self::Sms => "sms",
            Self::Instagram => "instagram",
            Self::Whatsapp => "whatsapp",
        }
    }

    /// The channel of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|channel| channel.as_str() == name)
    }

    /// What the channel takes by default.
    #[must_use]
    pub const fn limits(self) -> Limits {
        match self {
            Self::Email => Limits {
                text_chars: 200_000,
                text_bytes: None,
                picture_types: Types::of(&[Jpeg, Png, Gif, Webp]),
                picture_bytes: 5 * MB,
                picture_edge: EDGE,
                file_bytes: 18 * MB,
                message_bytes: 18 * MB,
                files: 50,
                caption: CaptionPlace::InText,
                caption_chars: 1_024,
                documents: true,
                link_in_text: true,
            },
            Self::Webchat => Limits {
                text_chars: 10_000,
                text_bytes: None,
                picture_types: Types::of(&[Jpeg, Png, Gif, Webp]),
                picture_bytes: MB,
                picture_edge: EDGE,
                file_bytes: 25 * MB,
                message_bytes: 100 * MB,
                files: 20,
                caption: CaptionPlace::WithFile,
                caption_chars: 1_024,
                documents: true,
                link_in_text: false,
            },
            Self::Sms => Limits {
                text_chars: 1_600,
                text_bytes: None,
                picture_types: Types::of(&[Jpeg, Png, Gif]),
                picture_bytes: 600_000,
                picture_edge: EDGE,
                file_bytes: 600_000,
                message_bytes: 600_000,
                files: 10,
                caption: CaptionPlace::InText,
                caption_chars: 1_024,
                documents: false,
                link_in_text: true,
            },
            Self::Instagram => Limits {
                // In parts of a thousand bytes.
                text_chars: 10_000,
                text_bytes: None,
                picture_types: Types::of(&[Jpeg, Png, Gif]),
                picture_bytes: 8 * MB,
                picture_edge: EDGE,
                file_bytes: 25 * MB,
                message_bytes: 80 * MB,
                files: 10,
                caption: CaptionPlace::OwnMessage,
                caption_chars: 1_000,
                documents: true,
                link_in_text: true,
            },
            Self::Whatsapp => Limits {
                text_chars: 4_096,
                text_bytes: None,
                picture_types: Types::of(&[Jpeg, Png]),
                picture_bytes: 5 * MB,
                picture_edge: EDGE,
                file_bytes: 100 * MB,
                message_bytes: 500 * MB,
                files: 10,
                caption: CaptionPlace::WithFile,
                caption_chars: 1_024,
                documents: true,
                link_in_text: true,
            },
        }
    }
}

impl Limits {
    /// Whether a text fits.
    #[must_use]
    pub fn takes_text(&self, text: &str) -> bool {
        text.chars().count() <= self.text_chars as usize
            && self.text_bytes.is_none_or(|max| text.len() <= max as usize)
    }
}
