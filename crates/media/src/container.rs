//! How the picture formats are put together: walking their parts without decoding any.
//!
//! Every walker is bounded by the file's length, stops quietly where the file breaks off, and never fails:
//! what is missing is for its caller to notice.

pub(crate) mod bmp;
pub(crate) mod gif;
pub(crate) mod heif;
pub(crate) mod jpeg;
pub(crate) mod png;
pub(crate) mod tiff;
pub(crate) mod webp;

/// Two big-endian bytes.
pub(crate) fn be16(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(
        bytes.get(at..)?.get(..2)?.try_into().ok()?,
    ))
}

/// Four big-endian bytes.
pub(crate) fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(
        bytes.get(at..)?.get(..4)?.try_into().ok()?,
    ))
}

/// Two little-endian bytes.
pub(crate) fn le16(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(
        bytes.get(at..)?.get(..2)?.try_into().ok()?,
    ))
}

/// Three little-endian bytes.
pub(crate) fn le24(bytes: &[u8], at: usize) -> Option<u32> {
    let b = bytes.get(at..)?.get(..3)?;
    Some(u32::from_le_bytes([b[0], b[1], b[2], 0]))
}

/// Four little-endian bytes.
pub(crate) fn le32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(
        bytes.get(at..)?.get(..4)?.try_into().ok()?,
    ))
}
