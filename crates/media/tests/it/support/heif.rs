//! HEIC and AVIF files, put together by hand around one coded picture of 64 × 64 pixels: the four corners of
//! [`corners`](super::paint::corners()) in the upper 48 rows. No permissive encoder writes one.

use super::icc::display_p3;

/// The decoder configuration of the picture.
const CONFIGURATION: &str = concat!(
    "0103700000009000000000001ef000fcfdf8f800000f03600001001840010c01ffff03700000030090000003000003001eba",
    "0240610001002a42010103700000030090000003000003001ea020810596eae4a6b9b8086830200000030320000003002162",
    "000100064401c173c089",
);

/// Its coded data: one unit.
const PICTURE: &str = concat!(
    "000000c02801af09e02138a9fff22ddfff131d97b9972795a7bf58fff8b1bef300fff8ff6dd1fa36bcdffaaa3b47aff8a1f1",
    "30b27e51fff042cbed1445a1d89ec0cb01cefc6f132068ea099db5695e2a6e88ed0010060a6b4fcb98374b289c8029cac61c",
    "d60dd1fb4c2350c9cb65f8cfe4277d7f828786e279fcc002c3402c568e32804cfa30ef4babe650b9794169e298c235ca52c0",
    "48c7673ff5eff4d506934d68f7075ca8904ed71f0af598478a7beb998956adbf5688a80e78b654d64346ab362b90",
);

/// What a file is to say.
#[derive(Clone, Debug)]
pub struct Heif {
    pub avif: bool,
    /// Rows and columns of tiles, and the size they are cut to.
    pub grid: Option<(u8, u8, u32, u32)>,
    /// The size the file says the picture has.
    pub size: (u32, u32),
    /// Cut the lower 16 rows off.
    pub cut: bool,
    /// Quarter turns to the left.
    pub turns: u8,
    /// 0 changes top and bottom, 1 left and right.
    pub mirror: Option<u8>,
    pub icc: Option<Vec<u8>>,
    pub exif: Option<Vec<u8>>,
    /// How often the coded data stand in an item.
    pub extents: u16,
    /// In place of the coded data.
    pub data: Option<Vec<u8>>,
}

impl Default for Heif {
    fn default() -> Self {
        Self {
            avif: false,
            grid: None,
            size: (64, 64),
            cut: true,
            turns: 0,
            mirror: None,
            icc: Some(display_p3()),
            exif: None,
            extents: 1,
            data: None,
        }
    }
}

/// A box.
pub fn part(kind: &[u8; 4], bodies: &[&[u8]]) -> Vec<u8> {
    let body = bodies.concat();
    let length = u32::try_from(body.len() + 8).unwrap().to_be_bytes();
    [&length[..], kind, &body].concat()
}

