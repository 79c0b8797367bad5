//! Letters in: of each kind that people, programs and worse send.

use channels::{Account, Bases, Channel, Inbound, InboundMessage, Opened, Providers, Raw};
use model::{DeliveryState, Occasion, Start};
use std::fmt::Write;

const SETTINGS: &str =
    r#"{"address":"Help@Shop.example","name":"Shop","authority":"mx.shop.example"}"#;

pub(crate) fn mailbox() -> Box<dyn Channel> {
    let account = Account {
        settings: SETTINGS,
        credentials: Some(r#"{"secret":"s3cret"}"#),
        webhook: "",
    };
    channels::open(
        model::Channel::Email,
        &account,
        &Providers::new(Bases::default()).unwrap(),
    )
}

fn open(raw: impl AsRef<[u8]>) -> Opened {
    let (mailbox, raw) = (mailbox(), raw.as_ref());
    let id = mailbox.letter_id(raw).unwrap();
    mailbox.open_letter(raw, &id).unwrap()
}

fn message(raw: impl AsRef<[u8]>) -> (InboundMessage, Vec<bytes::Bytes>) {
    let opened = open(raw);
    match opened.inbound {
        Some(Inbound::Message(message)) => (message, opened.files),
        other => panic!("no message but {other:?}"),
    }
}

/// With line ends as they go over the wire.
fn wire(text: &str) -> String {
    text.replace('\n', "\r\n")
}

const HEAD: &str = "From: Anna <anna@c.example>\nTo: help@shop.example\nSubject: Mug\nDate: Mon, 23 Nov 2026 10:00:00 +0100\nMessage-ID: <a1@c.example>\nMIME-Version: 1.0\n";

#[test]
fn a_plain_letter() {
    let (letter, files) = message(wire(&format!(
        "{HEAD}In-Reply-To: <x2@shop.example>\nReferences: <x1@shop.example> <x2@shop.example>\n\nIt is broken.\n\nAnna\n\nOn Sun, Shop wrote:\n> Hello\n"
    )));
    assert_eq!(
        (letter.from.value.as_str(), letter.name.as_str()),
        ("anna@c.example", "Anna")
    );
    assert_eq!(
        (letter.subject.as_str(), letter.text.as_str()),
        ("Mug", "It is broken.\n\nAnna")
    );
    assert_eq!(
        letter.html.as_deref(),
        Some("<pre>It is broken.\n\nAnna\n\nOn Sun, Shop wrote:\n> Hello</pre>")
    );
    assert_eq!(letter.provider_id.as_deref(), Some("a1@c.example"));
    assert_eq!(
        letter.thread,
        ["x2@shop.example", "x2@shop.example", "x1@shop.example"]
    );
    assert_eq!(letter.at, Some(1_795_424_400_000));
    let told = letter.letter.unwrap();
    assert!(files.is_empty() && !told.automatic && !told.look.more);
    assert_eq!(told.below, "On Sun, Shop wrote:\n> Hello");
}

#[test]
fn html_alone_becomes_text_and_pictures_keep_their_place() {
    let (letter, files) = message(wire(&format!(
        "{HEAD}Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html; charset=utf-8\n\n\
         <p>See <img src=\"cid:p1@c\"> here</p><script>x()</script><img src=https://t.example/1.gif>\n\
         --b\nContent-Type: image/png; name=crack.png\nContent-ID: <p1@c>\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n\
         --b\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\nJVBERg==\n--b--\n"
    )));
    assert_eq!(letter.text, "See [crack.png] here");
    let look = letter.letter.unwrap().look;
    assert!(look.more && look.elsewhere);
    let html = letter.html.unwrap();
    assert!(
        html.contains("src=\"cid:0\"") && !html.contains("script"),
        "{html}"
    );
    let named: Vec<_> = letter
        .files
        .iter()
        .map(|file| (file.name.as_str(), file.mime.as_str(), file.source.as_str()))
        .collect();
    assert_eq!(
        named,
        [
            ("crack.png", "image/png", "with:0"),
            ("file", "application/pdf", "with:1")
        ]
    );
    assert_eq!(&files[0][..], b"\x89PNG\r\n\x1a\n");
    assert_eq!(&files[1][..], b"%PDF");
}

#[test]
fn an_empty_text_beside_html_is_told_from_the_html() {
    let (letter, _) = message(wire(&format!(
        "{HEAD}Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n\n--b\nContent-Type: text/html\n\n<div>Hi</div>\n--b--\n"
    )));
    assert_eq!(letter.text, "Hi");
}

#[test]
fn names_in_odd_charsets() {
    let part = |disposition: &[u8]| {
        let mut raw = wire(&format!("{HEAD}Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: application/zip\nContent-Disposition: attachment; ")).into_bytes();
        raw.extend(disposition);
        raw.extend(b"\r\n\r\nPK\r\n--b--\r\n");
        message(raw).0.files[0].name.clone()
    };
    assert_eq!(part(b"filename*=utf-8''Gr%C3%B6%C3%9Fe.zip"), "Größe.zip");
    assert_eq!(
        part(b"filename*0*=iso-8859-1''Gr%F6; filename*1*=%DFe.zip"),
        "Größe.zip"
    );
    assert_eq!(
        part(b"filename=\"=?iso-8859-1?Q?Gr=F6=DFe.zip?=\""),
        "Größe.zip"
    );
    assert_eq!(
        part(b"filename=\"=?utf-8?B?R3LDtsOfZS56aXA=?=\""),
        "Größe.zip"
    );
    assert_eq!(part(b"filename=\"Gr\xf6\xdfe.zip\""), "Größe.zip");
    assert_eq!(part("filename=\"Größe.zip\"".as_bytes()), "Größe.zip");
    assert_eq!(part(b"filename=\"../../etc/a\\\\b.zip\""), "b.zip");
    assert_eq!(part(b"filename=\"\""), "file");
}

#[test]
fn text_in_odd_charsets() {
    let body = |kind: &str, bytes: &[u8]| {
        let mut raw = wire(&format!("{HEAD}Content-Type: {kind}\n\n")).into_bytes();
        raw.extend(bytes);
        message(raw).0.text
    };
    assert_eq!(
        body("text/plain; charset=iso-8859-1", b"Gr\xf6\xdfe \x80"),
        "Größe €"
    );
    assert_eq!(
        body("text/plain; charset=koi8-r", b"\xf0\xf2\xe9\xf7\xe5\xf4"),
        "ПРИВЕТ"
    );
    assert_eq!(
        body("text/plain; charset=shift_jis", b"\x83\x65\x83\x58\x83\x67"),
        "テスト"
    );
    assert_eq!(
        body("text/plain", b"Gr\xf6\xdfe"),
        "Größe",
        "of Western letters where nobody says"
    );
    assert!(!body("text/plain; charset=no-such", b"\xff\x00\x01abc").contains('\0'));
}

#[test]
fn a_text_file_stays_as_it_is() {
    let mut raw = wire(&format!("{HEAD}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nHi\n--b\nContent-Type: text/csv; charset=iso-8859-1; name=a.csv\nContent-Disposition: attachment; filename=a.csv\nContent-Transfer-Encoding: base64\n\nR3L233I=\n--b--\n")).into_bytes();
    raw.extend(b"");
    assert_eq!(&message(raw).1[0][..], b"Gr\xf6\xdfr");
}

#[test]
fn an_invitation_is_a_file_and_an_appointment() {
    let (letter, files) = message(wire(&format!(
        "{HEAD}Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nCome!\n--b\nContent-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nSUMMARY:Kiln\nDTSTART:20261123T100000Z\nEND:VEVENT\nEND:VCALENDAR\n--b--\n"
    )));
    assert_eq!(letter.text, "Come!");
    let told = letter.letter.unwrap().appointment.unwrap();
    assert_eq!(
        (told.summary.as_str(), told.occasion, told.start),
        (
            "Kiln",
            Occasion::Invitation,
            Some(Start::At(1_795_428_000_000))
        )
    );
    assert_eq!(
        (letter.files[0].name.as_str(), files.len()),
        ("invitation.ics", 1)
    );
}

#[test]
fn a_letter_inside_is_a_file() {
    let (letter, files) = message(wire(&format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nLook\n--b\nContent-Type: message/rfc822\n\nFrom: b@c.example\nSubject: Inner: one/two\n\nInside\n--b--\n"
    )));
    assert_eq!(
        (letter.text.as_str(), letter.files[0].name.as_str()),
        ("Look", "Inner: one two.eml")
    );
    assert!(files[0].ends_with(b"Inside"), "{:?}", files[0]);
}

