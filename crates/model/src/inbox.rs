//! What an inbox's settings say about files: they narrow what its channel takes.

use crate::{Channel, Limits, PictureType, Types};
use serde::{Deserialize, Serialize};

/// The kind of number an SMS inbox sends from. Carriers take different sizes from each (Twilio's
/// MMS figures, the smallest of the three large carriers').
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Sender {
    /// An ordinary number: 1 MB of media in a message.
    LongCode,
    /// A toll-free number: 600 KB.
    TollFree,
    /// A short code: 600 KB.
    ShortCode,
}

impl Sender {
    /// Bytes of all media of one message together.
    const fn media_bytes(self) -> u64 {
        match self {
            Self::LongCode => 1_000_000,
            Self::TollFree | Self::ShortCode => 600_000,
        }
    }
}

/// What an inbox narrows, the `limits` of its settings. What is not there is as on the channel.
#[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq, Eq)]
#[serde(default)]
pub struct InboxLimits {
    /// What an SMS inbox sends from; unknown, it is taken for the smallest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender: Option<Sender>,
    /// Bytes of one picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picture_bytes: Option<u64>,
    /// Pixels of a picture's longer edge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picture_edge: Option<u32>,
    /// Picture types that go as pictures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picture_types: Option<Vec<PictureType>>,
    /// Bytes of one file that is no picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_bytes: Option<u64>,
    /// Bytes of all files of one message together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_bytes: Option<u64>,
    /// Files in one message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub files: Option<u32>,
    /// Whether files that are no pictures, videos or sound may go.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub documents: Option<bool>,
}

impl Limits {
    /// What an inbox takes: its channel's limits, narrowed. Nothing is ever widened, but for the
    /// sender of an SMS inbox, which is a fact about the channel.
    #[must_use]
    pub fn of(channel: Channel, inbox: &InboxLimits) -> Self {
        let mut limits = channel.limits();
        if let (Channel::Sms, Some(sender)) = (channel, inbox.sender) {
            limits.message_bytes = sender.media_bytes();
            limits.file_bytes = sender.media_bytes();
            limits.picture_bytes = sender.media_bytes();
        }
        let narrow = |limit: &mut u64, to: Option<u64>| *limit = to.unwrap_or(*limit).min(*limit);
        narrow(&mut limits.message_bytes, inbox.message_bytes);
        narrow(&mut limits.picture_bytes, inbox.picture_bytes);
        narrow(&mut limits.file_bytes, inbox.file_bytes);
        // One file has no more room than all.
        narrow(&mut limits.picture_bytes, inbox.message_bytes);
        narrow(&mut limits.file_bytes, inbox.message_bytes);
        let (edge, files) = (limits.picture_edge, limits.files);
        limits.picture_edge = inbox.picture_edge.unwrap_or(edge).clamp(1, edge);
        limits.files = inbox.files.unwrap_or(files).clamp(1, files);
        if let Some(types) = &inbox.picture_types {
            let both = limits.picture_types.and(Types::of(types));
            // Settings that leave no type the worker can write would leave no picture.
            if both.contains(PictureType::Jpeg) || both.contains(PictureType::Png) {
                limits.picture_types = both;
            }
        }
        limits.documents &= inbox.documents.unwrap_or(true);
        limits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(settings: &str) -> InboxLimits {
        serde_json::from_str(settings).unwrap()
    }

    #[test]
    fn settings_narrow_and_never_widen() {
        for channel in Channel::ALL {
            let default = channel.limits();
            assert_eq!(Limits::of(channel, &InboxLimits::default()), default);
            let wide = read(
                r#"{"picture_bytes":999999999,"file_bytes":999999999,"message_bytes":9999999999,
                    "picture_edge":99999,"files":999,"documents":true,
                    "picture_types":["jpeg","png","gif","webp"]}"#,
            );
            assert_eq!(Limits::of(channel, &wide), default);
            let narrow = Limits::of(
                channel,
                &read(
                    r#"{"message_bytes":300000,"picture_edge":800,"files":2,"documents":false,
                        "picture_types":["jpeg"]}"#,
                ),
            );
            assert_eq!(narrow.message_bytes, 300_000);
            assert!(narrow.picture_bytes <= 300_000 && narrow.file_bytes <= 300_000);
            assert_eq!((narrow.picture_edge, narrow.files), (800, 2));
            assert!(!narrow.documents);
            assert_eq!(narrow.picture_types.to_vec(), [PictureType::Jpeg]);
        }
    }

    #[test]
    fn an_sms_inbox_takes_what_its_sender_may_send() {
        for (sender, bytes) in [
            ("long_code", 1_000_000),
            ("toll_free", 600_000),
            ("short_code", 600_000),
        ] {
            let inbox = read(&format!(r#"{{"sender":"{sender}"}}"#));
            assert_eq!(Limits::of(Channel::Sms, &inbox).message_bytes, bytes);
            // On other channels it means nothing.
            assert_eq!(Limits::of(Channel::Email, &inbox), Channel::Email.limits());
        }
        assert_eq!(Channel::Sms.limits().message_bytes, 600_000);
    }

    #[test]
    fn settings_of_nothing_useful_leave_pictures_a_type_and_a_message_a_file() {
        let odd = read(r#"{"picture_types":["gif"],"files":0,"picture_edge":0}"#);
        let limits = Limits::of(Channel::Email, &odd);
        assert_eq!(limits.picture_types, Channel::Email.limits().picture_types);
        assert_eq!((limits.files, limits.picture_edge), (1, 1));
    }
}
