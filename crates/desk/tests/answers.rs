//! What agents can do besides answering who wrote: take it back, quote, hand on, copy others in, and
//! begin themselves.

mod support;

use desk::{message, receive, ticket, upload};
use model::{Answer, Author, Direction, Extras, InboxId, Message, TicketId};
use std::time::Duration;
use support::{World, code, eventually, on_both, with_file};

const LONG: Duration = Duration::from_secs(60);

async fn arrives(world: &World, inbox: InboxId, head: &str, text: &str) {
    let raw = format!(
        "{head}\nSubject: Mug\nMessage-ID: <{}@c.example>\nContent-Type: multipart/mixed; boundary=b\n\n\
         --b\nContent-Type: text/plain\n\n{text}\n--b\nContent-Type: text/plain; name=list.txt\n\
         Content-Disposition: attachment; filename=list.txt\n\none\n--b--\n",
        text.len()
    );
    receive::letter(&world.desk, inbox, raw.replace('\n', "\r\n").as_bytes())
        .await
        .unwrap();
    eventually("the letter is applied", || async {
        let waiting = "SELECT count(*) FROM inbound_event WHERE applied_at IS NULL";
        world.number(waiting).await == 0
    })
    .await;
}

async fn newest(world: &World) -> TicketId {
    world.number("SELECT max(id) FROM ticket").await
}

async fn number(world: &World, ticket: TicketId) -> i64 {
    let sql = format!("SELECT number FROM ticket WHERE id = {ticket}");
    world.number(&sql).await
}

async fn opened(world: &World, ticket: TicketId) -> model::Thread {
    let number = number(world, ticket).await;
    ticket::open(&world.desk, &world.agent, number)
        .await
        .unwrap()
}

fn spoken(thread: &model::Thread) -> Vec<&Message> {
    let spoken = |message: &&Message| message.direction != Direction::Activity;
    thread.messages.iter().filter(spoken).collect()
}

on_both!(
    an_answer_is_taken_back_with_its_files_before_it_goes,
    |world| {
        let desk = world.patient(LONG).await;
        let workers = desk.start();
        let ticket = world.texted("+14155550100", "Is it there?").await;
        let picture = support::png(64, 48);
        let upload = world
            .upload(&world.agent, "mug.png", &picture, Some(ticket))
            .await
            .unwrap();
        let mut new = with_file(support::message(ticket, "k1", "Soon"), upload.id);
        new.files[0].redacted = 2;
        let sent = message::send(&desk, &world.agent, new.clone())
            .await
            .unwrap();
        let thread = opened(world, ticket).await;
        let until = thread.remarks[0].undo_until.expect("it can be taken back");
        assert!(until > thread.messages[1].at + 50_000);

        let foreign = message::take_back(&desk, &world.owner, sent.id).await;
        assert_eq!(code(foreign), "not_found");
        let back = message::take_back(&desk, &world.agent, sent.id)
            .await
            .unwrap();
        assert_eq!(back.text, "Soon");
        let file = &back.files[0];
        assert_eq!(
            (file.caption.as_str(), file.alt.as_str(), file.redacted),
            ("A caption", "What it shows", 2)
        );
        assert_eq!((file.upload.width, file.upload.height), (64, 48));
        upload::get(&desk, &world.agent, file.upload.id)
            .await
            .unwrap();
        // The answer to it may have got lost.
        let again = message::take_back(&desk, &world.agent, sent.id).await;
        assert_eq!(again.unwrap(), back);
        let thread = opened(world, ticket).await;
        assert_eq!(spoken(&thread).len(), 1, "nobody sees it any more");
        let list = ticket::list(&desk, &world.agent, ticket::Filter::default());
        let row = list.await.unwrap().rows.remove(0);
        assert_eq!((row.preview.as_str(), row.picture), ("Is it there?", false));

        // The same send, doubled on its way here, is none; written anew it is.
        assert!(message::send(&desk, &world.agent, new).await.is_err());
        let anew = with_file(support::message(ticket, "k2", "Soon"), file.upload.id);
        message::send(&desk, &world.agent, anew).await.unwrap();
        let canceled = "SELECT count(*) FROM delivery WHERE state = 'canceled'";
        assert_eq!(world.number(canceled).await, 1);
        workers.shutdown().await;
    }
);

