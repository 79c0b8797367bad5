//! How a picture lies in the large view: zoom, place and turn. Arithmetic, and no browser.

use crate::browser::Laid;

/// A pixel of a picture becomes at most so many CSS pixels wide; one that is small to begin with
/// can be enlarged [`TIMES`] times.
const MOST: f64 = 8.0;
const TIMES: f64 = 4.0;

/// What one press of a zoom button changes.
const STEP: f64 = 1.5;

/// So many of the screen's pixels for one of the picture's: single pixels are worth seeing.
const PIXELS_SHOW: f64 = 3.0;

/// How a picture lies. Places are told from the middle of the field, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct View {
    /// Its own pixels.
    picture: (f64, f64),
    /// What it may lie in, in CSS pixels.
    field: (f64, f64),
    /// The screen's pixels in a CSS pixel.
    density: f64,
    /// CSS pixels for one of its pixels; none while the whole picture is shown.
    zoom: Option<f64>,
    /// Where its middle is.
    middle: (f64, f64),
    /// Quarter turns clockwise.
    turns: u8,
}

impl View {
    /// The whole picture, upright, in no field yet.
    pub(super) fn new((width, height): (u32, u32)) -> Self {
        Self {
            picture: (f64::from(width.max(1)), f64::from(height.max(1))),
            field: (0.0, 0.0),
            density: 1.0,
            zoom: None,
            middle: (0.0, 0.0),
            turns: 0,
        }
    }

    /// Puts another picture there, whole and upright.
    pub(super) fn show(&mut self, picture: (u32, u32)) {
        *self = Self {
            field: self.field,
            density: self.density,
            ..Self::new(picture)
        };
    }

    /// Gives it another field.
    pub(super) fn lie_in(&mut self, field: (f64, f64), density: f64) {
        (self.field, self.density) = (field, density.max(0.1));
        if let Some(scale) = self.zoom {
            self.zoom_to(scale, (0.0, 0.0));
        }
    }

    fn turned(&self) -> (f64, f64) {
        let (width, height) = self.picture;
        if self.turns % 2 == 1 {
            (height, width)
        } else {
            (width, height)
        }
    }

    fn fitting(&self, pick: fn(f64, f64) -> f64) -> f64 {
        let (width, height) = self.turned();
        pick(self.field.0 / width, self.field.1 / height)
    }

    /// The scale at which the whole picture is seen; a small one is not enlarged.
    fn whole(&self) -> f64 {
        self.fitting(f64::min).clamp(f64::MIN_POSITIVE, 1.0)
    }

    /// The scale at which its pixels are the screen's.
    fn real(&self) -> f64 {
        1.0 / self.density
    }

    fn most(&self) -> f64 {
        (self.whole() * TIMES).max(MOST)
    }

    fn scale(&self) -> f64 {
        self.zoom.unwrap_or_else(|| self.whole())
    }

    /// Whether the whole picture is shown.
    pub(super) fn is_whole(&self) -> bool {
        self.zoom.is_none()
    }

    /// Whether it cannot be larger.
    pub(super) fn is_largest(&self) -> bool {
        self.scale() >= self.most() * 0.999
    }

    /// The screen's pixels for a hundred of its own.
    pub(super) fn percent(&self) -> u32 {
        (self.scale() * self.density * 100.0).round() as u32
    }

    /// Whether its single pixels are worth seeing.
    pub(super) fn shows_pixels(&self) -> bool {
        self.scale() * self.density >= PIXELS_SHOW
    }

    /// Whether the screen shows more than a smaller picture of that longer edge holds, or somebody
    /// looks at the very pixels.
    pub(super) fn exceeds(&self, edge: u32) -> bool {
        let longer = self.picture.0.max(self.picture.1);
        let shown = longer * self.scale() * self.density;
        shown > longer.min(f64::from(edge)) * 1.05 || !self.is_whole() && shown > longer * 0.999
    }

