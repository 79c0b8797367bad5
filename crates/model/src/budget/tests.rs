//! Shares of a message: whatever is asked for, they fit; and nothing is made fit for nothing.

use super::*;
use crate::Channel;
use proptest::prelude::*;

const SMS: Limits = Channel::Sms.limits();

fn shares(claims: &[Claim]) -> Vec<u64> {
    let shares = SMS.shares(claims).into_iter();
    shares.map(|share| share.unwrap_or(0)).collect()
}

fn file(mime: &str, bytes: u64) -> OutFile<'_> {
    OutFile {
        mime,
        bytes,
        sent_as: SentAs::Itself,
    }
}

#[test]
fn one_picture_may_have_all_and_three_alike_a_third_each() {
    assert_eq!(shares(&[Claim::Picture(u64::MAX)]), [600_000]);
    assert_eq!(shares(&[Claim::Picture(5_000_000); 3]), [200_000; 3]);
}

#[test]
fn what_moves_may_have_all_that_its_channel_takes_and_what_stands_still_may_not() {
    let email = Channel::Email.limits();
    let gif = email.claim_of_picture("image/gif", 4_500_000);
    assert_eq!(gif, Claim::Whole(4_500_000));
    assert_eq!(email.shares(&[gif]), [Ok(4_500_000)]);
    let budget = |mime| email.picture_budget(mime, 4_500_000).max_bytes;
    assert_eq!(
        (budget("image/gif"), budget("image/jpeg")),
        (4_500_000, HABIT)
    );
    let photo = email.claim_of_picture("image/jpeg", 4_500_000);
    assert_eq!(email.shares(&[photo, gif]), [Ok(HABIT), Ok(4_500_000)]);
    // Once it was let through it keeps what it has, and is not begun anew.
    let fit = Fit {
        bytes: 4_500_000,
        share: 4_500_000,
        squeezed: false,
    };
    assert_eq!(fit.claim(), gif);
    assert!(!fit.is_outgrown(4_500_000));
    // More than the channel takes stays a picture's claim, and is refused by what looks at it.
    let large = SMS.claim_of_picture("image/gif", 700_000);
    assert_eq!(large, Claim::Picture(700_000));
}

#[test]
fn what_small_pictures_leave_goes_to_the_large_one() {
    let claims = [
        Claim::Picture(3_900_000),
        Claim::Picture(50_000),
        Claim::Picture(80_000),
    ];
    assert_eq!(shares(&claims), [470_000, 50_000, 80_000]);
}

#[test]
fn what_nobody_asked_for_is_there_for_who_needs_it_after_all() {
    // A photo lying on its side is written anew, and may take more than the file did.
    let shares = shares(&[Claim::Picture(100_000), Claim::Picture(20_000)]);
    assert_eq!(shares.iter().sum::<u64>(), 600_000);
    assert!(shares[0] >= 100_000 && shares[1] >= 20_000);
}

#[test]
fn other_files_count_and_the_one_too_many_is_told() {
    let claims = [
        Claim::Whole(300_000),
        Claim::Picture(u64::MAX),
        Claim::Whole(280_000),
        Claim::Whole(200_000),
    ];
    let together = Err(FileRefusal::Together { max: 600_000 });
    let shares = SMS.shares(&claims);
    // 280,000 would leave the picture less than shows anything.
    assert_eq!(shares, [Ok(300_000), Ok(100_000), together, Ok(200_000)]);
    assert_eq!(SMS.shares(&[Claim::Whole(600_001)]), [together]);
    assert_eq!(
        SMS.shares(&[Claim::Nothing, Claim::Whole(600_000)]),
        [Ok(0), Ok(600_000)]
    );
}

#[test]
fn a_type_the_channel_does_not_show_is_refused_as_a_picture_only() {
    assert_eq!(
        SMS.check_file(file("image/webp", 10)),
        Err(FileRefusal::Kind)
    );
    assert_eq!(SMS.check_file(file("image/jpeg", 10)), Ok(()));
    let document = OutFile {
        sent_as: SentAs::Document,
        ..file("image/webp", 10)
    };
    assert_eq!(SMS.check_file(document), Err(FileRefusal::Kind));
    assert_eq!(Channel::Whatsapp.limits().check_file(document), Ok(()));
}

#[test]
fn a_link_has_the_desks_limit_and_takes_nothing_of_the_message() {
    let link = |bytes| OutFile {
        sent_as: SentAs::Link,
        ..file("video/mp4", bytes)
    };
    let picture = file("image/jpeg", 600_000);
    assert_eq!(SMS.check_message([link(LINK_BYTES), picture]), Ok(()));
    assert_eq!(
        SMS.check_message([link(LINK_BYTES + 1)]),
        Err(FileRefusal::TooLarge { max: LINK_BYTES })
    );
}