on_both!(what_has_begun_to_go_is_not_taken_back, |world| {
    let desk = world.patient(LONG).await;
    let ticket = world.texted("+14155550100", "Is it there?").await;
    for change in [
        "state = 'sending', attempts = 1",
        "attempts = 1",
        "state = 'sent'",
    ] {
        let new = support::message(ticket, &change.replace(' ', ""), "Soon");
        let sent = message::send(&desk, &world.agent, new).await.unwrap();
        let sql = format!(
            "UPDATE delivery SET {change} WHERE message_id = {}",
            sent.id
        );
        world.sql(&sql).await;
        let late = message::take_back(&desk, &world.agent, sent.id).await;
        assert_eq!(code(late), "too_late", "{change}");
        let thread = opened(world, ticket).await;
        assert!(
            thread
                .remarks
                .iter()
                .all(|remark| remark.undo_until.is_none())
        );
    }
    let (visitor, _) = world.visitor().await;
    assert_eq!(
        code(message::take_back(&desk, &visitor, 1).await),
        "not_allowed"
    );
});

on_both!(an_answer_goes_by_itself_when_its_time_has_come, |world| {
    let desk = world.patient(Duration::from_millis(700)).await;
    let workers = desk.start();
    let ticket = world.texted("+14155550100", "Is it there?").await;
    let new = support::message(ticket, "k1", "Soon");
    let sent = message::send(&desk, &world.agent, new).await.unwrap();
    let waiting = "SELECT count(*) FROM delivery WHERE state = 'queued' AND attempts = 0";
    assert_eq!(world.number(waiting).await, 1);
    // Its inbox is not connected: that it says so tells that it went.
    let tried = format!(
        "SELECT count(*) FROM delivery WHERE message_id = {} AND attempts > 0",
        sent.id
    );
    eventually("it goes", || async { world.number(&tried).await == 1 }).await;
    let late = message::take_back(&desk, &world.agent, sent.id).await;
    assert_eq!(code(late), "too_late");
    // In a chat words are seen at once.
    let (_, chat) = world.talking().await;
    let said = message::send(&desk, &world.agent, support::message(chat, "k2", "Hi"))
        .await
        .unwrap();
    let held = format!(
        "SELECT count(*) FROM delivery WHERE message_id = {} AND attempts = 0 AND state = 'queued' \
         AND next_attempt > created_at + 500",
        said.id
    );
    assert_eq!(world.number(&held).await, 0);
    workers.shutdown().await;
});

fn answer(ticket: TicketId, key: &str, text: &str, extras: Extras) -> Answer {
    Answer {
        message: support::message(ticket, key, text),
        extras,
    }
}

