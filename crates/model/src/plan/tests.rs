//! What a message becomes, and what a text costs.

use super::*;
use unicode_segmentation::UnicodeSegmentation;

pub(super) fn letters(text: &str) -> Vec<usize> {
    text.grapheme_indices(true).map(|(at, _)| at).collect()
}

fn file(mime: &'static str, caption: &'static str) -> PlanFile<'static> {
    PlanFile {
        mime,
        bytes: 1_000,
        caption,
        sent_as: SentAs::Itself,
    }
}

fn planned(channel: Channel, text: &str, files: &[PlanFile<'_>]) -> Vec<(String, Vec<usize>)> {
    let draft = Writing {
        text,
        files,
        template: false,
    };
    let parts = plan(channel, &channel.limits(), &draft, letters).into_iter();
    parts.map(|part| (part.text, part.files)).collect()
}

#[test]
fn a_text_and_a_picture_with_a_caption_are_what_each_channel_makes_of_them() {
    let one = [file("image/jpeg", "Front")];
    let part = |text: &str, files: &[usize]| (text.to_owned(), files.to_vec());
    for (channel, parts) in [
        (Channel::Email, vec![part("Hi", &[0])]),
        (Channel::Webchat, vec![part("Hi", &[0])]),
        (Channel::Sms, vec![part("Hi\nFront", &[0])]),
        (
            Channel::Whatsapp,
            vec![part("Hi", &[]), part("Front", &[0])],
        ),
        (
            Channel::Instagram,
            vec![part("Hi", &[]), part("", &[0]), part("Front", &[])],
        ),
    ] {
        assert_eq!(planned(channel, "Hi", &one), parts, "{channel:?}");
    }
}

#[test]
fn a_template_goes_by_itself_before_the_files() {
    let files = [file("image/jpeg", "Front")];
    let draft = Writing {
        text: "Hello Ada",
        files: &files,
        template: true,
    };
    let limits = Channel::Whatsapp.limits();
    let parts = plan(Channel::Whatsapp, &limits, &draft, letters);
    assert_eq!(parts[0], Planned::words("Hello Ada".into()));
    assert_eq!(parts[1].files, [0]);
}

#[test]
fn a_file_arrives_as_what_the_channel_carries() {
    let of = |channel, mime, bytes, sent_as| {
        let file = PlanFile {
            mime,
            bytes,
            caption: "",
            sent_as,
        };
        carried(channel, &file)
    };
    let itself = SentAs::Itself;
    for (channel, mime, bytes, is) in [
        (Channel::Whatsapp, "image/jpeg", 5_000_000, Carried::Picture),
        (
            Channel::Whatsapp,
            "image/jpeg",
            5_000_001,
            Carried::Document,
        ),
        (Channel::Whatsapp, "image/gif", 1, Carried::Document),
        (
            Channel::Whatsapp,
            "video/mp4",
            16_000_001,
            Carried::Document,
        ),
        (
            Channel::Whatsapp,
            "audio/ogg; codecs=opus",
            1,
            Carried::Sound,
        ),
        (
            Channel::Instagram,
            "image/jpeg",
            8_000_001,
            Carried::TooLarge,
        ),
        (Channel::Instagram, "application/zip", 1, Carried::Kind),
        (Channel::Instagram, "application/pdf", 1, Carried::Document),
        (Channel::Sms, "image/webp", 1, Carried::Kind),
        (Channel::Sms, "application/pdf", 1, Carried::Document),
        (Channel::Sms, "text/plain", 1, Carried::Kind),
        (Channel::Email, "application/zip", 1, Carried::Document),
    ] {
        assert_eq!(of(channel, mime, bytes, itself), is, "{channel:?} {mime}");
    }
    let document = SentAs::Document;
    let image = "image/jpeg";
    assert_eq!(of(Channel::Email, image, 1, document), Carried::Document);
    assert_eq!(of(Channel::Whatsapp, image, 1, document), Carried::Document);
    assert_eq!(of(Channel::Instagram, image, 1, document), Carried::Kind);
}

/// 3GPP TS 23.038 and Twilio's page on lengths: 160 and 153, 70 and 67.
#[test]
fn segments_are_counted_as_they_are_paid_for() {
    use Alphabet::{Gsm7, Ucs2};
    for (text, alphabet, count, units, left) in [
        (String::new(), Gsm7, 0, 0, 160),
        ("a".repeat(160), Gsm7, 1, 160, 0),
        ("a".repeat(161), Gsm7, 2, 161, 145),
        ("a".repeat(306), Gsm7, 2, 306, 0),
        ("a".repeat(307), Gsm7, 3, 307, 152),
        // Two places each.
        ("€".repeat(80), Gsm7, 1, 160, 0),
        ("^{}\\[~]|€".into(), Gsm7, 1, 18, 142),
        // 152 and an escape that is not torn from its letter: one place stays empty.
        (
            format!("{}€{}", "a".repeat(152), "b".repeat(151)),
            Gsm7,
            2,
            305,
            0,
        ),
        (
            format!("{}€{}", "a".repeat(152), "b".repeat(152)),
            Gsm7,
            3,
            306,
            152,
        ),
        ("я".repeat(70), Ucs2, 1, 70, 0),
        ("я".repeat(71), Ucs2, 2, 71, 63),
        ("я".repeat(134), Ucs2, 2, 134, 0),
        ("я".repeat(135), Ucs2, 3, 135, 66),
        // An emoji is two, and not torn apart: 33 fit where 67 are.
        ("😀".repeat(35), Ucs2, 1, 70, 0),
        ("😀".repeat(36), Ucs2, 2, 72, 61),
        // One letter is enough.
        (format!("{}ł", "a".repeat(70)), Ucs2, 2, 71, 63),
        (
            "àèéìòùÄÖÑÜäöñüßÆæÇØøÅå§¿¡£¥¤ΔΦΓΛΩΠΨΣΘΞ@\n\r".into(),
            Gsm7,
            1,
            41,
            119,
        ),
    ] {
        let told = segments(&text);
        let found = (told.alphabet, told.count, told.units, told.left);
        assert_eq!(found, (alphabet, count, units, left), "{text}");
    }
    assert_eq!(segments("Zażółć").odd, Some('ż'));
    assert_eq!(segments("Grüße, 5 €").odd, None);
    // The alphabet has 127 letters beside the escape, and no letter twice.
    let mut all: Vec<char> = (0..=0xFFFF).filter_map(char::from_u32).collect();
    all.retain(|char| segments(&char.to_string()).odd.is_none());
    assert_eq!(all.len(), 127 + 10);
}
