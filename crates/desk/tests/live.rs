//! The live log: nobody misses anything, and nobody hears what is not theirs.

mod support;

use desk::{live::Item, message, presence, sweep, ticket};
use futures::{StreamExt, stream::BoxStream};
use model::{Event, EventKind, NewMessage};
use std::time::Duration;
use support::{code, message as text, on_both};

async fn next(stream: &mut BoxStream<'static, Item>) -> Option<Item> {
    tokio::time::timeout(Duration::from_secs(5), stream.next())
        .await
        .ok()
        .flatten()
}

async fn event(stream: &mut BoxStream<'static, Item>) -> Event {
    match next(stream).await {
        Some(Item::Event(event)) => event,
        other => panic!("no event but {other:?}"),
    }
}

async fn silent(stream: &mut BoxStream<'static, Item>) -> bool {
    tokio::time::timeout(Duration::from_millis(300), stream.next())
        .await
        .is_err()
}

on_both!(pages_hear_what_is_theirs, |world| {
    let workers = world.desk.start();
    let (visitor, ticket) = world.talking().await;
    let (stranger, _) = world.talking().await;
    let hub = world.desk.live();
    let mut agents = hub.subscribe(&world.agent, None).await.unwrap();
    let mut theirs = hub.subscribe(&visitor, None).await.unwrap();
    let mut strangers = hub.subscribe(&stranger, None).await.unwrap();
    let nobody = hub.subscribe(&desk::Actor::Nobody, None).await;
    assert_eq!(code(nobody.map(|_| ())), "not_signed_in");

    let note = NewMessage {
        note: true,
        ..text(ticket, "n1", "Psst")
    };
    message::send(&world.desk, &world.agent, note)
        .await
        .unwrap();
    assert_eq!(event(&mut agents).await.kind, EventKind::Note);
    world.reply(ticket, "a1", "Hello!").await;
    let heard = event(&mut theirs).await;
    assert_eq!(
        (heard.kind, heard.ticket),
        (EventKind::Message, ticket),
        "and not the note"
    );
    assert_eq!(event(&mut agents).await, heard);
    ticket::mark_read(&world.desk, &world.agent, ticket)
        .await
        .unwrap();
    // The delivery is told, too, to both.
    assert_eq!(event(&mut theirs).await.kind, EventKind::Delivery);
    assert!(silent(&mut strangers).await);
    workers.shutdown().await;
});

on_both!(a_page_resumes_where_it_was, |world| {
    let workers = world.desk.start();
    let (visitor, ticket) = world.talking().await;
    let seq = ticket::list(&world.desk, &world.agent, Default::default())
        .await
        .unwrap()
        .seq;
    world.say(&visitor, "k2", "Still there?").await;
    world.reply(ticket, "a1", "Yes").await;
    let mut stream = world
        .desk
        .live()
        .subscribe(&world.agent, Some(seq))
        .await
        .unwrap();
    let first = event(&mut stream).await;
    assert_eq!((first.seq, first.kind), (seq + 1, EventKind::Message));
    assert_eq!(event(&mut stream).await.seq, seq + 2);
    let mut stream = world
        .desk
        .live()
        .subscribe(&visitor, Some(seq))
        .await
        .unwrap();
    assert_eq!(event(&mut stream).await.seq, seq + 1);

    // A day later the log is swept, but for its end.
    support::eventually("the delivery is told", async || {
        world
            .number("SELECT count(*) FROM event WHERE kind = 'delivery'")
            .await
            == 1
    })
    .await;
    sweep::run(&world.desk, first_of_next_day()).await.unwrap();
    assert_eq!(world.number("SELECT count(*) FROM event").await, 1);
    let mut stream = world
        .desk
        .live()
        .subscribe(&world.agent, Some(seq))
        .await
        .unwrap();
    assert_eq!(next(&mut stream).await, Some(Item::Reset));
    let reopened = world.replica().await;
    let seq = ticket::list(&reopened, &world.agent, Default::default())
        .await
        .unwrap()
        .seq;
    assert_eq!(seq, world.number("SELECT max(seq) FROM event").await);
    // From a log that was longer than this one ever was: another database.
    let mut stream = world
        .desk
        .live()
        .subscribe(&world.agent, Some(1_000_000))
        .await
        .unwrap();
    assert_eq!(next(&mut stream).await, Some(Item::Reset));
    workers.shutdown().await;
});

fn first_of_next_day() -> i64 {
    let now = std::time::SystemTime::UNIX_EPOCH
        .elapsed()
        .unwrap()
        .as_millis();
    i64::try_from(now).unwrap() + 86_400_001
}

on_both!(no_event_is_stepped_over, |world| {
    let workers = world.desk.start();
    let (_, ticket) = world.talking().await;
    let mut stream = world
        .desk
        .live()
        .subscribe(&world.agent, None)
        .await
        .unwrap();
    let writers = (0..8).map(|writer| {
        let (desk, agent) = (world.desk.clone(), world.agent.clone());
        tokio::spawn(async move {
            for n in 0..25 {
                let new = text(ticket, &format!("w{writer}-{n}"), "x");
                let note = NewMessage { note: true, ..new };
                message::send(&desk, &agent, note).await.unwrap();
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    let mut last = 0;
    for _ in 0..200 {
        let heard = event(&mut stream).await;
        assert!(heard.seq > last, "in order");
        last = heard.seq;
    }
    assert_eq!(last, world.number("SELECT max(seq) FROM event").await);
    workers.shutdown().await;
});

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn replicas_hear_each_other() {
    let world = support::World::postgres().await;
    let second = world.replica().await;
    let (here, there) = (world.desk.start(), second.start());
    let (_, ticket) = world.talking().await;
    let mut stream = second.live().subscribe(&world.agent, None).await.unwrap();
    // The other one may be about to hear of the hello.
    tokio::time::sleep(Duration::from_millis(500)).await;
    let begun = std::time::Instant::now();
    world.reply(ticket, "a1", "Hello!").await;
    loop {
        let heard = event(&mut stream).await;
        if heard.kind == EventKind::Delivery {
            break;
        }
    }
    assert!(
        begun.elapsed() < Duration::from_secs(3),
        "by NOTIFY, not by the clock"
    );
    let list = ticket::list(&second, &world.agent, Default::default())
        .await
        .unwrap();
    assert_eq!(list.seq, world.number("SELECT max(seq) FROM event").await);
    here.shutdown().await;
    there.shutdown().await;
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_looks_is_known_to_every_replica_and_to_nobody_outside() {
    let world = support::World::postgres().await;
    let second = world.replica().await;
    let (here, there) = (world.desk.start(), second.start());
    let (visitor, ticket) = world.talking().await;
    let look = async |desk, actor, writes| presence::look(desk, actor, ticket, writes).await;
    let stranger = look(&second, &visitor, false).await;
    assert_eq!(code(stranger), "not_allowed");
    support::eventually("the other replica hears it", async || {
        let alone = look(&world.desk, &world.owner, true).await.unwrap();
        assert!(
            alone.iter().all(|one| one.name != "Olga"),
            "of oneself one is told nothing"
        );
        let there = look(&second, &world.agent, false).await.unwrap();
        there.iter().any(|one| one.name == "Olga" && one.writes)
    })
    .await;
    here.shutdown().await;
    there.shutdown().await;
    world.end().await;
}
