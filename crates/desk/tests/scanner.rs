//! The virus scanner: nobody gets a byte before it has looked.

mod support;

use desk::{
    file::{self, Access, Variant},
    ingest, message, receive, sweep, visitor,
};
use model::{AttachmentState, DeliveryState, Handle, HandleKind};
use std::sync::Arc;
use support::{
    clamd::{Clamd, eicar},
    code, eventually, message as text, on_both_with, png, with_file,
};

struct With {
    ingest: ingest::Config,
    clamd: Arc<Clamd>,
}

async fn scanned() -> With {
    let clamd = Arc::new(Clamd::start().await);
    let scanner = Some(clamd.address.parse().unwrap());
    With {
        ingest: ingest::Config {
            scanner,
            ..support::ingest()
        },
        clamd,
    }
}

on_both_with!(
    what_carries_a_virus_is_kept_back,
    scanned(),
    |world, own| {
        let (visitor, _) = world.talking().await;
        let infected = world
            .upload(&visitor, "offer.txt", &eicar(), None)
            .await
            .unwrap();
        let clean = world
            .upload(&visitor, "photo.png", &png(700, 500), None)
            .await
            .unwrap();
        let mut said = with_file(text(0, "k2", ""), infected.id);
        said = with_file(said, clean.id);
        let said = message::send(&world.desk, &visitor, said).await.unwrap();
        let (bad, good) = (said.attachments[0].id, said.attachments[1].id);
        eventually("both were looked at", async || {
            world
                .number("SELECT count(*) FROM blob WHERE scan IN ('clean', 'infected')")
                .await
                == 2
        })
        .await;
        assert!(own.clamd.asked() >= 2);
        let thread = desk::ticket::open(&world.desk, &world.agent, 1001)
            .await
            .unwrap();
        let files = &thread.messages.last().unwrap().attachments;
        assert_eq!(files[0].state, AttachmentState::Infected);
        assert_eq!(
            (files[0].url.as_str(), files[0].thumb_url.as_str()),
            ("", "")
        );
        assert_eq!(files[1].state, AttachmentState::Ready);
        for variant in [Variant::Original, Variant::Thumb] {
            let refused = file::open(&world.desk, Access::Actor(&world.agent), bad, variant).await;
            assert_eq!(code(refused.map(|_| ())), "infected");
        }
        let thumb = file::open(
            &world.desk,
            Access::Actor(&world.agent),
            good,
            Variant::Thumb,
        )
        .await;
        assert_eq!(thumb.unwrap().mime, "image/jpeg");
        let trail = "SELECT count(*) FROM audit WHERE action = 'file.quarantine' AND actor = 'system' \
                 AND after LIKE '%Eicar-Test-Signature%'";
        assert_eq!(world.number(trail).await, 1);
        // An agent cannot pass it on either.
        let again = world
            .upload(&world.agent, "offer.txt", &eicar(), None)
            .await
            .unwrap();
        let ticket = world.number("SELECT max(id) FROM ticket").await;
        let sent = message::send(
            &world.desk,
            &world.agent,
            with_file(text(ticket, "a1", ""), again.id),
        );
        assert_eq!(code(sent.await), "infected");
    }
);

on_both_with!(
    while_the_scanner_is_down_files_wait,
    scanned(),
    |world, own| {
        own.clamd.set_up(false);
        let workers = world.desk.start();
        let (visitor, ticket) = world.talking().await;
        let sent = world
            .upload(&visitor, "a.png", &png(700, 500), None)
            .await
            .unwrap();
        let said = with_file(text(0, "k2", ""), sent.id);
        let theirs = message::send(&world.desk, &visitor, said)
            .await
            .unwrap()
            .attachments
            .remove(0);
        let sent = world
            .upload(&world.agent, "b.txt", b"For you", Some(ticket))
            .await
            .unwrap();
        let answer = with_file(text(ticket, "a1", "Here"), sent.id);
        let answer = message::send(&world.desk, &world.agent, answer)
            .await
            .unwrap();
        eventually("it was asked for both", async || {
            world
                .number("SELECT count(*) FROM blob WHERE tries > 0 AND scan = 'waiting'")
                .await
                == 2
        })
        .await;
        for id in [theirs.id, answer.attachments[0].id] {
            for variant in [Variant::Original, Variant::Thumb] {
                let held = file::open(&world.desk, Access::Actor(&world.agent), id, variant).await;
                assert_eq!(code(held.map(|_| ())), "being_checked");
            }
        }
        let seen = async || {
            let thread = desk::ticket::open(&world.desk, &world.agent, 1001)
                .await
                .unwrap();
            let answer = thread.messages.last().unwrap().clone();
            (answer.attachments[0].state, answer.delivery.unwrap().state)
        };
        assert_eq!(
            seen().await,
            (AttachmentState::Checking, DeliveryState::Queued)
        );
        let chat = visitor::chat(&world.desk, &visitor, "").await.unwrap();
        let shown = &chat.messages.last().unwrap().attachments[0];
        assert_eq!(
            (shown.state, shown.url.as_str()),
            (AttachmentState::Checking, "")
        );

        own.clamd.set_up(true);
        let later = world.number("SELECT max(look_at) FROM blob").await;
        sweep::run(&world.desk, later).await.unwrap();
        eventually(
            "both may be had, and the answer is on its way",
            async || {
                let (file, delivery) = seen().await;
                file == AttachmentState::Ready && delivery != DeliveryState::Queued
            },
        )
        .await;
        // Looked at in no order, and drawn after that.
        eventually("the other one is shown", async || {
            let access = Access::Actor(&world.agent);
            let shown = file::open(&world.desk, access, theirs.id, Variant::Thumb).await;
            shown.is_ok()
        })
        .await;
        workers.shutdown().await;
    }
);

