//! The colours of print, as their profile says they look.

use moxcms::{ColorProfile, DataColorSpace, Layout, RenderingIntent, TransformOptions};

/// Turns inks (255 is all of it; cyan, magenta, yellow, black) into sRGB; nothing when the profile is not one of
/// print, or makes no sense.
pub(super) fn to_rgb(inks: &[u8], profile: &[u8]) -> Option<Vec<u8>> {
    let profile = ColorProfile::new_from_slice(profile).ok()?;
    if profile.color_space != DataColorSpace::Cmyk {
        return None;
    }
    // Paper is white, and all else as it was measured against it: so browsers do it. A profile's only table serves
    // every intent (ICC.1:2022 table 25).
    let rendering_intent = if profile.lut_a_to_b_colorimetric.is_some() {
        RenderingIntent::RelativeColorimetric
    } else {
        RenderingIntent::Perceptual
    };
    // What has four samples is Rgba there.
    let transform = profile
        .create_transform_8bit(
            Layout::Rgba,
            &ColorProfile::new_srgb(),
            Layout::Rgb,
            TransformOptions {
                rendering_intent,
                ..TransformOptions::default()
            },
        )
        .ok()?;
    let mut rgb = vec![0; inks.len() / 4 * 3];
    transform.transform(inks, &mut rgb).ok()?;
    Some(rgb)
}
