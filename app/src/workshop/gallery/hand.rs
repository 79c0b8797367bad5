//! What fingers and mouse mean: one pulls, two pinch, two quick presses look closer. Knows no
//! picture and no browser.

use crate::browser::Touch;

/// Two presses within so many milliseconds and CSS pixels are one of two.
const TWICE_MS: f64 = 350.0;
const TWICE_AT: f64 = 30.0;
/// A pointer that moved no further was pressed, not pulled.
const STILL: f64 = 8.0;

/// What was meant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Gesture {
    /// One pointer goes on, by so much; `pulled` is its way since it came down.
    Pull {
        by: (f64, f64),
        pulled: (f64, f64),
        finger: bool,
    },
    /// Two make it so many times larger around a place, which itself moves.
    Pinch {
        times: f64,
        at: (f64, f64),
        by: (f64, f64),
    },
    /// Pressed twice.
    Twice { at: (f64, f64) },
    /// One pointer let go, after so long a way.
    Release { pulled: (f64, f64), finger: bool },
}

/// The pointers that are down.
#[derive(Clone, Debug, Default)]
pub(super) struct Hand {
    down: Vec<Touch>,
    /// Where the only one came down; none once there were two.
    from: Option<Touch>,
    /// The press before.
    pressed: Option<Touch>,
}

fn way(from: (f64, f64), to: (f64, f64)) -> (f64, f64) {
    (to.0 - from.0, to.1 - from.1)
}

fn length((x, y): (f64, f64)) -> f64 {
    x.hypot(y)
}

impl Hand {
    /// One came down.
    pub(super) fn down(&mut self, touch: Touch) {
        self.down.retain(|other| other.id != touch.id);
        self.down.push(touch);
        self.from = (self.down.len() == 1).then_some(touch);
    }

    /// One moved; it may be one that is not down.
    pub(super) fn moved(&mut self, touch: Touch) -> Option<Gesture> {
        let which = self.down.iter().position(|other| other.id == touch.id)?;
        let before = std::mem::replace(self.down.get_mut(which)?, touch);
        let (finger, from) = (touch.finger, self.from);
        match self.down.as_slice() {
            [_] => Some(Gesture::Pull {
                by: way(before.at, touch.at),
                pulled: from.map_or((0.0, 0.0), |from| way(from.at, touch.at)),
                finger,
            }),
            [one, two] => {
                let other = if which == 0 { two } else { one };
                let middle = |at: (f64, f64)| {
                    (
                        f64::midpoint(at.0, other.at.0),
                        f64::midpoint(at.1, other.at.1),
                    )
                };
                let apart = |at| length(way(other.at, at)).max(1.0);
                Some(Gesture::Pinch {
                    times: apart(touch.at) / apart(before.at),
                    at: middle(touch.at),
                    by: way(middle(before.at), middle(touch.at)),
                })
            }
            _ => None,
        }
    }

    /// One went up.
    pub(super) fn up(&mut self, touch: Touch) -> Option<Gesture> {
        let count = self.down.len();
        self.down.retain(|other| other.id != touch.id);
        if self.down.len() == count {
            return None;
        }
        let from = self.from.take()?;
        let pulled = way(from.at, touch.at);
        if length(pulled) > STILL {
            self.pressed = None;
            let finger = touch.finger;
            return Some(Gesture::Release { pulled, finger });
        }
        let again = self.pressed.take().filter(|first| {
            touch.time - first.time < TWICE_MS && length(way(first.at, touch.at)) < TWICE_AT
        });
        if again.is_none() {
            self.pressed = Some(touch);
            let finger = touch.finger;
            return Some(Gesture::Release { pulled, finger });
        }
        Some(Gesture::Twice { at: touch.at })
    }

    /// The browser took one for its own.
    pub(super) fn cancel(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(id: i32, x: f64, y: f64, time: f64) -> Touch {
        Touch {
            id,
            at: (x, y),
            time,
            finger: true,
        }
    }

    #[test]
    fn item_7_one_pulls_and_lets_go() {
        let mut hand = Hand::default();
        assert_eq!(hand.moved(at(1, 0.0, 0.0, 0.0)), None);
        hand.down(at(1, 0.0, 0.0, 0.0));
        hand.moved(at(1, -50.0, 5.0, 10.0));
        assert_eq!(
            hand.moved(at(1, -80.0, 5.0, 20.0)),
            Some(Gesture::Pull {
                by: (-30.0, 0.0),
                pulled: (-80.0, 5.0),
                finger: true
            })
        );
        assert_eq!(
            hand.up(at(1, -80.0, 5.0, 30.0)),
            Some(Gesture::Release {
                pulled: (-80.0, 5.0),
                finger: true
            })
        );
    }

    #[test]
    fn item_7_two_pinch_around_their_middle() {
        let mut hand = Hand::default();
        hand.down(at(1, -10.0, 0.0, 0.0));
        hand.down(at(2, 10.0, 0.0, 5.0));
        assert_eq!(
            hand.moved(at(2, 30.0, 0.0, 10.0)),
            Some(Gesture::Pinch {
                times: 2.0,
                at: (10.0, 0.0),
                by: (10.0, 0.0)
            })
        );
        // What was a pinch ends as none: no step to the next picture, no press.
        assert_eq!(hand.up(at(2, 30.0, 0.0, 20.0)), None);
        assert_eq!(hand.up(at(1, -10.0, 0.0, 25.0)), None);
    }

    #[test]
    fn item_7_two_quick_presses_at_one_place_are_one_of_two() {
        let press = |hand: &mut Hand, x, time| {
            hand.down(at(1, x, 0.0, time));
            hand.up(at(1, x, 0.0, time + 20.0))
        };
        let mut hand = Hand::default();
        press(&mut hand, 0.0, 0.0);
        assert_eq!(
            press(&mut hand, 4.0, 150.0),
            Some(Gesture::Twice { at: (4.0, 0.0) })
        );
        // Too late, and too far away.
        press(&mut hand, 0.0, 1000.0);
        assert!(!matches!(
            press(&mut hand, 0.0, 2000.0),
            Some(Gesture::Twice { .. })
        ));
        assert!(!matches!(
            press(&mut hand, 90.0, 2100.0),
            Some(Gesture::Twice { .. })
        ));
    }
}
