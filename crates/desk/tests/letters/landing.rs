//! Where letters land, and what they may not do.

use crate::{
    post::{answered, applied, arrives, first, letter, messages, tickets},
    support::{self, on_both},
};
use desk::{Actor, receive};

on_both!(a_letter_is_written_once_with_its_files, |world| {
    let workers = world.desk.start();
    let inbox = world.mailbox().await;
    let raw = letter(
        "a1",
        "Anna <anna@c.example>",
        "Content-Type: multipart/mixed; boundary=b\n",
        "--b\nContent-Type: text/html\n\n<p>Broken</p>\n--b\nContent-Type: text/plain; name=list.txt\nContent-Disposition: attachment; filename=list.txt\n\none\n--b--\n",
    );
    for _ in 0..2 {
        arrives(&world.desk, inbox, &raw).await;
    }
    arrives(
        &world.desk,
        inbox,
        &format!("Received: by another way\n{raw}"),
    )
    .await;
    applied(world).await;
    assert_eq!(world.number("SELECT count(*) FROM inbound_event").await, 1);
    assert_eq!(
        world
            .number("SELECT count(*) FROM message WHERE text = 'Broken'")
            .await,
        1
    );
    assert_eq!(
        world
            .number("SELECT count(*) FROM message WHERE html = '<p>Broken</p>'")
            .await,
        1
    );
    assert_eq!(
        world
            .number("SELECT count(*) FROM attachment WHERE name = 'list.txt' AND state = 'ready'")
            .await,
        1
    );
    let told = receive::replay(&world.desk, &Actor::System, None, true)
        .await
        .unwrap();
    assert_eq!((told.applied, told.failed), (1, 0));
    assert_eq!(
        (
            tickets(world).await,
            world.number("SELECT count(*) FROM message").await
        ),
        (1, 1)
    );
    // The raw letter is counted, so that nothing sweeps it.
    assert_eq!(
        world
            .number("SELECT refs FROM blob WHERE mime = 'message/rfc822'")
            .await,
        1
    );
    workers.shutdown().await;
});

on_both!(an_answer_finds_its_ticket, |world| {
    let workers = world.desk.start();
    let inbox = world.mailbox().await;
    let ticket = first(world, inbox).await;
    let ours = answered(world, ticket).await;
    assert!(
        ours.starts_with("attache.message-") && ours.ends_with("@shop.example"),
        "{ours}"
    );

    let reply = format!("In-Reply-To: <{ours}>\n");
    arrives(
        &world.desk,
        inbox,
        &letter("a2", "anna@c.example", &reply, "By its id"),
    )
    .await;
    applied(world).await;
    assert_eq!(
        (tickets(world).await, messages(world, ticket).await),
        (1, 2)
    );

    // Somebody else who knows the id does not take part.
    arrives(
        &world.desk,
        inbox,
        &letter("e1", "eve@c.example", &reply, "Hi"),
    )
    .await;
    applied(world).await;
    assert_eq!(
        (tickets(world).await, messages(world, ticket).await),
        (2, 2)
    );

    // A new subject of the same person is a new conversation.
    arrives(
        &world.desk,
        inbox,
        &letter("a3", "anna@c.example", "", "Another thing"),
    )
    .await;
    applied(world).await;
    assert_eq!(
        (tickets(world).await, messages(world, ticket).await),
        (3, 2)
    );
    workers.shutdown().await;
});

on_both!(a_borrowed_address_threads_by_token_alone, |world| {
    let workers = world.desk.start();
    let inbox = world.mailbox().await;
    let ticket = first(world, inbox).await;
    let ours = answered(world, ticket).await;
    let failed =
        format!("Authentication-Results: mx.shop.example; dmarc=fail\nIn-Reply-To: <{ours}>\n");
    arrives(
        &world.desk,
        inbox,
        &letter("f1", "anna@c.example", &failed, "Pay here"),
    )
    .await;
    applied(world).await;
    assert_eq!(
        (tickets(world).await, messages(world, ticket).await),
        (2, 1)
    );
    assert_eq!(
        world
            .number("SELECT count(*) FROM message WHERE unverified AND text = 'Pay here'")
            .await,
        1
    );

    let token = world.desk.reply_address_token(ticket);
    let signed = format!("{failed}Delivered-To: help+{token}@shop.example\n");
    arrives(
        &world.desk,
        inbox,
        &letter("f2", "anna@c.example", &signed, "From my other house"),
    )
    .await;
    let forged = format!("Delivered-To: help+t{ticket}.00000000000000000000@shop.example\n");
    arrives(
        &world.desk,
        inbox,
        &letter("f3", "eve@c.example", &forged, "Guessed"),
    )
    .await;
    applied(world).await;
    assert_eq!(
        (tickets(world).await, messages(world, ticket).await),
        (3, 2)
    );
    workers.shutdown().await;
});

on_both!(
    programs_wake_nobody_and_our_own_letters_are_nothing,
    |world| {
        let workers = world.desk.start();
        let inbox = world.mailbox().await;
        let ticket = first(world, inbox).await;
        let ours = answered(world, ticket).await;
        world
            .sql(&format!(
                "UPDATE ticket SET status = 'closed' WHERE id = {ticket}"
            ))
            .await;
        let away = format!("Auto-Submitted: auto-replied\nIn-Reply-To: <{ours}>\n");
        arrives(
            &world.desk,
            inbox,
            &letter("w1", "anna@c.example", &away, "I am away"),
        )
        .await;
        arrives(
            &world.desk,
            inbox,
            &format!("From: help@shop.example\nMessage-ID: <{ours}>\n\nSorry!\n"),
        )
        .await;
        applied(world).await;
        let closed = "SELECT count(*) FROM ticket WHERE status = 'closed'";
        assert_eq!(
            (tickets(world).await, messages(world, ticket).await),
            (1, 2)
        );
        assert_eq!(world.number(closed).await, 1);
        let back = format!("In-Reply-To: <{ours}>\n");
        arrives(
            &world.desk,
            inbox,
            &letter("w2", "anna@c.example", &back, "Here again"),
        )
        .await;
        applied(world).await;
        assert_eq!(world.number(closed).await, 0);
        workers.shutdown().await;
    }
);

on_both!(only_mailboxes_take_letters, |world| {
    let raw = letter("a1", "anna@c.example", "", "Hi");
    assert!(
        receive::letter(&world.desk, world.sms, raw.as_bytes())
            .await
            .is_err()
    );
    assert!(
        receive::letter(&world.desk, 9_999, raw.as_bytes())
            .await
            .is_err()
    );
    let inbox = world.mailbox().await;
    let headers = [("x-mail-secret".to_owned(), "wrong".to_owned())];
    let posted = receive::Raw {
        url: "",
        headers: &headers,
        body: raw.as_bytes(),
    };
    assert!(receive::store(&world.desk, inbox, &posted).await.is_err());
    assert_eq!(world.number("SELECT count(*) FROM inbound_event").await, 0);
});
