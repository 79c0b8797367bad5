//! Outlook's own envelope, winmail.dat: the files in it (MS-OXTNEF 2.1). Its text comes with the
//! letter besides, as plain text.

use bytes::Bytes;

/// What lay in it.
#[derive(Debug, PartialEq)]
pub(super) struct Inside {
    pub(super) files: Vec<(String, Bytes)>,
}

const SIGNATURE: u32 = 0x223E_9F78;
/// `attAttachRenddata`: a new file begins.
const BEGINS: u32 = 0x0006_9002;
/// `attAttachTitle`.
const TITLE: u32 = 0x0001_8010;
/// `attAttachData`.
const DATA: u32 = 0x0006_800F;
/// `attAttachment`: properties, the long name among them.
const PROPERTIES: u32 = 0x0006_9005;
/// `PidTagAttachLongFilename`, in one byte a character and in two.
const LONG_NAME: [u32; 2] = [0x3707_001E, 0x3707_001F];

/// Unpacks it; nothing when it is not what it says.
pub(super) fn unpack(bytes: &[u8]) -> Option<Inside> {
    let mut rest = bytes;
    if number(&mut rest)? != SIGNATURE {
        return None;
    }
    take(&mut rest, 2)?;
    let mut files: Vec<(String, Bytes)> = Vec::new();
    while !rest.is_empty() {
        let level = take(&mut rest, 1)?[0];
        let id = number(&mut rest)?;
        let len = number(&mut rest)? as usize;
        let data = take(&mut rest, len)?;
        let sum = take(&mut rest, 2)?;
        let counted = data
            .iter()
            .fold(0_u16, |sum, &byte| sum.wrapping_add(byte.into()));
        if level > 2 || u16::from_le_bytes([sum[0], sum[1]]) != counted {
            return None;
        }
        if id == BEGINS && files.len() < 1_000 {
            files.push((String::new(), Bytes::new()));
        }
        match (id, files.last_mut()) {
            (TITLE, Some((name, _))) if name.is_empty() => *name = western(data),
            (DATA, Some((_, file))) => *file = Bytes::copy_from_slice(data),
            (PROPERTIES, Some((name, _))) => {
                if let Some(long) = long_name(data) {
                    *name = long;
                }
            }
            _ => {}
        }
    }
    files.retain(|(_, bytes)| !bytes.is_empty());
    for (name, _) in &mut files {
        if name.is_empty() {
            "file".clone_into(name);
        }
    }
    Some(Inside { files })
}

fn take<'a>(rest: &mut &'a [u8], len: usize) -> Option<&'a [u8]> {
    let (taken, left) = rest.split_at_checked(len)?;
    *rest = left;
    Some(taken)
}

fn number(rest: &mut &[u8]) -> Option<u32> {
    take(rest, 4).and_then(|four| Some(u32::from_le_bytes(four.try_into().ok()?)))
}

fn western(bytes: &[u8]) -> String {
    let bytes = bytes.split(|&byte| byte == 0).next().unwrap_or_default();
    std::str::from_utf8(bytes).map_or_else(
        |_| bytes.iter().map(|&byte| char::from(byte)).collect(),
        ToOwned::to_owned,
    )
}

/// The long name among properties. Where it is: its tag, a count of one, its length, itself.
fn long_name(properties: &[u8]) -> Option<String> {
    LONG_NAME.into_iter().find_map(|tag| {
        let mut tag_and_count = tag.to_le_bytes().to_vec();
        tag_and_count.extend(1_u32.to_le_bytes());
        let at = properties
            .windows(8)
            .position(|eight| eight == tag_and_count)?;
        let mut rest = &properties[at + 8..];
        let len = number(&mut rest)? as usize;
        let name = take(&mut rest, len)?;
        let name = if tag & 0xFFFF == 0x1F {
            let units: Vec<u16> = name
                .chunks_exact(2)
                .map(|two| u16::from_le_bytes([two[0], two[1]]))
                .take_while(|&unit| unit != 0)
                .collect();
            String::from_utf16_lossy(&units)
        } else {
            western(name)
        };
        (!name.is_empty()).then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attribute(id: u32, data: &[u8]) -> Vec<u8> {
        let mut bytes = vec![2];
        bytes.extend(id.to_le_bytes());
        bytes.extend(u32::try_from(data.len()).unwrap().to_le_bytes());
        bytes.extend(data);
        let sum = data
            .iter()
            .fold(0_u16, |sum, &byte| sum.wrapping_add(byte.into()));
        bytes.extend(sum.to_le_bytes());
        bytes
    }

    fn winmail() -> Vec<u8> {
        let mut long = LONG_NAME[1].to_le_bytes().to_vec();
        long.extend(1_u32.to_le_bytes());
        let name: Vec<u8> = "Größe.pdf\0"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        long.extend(u32::try_from(name.len()).unwrap().to_le_bytes());
        long.extend(name);
        let mut all = SIGNATURE.to_le_bytes().to_vec();
        all.extend([1, 0]);
        for (id, data) in [
            (BEGINS, &[0; 14][..]),
            (TITLE, b"GROESS~1.PDF\0"),
            (DATA, b"%PDF-1.4"),
            (PROPERTIES, &long),
            (BEGINS, &[0; 14]),
            (TITLE, b"a.txt\0"),
            (DATA, b"hello"),
        ] {
            all.extend(attribute(id, data));
        }
        all
    }

    #[test]
    fn files_are_unpacked_by_their_long_names() {
        let inside = unpack(&winmail()).unwrap();
        let names: Vec<_> = inside
            .files
            .iter()
            .map(|(name, bytes)| (name.as_str(), &bytes[..]))
            .collect();
        assert_eq!(
            names,
            [("Größe.pdf", &b"%PDF-1.4"[..]), ("a.txt", b"hello")]
        );
    }

    #[test]
    fn what_is_broken_is_not_unpacked() {
        let whole = winmail();
        // Between two attributes a cut is not to be seen.
        for cut in (0..whole.len()).step_by(7) {
            let _ = unpack(&whole[..cut]);
        }
        assert_eq!(unpack(&whole[..whole.len() - 1]), None);
        let mut wrong = whole;
        wrong[40] ^= 1;
        assert_eq!(unpack(&wrong), None);
        assert_eq!(unpack(b"no"), None);
    }
}
