//! Small pictures for lists.

use media::{inspect, thumbnail};
use model::PictureType;

use crate::fit::{assert_corners, pixels};
use crate::strip::{assert_discreet, contains};
use crate::support::files;
use crate::support::icc::display_p3;
use crate::support::paint::{corners, glass, photo};

#[test]
fn every_orientation_comes_out_upright() {
    for orientation in 1..=8 {
        let thumb = thumbnail(&files::phone_jpeg(&corners(480, 320), 90, orientation), 96).unwrap();
        assert_eq!(
            (thumb.width, thumb.height),
            (96, 64),
            "orientation {orientation}"
        );
        assert_corners(&thumb.bytes, orientation);
        assert_discreet(&thumb.bytes);
        assert!(contains(&thumb.bytes, &display_p3()));
    }
}

#[test]
fn transparency_stays() {
    let thumb = thumbnail(&files::png(&glass(300, 200)), 64).unwrap();
    assert_eq!(
        (thumb.picture_type, thumb.width, thumb.height),
        (PictureType::Png, 64, 43)
    );
    assert_eq!(pixels(&thumb.bytes).pixel(0, 0)[3], 0);
}

#[test]
fn an_animation_gives_its_first_frame_and_small_pictures_stay_small() {
    let thumb = thumbnail(&files::gif(&[corners(40, 30), photo(40, 30, 2)]), 200).unwrap();
    assert_eq!(
        (thumb.picture_type, thumb.width, thumb.height),
        (PictureType::Jpeg, 40, 30)
    );
    assert_corners(&thumb.bytes, 1);
}

#[test]
fn the_thinnest_picture_has_a_pixel() {
    let thumb = thumbnail(&files::jpeg(&photo(2000, 3, 1), 80), 64).unwrap();
    assert_eq!((thumb.width, thumb.height), (64, 1));
    assert!(inspect(&thumb.bytes).is_ok());
}