#[test]
fn heads_that_lack_things() {
    let (letter, _) = message("Subject: Hi\r\n\r\nText");
    assert_eq!(
        (letter.from.value.as_str(), letter.name.as_str()),
        ("unknown@sender.invalid", "Unknown sender")
    );
    assert_eq!((letter.provider_id, letter.at), (None, None));
    for nothing in [
        "",
        "\r\n",
        "\r\n\r\n",
        "From: a@b.example\r\n",
        "From: a@b.example\r\n\r\n",
        "text without a head",
    ] {
        let (letter, _) = message(nothing);
        assert!(letter.event_id.starts_with("mail:"), "{nothing:?}");
    }
    let (letter, _) = message("From: <>\r\nDate: yesterday\r\nMessage-ID: \r\nSubject:\r\n\r\nx");
    assert_eq!((letter.provider_id, letter.at), (None, None));
    let (letter, _) = message("From: \"a@evil.example\" <b@c.example>, d@e.example\r\n\r\nx");
    assert_eq!(letter.from.value, "b@c.example");
}

#[test]
fn the_same_letter_has_the_same_name() {
    let id = |raw: &str| mailbox().letter_id(raw.as_bytes()).unwrap();
    let letter = wire(&format!("{HEAD}\nHello"));
    assert_eq!(
        id(&letter),
        id(&format!(
            "Received: from x\r\nDelivered-To: y@z\r\n{letter}\r\n"
        ))
    );
    assert_ne!(
        id(&letter),
        id(&wire(&format!("{HEAD}\nHello again"))),
        "under the same Message-ID"
    );
    assert_eq!(message(&letter).0.event_id, id(&letter));
}

