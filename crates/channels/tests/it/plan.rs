//! What a message becomes: nothing is lost, the order is kept, and no part is more than the
//! provider takes.

use crate::support::{instagram, sized, sms, to, whatsapp};
use channels::{Channel, Outgoing, OutgoingFile, Part};
use model::{PlanFile, SentAs, Writing};
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

fn words(max: usize) -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "[a-zà-ÿ]{1,14} ",
        "[€{}~|^]{1,6}",
        "(👩‍👩‍👧|🇮🇹|👍🏽|e\u{301}){1,5}",
        "\\PC{0,20}",
        "[ \n\t]{1,3}",
        "https://shop\\.example/[a-z0-9]{20,60} ",
    ];
    prop::collection::vec(word, 0..max).prop_map(|words| words.concat())
}

fn files() -> impl Strategy<Value = Vec<OutgoingFile>> {
    let kind = prop::sample::select(vec![
        ("a.jpg", "image/jpeg"),
        ("b.png", "image/png"),
        ("c.gif", "image/gif"),
        ("d.pdf", "application/pdf"),
        ("e.mp4", "video/mp4"),
        ("f.ogg", "audio/ogg"),
        ("g.zip", "application/zip"),
    ]);
    let file = (kind, 1_u64..700_000, words(40), any::<bool>()).prop_map(
        |((name, mime), bytes, caption, document)| OutgoingFile {
            caption: if caption.len() % 3 == 0 {
                String::new()
            } else {
                caption
            },
            sent_as: if document {
                SentAs::Document
            } else {
                SentAs::Itself
            },
            ..sized(name, mime, bytes)
        },
    );
    prop::collection::vec(file, 0..14)
}

fn messages() -> impl Strategy<Value = Outgoing> {
    (words(700), files()).prop_map(|(text, files)| Outgoing {
        files,
        ..to("1", &text)
    })
}

fn bare(text: &str) -> String {
    text.chars().filter(|char| !char.is_whitespace()).collect()
}

/// What holds on each channel: every file once and in order, places from 0, all words in order
/// with their file or after it, no part without anything in it.
fn check(
    channel: &dyn Channel,
    message: &Outgoing,
    captions: &dyn Fn(usize, &str) -> String,
) -> Vec<Part> {
    let parts = channel.plan(message);
    let places: Vec<u32> = parts.iter().map(|part| part.place).collect();
    assert!(
        places
            .iter()
            .copied()
            .eq(0..u32::try_from(parts.len()).unwrap())
    );
    let files: Vec<usize> = parts.iter().flat_map(|part| part.files.clone()).collect();
    assert!(files.iter().copied().eq(0..message.files.len()));
    let said: String = parts.iter().map(|part| bare(&part.text)).collect();
    let mut meant = bare(&message.text);
    for (at, file) in message.files.iter().enumerate() {
        if !file.caption.trim().is_empty() {
            meant.push_str(&captions(at, &bare(&file.caption)));
        }
    }
    assert_eq!(said, meant);
    if !meant.is_empty() || !message.files.is_empty() {
        for part in &parts {
            assert!(!part.text.trim().is_empty() || !part.files.is_empty());
        }
    }
    parts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn by_sms(message in messages()) {
        let several = message.files.len() > 1;
        let captions = |at: usize, caption: &str| match several {
            true => format!("({}){caption}", at + 1),
            false => caption.to_owned(),
        };
        for part in check(&*sms("http://x"), &message, &captions) {
            let extension = part.text.chars().filter(|char| "^{}\\[~]|€".contains(*char)).count();
            prop_assert!(part.text.encode_utf16().count() + extension <= 1_600);
            prop_assert!(part.files.len() <= 10);
            let bytes: u64 = part.files.iter().map(|&at| message.files[at].bytes).sum();
            prop_assert!(bytes <= 600_000 || part.files.len() == 1);
        }
    }

    #[test]
    fn by_whatsapp(message in messages()) {
        for part in check(&*whatsapp("http://x"), &message, &|_, caption| caption.to_owned()) {
            prop_assert!(part.files.len() <= 1);
            let most = if part.files.is_empty() { 4_096 } else { 1_024 };
            prop_assert!(part.text.encode_utf16().count() <= most);
            if let Some(&at) = part.files.first() {
                let file = &message.files[at];
                let sound = file.mime.starts_with("audio") && file.sent_as == SentAs::Itself;
                prop_assert!(!sound || part.text.is_empty());
            }
        }
    }

    #[test]
    fn by_instagram(message in messages()) {
        for part in check(&*instagram("http://x"), &message, &|_, caption| caption.to_owned()) {
            prop_assert!(part.text.len() <= 1_000);
            prop_assert!(part.files.is_empty() || part.text.is_empty());
            prop_assert!(part.files.len() <= 10);
            if part.files.len() > 1 {
                for &at in &part.files {
                    prop_assert!(message.files[at].mime.starts_with("image/"));
                    prop_assert!(message.files[at].sent_as == SentAs::Itself);
                }
            }
        }
    }
}

