//! The facts of a picture, from its headers. Nothing is decoded, and nothing is believed beyond the limits.

use model::PictureType;

use crate::container::heif::{Heif, Shown};
use crate::container::{bmp, gif, jpeg, png, tiff, webp};
use crate::{FileType, MediaError, exif, sniff, strip::is_clean};

/// Pixels at most: more than any phone takes, little enough to decode in a browser's memory.
pub const MAX_PIXELS: u64 = 120_000_000;
/// Pixels of an edge at most: as long as JPEG can be.
pub const MAX_EDGE: u32 = 65_535;

/// What a picture's headers tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Info {
    /// By content.
    pub file_type: FileType,
    /// Size of the file.
    pub bytes: u64,
    /// As it is to be shown, orientation applied.
    pub width: u32,
    /// As it is to be shown, orientation applied.
    pub height: u32,
    /// 1 for a still; more for an animation.
    pub frames: u32,
    /// 1 (upright) to 8, as in Exif.
    pub orientation: u8,
    /// Whether there is anything [`strip`](strip()) would take away, or [`fit`](crate::fit()) leave behind where
    /// the type cannot stay. Also true when the file breaks off before that can be told.
    pub has_metadata: bool,
    /// Whether the metadata tells a position.
    pub has_location: bool,
    /// Whether pixels can be transparent.
    pub has_alpha: bool,
    /// Whether there is a colour profile.
    pub has_icc: bool,
    /// Four colours of print (CMYK), which many phones and chat programs show wrong.
    pub is_cmyk: bool,
}

impl Info {
    /// Of an upright still with nothing special about it: what can be said of a picture that only somebody
    /// else's decoder reads.
    #[must_use]
    pub const fn new(file_type: FileType, width: u32, height: u32, bytes: u64) -> Self {
        Self {
            file_type,
            bytes,
            width,
            height,
            frames: 1,
            orientation: 1,
            has_metadata: false,
            has_location: false,
            has_alpha: false,
            has_icc: false,
            is_cmyk: false,
        }
    }

    /// Whether it moves.
    #[must_use]
    pub const fn is_animated(&self) -> bool {
        self.frames > 1
    }

    /// Pixels of the longer edge.
    #[must_use]
    pub fn edge(&self) -> u32 {
        self.width.max(self.height)
    }
}

/// Reads the headers. Work is bounded by the file's length; nothing is decoded.
///
/// # Errors
/// What is no picture, cannot be read, or declares more than [`MAX_PIXELS`] or [`MAX_EDGE`].
pub fn inspect(bytes: &[u8]) -> Result<Info, MediaError> {
    let file_type = sniff(bytes);
    let facts = match file_type {
        FileType::Jpeg => of_jpeg(bytes),
        FileType::Png => of_png(bytes),
        FileType::Gif => of_gif(bytes),
        FileType::Webp => of_webp(bytes),
        FileType::Bmp => of_bmp(bytes),
        FileType::Tiff => of_tiff(bytes)?,
        FileType::Heic | FileType::Avif => of_heif(bytes, file_type),
        other => return Err(refusal(other)),
    };
    let mut info = facts.ok_or(MediaError::Unreadable)?;
    let (width, height) = (info.width, info.height);
    check_size(width, height)?;
    info.bytes = bytes.len() as u64;
    if file_type.picture().is_some() {
        info.has_metadata = !is_clean(bytes);
    }
    Ok(info)
}

/// Whether a picture of that size is let in.
pub(crate) fn check_size(width: u32, height: u32) -> Result<(), MediaError> {
    if width == 0 || height == 0 {
        return Err(MediaError::Unreadable);
    }
    if width.max(height) > MAX_EDGE || u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(MediaError::TooManyPixels { width, height });
    }
    Ok(())
}

/// The type, when it is a picture that channels take as it is.
pub(crate) fn picture_type(bytes: &[u8]) -> Result<PictureType, MediaError> {
    let file_type = sniff(bytes);
    file_type.picture().ok_or_else(|| refusal(file_type))
}

fn refusal(file_type: FileType) -> MediaError {
    if file_type.is_picture() {
        MediaError::Unsupported(file_type)
    } else {
        MediaError::NotAPicture(file_type)
    }
}

fn blank(file_type: FileType) -> Info {
    Info::new(file_type, 0, 0, 0)
}

impl Info {
    /// Turns width and height as the orientation asks.
    fn upright(mut self) -> Self {
        if self.orientation > 4 {
            (self.width, self.height) = (self.height, self.width);
        }
        self
    }

    /// Takes in an Exif block; the first one that turns the picture counts.
    fn read_exif(&mut self, tiff: &[u8]) {
        let exif = exif::read(tiff);
        self.has_location |= exif.has_location;
        if self.orientation == 1 {
            self.orientation = exif.orientation;
        }
    }

    /// XMP is text: the name of the property is as good as its value (XMP part 2, §"Exif schema").
    fn read_xmp(&mut self, xmp: &[u8]) {
        self.has_location |= xmp.windows(11).any(|window| window == b"GPSLatitude");
    }
}

