//! What a worker that died leaves behind, and what a provider told when nobody was there.

use crate::support::{ANA, ASA, LEA, World, on_both, png, state, told};
use desk::{receive, sweep};
use model::{DeliveryState, Direction};
use simulator::{Act, Channel as Phone, Fault, Knobs};

const UNKNOWN: &str = "SELECT count(*) FROM delivery WHERE state = 'unknown'";

async fn opened(world: &World, customer: (Phone, &str)) -> i64 {
    world.act(customer, Act::say("Hello")).await;
    let thread = world.until(customer, "a text", |_| true).await;
    thread.ticket.id
}

/// An answer with a picture to a conversation by WhatsApp, while nobody works.
async fn left_lying(world: &mut World) -> i64 {
    let ticket = opened(world, ASA).await;
    world.stop().await;
    let picture = png(40, 30);
    world
        .reply(ticket, "This one", Some((&picture, "")))
        .await
        .unwrap();
    ticket
}

/// As a worker leaves it that is killed while it has a part in hand.
async fn killed(world: &mut World, handed: bool) {
    let sql = "UPDATE delivery SET state = 'sending', attempts = 1, claimed_at = 1, handed =";
    world
        .sql(&format!("{sql} {handed} WHERE state = 'queued'"))
        .await;
    world.start();
    sweep::run(&world.desk, world.sim.now()).await.unwrap();
}

on_both!(
    a_worker_that_died_while_it_uploaded_leaves_no_doubt,
    |world| {
        left_lying(world).await;
        killed(world, false).await;
        world
            .until(ASA, "it is sent after all", |thread| {
                state(thread).is_some_and(|state| state != DeliveryState::Queued)
            })
            .await;
        world.sim.quiet().await;
        let lines = world.sim.lines(ASA.0);
        let ours = lines.iter().filter(|line| !line.mine);
        assert_eq!(ours.count(), 1);
        assert_eq!(world.number(UNKNOWN).await, 0);
    }
);

on_both!(
    a_worker_that_died_at_the_call_itself_leaves_it_unknown,
    |world| {
        let ticket = left_lying(world).await;
        killed(world, true).await;
        world.counted(UNKNOWN, 1).await;
        world.stop().await;
        // A text needs nothing before its call: there it cannot be told, either.
        world.sql("UPDATE delivery SET attempts = 99").await;
        world.reply(ticket, "And this", None).await.unwrap();
        killed(world, false).await;
        world.counted(UNKNOWN, 2).await;
    }
);

on_both!(of_two_pictures_an_echo_does_not_say_which_it_is, |world| {
    let ticket = opened(world, LEA).await;
    for (fault, side) in [(Fault::Cut, 30), (Fault::Lost, 31)] {
        world.sim.next(LEA.0, fault);
        let picture = png(40, side);
        world.reply(ticket, "", Some((&picture, ""))).await.unwrap();
        world
            .counted(
                "SELECT count(*) FROM delivery WHERE state IN ('queued', 'sending')",
                0,
            )
            .await;
    }
    world.sim.quiet().await;
    world
        .counted(
            "SELECT count(*) FROM inbound_event WHERE applied_at IS NULL",
            0,
        )
        .await;
    // The second one arrived. Neither is said to have, and neither is shown a second time.
    assert_eq!(world.number(UNKNOWN).await, 2);
    let thread = world.thread(LEA).await.unwrap();
    assert_eq!(told(&thread, Direction::Out).len(), 2);
});

on_both!(what_became_of_ours_is_asked_for_too, |world| {
    let ticket = opened(world, ANA).await;
    let missed = Knobs {
        missed: 1.0,
        ..Knobs::default()
    };
    world.sim.set_knobs(ANA.0, missed);
    world.reply(ticket, "Are you there?", None).await.unwrap();
    world
        .until(ANA, "it is sent", |thread| {
            state(thread) == Some(DeliveryState::Sent)
        })
        .await;
    world.sim.quiet().await;
    let list = async || receive::list_missed(&world.desk, world.sms).await.unwrap();
    assert_eq!(list().await, 1);
    world
        .until(ANA, "it is delivered", |thread| {
            state(thread) == Some(DeliveryState::Delivered)
        })
        .await;
    assert_eq!(list().await, 0);
    // What somebody else sent by the same number is none of ours.
    world
        .sql("DELETE FROM inbound_event WHERE event_id LIKE '%:delivered'")
        .await;
    world.sql("UPDATE delivery SET provider_id = 'SMX'").await;
    assert_eq!(list().await, 0);
});
