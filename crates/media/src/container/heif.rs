//! HEIF and AVIF: boxes (ISO/IEC 14496-12), items, and what is said of them (ISO/IEC 23008-12).

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{be16, be32};
use crate::exif;

mod index;
mod shown;

pub(crate) use shown::Shown;

/// More items than any camera writes: a 200-megapixel picture in tiles of 512 × 512 has 800.
const MAX_ITEMS: usize = 4096;
/// Parts of the file that items are put together from, or references between items: one or two an item.
const MAX_LINKS: usize = 4 * MAX_ITEMS;
/// Blocks of metadata. A decoder looks through all references for each.
const MAX_WORDS: usize = 32;
/// Bytes of the table of references.
const MAX_TABLE: usize = 1 << 20;
/// Identities of identities of pictures.
const MAX_CHAIN: usize = 8;

/// A box: what it is, and what is in it.
pub(crate) type Part<'a> = ([u8; 4], &'a [u8]);

/// Walks boxes that lie one behind the other, as far as they are whole.
pub(crate) fn boxes(bytes: &[u8]) -> impl Iterator<Item = Part<'_>> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let (header, length) = match be32(rest, 0)? {
            0 => (8, rest.len()),
            1 => {
                let long = u64::from(be32(rest, 8)?) << 32 | u64::from(be32(rest, 12)?);
                (16, usize::try_from(long).ok()?)
            }
            length => (8, length as usize),
        };
        let kind = rest.get(4..8)?.try_into().ok()?;
        let body = rest.get(header..length)?;
        rest = &rest[length..];
        Some((kind, body))
    })
}

/// Where an item's bytes lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// In the file.
    File,
    /// In the box `idat`.
    Data,
    /// In another item; nobody writes that.
    Item,
}

/// One item: a picture, a tile of one, a block of metadata.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) kind: [u8; 4],
    place: Place,
    /// Start and length of the parts it is put together from.
    extents: Vec<(u64, u64)>,
    /// Numbers of its properties, the first is 1.
    properties: Vec<usize>,
}

/// A link from one item to others.
#[derive(Clone, Debug)]
struct Reference {
    kind: [u8; 4],
    from: u32,
    to: Vec<u32>,
}

/// What a file's boxes say.
pub(crate) struct Heif<'a> {
    bytes: &'a [u8],
    data: &'a [u8],
    primary: u32,
    items: BTreeMap<u32, Item>,
    properties: Vec<Part<'a>>,
    references: Vec<Reference>,
    /// Pictures of a sequence, 1 for a still.
    pub(crate) frames: u32,
}

impl<'a> Heif<'a> {
    /// Reads the boxes. Nothing for what contradicts itself, says things twice, or has more of anything than
    /// a picture can have: a decoder that believes such a file may take any time and memory for it.
    pub(crate) fn read(bytes: &'a [u8]) -> Option<Self> {
        let mut meta = None;
        let mut frames = 1;
        for (kind, body) in boxes(bytes) {
            match &kind {
                b"meta" if meta.is_some() => return None,
                b"meta" => meta = Some(body),
                b"moov" => frames = index::frames(body).max(frames),
                _ => {}
            }
        }
        index::read(bytes, meta?.get(4..)?, frames)
    }

    /// The primary item, and what it is an identity of, if it is one.
    pub(crate) fn chain(&self) -> Option<Vec<u32>> {
        let mut chain = vec![self.primary];
        loop {
            let last = *chain.last()?;
            if self.item(last)?.kind != *b"iden" {
                return Some(chain);
            }
            let [source] = self.linked(last, *b"dimg") else {
                return None;
            };
            if chain.contains(source) || chain.len() == MAX_CHAIN {
                return None;
            }
            chain.push(*source);
        }
    }

    pub(crate) fn item(&self, id: u32) -> Option<&Item> {
        self.items.get(&id)
    }

    /// The items that one links to.
    pub(crate) fn linked(&self, from: u32, kind: [u8; 4]) -> &[u32] {
        let mut links = self.references.iter();
        links
            .rfind(|link| link.from == from && link.kind == kind)
            .map_or(&[], |link| &link.to)
    }

