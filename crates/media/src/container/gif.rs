//! GIF: blocks (GIF89a specification).

use super::le16;

/// Bytes of a control block (§23), which has one sub-block of four.
const CONTROL: usize = 8;

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A frame's picture.
    Image,
    /// Delay, disposal and transparency of the frame that follows.
    Control,
    /// How often the animation repeats (Netscape's extension), in its one standard form.
    Loop,
    /// Comments, text, XMP, and whatever else a program put there.
    Extension,
}

/// One block.
pub(crate) struct Block<'a> {
    pub(crate) kind: Kind,
    pub(crate) raw: &'a [u8],
}

/// The logical screen.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Screen {
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// Bytes of header, screen descriptor and global palette.
    pub(crate) length: usize,
}

impl Screen {
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let packed = *bytes.get(10)?;
        let length = 13 + palette_length(packed);
        bytes.get(..length)?;
        Some(Self {
            width: le16(bytes, 6)?.into(),
            height: le16(bytes, 8)?.into(),
            length,
        })
    }
}

/// Walks the blocks after the screen up to the trailer.
pub(crate) struct Blocks<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Where the picture ends, once the trailer was seen.
    pub(crate) end: Option<usize>,
}

impl<'a> Blocks<'a> {
    pub(crate) fn new(bytes: &'a [u8], screen: Screen) -> Self {
        Self {
            bytes,
            at: screen.length,
            end: None,
        }
    }
}

impl<'a> Iterator for Blocks<'a> {
    type Item = Block<'a>;

    fn next(&mut self) -> Option<Block<'a>> {
        if self.end.is_some() {
            return None;
        }
        let start = self.at;
        let (mut kind, data) = match *self.bytes.get(start)? {
            0x2C => {
                let packed = *self.bytes.get(start + 9)?;
                // After the descriptor and its palette: one byte of code size, then sub-blocks.
                (Kind::Image, start + 10 + palette_length(packed) + 1)
            }
            0x21 => {
                let kind = match *self.bytes.get(start + 1)? {
                    0xF9 => Kind::Control,
                    0xFF if is_loop(&self.bytes[start..]) => Kind::Loop,
                    _ => Kind::Extension,
                };
                (kind, start + 2)
            }
            0x3B => {
                self.end = Some(start + 1);
                return None;
            }
            _ => return None,
        };
        self.at = sub_blocks_end(self.bytes, data)?;
        let raw = &self.bytes[start..self.at];
        if kind == Kind::Control && raw.len() != CONTROL {
            kind = Kind::Extension; // or anything could ride along
        }
        Some(Block { kind, raw })
    }
}

const fn palette_length(packed: u8) -> usize {
    if packed & 0x80 == 0 {
        0
    } else {
        3 << ((packed & 7) + 1)
    }
}

/// Exactly the nineteen bytes of the looping extension, so that nothing rides along.
fn is_loop(block: &[u8]) -> bool {
    matches!(
        block,
        [
            0x21,
            0xFF,
            11,
            b'N',
            b'E',
            b'T',
            b'S',
            b'C',
            b'A',
            b'P',
            b'E',
            b'2',
            b'.',
            b'0',
            3,
            1,
            _,
            _,
            0,
            ..
        ] | [
            0x21,
            0xFF,
            11,
            b'A',
            b'N',
            b'I',
            b'M',
            b'E',
            b'X',
            b'T',
            b'S',
            b'1',
            b'.',
            b'0',
            3,
            1,
            _,
            _,
            0,
            ..
        ]
    )
}

fn sub_blocks_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match *bytes.get(at)? {
            0 => return Some(at + 1),
            length => at += 1 + usize::from(length),
        }
    }
}
