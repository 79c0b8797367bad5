//! How large a picture is drawn, so that its place is kept before it has come.

/// The largest size with the proportions of `width` × `height` that fits into `max_width` ×
/// `max_height` and is no larger than the picture. Never 0. Unknown proportions (a 0) are 4:3.
#[must_use]
pub(crate) fn fit(width: u32, height: u32, max_width: u32, max_height: u32) -> (u32, u32) {
    if width == 0 || height == 0 {
        return fit(
            4 * max_width.max(1),
            3 * max_width.max(1),
            max_width,
            max_height,
        );
    }
    let (w, h) = (u64::from(width), u64::from(height));
    let (max_w, max_h) = (
        u64::from(max_width.min(width)),
        u64::from(max_height.min(height)),
    );
    let (w, h) = if w * max_h > h * max_w {
        (max_w, (h * max_w + w / 2) / w)
    } else {
        ((w * max_h + h / 2) / h, max_h)
    };
    let side = |length: u64| u32::try_from(length).unwrap_or(u32::MAX).max(1);
    (side(w), side(h))
}

#[cfg(test)]
mod tests {
    use super::fit;

    #[test]
    fn keeps_proportions_within_bounds() {
        for (picture, want) in [
            ((4000, 3000), (427, 320)),
            ((1762, 2350), (240, 320)),
            ((3000, 4000), (240, 320)),
            ((100, 50), (100, 50)),
            ((10_000, 100), (427, 4)),
            ((100_000, 1), (427, 1)),
            ((0, 0), (427, 320)),
        ] {
            assert_eq!(fit(picture.0, picture.1, 427, 320), want, "{picture:?}");
        }
    }
}
