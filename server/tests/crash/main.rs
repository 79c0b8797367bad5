//! The server is killed, without a word, while messages with files flow both ways on four channels whose providers
//! have faults. Nothing is lost, and nothing is handed over twice.
//!
//! `ATTACHE_CRASH_MESSAGES` sets another number of messages, `ATTACHE_CRASH_SEED` other dice; both are printed.

#![allow(clippy::print_stdout, reason = "its tables are what it is run for")]

mod house;
#[path = "../shared/mod.rs"]
mod shared;
mod tally;
mod traffic;

use house::{House, Where};
use rand::{Rng, SeedableRng, rngs::StdRng};
use std::{sync::Arc, time::Duration};
use tally::{Strikes, Tally};
use traffic::Traffic;

/// Both ways together, all channels.
const MESSAGES: u64 = 2_000;
/// Kills at least; they go on for as long as messages flow.
const KILLS: usize = 20;

fn number(name: &str, default: u64) -> u64 {
    let told = std::env::var(name).ok();
    told.map_or(default, |told| told.parse().expect("a number"))
}

/// One run: as many servers as wanted on one database, killed one after the other.
async fn run(at: Where, servers: usize, messages: u64) {
    let messages = usize::try_from(number("ATTACHE_CRASH_MESSAGES", messages)).unwrap();
    let seed = number("ATTACHE_CRASH_SEED", rand::rng().random());
    println!("{messages} messages, {servers} server(s), {at:?}, ATTACHE_CRASH_SEED={seed}");
    let mut dice = StdRng::seed_from_u64(seed);
    let mut house = House::build(at, servers, seed).await;
    let traffic = Arc::new(Traffic::new(&house, messages / 2));
    traffic.greet(&house).await;
    traffic.lose_somebody();
    house.trouble();

    let flowing = tokio::spawn(Arc::clone(&traffic).flow());
    let mut strikes = Strikes::default();
    while !flowing.is_finished() || strikes.kills < KILLS {
        let uptime = Duration::from_millis(dice.random_range(200..2_500));
        tokio::time::sleep(uptime).await;
        let server = dice.random_range(0..servers);
        house.kill(server);
        strikes.count(&house).await;
        // Providers go on knocking at a closed door for a moment.
        tokio::time::sleep(Duration::from_millis(dice.random_range(0..400))).await;
        house.start(server).await;
    }
    flowing.await.unwrap();
    house.calm(traffic.came()).await;
    let tally = Tally::of(&house, &traffic).await;
    strikes.print();
    tally.print();
    strikes.check();
    tally.check();
    house.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_killed_server_loses_nothing_and_sends_nothing_twice_on_sqlite() {
    run(Where::Sqlite, 1, MESSAGES).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_killed_server_loses_nothing_and_sends_nothing_twice_on_postgres() {
    run(Where::Postgres, 1, MESSAGES).await;
}

/// Two on one database, either of which is killed: what one had in hand the other takes up, and none of it twice.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_replicas_on_postgres_none_sends_what_the_other_sent() {
    run(Where::Postgres, 2, MESSAGES / 4).await;
}
