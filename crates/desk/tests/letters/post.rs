//! A and letters that arrive in it.

use crate::support::{World, eventually};
use desk::{Desk, receive};
use model::{InboxId, TicketId};

pub(crate) async fn arrives(desk: &Desk, inbox: InboxId, raw: &str) {
    receive::letter(desk, inbox, raw.replace('\n', "\r\n").as_bytes())
        .await
        .unwrap();
}

pub(crate) fn letter(id: &str, from: &str, head: &str, text: &str) -> String {
    format!(
        "From: {from}\nTo: help@shop.example\nSubject: Mug\nMessage-ID: <{id}@c.example>\n{head}\n{text}\n"
    )
}

pub(crate) async fn applied(world: &World) {
    eventually("all letters are applied", || async {
        world
            .number("SELECT count(*) FROM inbound_event WHERE applied_at IS NULL")
            .await
            == 0
    })
    .await;
}

/// A customer's first letter, applied; its ticket.
pub(crate) async fn first(world: &World, inbox: InboxId) -> TicketId {
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
pub(crate) async fn answered(world: &World, ticket: TicketId) -> String {
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

pub(crate) async fn tickets(world: &World) -> i64 {
    world.number("SELECT count(*) FROM ticket").await
}

pub(crate) async fn messages(world: &World, ticket: TicketId) -> i64 {
    let sql =
        format!("SELECT count(*) FROM message WHERE ticket_id = {ticket} AND direction = 'in'");
    world.number(&sql).await
}
