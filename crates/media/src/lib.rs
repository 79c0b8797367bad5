//! Pictures, bytes to bytes: recognise, inspect, strip, fit to a channel's budget, make thumbnails.
//!
//! No I/O, no clock, no threads: the browser's worker and the server call the same functions.
//! One room per step:
//!
//! | room | subject |
//! |---|---|
//! | [`sniff`](sniff()) | what a file is, by its first bytes |
//! | `container` | walking JPEG segments, PNG and WebP chunks, GIF blocks, HEIF boxes, TIFF directories; nothing is decoded |
//! | `icc` | whether something is a colour profile |
//! | `exif` | the two facts of Exif that matter: which way is up, and is there a position |
//! | [`inspect`](inspect()) | the facts of a picture, from its headers |
//! | [`strip`](strip()) | metadata away, pixels untouched |
//! | `decode` → `edit` → `resize` → `orient` → `encode` | pixels |
//! | `search` | the JPEG that fills a byte budget |
//! | [`fit`](fit()), [`thumbnail`](thumbnail()), [`placeholder`](placeholder()) | the pipelines |
//! | [`Pixels`] | the same two, when decoding is somebody else's: a codec's own wasm, or the browser |
//!
//! What is decoded are cargo features: `basic` (JPEG and PNG), `bmp`, `cmyk`, `gif`, `heic`, `tiff`, `webp`.

mod container;
mod decode;
mod edit;
mod encode;
mod error;
mod exif;
mod fit;
mod icc;
mod inspect;
mod marks;
mod orient;
mod pixels;
mod placeholder;
mod planes;
mod raster;
mod resize;
mod search;
mod sniff;
mod strip;
mod thumb;

pub use decode::decodes;
pub use error::MediaError;
pub use fit::{Done, Fitted, Progress, Source, Stage, fit, fit_edited};
pub use inspect::{Info, MAX_EDGE, MAX_PIXELS, inspect};
pub use pixels::{PixelLayout, Pixels, decode_pixels, edge_needed, fit_pixels, thumbnail_pixels};
pub use placeholder::placeholder;
pub use sniff::{FileType, SNIFF_LEN, sniff};
pub use strip::strip;
pub use thumb::{Thumb, thumbnail};
