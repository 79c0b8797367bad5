//! BMP: the file header and the DIB header that follows it (Microsoft's "Bitmap Header Types", [MS-WMF] §2.2.2).

use super::{le16, le32};

/// Bytes of the file header.
const FILE_HEADER: usize = 14;
/// The DIB header of OS/2 and Windows 2.
const CORE: u32 = 12;
/// The first DIB header with a mask for alpha.
const V3: u32 = 56;
/// The DIB header with a colour profile.
const V5: u32 = 124;
/// Pixels are as the masks say.
const BITFIELDS: u32 = 3;

/// What the headers say.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Header<'a> {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) has_alpha: bool,
    /// The profile in the file.
    pub(crate) icc: Option<&'a [u8]>,
    /// The path of a profile on somebody's machine.
    pub(crate) has_link: bool,
}

impl<'a> Header<'a> {
    pub(crate) fn read(bytes: &'a [u8]) -> Option<Self> {
        let size = le32(bytes, FILE_HEADER)?;
        if size == CORE {
            return Some(Self {
                width: le16(bytes, 18)?.into(),
                height: le16(bytes, 20)?.into(),
                has_alpha: false,
                icc: None,
                has_link: false,
            });
        }
        // Both are signed; a negative height says that the rows run from the top.
        let width = i32::try_from(le32(bytes, 18)?).ok()?;
        let height = le32(bytes, 22)?.cast_signed();
        let masked = size >= V3 && le32(bytes, 30)? == BITFIELDS;
        let profile = (size >= V5).then(|| bytes.get(70..74)).flatten();
        Some(Self {
            width: width.unsigned_abs(),
            height: height.unsigned_abs(),
            has_alpha: masked && le32(bytes, 66)? != 0,
            icc: (profile == Some(b"DEBM"))
                .then(|| embedded(bytes))
                .flatten(),
            has_link: profile == Some(b"KNIL"),
        })
    }
}

/// Where the V5 header says the profile lies.
fn embedded(bytes: &[u8]) -> Option<&[u8]> {
    let start = FILE_HEADER.checked_add(le32(bytes, 126)? as usize)?;
    bytes.get(start..)?.get(..le32(bytes, 130)? as usize)
}
