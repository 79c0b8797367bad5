//! What stays of a TIFF: how its pixels are stored, and the pixels. Nothing moves, because everything in the file is
//! found by its place; what goes leaves zeros.

use crate::container::tiff::{
    COMPRESSION, ICC, OLD_JPEG, Page, STRIP_LENGTHS, STRIPS, TILE_LENGTHS, TILES, is_plain,
};
use crate::exif::{MAX_ENTRIES, Reader};
use crate::{FileType, MediaError, icc};

/// Bytes of the file's header.
const HEADER: usize = 8;
/// Pages at most: a fax of more is nobody's.
const MAX_PAGES: usize = 2000;
/// Bytes of a directory's entry.
const ENTRY: usize = 12;
/// How often a file may have all its bytes listed: once, as a rule.
const MAX_TIMES: usize = 4;

pub(super) fn strip(bytes: &[u8]) -> Result<Vec<u8>, MediaError> {
    let page = Page::read(bytes).ok_or(MediaError::Unreadable)?;
    if page.is_raw || page.compression == OLD_JPEG {
        return Err(MediaError::Unsupported(FileType::Tiff));
    }
    Rebuilt::new(bytes)
        .and_then(Rebuilt::pages)
        .ok_or(MediaError::Unreadable)
}

/// A file that is put together again at the same places.
struct Rebuilt<'a> {
    bytes: &'a [u8],
    reader: Reader<'a>,
    /// Where the pages' directories start and end, in order.
    directories: Vec<(usize, usize)>,
    out: Vec<u8>,
    /// Bytes and lists of bytes that may still be copied.
    left: usize,
}

impl<'a> Rebuilt<'a> {
    /// Finds the pages. Nothing for directories that go in circles or lie in one another.
    fn new(bytes: &'a [u8]) -> Option<Self> {
        let reader = Reader::new(bytes)?;
        let mut directories = vec![(0, HEADER)];
        let mut at = reader.u32(4)? as usize;
        while at != 0 {
            let count = usize::from(reader.u16(at)?);
            let next = at.checked_add(2 + ENTRY * count)?;
            if directories.len() > MAX_PAGES || count > MAX_ENTRIES {
                return None;
            }
            directories.push((at, next + 4));
            at = reader.u32(next)? as usize;
        }
        directories.sort_unstable();
        let mut out = vec![0; bytes.len()];
        out[..HEADER].copy_from_slice(&bytes[..HEADER]);
        let apart = directories.is_sorted_by(|one, other| one.1 <= other.0);
        apart.then_some(Self {
            bytes,
            reader,
            directories,
            out,
            left: bytes.len().saturating_mul(MAX_TIMES),
        })
    }

    fn pages(mut self) -> Option<Vec<u8>> {
        for n in 1..self.directories.len() {
            let (at, end) = self.directories[n];
            self.page(at, end)?;
        }
        Some(self.out)
    }

    /// Copies bytes that lie beside all directories.
    fn range(&mut self, start: usize, length: usize) -> Option<()> {
        self.left = self.left.checked_sub(length.checked_add(1)?)?;
        let end = start.checked_add(length)?;
        let before = self
            .directories
            .partition_point(|directory| directory.1 <= start);
        if self
            .directories
            .get(before)
            .is_some_and(|directory| directory.0 < end)
        {
            return None;
        }
        let from = self.bytes.get(start..end)?;
        self.out.get_mut(start..end)?.copy_from_slice(from);
        Some(())
    }

    /// Copies a page whose directory lies there.
    fn page(&mut self, at: usize, end: usize) -> Option<()> {
        let (mut kept, mut starts, mut lengths) = (Vec::new(), None, None);
        for entry in (at + 2..end - 4).step_by(ENTRY) {
            let tag = self.reader.u16(entry)?;
            let value = entry + 8;
            match tag {
                COMPRESSION if self.reader.unsigned(value)? == OLD_JPEG => return None,
                STRIPS | TILES => starts = self.reader.array(value),
                STRIP_LENGTHS | TILE_LENGTHS => lengths = self.reader.array(value),
                _ => {}
            }
            if !is_plain(tag) || (tag == ICC && !self.is_profile(value)) {
                continue;
            }
            // A value of a type that nobody knows tells nobody how pixels are stored.
            let Some(length) = self.length(entry) else {
                continue;
            };
            if length > 4 {
                self.range(self.reader.u32(value)? as usize, length)?;
            }
            kept.push(self.bytes.get(entry..entry + ENTRY)?);
        }
        self.pixels(starts?, lengths?)?;
        let count = self.reader.two(u16::try_from(kept.len()).ok()?);
        let next = self.bytes.get(end - 4..end)?;
        let directory = [&count, &kept.concat()[..], next].concat();
        self.out
            .get_mut(at..at + directory.len())?
            .copy_from_slice(&directory);
        Some(())
    }

    /// Copies what lies in strips or tiles.
    fn pixels(
        &mut self,
        starts: (usize, usize, usize),
        lengths: (usize, usize, usize),
    ) -> Option<()> {
        for n in 0..starts.0.min(lengths.0) {
            let start = self.reader.element(starts, n)?;
            let length = self.reader.element(lengths, n)?;
            // The last one of a file that breaks off.
            let there = self.bytes.len().saturating_sub(start as usize);
            let length = there.min(length as usize);
            if length > 0 {
                self.range(start as usize, length)?;
            }
        }
        Some(())
    }

    /// Bytes of an entry's value.
    fn length(&self, entry: usize) -> Option<usize> {
        let size = match self.reader.u16(entry + 2)? {
            1 | 2 | 6 | 7 => 1,
            3 | 8 => 2,
            4 | 9 | 11 | 13 => 4,
            5 | 10 | 12 => 8,
            _ => return None,
        };
        (self.reader.u32(entry + 4)? as usize).checked_mul(size)
    }

    fn is_profile(&self, value: usize) -> bool {
        let list = self.reader.array(value);
        list.is_some_and(|(count, at, _)| {
            icc::is_profile(self.bytes.get(at..).unwrap_or_default(), count)
        })
    }
}
