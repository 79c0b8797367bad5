//! The two facts of Exif that matter: which way is up, and whether it tells a position.
//!
//! Exif is a TIFF structure (CIPA DC-008, Exif 2.32 §4.6); GPS tags are its annex.

use crate::container::{be16, be32, le16, le32};

const ORIENTATION: u16 = 0x0112;
const GPS_DIRECTORY: u16 = 0x8825;
const GPS_VERSION: u16 = 0;
/// More entries than any camera writes; a hostile count costs no more than this.
pub(crate) const MAX_ENTRIES: usize = 1024;

/// What an Exif block says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Exif {
    /// 1 (upright) to 8, as in Exif.
    pub(crate) orientation: u8,
    /// Whether there is a position.
    pub(crate) has_location: bool,
}

/// Reads a TIFF structure. What cannot be read counts as not there.
pub(crate) fn read(tiff: &[u8]) -> Exif {
    let mut exif = Exif {
        orientation: 1,
        has_location: false,
    };
    let Some(reader) = Reader::new(tiff) else {
        return exif;
    };
    let first = reader.u32(4).unwrap_or(0) as usize;
    let mut gps = None;
    for (tag, value_at) in reader.directory(first) {
        match tag {
            ORIENTATION => {
                if let Some(value @ 1..=8) = reader.u16(value_at) {
                    exif.orientation = value.to_le_bytes()[0];
                }
            }
            GPS_DIRECTORY => gps = gps.or(reader.u32(value_at)),
            _ => {}
        }
    }
    // One at most: a directory of a thousand that name each other would be read a million times.
    if let Some(gps) = gps {
        let mut gps = reader.directory(gps as usize);
        exif.has_location = gps.any(|(tag, _)| tag != GPS_VERSION);
    }
    exif
}

/// The smallest Exif that keeps a picture upright: one directory with one tag.
pub(crate) fn orientation_only(orientation: u8) -> Vec<u8> {
    let mut tiff = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    tiff.push(orientation);
    tiff.extend([0; 6]);
    tiff
}

pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
    little: bool,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Option<Self> {
        let little = match bytes.get(..4)? {
            b"II*\0" => true,
            b"MM\0*" => false,
            _ => return None,
        };
        Some(Self { bytes, little })
    }

    pub(crate) fn u16(&self, at: usize) -> Option<u16> {
        if self.little {
            le16(self.bytes, at)
        } else {
            be16(self.bytes, at)
        }
    }

    pub(crate) fn u32(&self, at: usize) -> Option<u32> {
        if self.little {
            le32(self.bytes, at)
        } else {
            be32(self.bytes, at)
        }
    }

    /// Two bytes in the file's order.
    pub(crate) const fn two(&self, value: u16) -> [u8; 2] {
        if self.little {
            value.to_le_bytes()
        } else {
            value.to_be_bytes()
        }
    }

    /// One number of those that [`array`](Self::array) found.
    pub(crate) fn element(&self, (_, at, length): (usize, usize, usize), n: usize) -> Option<u32> {
        let at = at.checked_add(length.checked_mul(n)?)?;
        match length {
            1 => self.bytes.get(at).copied().map(u32::from),
            2 => self.u16(at).map(u32::from),
            _ => self.u32(at),
        }
    }

    /// Tags of the directory at an offset, each with where its value (or its value's offset) stands.
    pub(crate) fn directory(&self, at: usize) -> impl Iterator<Item = (u16, usize)> + '_ {
        let count = usize::from(self.u16(at).unwrap_or(0)).min(MAX_ENTRIES);
        (0..count).map_while(move |n| {
            let entry = at.checked_add(2 + 12 * n)?;
            Some((self.u16(entry)?, entry.checked_add(8)?))
        })
    }

    /// The first number of a tag's value, SHORT or LONG.
    pub(crate) fn unsigned(&self, value_at: usize) -> Option<u32> {
        let list = self.array(value_at)?;
        (list.0 > 0).then(|| self.element(list, 0)).flatten()
    }

    /// How many numbers a tag has, where they stand, and how many bytes each takes. Only what lies within the
    /// file.
    pub(crate) fn array(&self, value_at: usize) -> Option<(usize, usize, usize)> {
        let count = self.u32(value_at.checked_sub(4)?)? as usize;
        let length = match self.u16(value_at.checked_sub(6)?)? {
            1 | 2 | 6 | 7 => 1,
            3 | 8 => 2,
            4 | 9 | 13 => 4,
            _ => return None,
        };
        let all = count.checked_mul(length)?;
        let at = if all <= 4 {
            value_at
        } else {
            self.u32(value_at)? as usize
        };
        self.bytes.get(at..at.checked_add(all)?)?;
        Some((count, at, length))
    }
}
