//! The order of the tray's files: what the customer sees first.

use super::{tile::Tile, tray::Tray};
use crate::{browser, i18n::words as w};
use leptos::{ev, prelude::*};

/// Id of the button by which a tile is moved.
pub(super) fn grip_id(tile: &Tile) -> String {
    format!("tile-grip-{}", tile.id)
}

impl Tray {
    /// Moves what lies at one place to another, and says so.
    pub(super) fn move_tile(self, from: usize, to: usize) {
        let count = self.tiles.with_untracked(Vec::len);
        if from == to || from >= count || to >= count {
            return;
        }
        let mut moved = None;
        self.tiles.update(|tiles| {
            let tile = tiles.remove(from);
            moved = Some(tile.clone());
            tiles.insert(to, tile);
        });
        let t = self.journey.with_value(|journey| journey.i18n);
        if let Some(tile) = moved {
            let (place, of) = ((to + 1).to_string(), count.to_string());
            self.said
                .set(t.f(w::MOVED, &[&tile.picked_name, &place, &of]));
        }
    }

    /// Moves a tile by keyboard. The focus goes with it: in another place it is another element.
    pub(super) fn move_by_key(self, tile: &Tile, event: &ev::KeyboardEvent) {
        let (place, last) = self.tiles.with_untracked(|tiles| {
            let place = tiles.iter().position(|other| other.id == tile.id);
            (place.unwrap_or(0), tiles.len().saturating_sub(1))
        });
        let to = match event.key().as_str() {
            "ArrowLeft" | "ArrowUp" => place.saturating_sub(1),
            "ArrowRight" | "ArrowDown" => (place + 1).min(last),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        self.move_tile(place, to);
        browser::focus_later(grip_id(tile));
    }

    /// Moves a tile with the pointer that went down on it.
    pub(super) fn move_by_pointer(self, event: &ev::PointerEvent) {
        browser::drag_item(event, move |from, to| self.move_tile(from, to));
    }
}