fn parts(
    channel: &dyn Channel,
    text: &str,
    files: &[(&str, &str, &str)],
) -> Vec<(String, Vec<usize>)> {
    let files = files.iter().map(|(name, mime, caption)| OutgoingFile {
        caption: (*caption).into(),
        ..sized(name, mime, 1_000)
    });
    let message = Outgoing {
        files: files.collect(),
        ..to("1", text)
    };
    let parts = channel.plan(&message).into_iter();
    parts.map(|part| (part.text, part.files)).collect()
}

#[test]
fn captions_land_where_the_channel_has_them() {
    let jpg = |caption| ("a.jpg", "image/jpeg", caption);
    let ogg = |caption| ("a.ogg", "audio/ogg", caption);
    let part = |text: &str, files: &[usize]| (text.to_owned(), files.to_vec());
    let (sms, whatsapp, instagram) = (sms("http://x"), whatsapp("http://x"), instagram("http://x"));

    let one = [jpg("Front")];
    assert_eq!(parts(&*sms, "Hi", &one), [part("Hi\nFront", &[0])]);
    assert_eq!(
        parts(&*whatsapp, "Hi", &one),
        [part("Hi", &[]), part("Front", &[0])]
    );
    assert_eq!(
        parts(&*instagram, "Hi", &one),
        [part("Hi", &[]), part("", &[0]), part("Front", &[])]
    );

    let two = [jpg("Front"), jpg(""), jpg("Back")];
    assert_eq!(
        parts(&*sms, "", &two),
        [part("(1) Front\n(3) Back", &[0, 1, 2])]
    );
    assert_eq!(
        parts(&*whatsapp, "", &two),
        [part("Front", &[0]), part("", &[1]), part("Back", &[2])]
    );
    assert_eq!(
        parts(&*instagram, "", &two),
        [
            part("", &[0]),
            part("Front", &[]),
            part("", &[1, 2]),
            part("Back", &[])
        ]
    );

    // A text with one picture is that picture's caption; sound has none.
    assert_eq!(parts(&*whatsapp, "Hi", &[jpg("")]), [part("Hi", &[0])]);
    assert_eq!(
        parts(&*whatsapp, "Hi", &[ogg("")]),
        [part("Hi", &[]), part("", &[0])]
    );
    assert_eq!(
        parts(&*whatsapp, "", &[ogg("Song")]),
        [part("", &[0]), part("Song", &[])]
    );
    let long = "word ".repeat(210);
    assert_eq!(parts(&*whatsapp, &long, &[jpg("")])[1], part("", &[0]));
}

fn bare_of(channel: model::Channel) -> Box<dyn Channel> {
    crate::support::open(channel, "http://x", "{}", "{}")
}

/// What the composer tells before a message is sent is what is sent.
#[test]
fn the_parts_are_those_that_the_composer_was_told() {
    let files = [
        ("a.jpg", "image/jpeg", "Front"),
        ("b.ogg", "audio/ogg", "Song"),
        ("c.pdf", "application/pdf", ""),
        ("d.png", "image/png", ""),
    ];
    let text = "word ".repeat(900);
    let told_files = files.map(|(_, mime, caption)| PlanFile {
        mime,
        bytes: 1_000,
        caption,
        sent_as: SentAs::Itself,
    });
    let letters = |text: &str| text.grapheme_indices(true).map(|(at, _)| at).collect();
    for (kind, channel) in [
        (model::Channel::Sms, sms("http://x")),
        (model::Channel::Whatsapp, whatsapp("http://x")),
        (model::Channel::Instagram, instagram("http://x")),
        (model::Channel::Webchat, bare_of(model::Channel::Webchat)),
        (model::Channel::Email, bare_of(model::Channel::Email)),
    ] {
        let writing = Writing {
            text: &text,
            files: &told_files,
            template: false,
        };
        let told = model::plan(kind, &kind.limits(), &writing, letters).into_iter();
        let told: Vec<_> = told.map(|part| (part.text, part.files)).collect();
        assert_eq!(parts(&*channel, &text, &files), told, "{kind:?}");
    }
}

#[test]
fn media_share_an_mms_as_far_as_the_senders_carriers_go() {
    let message = |bytes: u64| Outgoing {
        files: (0..3)
            .map(|_| sized("a.jpg", "image/jpeg", bytes))
            .collect(),
        ..to("1", "Three")
    };
    let groups = |settings: &str, bytes: u64| {
        let settings = format!(r#"{{"account_sid":"AC1","from":"+1"{settings}}}"#);
        let credentials = r#"{"auth_token":"t"}"#;
        let channel = crate::support::open(model::Channel::Sms, "http://x", &settings, credentials);
        let parts = channel.plan(&message(bytes)).into_iter();
        parts.map(|part| part.files).collect::<Vec<_>>()
    };
    assert_eq!(groups("", 200_000), [vec![0, 1, 2]]);
    assert_eq!(groups("", 250_000), [vec![0, 1], vec![2]]);
    let long_code = r#","limits":{"sender":"long_code"}"#;
    assert_eq!(groups(long_code, 330_000), [vec![0, 1, 2]]);
}

#[test]
fn a_part_of_an_older_build_is_read() {
    let part: Part = serde_json::from_str(r#"{"text":"Hi","files":[0]}"#).unwrap();
    assert_eq!((part.text.as_str(), part.place), ("Hi", 0));
}