#[test]
fn nests_and_thousands_of_parts_end() {
    let mut nest = HEAD.to_owned();
    for level in 0..40 {
        write!(
            nest,
            "Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n"
        )
        .unwrap();
    }
    nest.push_str("Content-Type: text/plain\n\nDeep\n");
    for level in (0..40).rev() {
        writeln!(nest, "--b{level}--").unwrap();
    }
    assert_eq!(message(wire(&nest)).0.text, "Deep");

    let letters = "Content-Type: message/rfc822\n\n".repeat(40);
    let (letter, _) = message(wire(&format!("{HEAD}{letters}Subject: in\n\nDeep\n")));
    assert_eq!(letter.files.len(), 1);

    for raw in [
        format!(
            "{HEAD}Content-Type: multipart/mixed; boundary=b\n\n{}--b--\n",
            "--b\n\npart\n".repeat(5_000)
        ),
        format!(
            "{HEAD}{}",
            "Content-Type: message/rfc822\n\n".repeat(100_000)
        ),
    ] {
        let (letter, files) = message(wire(&raw));
        assert_eq!(
            letter.text,
            "This e-mail cannot be shown here. It is attached whole."
        );
        assert_eq!(
            (letter.subject.as_str(), files[0].len()),
            ("Mug", wire(&raw).len())
        );
    }

    let many = format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=b\n\n{}--b--\n",
        "--b\nContent-Type: image/png\n\nx\n".repeat(300)
    );
    let (letter, files) = message(wire(&many));
    assert_eq!((letter.files.len(), files.len()), (100, 100));
    assert_eq!(letter.files[99].name, "message.eml");
    assert!(letter.text.contains("attached whole"));

    let dashes = format!("{HEAD}\n{}", "--------\n".repeat(5_000));
    assert!(
        message(wire(&dashes)).0.text.starts_with("----"),
        "lines in a text are no parts"
    );
}

