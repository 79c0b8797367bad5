//! The colours of print, as their profile says they look.

use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

/// Turns inks (255 is all of it; cyan, magenta, yellow, black) into sRGB; nothing when the profile is not one of
/// print, or makes no sense.
pub(super) fn to_rgb(inks: &[u8], profile: &[u8]) -> Option<Vec<u8>> {
    let profile = ColorProfile::new_from_slice(profile).ok()?;
    if profile.color_space != DataColorSpace::Cmyk {
        return None;
    }
    // What has four samples is Rgba there.
    let transform = profile
        .create_transform_8bit(
            Layout::Rgba,
            &ColorProfile::new_srgb(),
            Layout::Rgb,
            TransformOptions::default(),
        )
        .ok()?;
    let mut rgb = vec![0; inks.len() / 4 * 3];
    transform.transform(inks, &mut rgb).ok()?;
    Some(rgb)
}
