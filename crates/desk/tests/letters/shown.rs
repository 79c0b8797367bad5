//! What agents see of a letter besides its text.

use crate::{
    post::{applied, arrives, letter},
    support::{self, World, code, flat, on_both},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use desk::{Actor, message, ticket};
use model::{Appointment, MessageId, Occasion, Remark, Start};

/// A letter of HTML with a picture in it, of that type and those bytes.
fn page(id: &str, html: &str, picture: (&str, &[u8])) -> String {
    let (mime, bytes) = picture;
    let head = "Content-Type: multipart/related; boundary=b\n";
    let text = format!(
        "--b\nContent-Type: text/html\n\n{html}\n--b\nContent-Type: {mime}; name=crack\n\
         Content-ID: <p@c>\nContent-Transfer-Encoding: base64\n\n{}\n--b--\n",
        STANDARD.encode(bytes)
    );
    letter(id, "Anna <anna@c.example>", head, &text)
}

async fn newest(world: &World) -> MessageId {
    world.number("SELECT max(id) FROM message").await
}

/// What is told of the newest message.
async fn remark(world: &World) -> Option<Remark> {
    let number = world
        .number("SELECT number FROM ticket ORDER BY id DESC LIMIT 1")
        .await;
    let message = newest(world).await;
    let thread = ticket::open(&world.desk, &world.agent, number).await;
    let mut remarks = thread.unwrap().remarks.into_iter();
    remarks.find(|remark| remark.message == message)
}

on_both!(
    a_letter_is_shown_with_its_pictures_and_without_others,
    |world| {
        let workers = world.desk.start();
        let inbox = world.mailbox().await;
        let html = "<p>See <img src=cid:p@c alt=crack> and <img src=http://t.example/1.gif></p>";
        let picture = flat(9, 9);
        arrives(
            &world.desk,
            inbox,
            &page("h1", html, ("image/png", &picture)),
        )
        .await;
        applied(world).await;
        let look = remark(world).await.unwrap().letter.unwrap();
        assert!(look.elsewhere);
        let id = newest(world).await;
        let shown = async |elsewhere| {
            message::letter(&world.desk, &world.agent, id, elsewhere)
                .await
                .unwrap()
        };
        let file = world.number("SELECT id FROM attachment").await;
        let plain = shown(false).await;
        assert_eq!(plain.subject, "Mug");
        assert_eq!(
            plain.html,
            format!(
                "<p>See <img alt=\"crack\" src=\"/files/{file}/original/crack.png\"> and \
                 <img data-src=\"http://t.example/1.gif\"></p>"
            )
        );
        let asked = shown(true).await.html;
        assert!(
            asked.contains("<img src=\"https://t.example/1.gif\">"),
            "{asked}"
        );

        // One that is kept back leaves its words.
        world.sql("UPDATE blob SET scan = 'infected'").await;
        let kept = shown(false).await.html;
        assert!(kept.contains("<span class=\"gone\">crack</span>"), "{kept}");
        workers.shutdown().await;
    }
);

on_both!(letters_are_for_agents, |world| {
    let workers = world.desk.start();
    let inbox = world.mailbox().await;
    let html = "<a href=https://a.example>here</a>";
    arrives(&world.desk, inbox, &page("h1", html, ("image/png", b""))).await;
    applied(world).await;
    let id = newest(world).await;
    let asked = async |actor: &Actor, id| message::letter(&world.desk, actor, id, false).await;
    assert!(asked(&world.agent, id).await.is_ok());
    let (visitor, _) = world.visitor().await;
    assert_eq!(code(asked(&visitor, id).await), "not_found");
    assert_eq!(code(asked(&Actor::Nobody, id).await), "not_signed_in");
    assert_eq!(code(asked(&world.agent, 9_999).await), "not_found");
    // A message that is no letter has none.
    world.texted("+4930555", "Hi").await;
    let text = newest(world).await;
    assert_eq!(code(asked(&world.agent, text).await), "not_found");
    workers.shutdown().await;
});

on_both!(a_letter_like_its_text_is_not_offered, |world| {
    let workers = world.desk.start();
    let inbox = world.mailbox().await;
    let html = "Content-Type: text/html\n";
    for (id, head, text) in [
        ("t1", "", "Only text"),
        ("t2", html, "<div>Only <b>text</b></div>"),
    ] {
        arrives(
            &world.desk,
            inbox,
            &letter(id, "anna@c.example", head, text),
        )
        .await;
        applied(world).await;
        assert_eq!(remark(world).await, None, "{text}");
    }
    // More than is read at a time is a file, and its text is told.
    let huge = format!("<table><tr><td>{}</table>", "<b>x</b>".repeat(260_000));
    arrives(
        &world.desk,
        inbox,
        &letter("t3", "anna@c.example", html, &huge),
    )
    .await;
    applied(world).await;
    assert_eq!(remark(world).await, None);
    let named = "SELECT count(*) FROM attachment WHERE name = 'message.html'";
    assert_eq!(world.number(named).await, 1);
    workers.shutdown().await;
});

on_both!(what_a_letter_quotes_is_folded_and_kept, |world| {
    let workers = world.desk.start();
    let inbox = world.mailbox().await;
    let anna = "Anna <anna@c.example>";
    let text = "Blue, please.\n\nOn Mon, Shop wrote:\n> Which colour?";
    arrives(&world.desk, inbox, &letter("q1", anna, "", text)).await;
    applied(world).await;
    let told = remark(world).await.unwrap();
    let below = told.below.unwrap();
    assert_eq!(
        (below.text.as_str(), below.cut),
        ("On Mon, Shop wrote:\n> Which colour?", false)
    );
    assert_eq!(told.letter, None, "it says no more than this");
    let line = "SELECT count(*) FROM ticket WHERE last_text = 'Blue, please.'";
    assert_eq!(world.number(line).await, 1);
    let text = "SELECT count(*) FROM message WHERE text = 'Blue, please.'";
    assert_eq!(world.number(text).await, 1);

    // Of a long one the beginning travels; all of it is in the letter as sent.
    let long = "> ä and more of it\n".repeat(1_000);
    let text = format!("Short.\n\nOn Mon, Shop wrote:\n{long}");
    arrives(
        &world.desk,
        inbox,
        &letter(
            "q2",
            anna,
            "Content-Type: text/plain; charset=utf-8\n",
            &text,
        ),
    )
    .await;
    applied(world).await;
    let told = remark(world).await.unwrap();
    let below = told.below.unwrap();
    assert!(below.cut && told.letter.is_some());
    assert_eq!(below.text.chars().count(), model::BELOW_SHOWN);
    let whole = message::letter(&world.desk, &world.agent, newest(world).await, false).await;
    assert_eq!(whole.unwrap().html.matches("ä and more").count(), 1_000);
    workers.shutdown().await;
});

on_both!(
    a_borrowed_address_is_marked_and_its_text_left_alone,
    |world| {
        let workers = world.desk.start();
        let inbox = world.mailbox().await;
        for (id, result, marked) in [
            ("u1", "dmarc=fail", true),
            ("u2", "dmarc=pass", false),
            ("u3", "none", false),
        ] {
            let head = format!("Authentication-Results: mx.shop.example; {result}\n");
            let raw = letter(id, "anna@c.example", &head, "Pay here");
            arrives(&world.desk, inbox, &raw).await;
            applied(world).await;
            let told = remark(world).await;
            assert_eq!(told.is_some_and(|told| told.unverified), marked, "{result}");
        }
        let text = "SELECT count(*) FROM message WHERE text = 'Pay here'";
        assert_eq!(world.number(text).await, 3);
        workers.shutdown().await;
    }
);

on_both!(an_invitation_is_a_card_and_a_file, |world| {
    let workers = world.desk.start();
    let inbox = world.mailbox().await;
    let head = "Content-Type: multipart/mixed; boundary=b\n";
    let text = "--b\n\nCome!\n--b\nContent-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nSUMMARY:Kiln\nLOCATION:Bolzano\nDTSTART:20261123T100000Z\nEND:VEVENT\nEND:VCALENDAR\n--b--\n";
    let raw = letter("i1", "anna@c.example", head, text);
    arrives(&world.desk, inbox, &raw).await;
    applied(world).await;
    let told = remark(world).await.unwrap();
    assert_eq!(
        told.appointment,
        Some(Appointment {
            occasion: Occasion::Invitation,
            summary: "Kiln".into(),
            location: "Bolzano".into(),
            start: Some(Start::At(1_795_428_000_000)),
        })
    );
    for rows in [
        "SELECT count(*) FROM message WHERE text = 'Come!'",
        "SELECT count(*) FROM attachment WHERE name = 'invitation.ics' AND state = 'ready'",
    ] {
        assert_eq!(world.number(rows).await, 1, "{rows}");
    }
    // What another build wrote keeps nobody from reading the rest.
    world.sql("UPDATE message SET appointment = '{}'").await;
    assert_eq!(remark(world).await.unwrap().appointment, None);
    workers.shutdown().await;
});