#[test]
fn garbage_is_read_somehow() {
    let mut seed = 7_u64;
    let pieces: [&[u8]; 12] = [
        b"\r\n",
        b"--b",
        b"Content-Type: multipart/mixed; boundary=b\r\n",
        b"\xff\xfe\x00",
        b"=?utf-8?B?",
        b"?=",
        b"Content-Transfer-Encoding: base64\r\n",
        b"From: a@b.example\r\n",
        b"message/rfc822",
        b"<html><img src=cid:",
        b"; name*0*=x''%",
        b"\"",
    ];
    for _ in 0..3_000 {
        let mut raw = Vec::new();
        for _ in 0..30 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            raw.extend(pieces[(seed >> 33) as usize % pieces.len()]);
        }
        let _ = open(&raw);
    }
}

fn automatic(header: &str) -> bool {
    message(wire(&format!("{HEAD}{header}\n\nI am away")))
        .0
        .letter
        .unwrap()
        .automatic
}

#[test]
fn automatic_letters_are_told_from_peoples() {
    for header in [
        "Auto-Submitted: auto-replied",
        "Precedence: bulk",
        "Precedence: auto_reply",
        "List-Id: <l.example>",
        "X-Auto-Response-Suppress: OOF, AutoReply",
        "X-Autoreply: yes",
        "Return-Path: <>",
        "Feedback-ID: x",
    ] {
        assert!(automatic(header), "{header}");
    }
    for header in [
        "Auto-Submitted: no",
        "Precedence: first-class",
        "X-Auto-Response-Suppress: DR",
        "Return-Path: <anna@c.example>",
        "X-A: b",
    ] {
        assert!(!automatic(header), "{header}");
    }
}

#[test]
fn our_own_letter_come_back_is_nothing() {
    let raw = wire(
        "From: help@shop.example\nMessage-ID: <attache.message-7.0.abc@shop.example>\n\nHello",
    );
    assert_eq!(open(raw).inbound, None);
    assert!(
        open(wire(
            "From: a@b.example\nMessage-ID: <attache.message-7.0.abc@other.example>\n\nHello"
        ))
        .inbound
        .is_some()
    );
}

fn bounce(action: &str, status: &str, original: &str) -> String {
    wire(&format!(
        "From: MAILER-DAEMON@mx.example\nAuto-Submitted: auto-replied\nReturn-Path: <>\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
         --b\nContent-Type: text/plain\n\nSorry.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n\
         Final-Recipient: rfc822; anna@c.example\nAction: {action}\nStatus: {status}\nDiagnostic-Code: smtp; 550 {status}\n no such user\n\n\
         --b\nContent-Type: {original}\n--b--\n"
    ))
}

#[test]
fn bounces_are_matched_before_automatic_letters_are_told() {
    let whole = "message/rfc822\n\nMessage-ID: <attache.message-7.0.abc@shop.example>\nSubject: Re: Mug\n\nHello\n";
    let head = "text/rfc822-headers\n\nMessage-ID: <attache.message-7.0.abc@shop.example>\nSubject: Re: Mug\n";
    for original in [whole, head] {
        let Some(Inbound::Status(status)) = open(bounce("failed", "5.1.1", original)).inbound
        else {
            panic!("no status");
        };
        assert_eq!(
            (status.provider_id.as_str(), status.state),
            (
                "attache.message-7.0.abc@shop.example",
                DeliveryState::Failed
            )
        );
        let problem = status.problem.unwrap();
        assert_eq!(problem.code, "address");
        assert!(
            problem.sentence.contains("no such user"),
            "{}",
            problem.sentence
        );
    }
    assert_eq!(
        open(bounce("delayed", "4.4.1", whole)).inbound,
        None,
        "it may still arrive"
    );
    let Some(Inbound::Status(status)) = open(bounce("delivered", "2.0.0", whole)).inbound else {
        panic!("no status");
    };
    assert_eq!(status.state, DeliveryState::Delivered);
}

#[test]
fn a_bounce_of_a_letter_that_is_not_ours_is_shown() {
    let (letter, _) = message(bounce(
        "failed",
        "5.1.1",
        "message/rfc822\n\nMessage-ID: <x@y.example>\n\nHello\n",
    ));
    assert_eq!(letter.text, "Sorry.");
    assert!(letter.letter.unwrap().automatic);
}