    /// The items that link to one of these.
    pub(crate) fn linking<'b>(
        &'b self,
        to: &'b [u32],
        kind: [u8; 4],
    ) -> impl Iterator<Item = u32> + 'b {
        let links = self.references.iter().filter(move |link| link.kind == kind);
        links
            .filter(|link| link.to.iter().any(|id| to.contains(id)))
            .map(|link| link.from)
    }

    /// What is said of an item, in order.
    pub(crate) fn properties(&self, id: u32) -> impl Iterator<Item = Part<'a>> + '_ {
        let numbers = self.items.get(&id).into_iter();
        numbers
            .flat_map(|item| &item.properties)
            .filter_map(|number| self.properties.get(number.checked_sub(1)?).copied())
    }

    /// Bytes of the file.
    #[cfg_attr(not(feature = "heic"), expect(dead_code, reason = "for the decoder"))]
    pub(crate) fn size(&self) -> u64 {
        self.bytes.len() as u64
    }

    /// Bytes of an item, without putting it together.
    pub(crate) fn length(&self, id: u32) -> u64 {
        let extents = self.items.get(&id).map_or(&[][..], |item| &item.extents);
        extents
            .iter()
            .fold(0, |sum: u64, (_, length)| sum.saturating_add(*length))
    }

    /// An item's bytes; nothing when they are not there, or more than the file has.
    pub(crate) fn content(&self, id: u32) -> Option<Cow<'a, [u8]>> {
        let item = self.item(id)?;
        if self.length(id) > self.bytes.len() as u64 {
            return None;
        }
        let from = match item.place {
            Place::File => self.bytes,
            Place::Data => self.data,
            Place::Item => return None,
        };
        let part = |(start, length): &(u64, u64)| {
            let start = usize::try_from(*start).ok()?;
            from.get(start..)?.get(..usize::try_from(*length).ok()?)
        };
        if let [extent] = &item.extents[..] {
            return part(extent).map(Cow::Borrowed);
        }
        let parts: Option<Vec<&[u8]>> = item.extents.iter().map(part).collect();
        Some(parts?.concat().into())
    }

    /// The primary picture's colour profile; a tile's where only the tiles have one.
    pub(crate) fn icc(&self) -> Option<&'a [u8]> {
        let mut items = self.chain()?;
        let source = *items.last()?;
        items.extend(self.linked(source, *b"dimg").first());
        items.iter().find_map(|id| {
            self.properties(*id).find_map(|(kind, body)| {
                let profile = body.strip_prefix(b"prof").or(body.strip_prefix(b"rICC"));
                profile.filter(|_| kind == *b"colr")
            })
        })
    }

    /// The picture whose samples say how transparent the primary one is.
    pub(crate) fn alpha(&self) -> Option<u32> {
        let chain = self.chain()?;
        let is_alpha = |(kind, body): Part<'_>| {
            let name = body.get(4..).unwrap_or_default();
            kind == *b"auxC"
                && (name.starts_with(b"urn:mpeg:hevc:2015:auxid:1\0")
                    || name.starts_with(b"urn:mpeg:avc:2015:auxid:1\0")
                    || name.starts_with(b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0"))
        };
        self.linking(&chain, *b"auxl")
            .find(|id| self.properties(*id).any(is_alpha))
    }

    /// Whether there are Exif, XMP, thumbnails, or other words beside the picture.
    pub(crate) fn has_metadata(&self) -> bool {
        let tells = |item: &Item| matches!(&item.kind, b"Exif" | b"mime" | b"uri ");
        self.items.values().any(tells) || self.references.iter().any(|link| link.kind == *b"thmb")
    }

    /// Whether Exif or XMP tell a position.
    pub(crate) fn has_location(&self) -> bool {
        self.items.iter().any(|(id, item)| {
            let content = || self.content(*id).unwrap_or_default();
            match &item.kind {
                b"Exif" => {
                    let content = content();
                    // Four bytes say how many more come before the TIFF structure (annex A.2.1).
                    let skip = be32(&content, 0).map_or(0, |skip| skip as usize);
                    let tiff = content.get(4..).and_then(|rest| rest.get(skip..));
                    exif::read(tiff.unwrap_or_default()).has_location
                }
                b"mime" => memchr::memmem::find(&content(), b"GPSLatitude").is_some(),
                _ => false,
            }
        })
    }
}