#[test]
fn many_files_within_limits_can_be_too_much_together() {
    let picture = file("image/jpeg", 200_001);
    assert_eq!(
        SMS.check_message([picture; 3]),
        Err(FileRefusal::Together { max: 600_000 })
    );
    let small = file("image/jpeg", 1_000);
    assert_eq!(
        SMS.check_message([small; 11]),
        Err(FileRefusal::TooMany { max: 10 })
    );
    assert_eq!(SMS.check_message([small; 10]), Ok(()));
}

fn claim() -> impl Strategy<Value = Claim> {
    prop_oneof![
        1 => (0_u64..2_000_000).prop_map(Claim::Whole),
        4 => (0_u64..12_000_000).prop_map(Claim::Picture),
        1 => Just(Claim::Picture(u64::MAX)),
        1 => Just(Claim::Nothing),
    ]
}

fn limits() -> impl Strategy<Value = Limits> {
    let channel = prop::sample::select(&Channel::ALL[..]);
    (
        channel,
        prop::option::of(1_u64..3_000_000),
        prop::option::of(1_u64..900_000),
    )
        .prop_map(|(channel, message_bytes, picture_bytes)| {
            let inbox = crate::InboxLimits {
                message_bytes,
                picture_bytes,
                ..Default::default()
            };
            Limits::of(channel, &inbox)
        })
}

/// What a picture comes to that needs so much and has this share.
fn fitted(needs: u64, share: u64) -> Fit {
    Fit {
        bytes: needs.min(share),
        share,
        squeezed: needs > share,
    }
}

proptest! {
    #[test]
    fn shares_never_exceed_the_message_nor_a_picture_its_own_limit(
        limits in limits(),
        claims in prop::collection::vec(claim(), 0..24),
    ) {
        let shares = limits.shares(&claims);
        prop_assert_eq!(shares.len(), claims.len());
        let sum: u64 = shares.iter().flatten().sum();
        prop_assert!(sum <= limits.message_bytes);
        for (claim, share) in claims.iter().zip(&shares) {
            match (claim, share) {
                (Claim::Whole(bytes), Ok(share)) => prop_assert_eq!(share, bytes),
                (Claim::Whole(_), Err(_)) => {}
                (Claim::Picture(_), Ok(share)) => {
                    prop_assert!(*share <= limits.picture_bytes.min(600_000));
                    prop_assert_eq!(limits.picture_budget("image/jpeg", *share).max_bytes, *share);
                }
                (Claim::Nothing, share) => prop_assert_eq!(share, &Ok(0)),
                (Claim::Picture(_), Err(_)) => prop_assert!(false, "a picture is never refused"),
            }
        }
    }

    #[test]
    fn who_gets_less_than_it_wants_gets_as_much_as_anybody(
        wants in prop::collection::vec(0_u64..3_000_000, 1..12),
    ) {
        let claims: Vec<Claim> = wants.iter().map(|want| Claim::Picture(*want)).collect();
        let shares = shares(&claims);
        let most = shares.iter().copied().max().unwrap_or(0);
        for (want, share) in wants.iter().zip(&shares) {
            // What does not divide evenly goes to those that come last.
            let rounding = shares.len() as u64;
            prop_assert!(share >= want || *share >= 600_000 || share + rounding >= most);
        }
    }

    /// As the tray does it: pictures come one after another, each is made fit for its share, and
    /// those that are outgrown anew, until all stand.
    #[test]
    fn fitting_comes_to_an_end_and_fits(
        limits in limits(),
        pictures in prop::collection::vec((1_u64..4_000_000, 1_u64..4_000_000), 1..10),
    ) {
        let mut fits: Vec<Option<Fit>> = vec![];
        let (mut fittings, count) = (0, pictures.len());
        for arrived in 1..=count {
            fits.push(None);
            loop {
                let claims: Vec<Claim> = fits.iter().zip(&pictures).map(|(fit, (picked, _))| {
                    fit.map_or(Claim::Picture(*picked), Fit::claim)
                }).collect();
                let shares = limits.shares(&claims);
                let mut changed = false;
                for (place, fit) in fits.iter_mut().enumerate() {
                    let share = shares[place].unwrap_or(0);
                    if fit.is_none_or(|fit| fit.is_outgrown(share)) {
                        *fit = Some(fitted(pictures[place].1, share));
                        fittings += 1;
                        changed = true;
                    }
                }
                if !changed { break }
                prop_assert!(fittings <= 8 * count * count, "it goes round in circles");
            }
            let sum: u64 = fits.iter().flatten().map(|fit| fit.bytes).sum();
            prop_assert!(sum <= limits.message_bytes);
            let _ = arrived;
        }
        // Nobody is squeezed while there is room enough to be worth it.
        let claims: Vec<Claim> = fits.iter().flatten().map(|fit| fit.claim()).collect();
        for (fit, share) in fits.iter().flatten().zip(limits.shares(&claims)) {
            let share = share.unwrap_or(0);
            prop_assert!(!fit.squeezed || share < fit.share.saturating_mul(5) / 4 + 5);
        }
        // And what stands, stands.
        for (fit, share) in fits.iter().flatten().zip(limits.shares(&claims)) {
            prop_assert!(!fit.is_outgrown(share.unwrap_or(0)));
        }
    }
}