    /// Shows all of it.
    pub(super) fn fit(&mut self) {
        (self.zoom, self.middle) = (None, (0.0, 0.0));
    }

    /// Shows its pixels as they are, around the middle.
    pub(super) fn fit_pixels(&mut self) {
        self.zoom_to(self.real(), (0.0, 0.0));
    }

    fn zoom_to(&mut self, scale: f64, at: (f64, f64)) {
        let before = self.scale();
        let scale = scale.min(self.most());
        if scale <= self.whole() * 1.001 {
            return self.fit();
        }
        let grown = scale / before;
        self.middle = (
            at.0 - (at.0 - self.middle.0) * grown,
            at.1 - (at.1 - self.middle.1) * grown,
        );
        self.zoom = Some(scale);
        self.hold();
    }

    /// Makes it so many times larger; what is at that place stays there.
    pub(super) fn zoom_by(&mut self, times: f64, at: (f64, f64)) {
        self.zoom_to(self.scale() * times, at);
    }

    /// One step larger or smaller, with a stop where its pixels are the screen's.
    pub(super) fn step(&mut self, larger: bool) {
        let (now, real) = (self.scale(), self.real());
        let next = if larger { now * STEP } else { now / STEP };
        let passes = (now < real * 0.999 && next > real) || (now > real * 1.001 && next < real);
        self.zoom_to(if passes { real } else { next }, (0.0, 0.0));
    }

    /// From the whole picture to a closer look at that place, and back. A long screenshot is shown
    /// as wide as the field, because that is how it is read; any other picture in its own pixels.
    pub(super) fn toggle(&mut self, at: (f64, f64)) {
        if !self.is_whole() {
            return self.fit();
        }
        let (whole, real) = (self.whole(), self.real());
        let filled = self.fitting(f64::max).min(real);
        let close = if filled > whole * 2.0 {
            filled
        } else if real > whole * 1.3 {
            real
        } else {
            whole * 2.5
        };
        self.zoom_to(close, at);
    }

    /// Moves it, as far as it goes beyond its field.
    pub(super) fn move_by(&mut self, (x, y): (f64, f64)) {
        self.middle = (self.middle.0 + x, self.middle.1 + y);
        self.hold();
    }

    /// Turns it clockwise, and shows all of it.
    pub(super) fn turn(&mut self) {
        self.turns = (self.turns + 1) % 4;
        self.fit();
    }

    /// Quarter turns clockwise.
    pub(super) fn turns(&self) -> u8 {
        self.turns
    }

    /// Keeps its edges from coming further in than the field's.
    fn hold(&mut self) {
        let ((width, height), scale) = (self.turned(), self.scale());
        let held = |middle: f64, length: f64, field: f64| {
            let room = ((length * scale - field) / 2.0).max(0.0);
            middle.clamp(-room, room)
        };
        self.middle = (
            held(self.middle.0, width, self.field.0),
            held(self.middle.1, height, self.field.1),
        );
    }

