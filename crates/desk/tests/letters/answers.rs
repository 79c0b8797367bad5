//! Our own letters: what they answer, and how one that comes back is told of.

use crate::{
    post::{answered, applied, arrives, first, letter, messages, tickets},
    support::{self, eventually, on_both},
};
use desk::{Actor, inbox};
use std::sync::{Arc, Mutex};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpListener,
};

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
        let inbox = world.mailbox().await;
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

on_both!(a_letter_that_comes_back_fails_its_delivery, |world| {
    let workers = world.desk.start();
    let inbox = world.mailbox().await;
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