fn of_jpeg(bytes: &[u8]) -> Option<Info> {
    let mut info = blank(FileType::Jpeg);
    let frame = jpeg::Frame::read(bytes)?;
    (info.width, info.height) = (frame.width, frame.height);
    info.is_cmyk = frame.colour == jpeg::Colour::Four;
    for segment in jpeg::Segments::new(bytes) {
        match segment.marker {
            jpeg::SOS => break,
            jpeg::APP2 if segment.body.starts_with(jpeg::ICC) => info.has_icc = true,
            jpeg::APP1 => match segment.body.strip_prefix(jpeg::EXIF) {
                Some(tiff) => info.read_exif(tiff),
                None => info.read_xmp(segment.body),
            },
            _ => {}
        }
    }
    Some(info.upright())
}

fn of_png(bytes: &[u8]) -> Option<Info> {
    let mut info = blank(FileType::Png);
    for chunk in png::Chunks::new(bytes) {
        let body = chunk.body;
        // The header comes first, and once: a decoder makes room for the first one it sees.
        if (&chunk.kind == b"IHDR") != (info.width == 0) {
            return None;
        }
        match &chunk.kind {
            b"IHDR" => {
                info.width = super::container::be32(body, 0)?;
                info.height = super::container::be32(body, 4)?;
                info.has_alpha = matches!(body.get(9)?, 4 | 6);
            }
            b"tRNS" => info.has_alpha = true,
            b"iCCP" => info.has_icc = true,
            b"acTL" => info.frames = super::container::be32(body, 0)?.max(1),
            b"eXIf" => info.read_exif(body),
            b"iTXt" => info.read_xmp(body),
            _ => {}
        }
    }
    Some(info.upright())
}

fn of_gif(bytes: &[u8]) -> Option<Info> {
    let mut info = blank(FileType::Gif);
    let screen = gif::Screen::read(bytes)?;
    (info.width, info.height) = (screen.width, screen.height);
    info.frames = 0;
    for block in gif::Blocks::new(bytes, screen) {
        match block.kind {
            gif::Kind::Image => info.frames += 1,
            gif::Kind::Control => {
                info.has_alpha |= block.raw.get(3).is_some_and(|packed| packed & 1 == 1);
            }
            gif::Kind::Extension => info.read_xmp(block.raw),
            gif::Kind::Loop => {}
        }
    }
    info.frames = info.frames.max(1);
    Some(info)
}

fn of_webp(bytes: &[u8]) -> Option<Info> {
    let mut info = blank(FileType::Webp);
    let mut frames = 0;
    for chunk in webp::Chunks::new(bytes) {
        if let (0, Some((width, height, alpha))) = (info.width, webp::dimensions(&chunk)) {
            (info.width, info.height, info.has_alpha) = (width, height, alpha);
        }
        match &chunk.kind {
            b"ANMF" => frames += 1,
            b"ICCP" => info.has_icc = true,
            b"EXIF" => info.read_exif(chunk.body.strip_prefix(jpeg::EXIF).unwrap_or(chunk.body)),
            b"XMP " => info.read_xmp(chunk.body),
            _ => {}
        }
    }
    info.frames = frames.max(1);
    let is_sound = check_size(info.width, info.height).is_err()
        || webp::is_consistent(bytes, info.width, info.height);
    is_sound.then(|| info.upright())
}

fn of_bmp(bytes: &[u8]) -> Option<Info> {
    let header = bmp::Header::read(bytes)?;
    let mut info = blank(FileType::Bmp);
    (info.width, info.height) = (header.width, header.height);
    info.has_alpha = header.has_alpha;
    info.has_icc = header.icc.is_some();
    info.has_metadata = header.has_link;
    Some(info)
}

fn of_tiff(bytes: &[u8]) -> Result<Option<Info>, MediaError> {
    let Some(page) = tiff::Page::read(bytes) else {
        return Ok(None);
    };
    if page.is_raw {
        // Its first page is a stamp-sized preview: not what anybody means to send.
        return Err(MediaError::Unsupported(FileType::Tiff));
    }
    let mut info = blank(FileType::Tiff);
    (info.width, info.height) = (page.width, page.height);
    info.orientation = page.orientation;
    info.has_alpha = matches!(page.extra, 1 | 2);
    info.has_icc = page.icc.is_some();
    info.is_cmyk = page.is_cmyk();
    info.has_metadata = page.has_more;
    info.has_location = page.has_location;
    Ok(Some(info.upright()))
}

fn of_heif(bytes: &[u8], file_type: FileType) -> Option<Info> {
    let heif = Heif::read(bytes)?;
    let shown = Shown::read(&heif)?;
    let mut info = blank(file_type);
    (info.width, info.height) = (shown.width, shown.height);
    info.orientation = shown.orientation;
    info.frames = heif.frames;
    info.has_alpha = heif.alpha().is_some();
    info.has_icc = heif.icc().is_some();
    info.has_metadata = heif.has_metadata();
    info.has_location = heif.has_location();
    Some(info)
}

impl From<PictureType> for FileType {
    fn from(kind: PictureType) -> Self {
        match kind {
            PictureType::Jpeg => Self::Jpeg,
            PictureType::Png => Self::Png,
            PictureType::Gif => Self::Gif,
            PictureType::Webp => Self::Webp,
        }
    }
}