    /// Where it is laid, drawn aside by `pulled` CSS pixels.
    pub(super) fn laid(&self, pulled: f64) -> Laid {
        let scale = self.scale();
        let size = (self.picture.0 * scale, self.picture.1 * scale);
        Laid {
            at: (
                self.field.0 / 2.0 + self.middle.0 + pulled - size.0 / 2.0,
                self.field.1 / 2.0 + self.middle.1 - size.1 / 2.0,
            ),
            size,
            turns: self.turns,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(picture: (u32, u32)) -> View {
        let mut view = View::new(picture);
        view.lie_in((1000.0, 800.0), 1.0);
        view
    }

    /// What of the picture is at a place of the field, in its pixels from its middle.
    fn under(view: &View, at: (f64, f64)) -> (f64, f64) {
        let scale = view.scale();
        (
            (at.0 - view.middle.0) / scale,
            (at.1 - view.middle.1) / scale,
        )
    }

    #[test]
    fn item_7_a_large_picture_is_seen_whole_and_a_small_one_is_not_enlarged() {
        let large = view((4000, 3000));
        assert_eq!((large.laid(0.0).at, large.percent()), ((0.0, 25.0), 25));
        let small = view((100, 50));
        assert_eq!(small.laid(0.0).size, (100.0, 50.0));
        assert!(small.is_whole() && !small.is_largest());
    }

    #[test]
    fn item_7_what_is_under_the_pointer_stays_there() {
        let mut view = view((4000, 3000));
        let at = (180.0, -90.0);
        view.zoom_by(3.0, at);
        let before = under(&view, at);
        view.zoom_by(1.7, at);
        let after = under(&view, at);
        assert!((before.0 - after.0).abs() < 0.01 && (before.1 - after.1).abs() < 0.01);
    }

    #[test]
    fn item_7_zoom_ends_at_the_whole_picture_and_at_its_pixels() {
        let mut view = view((4000, 3000));
        for _ in 0..40 {
            view.step(true);
        }
        assert!(view.is_largest() && view.shows_pixels());
        assert_eq!(view.percent(), 800);
        for _ in 0..40 {
            view.step(false);
        }
        assert!(view.is_whole());
        assert_eq!(view.laid(0.0).at, (0.0, 25.0));
    }

    #[test]
    fn item_7_steps_stop_at_real_pixels_on_any_screen() {
        for density in [1.0, 1.5, 2.0, 3.0] {
            let mut view = View::new((4000, 3000));
            view.lie_in((390.0, 600.0), density);
            let mut seen = Vec::new();
            for _ in 0..20 {
                view.step(true);
                seen.push(view.percent());
            }
            assert!(seen.contains(&100), "{density}: {seen:?}");
            view.fit_pixels();
            assert_eq!(view.percent(), 100);
        }
    }

    #[test]
    fn item_7_a_picture_is_moved_to_its_edges_and_no_further() {
        let mut view = view((4000, 3000));
        view.fit_pixels();
        view.move_by((9999.0, 9999.0));
        assert_eq!(view.laid(0.0).at, (0.0, 0.0));
        view.move_by((-99999.0, 0.0));
        assert_eq!(view.laid(0.0).at, (1000.0 - 4000.0, 0.0));
        // All of it in view: there is nowhere to go.
        view.fit();
        view.move_by((50.0, 50.0));
        assert_eq!(view.laid(0.0).at, (0.0, 25.0));
    }

    #[test]
    fn item_7_a_long_screenshot_opens_to_its_width() {
        let mut tall = view((2160, 8000));
        tall.toggle((0.0, -390.0));
        let laid = tall.laid(0.0);
        assert!((laid.size.0 - 1000.0).abs() < 0.01, "{laid:?}");
        // At its upper end, where it was pressed.
        assert!(laid.at.1.abs() < 200.0, "{laid:?}");
        tall.toggle((0.0, 0.0));
        assert!(tall.is_whole());
    }

    #[test]
    fn item_7_a_turned_picture_fits_its_field() {
        let mut view = view((4000, 1000));
        view.turn();
        let laid = view.laid(0.0);
        assert_eq!((laid.turns, laid.size), (1, (800.0, 200.0)));
        // About its middle, which is the field's.
        assert_eq!(laid.at, (100.0, 300.0));
        for _ in 0..3 {
            view.turn();
        }
        assert_eq!(view.laid(0.0).turns, 0);
    }

    #[test]
    fn item_7_the_full_file_is_asked_for_when_the_medium_one_is_too_small() {
        let mut view = view((4000, 3000));
        assert!(!view.exceeds(1600));
        view.fit_pixels();
        assert!(view.exceeds(1600));
        // One of the same size holds its pixels less exactly: for a look at them the file is needed.
        let mut small = View::new((1500, 1000));
        small.lie_in((1000.0, 800.0), 1.0);
        assert!(!small.exceeds(1600));
        small.fit_pixels();
        assert!(small.exceeds(1600));
    }
}
