//! What the line says on each channel.

use super::*;
use model::Locale;

const EN: I18n = I18n(Locale::En);

fn file(name: &str, mime: &str, caption: &str) -> TrayFile {
    TrayFile {
        name: name.into(),
        mime: mime.into(),
        bytes: 548_000,
        picked: name.into(),
        was: 548_000,
        caption: caption.into(),
        sent_as: SentAs::Itself,
    }
}

fn line_of(channel: Channel, text: &str, files: &[TrayFile]) -> String {
    summary(
        EN,
        &Plan::of(EN, channel, &channel.limits(), text, files.to_vec()),
    )
}

#[test]
fn the_line_tells_messages_order_and_captions() {
    let one = [file("a.jpg", "image/jpeg", "Front")];
    let two = [one[0].clone(), file("b.jpg", "image/jpeg", "")];
    for (channel, files, line) in [
        (
            Channel::Whatsapp,
            &one[..],
            "2 messages: text, then picture with caption",
        ),
        (
            Channel::Instagram,
            &one,
            "3 messages: text, then picture, caption",
        ),
        (Channel::Sms, &one, "1 message: text and picture"),
        (Channel::Email, &two, "1 message: text and 2 pictures"),
        (Channel::Webchat, &two, "1 message: text and 2 pictures"),
    ] {
        assert_eq!(line_of(channel, "Hi", files), line);
    }
    let film = [file("film.mp4", "video/mp4", "")];
    assert_eq!(
        line_of(Channel::Whatsapp, "Hi", &film),
        "1 message: video with caption"
    );
    let mixed = [file("a.pdf", "application/pdf", ""), one[0].clone()];
    assert_eq!(
        line_of(Channel::Email, "", &mixed),
        "1 message: picture and document"
    );
}

#[test]
fn a_link_is_in_the_text_and_in_no_message_of_its_own() {
    let link = TrayFile {
        sent_as: SentAs::Link,
        ..file("film.mp4", "video/mp4", "")
    };
    let limits = Channel::Sms.limits();
    let plan = Plan::of(EN, Channel::Sms, &limits, "Look:", vec![link]);
    assert_eq!(summary(EN, &plan), "1 message: text");
    assert!(plan.files.is_empty() && plan.links.len() == 1);
    assert!(plan.segments().is_some_and(|told| told.count == 1));
}

#[test]
fn segments_are_told_of_texts_alone() {
    let limits = Channel::Sms.limits();
    let of = |text: &str, files| Plan::of(EN, Channel::Sms, &limits, text, files).segments();
    let told = of(&"a".repeat(161), Vec::new()).unwrap();
    assert_eq!(segments_line(EN, told), "2 segments, 145 left");
    assert!(of("Hi", vec![file("a.jpg", "image/jpeg", "")]).is_none());
    let whatsapp = Channel::Whatsapp;
    let plan = Plan::of(EN, whatsapp, &whatsapp.limits(), "Hi", Vec::new());
    assert!(plan.segments().is_none());
}

#[test]
fn what_was_made_of_a_file_is_told() {
    let photo = TrayFile {
        picked: "IMG_2041.HEIC".into(),
        was: 3_900_000,
        ..file("IMG_2041.jpg", "image/jpeg", "")
    };
    let told = part::made(EN, &photo);
    assert_eq!(told, "IMG_2041.HEIC, 3.9 MB → IMG_2041.jpg, 548 KB");
    let smaller = TrayFile {
        was: 3_400_000,
        ..file("a.jpg", "image/jpeg", "")
    };
    assert_eq!(part::made(EN, &smaller), "a.jpg, 3.4 MB → 548 KB");
    assert_eq!(
        part::made(EN, &file("a.jpg", "image/jpeg", "")),
        "a.jpg, 548 KB"
    );
}