on_both_with!(
    a_virus_found_later_stops_what_waits,
    scanned(),
    |world, own| {
        own.clamd.set_up(false);
        let (_, ticket) = world.talking().await;
        let sent = world
            .upload(&world.agent, "b.txt", &eicar(), Some(ticket))
            .await
            .unwrap();
        let answer = with_file(text(ticket, "a1", "Here"), sent.id);
        message::send(&world.desk, &world.agent, answer)
            .await
            .unwrap();
        eventually("it was asked", async || {
            world
                .number("SELECT count(*) FROM blob WHERE tries > 0")
                .await
                == 1
        })
        .await;
        own.clamd.set_up(true);
        let later = world.number("SELECT max(look_at) FROM blob").await;
        sweep::run(&world.desk, later).await.unwrap();
        eventually("the answer is stopped", async || {
            let thread = desk::ticket::open(&world.desk, &world.agent, 1001)
                .await
                .unwrap();
            let delivery = thread.messages.last().unwrap().delivery.clone().unwrap();
            delivery.state == DeliveryState::Failed && delivery.problem.unwrap().code == "infected"
        })
        .await;
    }
);

on_both_with!(
    a_scanner_that_is_taken_away_lets_nothing_through,
    scanned(),
    |world, own| {
        own.clamd.set_up(false);
        let (visitor, _) = world.talking().await;
        let sent = world
            .upload(&visitor, "a.txt", b"plain", None)
            .await
            .unwrap();
        let said = with_file(text(0, "k2", ""), sent.id);
        let file = message::send(&world.desk, &visitor, said)
            .await
            .unwrap()
            .attachments
            .remove(0);
        let mut config = world.config.clone();
        config.ingest.scanner = None;
        let bare = desk::Desk::open(config).await.unwrap();
        sweep::run(&bare, i64::MAX / 4).await.unwrap();
        let held = file::open(
            &bare,
            Access::Actor(&world.agent),
            file.id,
            Variant::Original,
        )
        .await;
        assert_eq!(code(held.map(|_| ())), "being_checked");
    }
);

on_both_with!(
    what_is_not_kept_is_looked_at_all_the_same,
    scanned(),
    |world, own| {
        let from = Handle {
            kind: HandleKind::Phone,
            value: "+391".into(),
        };
        let mut inbound = channels::InboundMessage::new("e1", from);
        for name in ["offer.txt", "photo.png"] {
            inbound.files.push(channels::InboundFile {
                name: name.into(),
                source: format!("https://provider.example/{name}"),
                passing: true,
                ..channels::InboundFile::default()
            });
        }
        receive::take_in(&world.desk, world.sms, &inbound)
            .await
            .unwrap();
        for (name, bytes) in [("offer.txt", eicar()), ("photo.png", png(60, 40))] {
            let id = format!("SELECT id FROM attachment WHERE source LIKE '%{name}'");
            let fetched = channels::Fetched {
                bytes: bytes.into(),
                name: None,
            };
            let id = world.number(&id).await;
            receive::bring(&world.desk, id, fetched).await.unwrap();
        }
        assert_eq!(own.clamd.asked(), 2);
        let said = "SELECT count(*) FROM attachment WHERE state = 'failed' \
                    AND problem_code = 'infected' AND source IS NULL AND name = 'offer.txt'";
        assert_eq!(world.number(said).await, 1);
        let ready = "SELECT count(*) FROM attachment WHERE state = 'ready' AND width = 60 \
                     AND source IS NOT NULL AND sha256 IS NULL";
        assert_eq!(world.number(ready).await, 1);
        assert_eq!(world.number("SELECT count(*) FROM blob").await, 0);
    }
);
