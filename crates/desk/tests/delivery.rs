//! The outbox: each part goes out once, whatever falls over.

mod support;

use desk::{sweep, ticket};
use model::DeliveryState;
use support::on_both;

fn now() -> i64 {
    let now = std::time::SystemTime::UNIX_EPOCH
        .elapsed()
        .unwrap()
        .as_millis();
    i64::try_from(now).unwrap()
}

async fn states(world: &support::World) -> Vec<DeliveryState> {
    let thread = ticket::open(&world.desk, &world.agent, 1001).await.unwrap();
    thread
        .messages
        .iter()
        .filter_map(|message| Some(message.delivery.as_ref()?.state))
        .collect()
}

on_both!(two_workers_send_each_part_once, |world| {
    let (_, ticket) = world.talking().await;
    for n in 0..30 {
        world.reply(ticket, &format!("a{n}"), "Hello").await;
    }
    let second = world.replica().await;
    let (here, there) = (world.desk.start(), second.start());
    support::eventually("all are sent", async || {
        states(world)
            .await
            .iter()
            .all(|state| *state == DeliveryState::Sent)
    })
    .await;
    assert_eq!(
        world
            .number("SELECT count(*) FROM delivery WHERE attempts = 1")
            .await,
        30
    );
    here.shutdown().await;
    there.shutdown().await;
});

on_both!(a_crash_between_commit_and_push_loses_nothing, |world| {
    let (_, ticket) = world.talking().await;
    world.reply(ticket, "a1", "Hello").await;
    // What a process leaves that ended right after the commit.
    let jobs = if world.config.database_url.is_some() {
        "apalis.jobs"
    } else {
        "Jobs"
    };
    support::eventually("the job is pushed", async || {
        world.number(&format!("SELECT count(*) FROM {jobs}")).await == 1
    })
    .await;
    world.sql(&format!("DELETE FROM {jobs}")).await;
    assert_eq!(states(world).await, [DeliveryState::Queued]);
    sweep::run(&world.desk, now() + 1_000).await.unwrap();
    assert_eq!(
        world.number(&format!("SELECT count(*) FROM {jobs}")).await,
        0,
        "not too eager"
    );
    sweep::run(&world.desk, now() + 6_000).await.unwrap();
    assert_eq!(
        world.number(&format!("SELECT count(*) FROM {jobs}")).await,
        1
    );
    let workers = world.desk.start();
    support::eventually("it is sent", async || {
        states(world).await == [DeliveryState::Sent]
    })
    .await;
    workers.shutdown().await;
});

on_both!(a_crash_while_sending_is_looked_up, |world| {
    let (_, ticket) = world.talking().await;
    world.reply(ticket, "a1", "First").await;
    world.reply(ticket, "a2", "Second").await;
    // Claimed by a process that is gone.
    let first = "(SELECT min(id) FROM delivery)";
    let claimed = now() - 200_000;
    world
        .sql(&format!(
            "UPDATE delivery SET state = 'sending', attempts = 1, claimed_at = {claimed} \
             WHERE id = {first}"
        ))
        .await;
    let workers = world.desk.start();
    support::eventually("both are sent", async || {
        states(world).await == [DeliveryState::Sent, DeliveryState::Sent]
    })
    .await;
    let sql = format!("SELECT attempts FROM delivery WHERE id = {first}");
    assert!(world.number(&sql).await >= 2, "looked up, and sent again");
    workers.shutdown().await;
});

on_both!(a_channel_that_is_not_connected_says_so, |world| {
    let ticket = world.texted("+391", "Hi").await;
    let workers = world.desk.start();
    world.reply(ticket, "a1", "Hello").await;
    support::eventually("it failed", async || {
        states(world).await == [DeliveryState::Failed]
    })
    .await;
    let thread = ticket::open(&world.desk, &world.agent, 1001).await.unwrap();
    let problem = thread.messages[1]
        .delivery
        .clone()
        .unwrap()
        .problem
        .unwrap();
    assert_eq!(problem.code, "not_connected");
    assert_eq!(problem.sentence, "SMS is not connected on this desk yet.");
    workers.shutdown().await;
});

on_both!(finished_jobs_are_forgotten, |world| {
    let (_, ticket) = world.talking().await;
    let workers = world.desk.start();
    for n in 0..5 {
        world.reply(ticket, &format!("a{n}"), "Hello").await;
    }
    support::eventually("all are sent", async || {
        states(world)
            .await
            .iter()
            .all(|state| *state == DeliveryState::Sent)
    })
    .await;
    let jobs = if world.config.database_url.is_some() {
        "apalis.jobs"
    } else {
        "Jobs"
    };
    support::eventually("no job is left", async || {
        sweep::run(&world.desk, now()).await.unwrap();
        world.number(&format!("SELECT count(*) FROM {jobs}")).await == 0
    })
    .await;
    workers.shutdown().await;
});