fn unhex(text: &str) -> Vec<u8> {
    let pairs = text.as_bytes().chunks_exact(2);
    pairs
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

fn size(width: u32, height: u32) -> Vec<u8> {
    part(
        b"ispe",
        &[&[0; 4], &width.to_be_bytes(), &height.to_be_bytes()],
    )
}

impl Heif {
    /// The file.
    pub fn file(&self) -> Vec<u8> {
        let brand: &[u8; 4] = if self.avif { b"avif" } else { b"heic" };
        let coded: &[u8; 4] = if self.avif { b"av01" } else { b"hvc1" };
        let ftyp = part(b"ftyp", &[brand, &[0; 4], brand, b"mif1"]);
        let data = self.data.clone().unwrap_or_else(|| unhex(PICTURE));
        let exif: Vec<u8> = self
            .exif
            .iter()
            .flat_map(|tiff| [&[0, 0, 0, 6][..], b"Exif\0\0", tiff].concat())
            .collect();
        let data_at = (ftyp.len() + 8) as u32;
        let mdat = part(b"mdat", &[&data, &exif]);

        let mut properties = vec![part(b"hvcC", &[&unhex(CONFIGURATION)]), size(64, 64)];
        let mut shown: Vec<u8> = Vec::new();
        let mut push = |property: Vec<u8>| {
            properties.push(property);
            shown.push(properties.len() as u8);
        };
        let (width, height) = self.grid.map_or(self.size, |grid| (grid.2, grid.3));
        push(size(width, height));
        if self.cut && self.grid.is_none() && !self.avif {
            let clap = [64u32, 1, 48, 1, 0, 2, (-16i32).cast_unsigned(), 2];
            let clap: Vec<u8> = clap.iter().flat_map(|v| v.to_be_bytes()).collect();
            push(part(b"clap", &[&clap]));
        }
        if let Some(icc) = &self.icc {
            push(part(b"colr", &[b"prof", icc]));
        }
        if self.turns > 0 {
            push(part(b"irot", &[&[self.turns]]));
        }
        if let Some(axis) = self.mirror {
            push(part(b"imir", &[&[axis]]));
        }

        let tiles: u16 = self.grid.map_or(1, |g| u16::from(g.0) * u16::from(g.1));
        let primary: u16 = if self.grid.is_some() { tiles + 1 } else { 1 };
        let mut kinds: Vec<(u16, &[u8; 4])> = (1..=tiles).map(|id| (id, coded)).collect();
        if self.grid.is_some() {
            kinds.push((primary, b"grid"));
        }
        if self.exif.is_some() {
            kinds.push((primary + 1, b"Exif"));
        }
        let infe = kinds.iter().flat_map(|(id, kind)| {
            part(
                b"infe",
                &[&[2, 0, 0, 0], &id.to_be_bytes(), &[0; 2], *kind, &[0]],
            )
        });
        let infe: Vec<u8> = infe.collect();
        let count = (kinds.len() as u16).to_be_bytes();

        let mut iloc = Vec::new();
        for (id, kind) in &kinds {
            let (method, extents, start, length) = match *kind {
                b"grid" => (1u16, 1, 0, 12),
                b"Exif" => (0, 1, data_at + data.len() as u32, exif.len() as u32),
                _ => (0, self.extents, data_at, data.len() as u32),
            };
            iloc.extend(
                [*id, method, 0, extents]
                    .iter()
                    .flat_map(|v| v.to_be_bytes()),
            );
            for _ in 0..extents {
                iloc.extend([start, length].iter().flat_map(|v| v.to_be_bytes()));
            }
        }
        let mut ipma = Vec::new();
        for (id, kind) in &kinds {
            let mut list = match *kind {
                b"Exif" => continue,
                b"grid" => Vec::new(),
                _ => vec![1, 2],
            };
            if *id == primary {
                list.retain(|number| *number == 1);
                list.extend(&shown);
            }
            ipma.extend(id.to_be_bytes());
            ipma.push(list.len() as u8);
            ipma.extend(list);
        }
        let ipma_count =
            (kinds.iter().filter(|(_, kind)| *kind != b"Exif").count() as u32).to_be_bytes();
        let mut meta = vec![
            part(b"hdlr", &[&[0; 8], b"pict", &[0; 13]]),
            part(b"pitm", &[&[0; 4], &primary.to_be_bytes()]),
            part(b"iinf", &[&[0; 4], &count, &infe]),
            part(b"iloc", &[&[1, 0, 0, 0], &[0x44, 0], &count, &iloc]),
            part(
                b"iprp",
                &[
                    &part(b"ipco", &[&properties.concat()]),
                    &part(b"ipma", &[&[0; 4], &ipma_count, &ipma]),
                ],
            ),
        ];
        if let Some((rows, columns, width, height)) = self.grid {
            let ids: Vec<u8> = (1..=tiles).flat_map(u16::to_be_bytes).collect();
            let dimg = part(
                b"dimg",
                &[&primary.to_be_bytes(), &tiles.to_be_bytes(), &ids],
            );
            meta.push(part(b"iref", &[&[0; 4], &dimg]));
            let what = [0, 1, rows.wrapping_sub(1), columns.wrapping_sub(1)];
            meta.push(part(
                b"idat",
                &[&what, &width.to_be_bytes(), &height.to_be_bytes()],
            ));
        }
        let meta = part(b"meta", &[&[0; 4], &meta.concat()]);
        [ftyp, mdat, meta].concat()
    }
}
