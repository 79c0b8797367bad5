//! Reading the tables of a HEIF file: which items there are, where they lie, what belongs to what.

use std::collections::BTreeMap;

use super::{
    Heif, Item, MAX_ITEMS, MAX_LINKS, MAX_TABLE, MAX_WORDS, Part, Place, Reference, be16, be32,
    boxes,
};

/// Reads what is in the box `meta`, behind its version and flags.
pub(super) fn read<'a>(bytes: &'a [u8], meta: &'a [u8], frames: u32) -> Option<Heif<'a>> {
    let mut seen: Vec<[u8; 4]> = Vec::new();
    let mut heif = Heif {
        bytes,
        data: &[],
        primary: 0,
        items: BTreeMap::new(),
        properties: Vec::new(),
        references: Vec::new(),
        frames,
    };
    let (mut places, mut properties, mut primary) = (None, None, None);
    for (kind, body) in boxes(meta) {
        if !matches!(
            &kind,
            b"pitm" | b"iinf" | b"iloc" | b"iprp" | b"iref" | b"idat"
        ) {
            continue;
        }
        if seen.contains(&kind) {
            return None;
        }
        seen.push(kind);
        match &kind {
            b"pitm" => primary = Fields::of_full(body).and_then(|(version, mut f)| f.id(version)),
            b"iinf" => heif.items = items(body)?,
            b"iref" => heif.references = references(body)?,
            b"iloc" => places = Some(body),
            b"iprp" => properties = Some(body),
            _ => heif.data = body,
        }
    }
    heif.primary = primary?;
    read_places(places?, &mut heif.items)?;
    heif.properties = read_properties(properties?, &mut heif.items)?;
    Some(heif)
}

/// Big-endian numbers, one after the other.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    /// The fields behind a version and flags.
    fn of_full(body: &'a [u8]) -> Option<(u8, Self)> {
        Some((*body.first()?, Self(body.get(4..)?)))
    }

    fn skip(&mut self, length: usize) -> Option<()> {
        self.0 = self.0.get(length..)?;
        Some(())
    }

    fn u8(&mut self) -> Option<u8> {
        let value = *self.0.first()?;
        self.skip(1)?;
        Some(value)
    }

    fn u16(&mut self) -> Option<u16> {
        let value = be16(self.0, 0)?;
        self.skip(2)?;
        Some(value)
    }

    fn u32(&mut self) -> Option<u32> {
        let value = be32(self.0, 0)?;
        self.skip(4)?;
        Some(value)
    }

    /// A number of 0, 2, 4 or 8 bytes.
    fn sized(&mut self, length: u16) -> Option<u64> {
        match length {
            0 => Some(0),
            2 => self.u16().map(u64::from),
            4 => self.u32().map(u64::from),
            8 => Some(u64::from(self.u32()?) << 32 | u64::from(self.u32()?)),
            _ => None,
        }
    }

    /// An item's number: longer in all but the first version of a box.
    fn id(&mut self, version: u8) -> Option<u32> {
        if version == 0 {
            self.u16().map(u32::from)
        } else {
            self.u32()
        }
    }
}

/// Which items there are (§8.11.6).
fn items(body: &[u8]) -> Option<BTreeMap<u32, Item>> {
    let (version, mut fields) = Fields::of_full(body)?;
    fields.id(version)?; // their number: counted below
    let mut items = BTreeMap::new();
    for (kind, entry) in boxes(fields.0) {
        if kind != *b"infe" {
            continue;
        }
        let (version, mut entry) = Fields::of_full(entry)?;
        if version < 2 {
            continue;
        }
        let id = entry.id(version - 2)?;
        entry.skip(2)?;
        let item = Item {
            kind: entry.u32()?.to_be_bytes(),
            place: Place::File,
            extents: Vec::new(),
            properties: Vec::new(),
        };
        if items.insert(id, item).is_some() || items.len() > MAX_ITEMS {
            return None;
        }
    }
    let is_word = |item: &&Item| matches!(&item.kind, b"Exif" | b"mime");
    Some(items).filter(|items| items.values().filter(is_word).count() <= MAX_WORDS)
}