on_both!(a_letter_is_handed_on_with_its_words_and_files, |world| {
    let desk = world.patient(LONG).await;
    let workers = desk.start();
    let inbox = world.mailbox().await;
    arrives(
        world,
        inbox,
        "From: Anna <anna@c.example>\nTo: help@shop.example\nCc: Bo <bo@c.example>, help@shop.example",
        "It is broken.",
    )
    .await;
    let ticket = newest(world).await;
    let thread = opened(world, ticket).await;
    assert_eq!(
        thread.remarks[0].cc,
        ["bo@c.example"],
        "neither us nor Anna"
    );
    let letter = thread.messages[0].id;

    let to = |to: &[&str]| to.iter().map(|&to| to.to_owned()).collect::<Vec<_>>();
    let forward = Extras {
        forwards: Some(letter),
        to: to(&["smith@pottery.example"]),
        bcc: to(&["boss@shop.example", "Boss@shop.example"]),
        ..Extras::default()
    };
    let sent = message::answer(
        &desk,
        &world.agent,
        answer(ticket, "k1", "", forward.clone()),
    )
    .await
    .unwrap();
    assert!(
        sent.text.contains("From: Anna <anna@c.example>"),
        "{}",
        sent.text
    );
    assert!(
        sent.text.ends_with("Subject: Mug\n\nIt is broken."),
        "{}",
        sent.text
    );
    assert_eq!(sent.attachments[0].name, "list.txt");
    let thread = opened(world, ticket).await;
    let remark = thread
        .remarks
        .iter()
        .find(|remark| remark.message == sent.id);
    let remark = remark.unwrap();
    assert_eq!(remark.to, ["smith@pottery.example"]);
    assert_eq!(remark.bcc, ["boss@shop.example"], "each once");

    // What was put to it is not given back: the next send puts it there again.
    let counts = "SELECT max(refs) FROM blob WHERE mime = 'text/plain'";
    assert_eq!(world.number(counts).await, 2);
    let back = message::take_back(&desk, &world.agent, sent.id)
        .await
        .unwrap();
    assert_eq!((back.text.as_str(), back.files.len()), ("", 0));
    assert_eq!(back.extras.forwards, Some(letter));
    assert_eq!(world.number(counts).await, 1);

    for (extras, why) in [
        (
            Extras {
                to: Vec::new(),
                ..forward.clone()
            },
            "forward_to",
        ),
        (
            Extras {
                forwards: None,
                ..forward.clone()
            },
            "forward_to",
        ),
        (
            Extras {
                to: to(&["Smith"]),
                ..forward.clone()
            },
            "address",
        ),
        (
            Extras {
                cc: to(&["a@b.example\r\nBcc: x@y.example"]),
                ..Extras::default()
            },
            "address",
        ),
        (
            Extras {
                quotes: Some(letter + 1_000),
                ..Extras::default()
            },
            "message_gone",
        ),
        (
            Extras {
                cc: (0..60).map(|n| format!("c{n}@c.example")).collect(),
                ..Extras::default()
            },
            "too_many_people",
        ),
    ] {
        let refused =
            message::answer(&desk, &world.agent, answer(ticket, "k2", "Hi", extras)).await;
        assert_eq!(code(refused), why);
    }
    let text = world.texted("+14155550100", "Hello").await;
    let copied = Extras {
        cc: to(&["a@b.example"]),
        ..Extras::default()
    };
    let refused = message::answer(&desk, &world.agent, answer(text, "k3", "Hi", copied)).await;
    assert_eq!(code(refused), "no_copies");
    workers.shutdown().await;
});

on_both!(who_answers_a_copy_is_told_by_name, |world| {
    let workers = world.desk.start();
    let inbox = world.mailbox().await;
    arrives(
        world,
        inbox,
        "From: Anna <anna@c.example>\nTo: help@shop.example",
        "Broken.",
    )
    .await;
    let ticket = newest(world).await;
    let token = world.desk.reply_address_token(ticket);
    let head = format!("From: Bo Berg <bo@c.example>\nTo: help+{token}@shop.example");
    arrives(world, inbox, &head, "I saw it, too.").await;
    assert_eq!(newest(world).await, ticket);
    let thread = opened(world, ticket).await;
    let authors: Vec<&Author> = thread
        .messages
        .iter()
        .map(|message| &message.author)
        .collect();
    let named = |name: &str| Author::Contact(name.into());
    assert_eq!(authors, [&named("Anna"), &named("Bo Berg")]);
    workers.shutdown().await;
});

