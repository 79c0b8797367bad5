//! Letters: where they land, what they may not do, and how one that comes back is told of.

mod support;

use desk::{Actor, Desk, inbox, receive};
use model::{Channel, InboxId, InboxLimits, TicketId};
use std::sync::{Arc, Mutex};
use support::{World, eventually, on_both};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpListener,
};

async fn mailbox(world: &World) -> InboxId {
    let new = inbox::NewInbox {
        channel: Channel::Email,
        name: "Help".into(),
        public_key: None,
        greeting: String::new(),
        limits: InboxLimits::default(),
    };
    let id = inbox::create(&world.desk, &world.owner, new).await.unwrap();
    // The server that it sends by is not there: letters stay queued, under their names.
    let account = serde_json::json!({
        "address": "help@shop.example",
        "authority": "mx.shop.example",
        "smtp": {"host": "mail.invalid", "port": 25, "tls": "none"},
    });
    let account = account.as_object().unwrap().clone();
    inbox::connect(
        &world.desk,
        &Actor::System,
        id,
        account,
        &serde_json::json!({}),
    )
    .await
    .unwrap();
    id
}

async fn arrives(desk: &Desk, inbox: InboxId, raw: &str) {
    receive::letter(desk, inbox, raw.replace('\n', "\r\n").as_bytes())
        .await
        .unwrap();
}

fn letter(id: &str, from: &str, head: &str, text: &str) -> String {
    format!(
        "From: {from}\nTo: help@shop.example\nSubject: Mug\nMessage-ID: <{id}@c.example>\n{head}\n{text}\n"
    )
}

async fn applied(world: &World) {
    eventually("all letters are applied", || async {
        world
            .number("SELECT count(*) FROM inbound_event WHERE applied_at IS NULL")
            .await
            == 0
    })
    .await;
}

/// A customer's first letter, applied; its ticket.
async fn first(world: &World, inbox: InboxId) -> TicketId {
    arrives(
        &world.desk,
        inbox,
        &letter("a1", "Anna <anna@c.example>", "", "Broken"),
    )
    .await;
    applied(world).await;
    world.number("SELECT max(id) FROM ticket").await
}

/// The Message-ID under which an answer of ours will go.
async fn answered(world: &World, ticket: TicketId) -> String {
    world.reply(ticket, "k1", "Sorry!").await;
    let database = world.database().await;
    let row = sea_orm::ConnectionTrait::query_one_raw(
        &database,
        sea_orm::Statement::from_string(
            sea_orm::ConnectionTrait::get_database_backend(&database),
            "SELECT provider_id FROM delivery ORDER BY id DESC LIMIT 1",
        ),
    )
    .await
    .unwrap()
    .unwrap();
    row.try_get("", "provider_id").unwrap()
}

async fn tickets(world: &World) -> i64 {
    world.number("SELECT count(*) FROM ticket").await
}

async fn messages(world: &World, ticket: TicketId) -> i64 {
    let sql =
        format!("SELECT count(*) FROM message WHERE ticket_id = {ticket} AND direction = 'in'");
    world.number(&sql).await
}

