//! Messages: written once, in order, seen by those who may.

mod support;

use desk::{message, ticket, visitor};
use model::{Author, Change, DeliveryState, Direction, Status};
use support::{code, message as text, on_both};

on_both!(a_visitor_and_an_agent_talk, |world| {
    let (visitor, token) = world.visitor().await;
    assert_eq!(
        world.number("SELECT count(*) FROM contact").await,
        0,
        "nothing before a word"
    );
    let said = world.say(&visitor, "k1", "Hello, is anybody there?").await;
    assert_eq!(said.direction, Direction::In);
    assert_eq!(said.client_key.as_deref(), Some("k1"));

    let list = ticket::list(&world.desk, &world.agent, Default::default())
        .await
        .unwrap();
    assert_eq!(list.rows.len(), 1);
    let row = &list.rows[0];
    assert_eq!(
        (row.number, row.preview.as_str(), row.unread),
        (1001, "Hello, is anybody there?", true)
    );
    assert_eq!(row.contact, "", "a visitor without a name has none");

    let thread = ticket::open(&world.desk, &world.agent, 1001).await.unwrap();
    assert_eq!(thread.messages.len(), 1);
    world.reply(thread.ticket.id, "a1", "Yes!").await;
    let chat = visitor::chat(&world.desk, &visitor, &token).await.unwrap();
    let texts: Vec<_> = chat
        .messages
        .iter()
        .map(|message| message.text.as_str())
        .collect();
    assert_eq!(texts, ["Hello, is anybody there?", "Yes!"]);
    assert_eq!(chat.messages[1].author, Author::Agent("Anton".into()));
    assert_eq!(
        chat.messages[1].delivery, None,
        "how it travelled is the house's business"
    );

    let back = visitor::start(&world.desk, support::KEY, Some(&chat.token))
        .await
        .unwrap();
    assert_eq!((back.token, back.messages.len()), (token, 2));
});

on_both!(a_repeated_send_is_one_message, |world| {
    let (visitor, ticket) = world.talking().await;
    let sends = (0..8).map(|_| {
        let (desk, agent) = (world.desk.clone(), world.agent.clone());
        tokio::spawn(
            async move { message::send(&desk, &agent, text(ticket, "same", "Once")).await },
        )
    });
    let mut ids = Vec::new();
    for send in sends.collect::<Vec<_>>() {
        ids.push(send.await.unwrap().unwrap().id);
    }
    ids.dedup();
    assert_eq!(ids.len(), 1);
    let sends = (0..8).map(|_| {
        let (desk, visitor) = (world.desk.clone(), visitor.clone());
        tokio::spawn(async move { message::send(&desk, &visitor, text(0, "twin", "Twice?")).await })
    });
    let mut ids = Vec::new();
    for send in sends.collect::<Vec<_>>() {
        ids.push(send.await.unwrap().unwrap().id);
    }
    ids.dedup();
    assert_eq!(ids.len(), 1);
    assert_eq!(
        world
            .number("SELECT count(*) FROM message WHERE direction = 'out'")
            .await,
        1
    );
    assert_eq!(world.number("SELECT count(*) FROM delivery").await, 1);
    assert_eq!(
        world
            .number("SELECT count(*) FROM message WHERE direction = 'in'")
            .await,
        2
    );
});

on_both!(two_first_words_make_one_ticket, |world| {
    let (visitor, _) = world.visitor().await;
    let sends = (0..6).map(|n| {
        let (desk, visitor) = (world.desk.clone(), visitor.clone());
        tokio::spawn(async move {
            message::send(&desk, &visitor, text(0, &format!("k{n}"), "Hello"))
                .await
                .unwrap();
        })
    });
    for send in sends.collect::<Vec<_>>() {
        send.await.unwrap();
    }
    assert_eq!(world.number("SELECT count(*) FROM ticket").await, 1);
    assert_eq!(world.number("SELECT count(*) FROM contact").await, 1);
    assert_eq!(world.number("SELECT count(*) FROM message").await, 6);
});

on_both!(numbers_have_neither_gaps_nor_twins, |world| {
    let sends = (0..12).map(|n| {
        let desk = world.desk.clone();
        tokio::spawn(async move {
            let chat = visitor::start(&desk, support::KEY, None).await.unwrap();
            let actor = visitor::authenticate(&desk, &chat.token).await.unwrap();
            message::send(&desk, &actor, text(0, &format!("k{n}"), "Hello"))
                .await
                .unwrap();
        })
    });
    for send in sends.collect::<Vec<_>>() {
        send.await.unwrap();
    }
    assert_eq!(
        world
            .number("SELECT count(DISTINCT number) FROM ticket")
            .await,
        12
    );
    assert_eq!(world.number("SELECT min(number) FROM ticket").await, 1001);
    assert_eq!(world.number("SELECT max(number) FROM ticket").await, 1012);
});

