//! The list, its pages and counts, and what agents do to a ticket.

mod support;

use desk::ticket::{self, Filter, View};
use model::{Change, Status};
use support::{code, on_both};

/// Open tickets by view: all, mine, unassigned.
fn counts(list: &ticket::List) -> [u32; 3] {
    View::ALL.map(|view| {
        let held = list.views.iter().find(|(of, _)| *of == view);
        held.unwrap().1
    })
}

on_both!(pages_follow_each_other_without_gap_or_twin, |world| {
    for n in 0..120 {
        world.texted(&format!("+39{n:07}"), "Hi").await;
    }
    // Half of them in the same millisecond: the key decides.
    world
        .sql("UPDATE ticket SET last_message_at = 1000 WHERE id % 2 = 0")
        .await;
    let mut filter = Filter::default();
    let mut seen = Vec::new();
    loop {
        let list = ticket::list(&world.desk, &world.agent, filter.clone())
            .await
            .unwrap();
        assert_eq!(counts(&list), [120, 0, 120]);
        seen.extend(list.rows.iter().map(|row| (row.last_message_at, row.id)));
        match list.next {
            Some(next) => filter.after = Some(next),
            None => break,
        }
    }
    assert_eq!(seen.len(), 120);
    let mut sorted = seen.clone();
    sorted.sort_unstable_by(|a, b| b.cmp(a));
    sorted.dedup();
    assert_eq!(seen, sorted);
});

on_both!(views_and_counts_follow_assignment_and_status, |world| {
    let (first, second) = (
        world.texted("+391", "One").await,
        world.texted("+392", "Two").await,
    );
    world.texted("+393", "Three").await;
    let assign = Change::Assign(Some(world.agent_id));
    world.change(first, 1, assign).await.unwrap();
    let head = world.head(first).await;
    assert_eq!(
        (head.version, head.assignee.unwrap().name.as_str()),
        (2, "Anton")
    );
    let close = Change::Status(Status::Closed, None);
    world.change(second, 1, close).await.unwrap();
    let count = async |view, status| {
        let filter = Filter {
            view,
            status: Some(status),
            ..Filter::default()
        };
        let list = ticket::list(&world.desk, &world.agent, filter)
            .await
            .unwrap();
        (list.rows.len(), counts(&list))
    };
    let held = [2, 1, 1];
    assert_eq!(count(View::All, Status::Open).await, (2, held));
    assert_eq!(count(View::Mine, Status::Open).await, (1, held));
    assert_eq!(count(View::Unassigned, Status::Open).await, (1, held));
    assert_eq!(count(View::All, Status::Closed).await, (1, held));
    assert_eq!(count(View::All, Status::Snoozed).await, (0, held));
    let list = ticket::list(&world.desk, &world.owner, Filter::default())
        .await
        .unwrap();
    assert_eq!(counts(&list), [2, 0, 1]);
    let row = list.rows.iter().find(|row| row.id == first).unwrap();
    assert_eq!(
        (row.contact.as_str(), row.preview.as_str()),
        ("+391", "One")
    );
});

on_both!(a_thread_shows_the_newest_and_loads_the_older, |world| {
    let id = world.texted("+391", "0").await;
    for n in 1..250 {
        let note = model::NewMessage {
            note: true,
            ..support::message(id, &format!("n{n}"), &n.to_string())
        };
        desk::message::send(&world.desk, &world.agent, note)
            .await
            .unwrap();
    }
    let thread = ticket::open(&world.desk, &world.agent, 1001).await.unwrap();
    assert_eq!((thread.messages.len(), thread.more), (200, true));
    assert_eq!(thread.messages[199].text, "249");
    let first = thread.messages[0].id;
    let older = ticket::messages_before(&world.desk, &world.agent, id, first)
        .await
        .unwrap();
    let texts: Vec<_> = older.iter().map(|message| message.text.clone()).collect();
    assert_eq!(texts, (0..50).map(|n| n.to_string()).collect::<Vec<_>>());
    assert_eq!(
        code(ticket::open(&world.desk, &world.agent, 7).await),
        "not_found"
    );
});

on_both!(the_panel_knows_addresses_and_other_tickets, |world| {
    let first = world.texted("+391", "Where is my lamp?").await;
    let head = ticket::open(&world.desk, &world.agent, 1001).await.unwrap();
    assert_eq!(head.contact.name, "+391");
    assert_eq!(head.contact.handles[0].value, "+391");
    assert!(head.contact.tickets.is_empty());
    // The same person by another way: moved over behind the desk's back, merging comes later.
    let (_, second) = world.talking().await;
    world
        .sql(&format!(
            "UPDATE ticket SET contact_id = (SELECT contact_id FROM ticket WHERE id = {first}) \
             WHERE id = {second}"
        ))
        .await;
    let card = ticket::open(&world.desk, &world.agent, 1001)
        .await
        .unwrap()
        .contact;
    assert_eq!(card.tickets.len(), 1);
    assert_eq!(
        (card.tickets[0].number, card.tickets[0].subject.as_str()),
        (1002, "Hello")
    );
    assert_eq!(card.tickets[0].channel, model::Channel::Webchat);
});