#[test]
fn a_bounce_in_words_alone() {
    let raw = wire(
        "From: MAILER-DAEMON@mx.example\nSubject: failure notice\n\nSorry, no mailbox here by that name.\n\n--- Below this line is a copy.\n\nMessage-ID: <attache.message-7.0.abc@shop.example>\n",
    );
    let Some(Inbound::Status(status)) = open(raw).inbound else {
        panic!("no status");
    };
    assert_eq!(status.state, DeliveryState::Failed);
    assert!(status.problem.unwrap().sentence.contains("no mailbox here"));
    let (_, _) = message(wire(
        "From: anna@c.example\n\nYour mail <attache.message-7.0.abc@shop.example> came",
    ));
}

#[test]
fn a_receipt_says_that_it_was_read() {
    let raw = wire(
        "From: anna@c.example\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n--b\n\nRead.\n--b\nContent-Type: message/disposition-notification\n\nOriginal-Message-ID: <attache.message-7.0.abc@shop.example>\nDisposition: manual-action/MDN-sent-manually; displayed\n--b--\n",
    );
    let Some(Inbound::Status(status)) = open(raw).inbound else {
        panic!("no status");
    };
    assert_eq!(status.state, DeliveryState::Read);
}

#[test]
fn only_our_own_servers_word_on_a_sender_counts() {
    let told = |results: &str| {
        message(wire(&format!("{results}{HEAD}\nHi")))
            .0
            .letter
            .unwrap()
            .authentic
    };
    assert_eq!(
        told(
            "Authentication-Results: mx.shop.example; spf=pass; dmarc=pass header.from=c.example\n"
        ),
        Some(true)
    );
    assert_eq!(
        told("Authentication-Results: mx.shop.example 1; dkim=none;\n dmarc=fail (p=none)\n"),
        Some(false)
    );
    assert_eq!(
        told("Authentication-Results: mx.evil.example; dmarc=pass\n"),
        None
    );
    assert_eq!(
        told(
            "Authentication-Results: mx.shop.example; dmarc=fail\nAuthentication-Results: mx.shop.example; dmarc=pass\n"
        ),
        Some(false)
    );
    assert_eq!(told(""), None);
}

#[test]
fn tokens_are_found_in_our_addresses_alone() {
    let (letter, _) = message(wire(
        "Delivered-To: help+t9.aa@shop.example\nFrom: a@b.example\nTo: \"Shop\" <HELP+T7.bb@shop.example>, x@y.example\nCc: help+t8.cc@other.example, help@shop.example\n\nHi",
    ));
    assert_eq!(letter.letter.unwrap().tokens, ["t7.bb", "t9.aa"]);
}

#[test]
fn who_posts_a_letter_knows_the_secret() {
    let verify = |name: &str, value: &str| {
        let headers = [(name.to_owned(), value.to_owned())];
        mailbox()
            .verify(&Raw {
                url: "",
                headers: &headers,
                body: b"",
            })
            .is_ok()
    };
    assert!(verify("authorization", "Bearer s3cret") && verify("x-mail-secret", "s3cret"));
    assert!(
        !verify("authorization", "Bearer other")
            && !verify("authorization", "s3cret")
            && !verify("x", "s3cret")
    );
    let account = Account {
        settings: SETTINGS,
        credentials: None,
        webhook: "",
    };
    let open = channels::open(
        model::Channel::Email,
        &account,
        &Providers::new(Bases::default()).unwrap(),
    );
    let headers = [("x-mail-secret".to_owned(), String::new())];
    assert!(
        open.verify(&Raw {
            url: "",
            headers: &headers,
            body: b""
        })
        .is_err(),
        "no secret opens nothing"
    );
}

#[test]
fn winmail_that_is_none_stays_a_file() {
    let (letter, _) = message(wire(&format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nHi\n--b\nContent-Type: application/ms-tnef; name=winmail.dat\n\nrubbish\n--b--\n"
    )));
    assert_eq!(letter.files[0].name, "winmail.dat");
}
