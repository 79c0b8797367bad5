//! Letters that are fetched.

use crate::{
    shared::{png, unique},
    support::{letter, on_both},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use model::AttachmentState;

const MESSAGES: &str = "SELECT count(*) FROM message WHERE direction = 'in'";

/// With a picture in it, in lines as mail has them.
fn with_picture(bytes: &[u8]) -> String {
    let base64 = STANDARD.encode(bytes);
    let lines: Vec<&str> = base64
        .as_bytes()
        .chunks(76)
        .map(|line| std::str::from_utf8(line).unwrap())
        .collect();
    format!(
        "From: Anna <anna@customer.test>\nTo: help@desk.test\nSubject: Torn\n\
         Message-ID: <picture.{}@customer.test>\nMIME-Version: 1.0\n\
         Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n\
         Look at it\n--b\nContent-Type: image/png; name=torn.png\n\
         Content-Disposition: attachment; filename=torn.png\n\
         Content-Transfer-Encoding: base64\n\n{}\n--b--\n",
        unique(),
        lines.join("\n")
    )
}

on_both!(a_letter_with_a_picture_comes_while_it_waits, |world| {
    let old = letter("old", "anna@customer.test", "Years ago");
    world
        .mail
        .post("anna@customer.test", &world.address, &old)
        .await;
    world.mail.letter_of(&world.address).await;
    world.start().await;
    let picture = png(60, 40, 1);
    let new = with_picture(&picture);
    world
        .mail
        .post("anna@customer.test", &world.address, &new)
        .await;
    let ready = |thread: &model::Thread| {
        let first = thread.messages.first();
        first.is_some_and(|message| {
            message.attachments.len() == 1 && message.attachments[0].state == AttachmentState::Ready
        })
    };
    let thread = world.until("a picture", ready).await;
    let message = &thread.messages[0];
    assert_eq!(message.text, "Look at it");
    let file = &message.attachments[0];
    assert_eq!(
        (file.name.as_str(), file.mime.as_str()),
        ("torn.png", "image/png")
    );
    assert_eq!((file.width, file.height), (60, 40));
    assert_eq!(
        world.number(MESSAGES).await,
        1,
        "what lay there before stays there"
    );
    let flags = (world.mail).doveadm(&["fetch", "-u", &world.address, "flags", "mailbox", "INBOX"]);
    assert!(!flags.contains("Seen"), "{flags}");
});

on_both!(
    numbered_anew_nothing_comes_twice_and_nothing_is_lost,
    |world| {
        world.start().await;
        let mail = letter("one", "anna@customer.test", "First");
        world
            .mail
            .post("anna@customer.test", &world.address, &mail)
            .await;
        world.counted(MESSAGES, 1).await;
        world.stop().await;
        let words = [
            "mailbox",
            "update",
            "-u",
            &world.address,
            "--uid-validity",
            "4711",
            "INBOX",
        ];
        world.mail.doveadm(&words);
        let mail = letter("two", "anna@customer.test", "Second");
        world
            .mail
            .post("anna@customer.test", &world.address, &mail)
            .await;
        world.start().await;
        world.counted(MESSAGES, 2).await;
        world
            .counted("SELECT uid_validity FROM mailbox", 4711)
            .await;
        world.counted("SELECT last_uid FROM mailbox", 2).await;
        assert_eq!(world.number(MESSAGES).await, 2);
    }
);

on_both!(
    a_mailbox_that_refuses_says_so_until_it_is_connected_again,
    |world| {
        // A conversation to show it in.
        let mail = letter("one", "anna@customer.test", "First");
        desk::receive::letter(&world.desk, world.inbox, mail.as_bytes())
            .await
            .unwrap();
        world.connect("wrong").await;
        world.begin();
        let refused = |thread: &model::Thread| {
            let alert = thread.alert.as_ref();
            alert.is_some_and(|problem| {
                problem.code == "reconnect" && problem.sentence.contains("password")
            })
        };
        world.until("a word about it", refused).await;
        // No restart: whoever mends it sees it work.
        world.connect("secret").await;
        let well = |thread: &model::Thread| thread.alert.is_none();
        world.until("no word about it", well).await;
        let mail = letter("two", "anna@customer.test", "Second");
        world
            .mail
            .post("anna@customer.test", &world.address, &mail)
            .await;
        world.counted(MESSAGES, 2).await;
    }
);

on_both!(
    a_letter_that_is_too_large_is_named_and_stops_nothing,
    |world| {
        world.start().await;
        let line = format!("{}\n", "x".repeat(990));
        let huge = letter("huge", "anna@customer.test", &line.repeat(54_000));
        world
            .mail
            .post("anna@customer.test", &world.address, &huge)
            .await;
        let mail = letter("next", "bert@customer.test", "After it");
        world
            .mail
            .post("bert@customer.test", &world.address, &mail)
            .await;
        world.counted(MESSAGES, 2).await;
        let named = "SELECT count(*) FROM message WHERE text LIKE '%too large to be taken in%'";
        assert_eq!(world.number(named).await, 1);
        let whose = "SELECT count(*) FROM contact_handle WHERE value = 'anna@customer.test'";
        assert_eq!(world.number(whose).await, 1);
    }
);

on_both!(
    a_sender_whom_their_domain_does_not_vouch_for_is_marked,
    |world| {
        world.start().await;
        let mail = letter("one", "anna@bank.test", "Change my account");
        world
            .mail
            .post("anna@bank.test", &world.address, &mail)
            .await;
        world.counted(MESSAGES, 1).await;
        let marked = "SELECT count(*) FROM message WHERE unverified";
        assert_eq!(world.number(marked).await, 1);
        // A domain that publishes nothing is neither believed nor doubted.
        let mail = letter("two", "bert@customer.test", "Hello");
        world
            .mail
            .post("bert@customer.test", &world.address, &mail)
            .await;
        world.counted(MESSAGES, 2).await;
        assert_eq!(world.number(marked).await, 1);
    }
);