on_both!(a_letter_is_written_once_with_its_files, |world| {
    let workers = world.desk.start();
    let inbox = mailbox(world).await;
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
    let inbox = mailbox(world).await;
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
    let inbox = mailbox(world).await;
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
            .number("SELECT count(*) FROM message WHERE text LIKE '%not certain that this e-mail%'")
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

on_both!(a_letter_that_comes_back_fails_its_delivery, |world| {
    let workers = world.desk.start();
    let inbox = mailbox(world).await;
    let ticket = first(world, inbox).await;
    let ours = answered(world, ticket).await;
    let bounce = format!(
        "From: MAILER-DAEMON@mx.example\nAuto-Submitted: auto-replied\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nSorry\n--b\nContent-Type: message/delivery-status\n\nAction: failed\nStatus: 5.1.1\n\n--b\nContent-Type: message/rfc822\n\nMessage-ID: <{ours}>\n\nSorry!\n--b--\n"
    );
    arrives(&world.desk, inbox, &bounce).await;
    applied(world).await;
    assert_eq!(
        world
            .number("SELECT count(*) FROM delivery WHERE state = 'failed' AND code = 'address'")
            .await,
        1
    );
    assert_eq!(
        (tickets(world).await, messages(world, ticket).await),
        (1, 1),
        "it is no message"
    );

    // Of a letter that nobody knows: kept, and waiting.
    let unknown = bounce.replace(&ours, "attache.message-999.0.ab@shop.example");
    arrives(&world.desk, inbox, &unknown).await;
    eventually("it waits", || async {
        world
            .number("SELECT count(*) FROM inbound_event WHERE awaits IS NOT NULL")
            .await
            == 1
    })
    .await;
    assert_eq!(tickets(world).await, 1);
    workers.shutdown().await;
});

on_both!(
    programs_wake_nobody_and_our_own_letters_are_nothing,
    |world| {
        let workers = world.desk.start();
        let inbox = mailbox(world).await;
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
    let inbox = mailbox(world).await;
    let headers = [("x-mail-secret".to_owned(), "wrong".to_owned())];
    let posted = receive::Raw {
        url: "",
        headers: &headers,
        body: raw.as_bytes(),
    };
    assert!(receive::store(&world.desk, inbox, &posted).await.is_err());
    assert_eq!(world.number("SELECT count(*) FROM inbound_event").await, 0);
});

/// A mail server that takes everything; what it took.
async fn sink() -> (u16, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let taken: Arc<Mutex<Vec<String>>> = Arc::default();
    let kept = Arc::clone(&taken);
    tokio::spawn(async move {
        while let Ok((tcp, _)) = listener.accept().await {
            let kept = Arc::clone(&kept);
            tokio::spawn(async move {
                let (read, mut write) = tcp.into_split();
                let mut lines = BufReader::new(read).lines();
                let mut letter: Option<String> = None;
                write.write_all(b"220 sink\r\n").await.unwrap();
                while let Ok(Some(line)) = lines.next_line().await {
                    let answer: &[u8] = match &mut letter {
                        Some(all) if line == "." => {
                            kept.lock().unwrap().push(std::mem::take(all));
                            letter = None;
                            b"250 kept\r\n"
                        }
                        Some(all) => {
                            all.push_str(&line);
                            all.push('\n');
                            continue;
                        }
                        None if line == "DATA" => {
                            letter = Some(String::new());
                            b"354 go on\r\n"
                        }
                        None => b"250 ok\r\n",
                    };
                    if write.write_all(answer).await.is_err() {
                        return;
                    }
                }
            });
        }
    });
    (port, taken)
}

on_both!(
    a_letter_answers_the_customers_last_one_however_many_came_before,
    |world| {
        let workers = world.desk.start();
        let inbox = mailbox(world).await;
        let (port, taken) = sink().await;
        let smtp = serde_json::json!({"smtp": {"host": "127.0.0.1", "port": port, "tls": "none"}});
        let smtp = smtp.as_object().unwrap().clone();
        inbox::connect(
            &world.desk,
            &Actor::System,
            inbox,
            smtp,
            &serde_json::json!({}),
        )
        .await
        .unwrap();
        let ticket = first(world, inbox).await;
        for n in 2..=60 {
            let head = "In-Reply-To: <a1@c.example>\n";
            let raw = letter(&format!("a{n}"), "Anna <anna@c.example>", head, "More");
            arrives(&world.desk, inbox, &raw).await;
            // One by one: what is last is known.
            applied(world).await;
        }
        assert_eq!(messages(world, ticket).await, 60);
        world.reply(ticket, "k1", "Sorry!").await;
        eventually("the answer is with the mail server", || async {
            !taken.lock().unwrap().is_empty()
        })
        .await;
        let raw = taken.lock().unwrap()[0]
            .replace("\n\t", " ")
            .replace("\n ", " ");
        let head = |name: &str| {
            let line = raw.lines().find_map(|line| line.strip_prefix(name));
            line.unwrap_or_else(|| panic!("{name} in {raw}"))
                .trim()
                .to_owned()
        };
        assert_eq!(head("In-Reply-To:"), "<a60@c.example>");
        let references = head("References:");
        let references: Vec<&str> = references.split_whitespace().collect();
        assert_eq!(references.len(), 20);
        assert_eq!(references[0], "<a1@c.example>");
        assert_eq!(references[1], "<a42@c.example>");
        assert_eq!(references[19], "<a60@c.example>");
        workers.shutdown().await;
    }
);

const KEY: &str = include_str!("../../channels/tests/it/dkim/ed25519.pem");

on_both!(
    a_key_that_signs_is_told_from_one_that_cannot_and_only_its_public_half_is_shown,
    |world| {
        let id = mailbox(world).await;
        let kept = async || {
            let which = inbox::Which::Kept(id);
            inbox::account(&world.desk, &world.owner, which)
                .await
                .unwrap()
        };
        let save = async |entry: &str, value: &str| {
            let shown = kept().await.entries.into_iter();
            let shown = shown.filter(|given| !given.value.is_empty());
            let mut filled: std::collections::BTreeMap<String, String> = shown
                .map(|given| (given.entry.name.to_owned(), given.value))
                .collect();
            filled.insert(entry.to_owned(), value.to_owned());
            inbox::save(&world.desk, &world.owner, id, "Help", &filled).await
        };
        for (entry, value, code) in [
            ("dkim_key", "open sesame", "dkim_key"),
            (
                "dkim_key",
                include_str!("../../channels/tests/it/dkim/public.pem"),
                "dkim_public",
            ),
            ("dkim.domain", "shop", "dkim_domain"),
            ("dkim.selector", "a b", "dkim_selector"),
        ] {
            let refused = save(entry, value).await;
            assert!(
                matches!(&refused, Err(desk::Error::Invalid { code: told, .. }) if *told == code),
                "{refused:?}"
            );
        }
        assert_eq!(kept().await.published, None);

        // As a field of a form sends it.
        save("dkim_key", &KEY.replace('\n', "")).await.unwrap();
        save("dkim.selector", "autumn").await.unwrap();
        let account = kept().await;
        let published = account.published.clone().unwrap();
        assert_eq!(published.name, "autumn._domainkey.shop.example");
        assert!(published.text.starts_with("v=DKIM1; k=ed25519; p="));
        let secret = KEY.lines().nth(1).unwrap();
        assert!(!format!("{account:?}").contains(secret));
        let stored = world
            .number(&format!(
                "SELECT count(*) FROM inbox WHERE credentials LIKE '%{secret}%' OR settings LIKE '%{secret}%'"
            ))
            .await;
        assert_eq!(stored, 0, "sealed");

        save("forget.dkim_key", "true").await.unwrap();
        assert_eq!(kept().await.published, None);
    }
);
