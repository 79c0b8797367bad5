//! What the primary picture of a HEIF file looks like once it is turned and cropped as the file asks.

use super::{Heif, be32};

/// How a picture is shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shown {
    /// Pixels in a row, as shown.
    pub(crate) width: u32,
    /// Rows, as shown.
    pub(crate) height: u32,
    /// What the turns and mirrors come to, as Exif would say it: 1 (none) to 8. Exif's own word does not count in
    /// these files (23008-12 annex A.2.1).
    pub(crate) orientation: u8,
    /// Whether there is a crop.
    #[cfg_attr(not(feature = "heic"), allow(dead_code, reason = "for the decoder"))]
    pub(crate) is_cropped: bool,
}

impl Shown {
    /// Of the primary picture; nothing when its size is not said.
    pub(crate) fn read(heif: &Heif<'_>) -> Option<Self> {
        let chain = heif.chain()?;
        let source = *chain.last()?;
        let (_, size) = heif.properties(source).find(|(kind, _)| kind == b"ispe")?;
        let mut shown = Self {
            width: be32(size, 4)?,
            height: be32(size, 8)?,
            orientation: 1,
            is_cropped: false,
        };
        for id in chain.iter().rev() {
            for (kind, body) in heif.properties(*id) {
                match &kind {
                    b"irot" => {
                        for _ in 0..body.first()? & 3 {
                            shown.turn_left();
                        }
                    }
                    b"imir" => shown.mirror(body.first()? & 1 == 1),
                    b"clap" => shown.crop(body)?,
                    _ => {}
                }
            }
        }
        Some(shown)
    }

    /// A quarter turn anticlockwise (§6.5.10).
    fn turn_left(&mut self) {
        (self.width, self.height) = (self.height, self.width);
        self.orientation = match self.orientation {
            2 => 5,
            3 => 6,
            4 => 7,
            5 => 4,
            6 => 1,
            7 => 2,
            8 => 3,
            _ => 8,
        };
    }

    /// Left and right change places, or top and bottom (§6.5.12).
    fn mirror(&mut self, sideways: bool) {
        self.orientation = match (self.orientation, sideways) {
            (2, true) | (4, false) => 1,
            (1, true) | (3, false) => 2,
            (4, true) | (2, false) => 3,
            (3, true) | (1, false) => 4,
            (6, true) | (8, false) => 5,
            (5, true) | (7, false) => 6,
            (8, true) | (6, false) => 7,
            (_, _) => 8,
        };
    }

    /// The clean aperture (14496-12 §12.1.4): its size; where it lies is for the decoder.
    fn crop(&mut self, body: &[u8]) -> Option<()> {
        let side = |at| be32(body, at)?.checked_div(be32(body, at + 4)?);
        self.width = self.width.min(side(0)?);
        self.height = self.height.min(side(8)?);
        self.is_cropped = true;
        Some(())
    }
}
