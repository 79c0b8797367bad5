//! Two desks on one database.

use crate::support::{World, bases, letter};
use desk::Desk;
use std::time::Duration;
use tokio::runtime::Runtime;

const MESSAGES: &str = "SELECT count(*) FROM message WHERE direction = 'in'";

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_mailbox_is_one_replicas_and_anothers_when_that_one_dies() {
    let mut world = World::open(true).await;
    world.start().await;
    let (config, runtime) = (world.config.clone(), Runtime::new().unwrap());
    let (told, opened) = tokio::sync::oneshot::channel();
    // The first one is the other's: it dies, and the world's own stays.
    world.stop().await;
    runtime.spawn(async move {
        let desk = Desk::open_with(config, bases()).await.unwrap();
        let workers = desk.start();
        let _ = told.send(());
        std::future::pending::<()>().await;
        drop(workers);
    });
    opened.await.unwrap();
    let held = "SELECT count(*) FROM mailbox WHERE held_until > 0";
    world.counted(held, 1).await;
    world.begin();
    let mail = letter("one", "anna@customer.test", "To the first");
    world
        .mail
        .post("anna@customer.test", &world.address, &mail)
        .await;
    world.counted(MESSAGES, 1).await;
    // Several times the lease: it is not passed on while its holder lives.
    let one_holder = "SELECT count(DISTINCT holder) FROM mailbox";
    assert_eq!(world.number(one_holder).await, 1);
    let before = holder(&world).await;
    tokio::time::sleep(bases().patience.mailbox * 3).await;
    assert_eq!(holder(&world).await, before);
    // As if the process were killed: nothing is said to anybody.
    runtime.shutdown_background();
    let mail = letter("two", "anna@customer.test", "To the second");
    world
        .mail
        .post("anna@customer.test", &world.address, &mail)
        .await;
    world.counted(MESSAGES, 2).await;
    assert_ne!(holder(&world).await, before);
    assert!(bases().patience.mailbox < Duration::from_secs(60));
    world.end().await;
}

/// Who holds it, as a number.
async fn holder(world: &World) -> i64 {
    world
        .number("SELECT ('x' || substr(md5(holder), 1, 15))::bit(60)::bigint FROM mailbox")
        .await
}