on_both!(visitors_see_no_notes_and_no_strangers, |world| {
    let (visitor, ticket) = world.talking().await;
    let (stranger, _) = world.talking().await;
    let note = model::NewMessage {
        note: true,
        ..text(ticket, "n1", "Careful with this one")
    };
    let written = message::send(&world.desk, &world.agent, note)
        .await
        .unwrap();
    assert_eq!(written.direction, Direction::Note);
    let chat = visitor::chat(&world.desk, &visitor, "").await.unwrap();
    assert_eq!(chat.messages.len(), 1);
    let other = visitor::chat(&world.desk, &stranger, "").await.unwrap();
    assert_eq!(other.messages.len(), 1);
    assert_eq!(
        code(ticket::open(&world.desk, &visitor, 1001).await),
        "not_allowed"
    );
    let list = ticket::list(&world.desk, &visitor, Default::default()).await;
    assert_eq!(code(list), "not_allowed");
    let nobody = desk::Actor::Nobody;
    let list = ticket::list(&world.desk, &nobody, Default::default()).await;
    assert_eq!(code(list), "not_signed_in");
    // A note does not move the ticket in the list, nor does it count as an answer.
    let rows = ticket::list(&world.desk, &world.agent, Default::default())
        .await
        .unwrap()
        .rows;
    assert!(rows.iter().all(|row| row.unread && row.preview == "Hello"));
});

on_both!(a_reply_marks_as_read_and_a_word_reopens, |world| {
    let (visitor, ticket) = world.talking().await;
    world.reply(ticket, "a1", "Hello!").await;
    let row = &ticket::list(&world.desk, &world.agent, Default::default())
        .await
        .unwrap()
        .rows[0];
    assert!(!row.unread);
    let head = ticket::open(&world.desk, &world.agent, 1001)
        .await
        .unwrap()
        .ticket;
    let close = Change::Status(Status::Closed, None);
    world.change(ticket, head.version, close).await.unwrap();
    world.say(&visitor, "k2", "One more thing").await;
    let thread = ticket::open(&world.desk, &world.agent, 1001).await.unwrap();
    assert_eq!(thread.ticket.status, Status::Open);
    let lines: Vec<_> = thread
        .messages
        .iter()
        .filter(|message| message.direction == Direction::Activity)
        .map(|message| message.text.as_str())
        .collect();
    assert_eq!(lines, ["closed", "reopened"]);
    ticket::mark_read(&world.desk, &world.agent, ticket)
        .await
        .unwrap();
    let row = &ticket::list(&world.desk, &world.agent, Default::default())
        .await
        .unwrap()
        .rows[0];
    assert!(!row.unread);
});

on_both!(what_was_sent_becomes_read, |world| {
    let workers = world.desk.start();
    let (visitor, ticket) = world.talking().await;
    world.reply(ticket, "a1", "Hello!").await;
    let state = async || {
        let thread = ticket::open(&world.desk, &world.agent, 1001).await.unwrap();
        thread.messages[1].delivery.clone().unwrap().state
    };
    support::eventually("the message is sent", async || {
        state().await == DeliveryState::Sent
    })
    .await;
    visitor::seen(&world.desk, &visitor).await.unwrap();
    assert_eq!(state().await, DeliveryState::Read);
    workers.shutdown().await;
});

on_both!(nonsense_is_refused_with_a_word, |world| {
    let (visitor, ticket) = world.talking().await;
    let send = async |actor: &desk::Actor, new| message::send(&world.desk, actor, new).await;
    assert_eq!(
        code(send(&visitor, text(0, "k2", "  \n ")).await),
        "text_empty"
    );
    assert_eq!(
        code(send(&visitor, text(0, "", "Hello")).await),
        "client_key_invalid"
    );
    assert_eq!(
        code(send(&visitor, text(0, "k3", &"x".repeat(10_001))).await),
        "text_long"
    );
    assert_eq!(
        code(send(&world.agent, text(99, "k4", "Hello")).await),
        "not_found"
    );
    let phone = world.texted("+4912345", "Hi").await;
    assert_eq!(
        code(send(&world.agent, text(phone, "k5", &"x".repeat(1_601))).await),
        "text_long"
    );
    let gone = support::with_file(text(ticket, "k6", ""), 4_711);
    assert_eq!(code(send(&world.agent, gone).await), "upload_gone");
    assert_eq!(
        world
            .number("SELECT count(*) FROM message WHERE direction = 'out'")
            .await,
        0
    );
});

on_both!(a_talkative_visitor_has_to_wait, |world| {
    let (visitor, _) = world.visitor().await;
    let mut refused = None;
    for n in 0..40 {
        if let Err(error) =
            message::send(&world.desk, &visitor, text(0, &format!("k{n}"), "Hello")).await
        {
            refused = Some((n, error));
            break;
        }
    }
    let (after, error) = refused.expect("there is a limit");
    assert!(after >= 30, "{after}");
    assert!(
        matches!(
            error,
            desk::Error::TooMany {
                retry_after_s: 1..=60
            }
        ),
        "{error:?}"
    );
    // Not written down: said again later it counts as new.
    assert_eq!(
        world.number("SELECT count(*) FROM inbound_event").await,
        after
    );
});