/// Where they lie (§8.11.3).
fn read_places(body: &[u8], items: &mut BTreeMap<u32, Item>) -> Option<()> {
    let (version, mut fields) = Fields::of_full(body)?;
    let sizes = fields.u16()?;
    let [offset, length, base] = [12, 8, 4].map(|shift| sizes >> shift & 0xF);
    let index = if matches!(version, 1 | 2) {
        sizes & 0xF
    } else {
        0
    };
    let long = version.saturating_sub(1);
    let count = fields.id(long)?;
    let mut links = 0;
    for _ in 0..count {
        let id = fields.id(long)?;
        let place = match version {
            1 | 2 => match fields.u16()? & 0xF {
                0 => Place::File,
                1 => Place::Data,
                _ => Place::Item,
            },
            _ => Place::File,
        };
        fields.skip(2)?;
        let start = fields.sized(base)?;
        let extents = fields.u16()?;
        links += 1 + usize::from(extents);
        if links > MAX_LINKS {
            return None;
        }
        let mut read = Vec::new();
        for _ in 0..extents {
            fields.sized(index)?;
            let from = start.checked_add(fields.sized(offset)?)?;
            read.push((from, fields.sized(length)?));
        }
        if let Some(item) = items.get_mut(&id) {
            item.place = place;
            item.extents = read;
        }
    }
    Some(())
}

/// What is said of them (§8.11.14, 23008-12 §9.3).
fn read_properties<'a>(body: &'a [u8], items: &mut BTreeMap<u32, Item>) -> Option<Vec<Part<'a>>> {
    let mut properties = None;
    let mut links = 0;
    for (kind, body) in boxes(body) {
        match &kind {
            b"ipco" if properties.is_some() => return None,
            b"ipco" => {
                let list: Vec<_> = boxes(body).take(MAX_LINKS + 1).collect();
                properties = Some(list).filter(|list| list.len() <= MAX_LINKS);
            }
            b"ipma" => {
                let long = body.get(3)? & 1 == 1;
                let (version, mut fields) = Fields::of_full(body)?;
                for _ in 0..fields.u32()? {
                    let id = fields.id(version)?;
                    let count = fields.u8()?;
                    links += 1 + usize::from(count);
                    if links > MAX_LINKS {
                        return None;
                    }
                    let number = |_| {
                        Some(if long {
                            usize::from(fields.u16()? & 0x7FFF)
                        } else {
                            usize::from(fields.u8()? & 0x7F)
                        })
                    };
                    let numbers: Option<Vec<usize>> = (0..count).map(number).collect();
                    let numbers = numbers?;
                    if let Some(item) = items.get_mut(&id) {
                        item.properties = numbers;
                    }
                }
            }
            _ => {}
        }
    }
    properties
}

/// What belongs to what (§8.11.12).
fn references(body: &[u8]) -> Option<Vec<Reference>> {
    let (version, fields) = Fields::of_full(body)?;
    if body.len() > MAX_TABLE {
        return None;
    }
    let mut references = Vec::new();
    let mut links = 0;
    for (kind, body) in boxes(fields.0) {
        let mut fields = Fields(body);
        while !fields.0.is_empty() {
            let from = fields.id(version)?;
            let count = fields.u16()?;
            links += 1 + usize::from(count);
            if links > MAX_LINKS {
                return None;
            }
            let to: Option<Vec<u32>> = (0..count).map(|_| fields.id(version)).collect();
            let to = to?;
            references.push(Reference { kind, from, to });
        }
    }
    Some(references)
}

/// Samples of the longest track: the pictures of a sequence (14496-12 §8.7.3).
pub(super) fn frames(moov: &[u8]) -> u32 {
    let path: [&[u8; 4]; 5] = [b"trak", b"mdia", b"minf", b"stbl", b"stsz"];
    let mut level = vec![moov];
    for name in path {
        level = level.iter().flat_map(|body| inside(body, name)).collect();
    }
    let count = |body: &&[u8]| be32(body, 8).unwrap_or(0);
    level.iter().map(count).max().unwrap_or(0)
}

fn inside<'a>(body: &'a [u8], wanted: &'static [u8; 4]) -> impl Iterator<Item = &'a [u8]> {
    let found = boxes(body).filter(move |(kind, _)| kind == wanted);
    found.map(|(_, body)| body)
}
