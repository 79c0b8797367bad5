//! "Find personal data": reads the picture and proposes what to hide. What is proposed hides nothing
//! until it is accepted; all of it is then one step of the sketch. `proposals` draws it.

use super::super::{
    personal::{self, Kind},
    sketch::Sketch,
};
use crate::browser::{self, PickedFile, ReadError, Reading};
use leptos::prelude::*;
use model::{Area, Locale};
use std::sync::Arc;

/// Ids of the buttons that get the focus when they come: that which accepts all, that which ends a
/// reading, and that which closes what it came to.
pub(super) const ACCEPT: &str = "find-accept";
pub(super) const CANCEL: &str = "find-cancel";
pub(super) const CLOSE: &str = "find-close";

/// Something proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Proposal {
    /// Its own, in this search.
    pub(super) key: usize,
    /// What it is.
    pub(super) kind: Kind,
    /// Where, in the picture before it is turned: one area a line.
    pub(super) areas: Vec<Area>,
}

/// How the search stands.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum Standing {
    /// Nobody asked.
    #[default]
    Idle,
    /// So much of it is done.
    Reading(f64),
    /// It is over; there may be proposals.
    Done,
    /// It could not be done.
    Failed(ReadError),
}

/// What is searched.
#[derive(Clone)]
struct Source {
    url: String,
    picture: PickedFile,
    /// What the contact is called, one a line.
    names: Arc<str>,
    locale: Locale,
}

/// The search in one picture.
#[derive(Clone, Copy)]
pub(super) struct Finder {
    source: StoredValue<Source>,
    /// Pixels of the picture as it lies on the bench.
    pub(super) size: (u32, u32),
    /// How the search stands.
    pub(super) standing: RwSignal<Standing>,
    /// What it came to, but for what was refused.
    pub(super) proposals: RwSignal<Vec<Proposal>>,
    reading: StoredValue<Option<Reading>, LocalStorage>,
}

impl Finder {
    /// Of a picture; `None` in a build that has no reader.
    pub(super) fn new(
        picture: &browser::Prepared,
        names: Arc<str>,
        locale: Locale,
    ) -> Option<Self> {
        let source = Source {
            url: browser::reader_url()?,
            picture: PickedFile::made("picture", &picture.mime, &picture.bytes),
            names,
            locale,
        };
        let finder = Self {
            source: StoredValue::new(source),
            size: picture.size,
            standing: RwSignal::default(),
            proposals: RwSignal::default(),
            reading: StoredValue::new_local(None),
        };
        // With the editor the reading ends, too.
        on_cleanup(move || finder.stop());
        Some(finder)
    }

    fn stop(self) {
        let _ = self.reading.try_set_value(None);
    }

    /// It is under way.
    pub(super) fn is_reading(self) -> bool {
        matches!(self.standing.get(), Standing::Reading(_))
    }

    /// Reads the picture and proposes what is found in it.
    pub(super) fn begin(self) {
        if matches!(self.standing.get_untracked(), Standing::Reading(_)) {
            return;
        }
        self.proposals.set(Vec::new());
        self.standing.set(Standing::Reading(0.0));
        let source = self.source.get_value();
        let progress = move |share| {
            let _ = self.standing.try_set(Standing::Reading(share));
        };
        let languages = languages(source.locale);
        let begun = browser::read(&source.url, &source.picture, languages, progress);
        let Some((reading, answer)) = begun else {
            self.standing.set(Standing::Failed(ReadError::Offline));
            return;
        };
        self.reading.set_value(Some(reading));
        browser::focus_field(CANCEL);
        leptos::task::spawn_local(async move {
            // Ended meanwhile by who asked, or with the editor.
            let Ok(answer) = answer.await else {
                return;
            };
            self.stop();
            match answer {
                Ok(read) => self.propose(&read, &source.names),
                Err(error) => {
                    self.standing.set(Standing::Failed(error));
                    browser::focus_field(CLOSE);
                }
            }
        });
    }

    fn propose(self, read: &browser::Read, names: &str) {
        let words = personal::words(&read.tsv);
        let finds = personal::find(&words, names);
        let proposals = finds.into_iter().enumerate().map(|(key, find)| Proposal {
            key,
            kind: find.kind,
            areas: (find.areas.iter())
                .map(|area| scaled(*area, read.size, self.size))
                .collect(),
        });
        self.proposals.set(proposals.collect());
        self.standing.set(Standing::Done);
        let is_empty = self.proposals.with_untracked(Vec::is_empty);
        browser::focus_field(if is_empty { CLOSE } else { ACCEPT });
    }

    /// Hides everything proposed, as one step.
    pub(super) fn accept(self, sketch: RwSignal<Sketch>) {
        let areas: Vec<Area> = self.proposals.with_untracked(|all| {
            all.iter()
                .flat_map(|proposal| proposal.areas.clone())
                .collect()
        });
        self.forget();
        sketch.update(|sketch| sketch.hide_all(&areas));
    }

    /// Takes one proposal back.
    pub(super) fn refuse(self, key: usize) {
        self.proposals
            .update(|all| all.retain(|proposal| proposal.key != key));
        if self.proposals.with_untracked(Vec::is_empty) {
            self.forget();
        } else {
            browser::focus_field(ACCEPT);
        }
    }

    /// Ends the search and takes every proposal back.
    pub(super) fn forget(self) {
        self.stop();
        self.proposals.set(Vec::new());
        self.standing.set(Standing::Idle);
        browser::catch_focus(super::STAGE);
    }
}

/// English always: addresses and numbers are the same everywhere, and its model is the best.
const fn languages(locale: Locale) -> &'static [&'static str] {
    match locale {
        Locale::En => &["eng"],
        Locale::De => &["eng", "deu"],
        Locale::It => &["eng", "ita"],
    }
}

/// The same place in a picture of another size, no smaller.
fn scaled(area: Area, from: (u32, u32), to: (u32, u32)) -> Area {
    let at = |value: u32, from: u32, to: u32, up: bool| {
        let (value, from, to) = (u64::from(value), u64::from(from.max(1)), u64::from(to));
        let scaled = value * to;
        let scaled = if up {
            scaled.div_ceil(from)
        } else {
            scaled / from
        };
        u32::try_from(scaled.min(to)).unwrap_or(u32::MAX)
    };
    let (x, y) = (
        at(area.x, from.0, to.0, false),
        at(area.y, from.1, to.1, false),
    );
    Area {
        x,
        y,
        width: at(area.x + area.width, from.0, to.0, true) - x,
        height: at(area.y + area.height, from.1, to.1, true) - y,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_never_smaller_in_another_size() {
        let area = Area {
            x: 11,
            y: 7,
            width: 10,
            height: 10,
        };
        let small = scaled(area, (200, 100), (100, 50));
        let told = (small.x, small.y, small.width, small.height);
        assert_eq!(told, (5, 3, 6, 6));
        let beyond = scaled(area, (20, 15), (20, 15));
        assert_eq!(
            (beyond.x + beyond.width, beyond.y + beyond.height),
            (20, 15)
        );
    }
}
