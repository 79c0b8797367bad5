//! Colour profiles: what is one, and what only says so (ICC.1:2022 §7).

/// A profile with more bytes than this is no display's: it goes, and colours are what they are without one.
pub(crate) const MAX: usize = 4 << 20;
/// Bytes of the header, and of the number of tags behind it.
const LEAST: usize = 132;

/// Whether bytes are a profile, by its first ones and how many there are in all: those that browsers leave aside
/// are none. What a file hides behind the name of a profile is then hidden no longer.
pub(crate) fn is_profile(head: &[u8], length: usize) -> bool {
    let declared = crate::container::be32(head, 0).map_or(0, |size| size as usize);
    (LEAST..=MAX).contains(&length)
        && (LEAST..=length).contains(&declared)
        && head.get(36..40) == Some(b"acsp")
}