on_both!(a_conversation_is_begun_by_an_agent, |world| {
    let workers = world.desk.start();
    let inbox = world.mailbox().await;
    let new = |inbox, to: &str, subject: &str| ticket::Start {
        inbox,
        to: to.into(),
        name: "Ana".into(),
        subject: subject.into(),
    };
    let choices = ticket::choices(&world.desk, &world.agent, None)
        .await
        .unwrap();
    let offered: Vec<InboxId> = choices.inboxes.iter().map(|(id, ..)| *id).collect();
    assert_eq!(
        offered,
        [world.sms, inbox],
        "neither web chat nor Instagram"
    );

    let start =
        |new: ticket::Start| async move { ticket::start(&world.desk, &world.agent, &new).await };
    let first = start(new(world.sms, "+1 (415) 555-0123", ""))
        .await
        .unwrap();
    let again = start(new(world.sms, "001 415 555 0123", "")).await.unwrap();
    assert_eq!(first, again, "the open conversation is gone on with");
    let thread = ticket::open(&world.desk, &world.agent, first)
        .await
        .unwrap();
    assert_eq!(thread.contact.handles[0].value, "+14155550123");
    assert_eq!(thread.ticket.assignee.unwrap().id, world.agent_id);
    assert_eq!(thread.messages[0].text, "started");
    let sent = world
        .reply(thread.ticket.id, "k1", "Your mug is ready")
        .await;
    assert!(sent.delivery.is_some());

    let letter = start(new(inbox, " Ana@C.example ", "Your mug"))
        .await
        .unwrap();
    let other = start(new(inbox, "ana@c.example", "Your other mug"))
        .await
        .unwrap();
    assert_ne!(letter, other, "each letter is about something of its own");
    let known = ticket::choices(&world.desk, &world.agent, None)
        .await
        .unwrap()
        .known;
    assert_eq!(known[0].0.value, "ana@c.example");
    for (new, why) in [
        (new(inbox, "Ana", "Mug"), "address"),
        (new(inbox, "ana@c.example", " "), "subject_missing"),
        (new(world.sms, "415 555 0123", ""), "phone"),
        (new(world.webchat, "ana", ""), "cannot_start"),
        (new(9_999, "ana", ""), "not_found"),
    ] {
        assert_eq!(code(start(new).await), why);
    }
    let (visitor, _) = world.visitor().await;
    let refused = ticket::start(&world.desk, &visitor, &new(inbox, "a@b.example", "x")).await;
    assert_eq!(code(refused), "not_allowed");
    workers.shutdown().await;
});

on_both!(
    a_second_answer_waits_until_its_writer_knows_of_the_first,
    |world| {
        let desk = &world.desk;
        let ticket = world.texted("+14155550100", "Is it there?").await;
        let begun = opened(world, ticket).await.messages[0].id;
        let seen = |seen| Extras {
            seen,
            ..Extras::default()
        };
        let first = answer(ticket, "k1", "It is", seen(Some(begun)));
        let first = message::answer(desk, &world.owner, first).await.unwrap();
        let late = |key: &str, seen| answer(ticket, key, "Yes", seen);
        let refused = message::answer(desk, &world.agent, late("k2", seen(Some(begun)))).await;
        let refused = refused.unwrap_err();
        assert_eq!(refused.code(), "answered");
        assert!(
            refused.sentence().starts_with("Olga"),
            "{}",
            refused.sentence()
        );
        assert_eq!(
            spoken(&opened(world, ticket).await).len(),
            2,
            "nothing of it was kept"
        );

        // A note stays in the house, one's own answers are no news, and who was told decides.
        let mut note = late("k3", seen(Some(begun)));
        note.message.note = true;
        message::answer(desk, &world.agent, note).await.unwrap();
        message::answer(desk, &world.owner, late("k4", seen(Some(begun))))
            .await
            .unwrap();
        message::answer(desk, &world.agent, late("k2", seen(None)))
            .await
            .unwrap();
        message::answer(desk, &world.agent, late("k5", seen(Some(i64::MAX))))
            .await
            .unwrap();
        assert!(begun < first.id);
    }
);
