//! When one may write to a customer freely. Facts: Meta's pages on the customer service window of
//! WhatsApp and on sending on Instagram, and Twilio's on opting out.

use crate::{Channel, Millis};
use serde::{Deserialize, Serialize};

const HOUR: Millis = 3_600_000;
/// So long after the customer's last message one may write freely.
pub const WINDOW_MS: Millis = 24 * HOUR;
/// So long a person may still answer on Instagram, where Meta allows it to the account.
pub const HUMAN_MS: Millis = 7 * 24 * HOUR;

/// What decides whether one may write to a customer.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// When the customer last wrote, on this channel.
    pub heard_at: Option<Millis>,
    /// They asked for no more messages.
    pub refused: bool,
    /// Answers go with Instagram's tag for people after the window.
    pub human_agent: bool,
}

/// Whether one may write at some time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// Always: the channel has no window.
    Always,
    /// For so many milliseconds more.
    Open(Millis),
    /// As a person's answer, for so many milliseconds more.
    Human(Millis),
    /// Not before the customer writes.
    Closed,
    /// Not before they ask for messages again.
    Refused,
}

impl Reach {
    /// How it stands at a time.
    #[must_use]
    pub fn at(self, channel: Channel, now: Millis) -> Window {
        if self.refused {
            return Window::Refused;
        }
        if !matches!(channel, Channel::Whatsapp | Channel::Instagram) {
            return Window::Always;
        }
        let Some(heard_at) = self.heard_at else {
            return Window::Closed;
        };
        // A clock that runs behind makes no window longer than it is.
        let age = now.saturating_sub(heard_at).max(0);
        let human = channel == Channel::Instagram && self.human_agent;
        match age {
            age if age < WINDOW_MS => Window::Open(WINDOW_MS - age),
            age if human && age < HUMAN_MS => Window::Human(HUMAN_MS - age),
            _ => Window::Closed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_open_for_a_day_and_for_people_a_week() {
        let now = 100 * 24 * HOUR;
        let heard = |ago: Millis, human_agent| Reach {
            heard_at: Some(now - ago),
            refused: false,
            human_agent,
        };
        let (whatsapp, instagram) = (Channel::Whatsapp, Channel::Instagram);
        for (channel, reach, window) in [
            (whatsapp, heard(0, false), Window::Open(24 * HOUR)),
            (whatsapp, heard(-HOUR, false), Window::Open(24 * HOUR)),
            (whatsapp, heard(24 * HOUR - 1, false), Window::Open(1)),
            (whatsapp, heard(24 * HOUR, false), Window::Closed),
            (whatsapp, heard(24 * HOUR, true), Window::Closed),
            (whatsapp, Reach::default(), Window::Closed),
            (instagram, heard(23 * HOUR, true), Window::Open(HOUR)),
            (
                instagram,
                heard(24 * HOUR, true),
                Window::Human(6 * 24 * HOUR),
            ),
            (instagram, heard(24 * HOUR, false), Window::Closed),
            (instagram, heard(HUMAN_MS, true), Window::Closed),
            (Channel::Sms, Reach::default(), Window::Always),
            (Channel::Email, Reach::default(), Window::Always),
        ] {
            assert_eq!(reach.at(channel, now), window, "{channel:?} {reach:?}");
        }
        let refused = Reach {
            refused: true,
            ..heard(0, true)
        };
        assert_eq!(refused.at(Channel::Sms, now), Window::Refused);
        assert_eq!(refused.at(whatsapp, now), Window::Refused);
    }
}
