//! What agents do with tickets: snooze, priority, tags, spam, block, several at once, and undo.

mod support;

use desk::{
    Actor, sweep,
    ticket::{self, Filter},
};
use model::{Change, Direction, Millis, Pick, Priority, Status, TicketId};
use std::time::{SystemTime, UNIX_EPOCH};
use support::{World, code, on_both};

const HOUR_MS: Millis = 3_600_000;

fn now() -> Millis {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    Millis::try_from(now.as_millis()).unwrap()
}

fn close() -> Change {
    Change::Status(Status::Closed, None)
}

/// What happened to the ticket of that number, line by line.
async fn lines(world: &World, number: i64) -> Vec<String> {
    let thread = ticket::open(&world.desk, &world.agent, number)
        .await
        .unwrap();
    let lines = thread.messages.into_iter();
    let lines = lines.filter(|message| message.direction == Direction::Activity);
    lines.map(|message| message.text).collect()
}

/// Tickets in a status, newest first, with whether they are unread.
async fn listed(world: &World, status: Status) -> Vec<(TicketId, bool)> {
    let filter = Filter {
        status: Some(status),
        ..Filter::default()
    };
    let list = ticket::list(&world.desk, &world.agent, filter)
        .await
        .unwrap();
    list.rows.iter().map(|row| (row.id, row.unread)).collect()
}

on_both!(a_change_on_an_old_version_is_refused, |world| {
    let id = world.texted("+391", "One").await;
    let both = [&world.agent, &world.owner].map(|actor| {
        let (desk, actor) = (world.desk.clone(), actor.clone());
        let pick = Pick {
            ticket: id,
            version: 1,
        };
        tokio::spawn(async move { ticket::change(&desk, &actor, &[pick], &close()).await })
    });
    let mut answers = Vec::new();
    for answer in both {
        answers.push(answer.await.unwrap().map_err(|error| error.code()));
    }
    answers.sort_by_key(Result::is_err);
    assert_eq!(answers[0].map(|changed| changed.done), Ok(1));
    assert_eq!(answers[1], Err("conflict"));
    assert_eq!(world.head(id).await.version, 2);
    let nobody = Change::Assign(None);
    assert_eq!(code(world.change(id, 1, nobody.clone()).await), "conflict");
    let changed = world.change(id, 2, nobody.clone()).await.unwrap();
    assert_eq!((changed.done, changed.undo), (1, None), "nothing to change");
    assert_eq!(world.head(id).await.version, 2);
    let stranger = Change::Assign(Some(999));
    assert_eq!(code(world.change(id, 2, stranger).await), "not_found");
    assert_eq!(code(world.change(999, 1, nobody).await), "not_found");
    let visitor = Actor::Visitor {
        visitor: "v".into(),
        inbox: world.webchat,
    };
    assert_eq!(
        code(ticket::mark_read(&world.desk, &visitor, id).await),
        "not_allowed"
    );
    let asked = ticket::change(&world.desk, &visitor, &[], &close()).await;
    assert_eq!(code(asked), "not_allowed");
});

on_both!(a_snoozed_ticket_wakes_when_its_time_has_come, |world| {
    let id = world.texted("+391", "Tomorrow, please").await;
    world.texted("+392", "Something newer").await;
    ticket::mark_read(&world.desk, &world.agent, id)
        .await
        .unwrap();
    let until = now() + HOUR_MS;
    let snooze = |until| Change::Status(Status::Snoozed, until);
    for past in [None, Some(0), Some(now() - 1)] {
        assert_eq!(code(world.change(id, 1, snooze(past)).await), "snooze_past");
    }
    world.change(id, 1, snooze(Some(until))).await.unwrap();
    let head = world.head(id).await;
    assert_eq!(
        (head.status, head.snoozed_until),
        (Status::Snoozed, Some(until))
    );
    sweep::run(&world.desk, until - 1).await.unwrap();
    assert_eq!(listed(world, Status::Snoozed).await, [(id, false)]);
    sweep::run(&world.desk, until).await.unwrap();
    assert_eq!(listed(world, Status::Snoozed).await, []);
    let open = listed(world, Status::Open).await;
    assert_eq!(open[0], (id, true), "on top, and to be read");
    let head = world.head(id).await;
    assert_eq!((head.status, head.snoozed_until), (Status::Open, None));
    assert_eq!(
        lines(world, head.number).await,
        [format!("snoozed:{until}"), "woken".into()]
    );
    sweep::run(&world.desk, until + HOUR_MS).await.unwrap();
    assert_eq!(lines(world, head.number).await.len(), 2, "woken once");
});

on_both!(a_reply_wakes_a_snoozed_ticket, |world| {
    let (visitor, id) = world.talking().await;
    let version = world.head(id).await.version;
    let until = now() + HOUR_MS;
    world
        .change(id, version, Change::Status(Status::Snoozed, Some(until)))
        .await
        .unwrap();
    world.say(&visitor, "k9", "It is urgent after all").await;
    let head = world.head(id).await;
    assert_eq!((head.status, head.snoozed_until), (Status::Open, None));
    sweep::run(&world.desk, until).await.unwrap();
    let lines = lines(world, head.number).await;
    assert_eq!(lines, [format!("snoozed:{until}"), "reopened".into()]);
});

on_both!(tags_and_priority_are_set_and_taken_away, |world| {
    let id = world.texted("+391", "Broken mug").await;
    let tag = |name: &str| Change::Tag(name.into());
    world.change(id, 1, tag("  Broken   goods ")).await.unwrap();
    // On whichever version: tags overwrite nobody's decision. And a tag has one way of being written.
    world.change(id, 77, tag("broken GOODS")).await.unwrap();
    world.change(id, 1, tag("Äpfel 🍏")).await.unwrap();
    assert_eq!(world.head(id).await.tags, ["Broken goods", "Äpfel 🍏"]);
    assert_eq!(code(world.change(id, 1, tag("  ")).await), "tag_name");
    let long = "x".repeat(51);
    assert_eq!(code(world.change(id, 1, tag(&long)).await), "tag_name");
    let gone = Change::Untag("BROKEN goods".into());
    let changed = world.change(id, 1, gone).await.unwrap();
    assert_eq!(world.head(id).await.tags, ["Äpfel 🍏"]);
    ticket::undo(&world.desk, &world.agent, changed.undo.unwrap())
        .await
        .unwrap();
    assert_eq!(world.head(id).await.tags.len(), 2);
    let urgent = Change::Priority(Priority::Urgent);
    assert_eq!(
        code(world.change(id, 9, urgent.clone()).await),
        "conflict",
        "a priority is somebody's decision"
    );
    world.change(id, 1, urgent).await.unwrap();
    assert_eq!(world.head(id).await.priority, Priority::Urgent);
    assert_eq!(
        ticket::tags(&world.desk, &world.agent).await.unwrap(),
        ["Broken goods", "Äpfel 🍏"]
    );
    assert_eq!(
        lines(world, 1001).await,
        [
            "tagged:Broken goods",
            "tagged:Äpfel 🍏",
            "untagged:Broken goods",
            "tagged:Broken goods",
            "priority:urgent"
        ]
    );
});

on_both!(many_are_changed_at_once_and_put_back, |world| {
    let mut picks = Vec::new();
    for n in 0..6 {
        let ticket = world.texted(&format!("+39{n}"), "Hello").await;
        picks.push(Pick { ticket, version: 1 });
    }
    // One is closed already, one was given to somebody meanwhile.
    world.change(picks[1].ticket, 1, close()).await.unwrap();
    picks[1].version = 2;
    let assign = Change::Assign(Some(world.agent_id));
    world.change(picks[4].ticket, 1, assign).await.unwrap();
    let changed = ticket::change(&world.desk, &world.agent, &picks, &close())
        .await
        .unwrap();
    assert_eq!((changed.done, changed.left), (5, 1));
    assert_eq!(
        listed(world, Status::Open).await,
        [(picks[4].ticket, true)],
        "what somebody changed meanwhile is left as it is"
    );
    let undo = changed.undo.unwrap();
    let other = ticket::undo(&world.desk, &world.owner, undo).await;
    assert_eq!(code(other), "not_found", "everybody takes back their own");
    // Somebody goes on with one of them before it is put back.
    let taken = picks[0].ticket;
    world
        .change(taken, 2, Change::Priority(Priority::High))
        .await
        .unwrap();
    let undone = ticket::undo(&world.desk, &world.agent, undo).await.unwrap();
    assert_eq!((undone.done, undone.left), (3, 1));
    let closed: Vec<_> = listed(world, Status::Closed).await;
    let mut closed: Vec<_> = closed.into_iter().map(|(id, _)| id).collect();
    closed.sort_unstable();
    assert_eq!(closed, [taken, picks[1].ticket]);
    let again = ticket::undo(&world.desk, &world.agent, undo).await;
    assert_eq!(code(again), "not_found", "once");
    let none = ticket::change(&world.desk, &world.agent, &[], &close()).await;
    assert_eq!(code(none), "not_found");
    let many = vec![picks[0]; 501];
    let many = ticket::change(&world.desk, &world.agent, &many, &close()).await;
    assert_eq!(code(many), "too_many_picked");
});

on_both!(read_and_unread_as_one_likes, |world| {
    let id = world.texted("+391", "Hi").await;
    ticket::mark_read(&world.desk, &world.agent, id)
        .await
        .unwrap();
    let changed = world.change(id, 1, Change::Unread(true)).await.unwrap();
    assert_eq!(listed(world, Status::Open).await, [(id, true)]);
    ticket::undo(&world.desk, &world.agent, changed.undo.unwrap())
        .await
        .unwrap();
    assert_eq!(listed(world, Status::Open).await, [(id, false)]);
    assert_eq!(lines(world, 1001).await, [] as [&str; 0]);
});

on_both!(spam_stays_spam, |world| {
    let id = world.texted("+391", "You have won").await;
    world
        .change(id, 1, Change::Status(Status::Spam, None))
        .await
        .unwrap();
    world.texted("+391", "Really!").await;
    assert_eq!(listed(world, Status::Open).await, []);
    assert_eq!(listed(world, Status::Spam).await, [(id, true)]);
    let list = ticket::list(&world.desk, &world.agent, Filter::default())
        .await
        .unwrap();
    assert_eq!(list.views[0].1, 0);
    let version = world.head(id).await.version;
    world
        .change(id, version, Change::Status(Status::Open, None))
        .await
        .unwrap();
    assert_eq!(lines(world, 1001).await, ["spam", "not_spam"]);
    assert_eq!(
        ticket::open(&world.desk, &world.agent, 1001)
            .await
            .unwrap()
            .messages
            .iter()
            .filter(|message| message.direction == Direction::In)
            .count(),
        2,
        "nothing is lost"
    );
});

on_both!(who_is_blocked_writes_into_spam, |world| {
    let first = world.texted("+391", "Buy now").await;
    let changed = world.change(first, 1, Change::Block(true)).await.unwrap();
    let head = world.head(first).await;
    assert_eq!((head.status, head.blocked), (Status::Spam, true));
    // A conversation that was over, and one that begins.
    let second = world.texted("+392", "Hello").await;
    world.change(second, 1, close()).await.unwrap();
    world.change(second, 2, Change::Block(true)).await.unwrap();
    world.texted("+392", "Hello again").await;
    assert_eq!(world.head(second).await.status, Status::Spam);
    world.texted("+391", "Buy!").await;
    assert_eq!(listed(world, Status::Open).await, []);
    ticket::undo(&world.desk, &world.agent, changed.undo.unwrap())
        .await
        .unwrap();
    let head = world.head(first).await;
    assert_eq!((head.status, head.blocked), (Status::Open, false));
    world.change(second, 9, Change::Block(false)).await.unwrap();
    let head = world.head(second).await;
    assert_eq!(
        (head.status, head.blocked),
        (Status::Spam, false),
        "what is spam stays spam until somebody says otherwise"
    );
});

on_both!(undo_is_forgotten_after_an_hour, |world| {
    let id = world.texted("+391", "Hi").await;
    let changed = world.change(id, 1, close()).await.unwrap();
    sweep::run(&world.desk, now() + 2 * HOUR_MS).await.unwrap();
    let late = ticket::undo(&world.desk, &world.agent, changed.undo.unwrap()).await;
    assert_eq!(code(late), "not_found");
    assert_eq!(world.head(id).await.status, Status::Closed);
});

/// What was said in the ticket of that number.
async fn said(world: &World, number: i64) -> Vec<String> {
    let thread = ticket::open(&world.desk, &world.agent, number)
        .await
        .unwrap();
    let messages = thread.messages.into_iter();
    let said = messages.filter(|message| message.direction != Direction::Activity);
    said.map(|message| message.text).collect()
}

/// Two conversations of one customer, by SMS: `+391` has a second number.
async fn two(world: &World) -> [TicketId; 2] {
    let first = world.texted("+391", "My mug is broken").await;
    let second = world.texted("+392", "I wrote from my other phone").await;
    let contact = format!("(SELECT contact_id FROM ticket WHERE id = {first})");
    for moved in [
        format!("UPDATE contact_handle SET contact_id = {contact} WHERE value = '+392'"),
        format!("UPDATE ticket SET contact_id = {contact} WHERE id = {second}"),
    ] {
        world.sql(&moved).await;
    }
    [first, second]
}

on_both!(two_tickets_become_one_and_two_again, |world| {
    let [first, second] = two(world).await;
    world
        .change(second, 1, Change::Tag("twice".into()))
        .await
        .unwrap();
    world.change(first, 1, close()).await.unwrap();
    let pick = |ticket, version| Pick { ticket, version };
    let (desk, agent) = (&world.desk, &world.agent);
    let merge = |from, into| ticket::merge(desk, agent, from, into);
    assert_eq!(code(merge(pick(first, 2), first).await), "merge_self");
    assert_eq!(code(merge(pick(second, 7), first).await), "conflict");
    let other = world.texted("+393", "Somebody else").await;
    assert_eq!(code(merge(pick(other, 1), first).await), "merge_contact");
    assert_eq!(
        ticket::mergeable(desk, agent, second).await.unwrap()[0].number,
        1001
    );

    let changed = merge(pick(second, 1), first).await.unwrap();
    let all = ["My mug is broken", "I wrote from my other phone"];
    assert_eq!(said(world, 1001).await, all);
    // The other's address leads here, and so does an answer written there.
    assert_eq!(said(world, 1002).await, all);
    let thread = ticket::open(desk, agent, 1002).await.unwrap();
    assert_eq!(thread.ticket.id, first);
    assert_eq!(thread.ticket.tags, ["twice"]);
    assert_eq!(thread.ticket.status, Status::Open, "one wants an answer");
    let late = support::message(second, "late", "Here it is");
    let late = desk::message::send(desk, agent, late).await.unwrap();
    assert_eq!(late.text, "Here it is");
    assert_eq!(said(world, 1001).await.len(), 3);
    let open: Vec<_> = listed(world, Status::Open).await;
    assert!(open.iter().all(|(id, _)| *id != second));
    assert_eq!(
        code(world.change(second, 2, close()).await),
        "not_found",
        "what is part of another is changed there"
    );
    // So does what they write from there.
    world.texted("+392", "Are you there?").await;
    assert_eq!(said(world, 1001).await.len(), 4);

    ticket::undo(desk, agent, changed.undo.unwrap())
        .await
        .unwrap();
    assert_eq!(said(world, 1002).await, [all[1]]);
    assert_eq!(
        said(world, 1001).await,
        [all[0], "Here it is", "Are you there?"]
    );
    assert_eq!(world.head(second).await.status, Status::Open);
});

on_both!(two_merges_at_once_make_one, |world| {
    let [first, second] = two(world).await;
    let both = [(first, second), (second, first)].map(|(ticket, into)| {
        let (desk, actor) = (world.desk.clone(), world.agent.clone());
        let pick = Pick { ticket, version: 1 };
        tokio::spawn(async move { ticket::merge(&desk, &actor, pick, into).await })
    });
    let mut fine = 0;
    for merged in both {
        match merged.await.unwrap() {
            Ok(_) => fine += 1,
            Err(error) => assert_eq!(error.code(), "conflict"),
        }
    }
    assert_eq!(fine, 1);
    assert_eq!(said(world, 1001).await.len(), 2);
    assert_eq!(said(world, 1002).await.len(), 2);
});

on_both!(a_ticket_is_split_and_joined_again, |world| {
    let id = world.texted("+391", "My mug is broken").await;
    let other = world.texted("+391", "And where is my invoice?").await;
    assert_eq!(other, id);
    let thread = ticket::open(&world.desk, &world.agent, 1001).await.unwrap();
    let [first, second] = [0, 1].map(|at| thread.messages[at].id);
    let pick = Pick {
        ticket: id,
        version: 1,
    };
    let split = |message| ticket::split(&world.desk, &world.agent, pick, message);
    assert_eq!(code(split(first).await), "split_all");
    assert_eq!(code(split(second + 100).await), "split_all");
    let (number, changed) = split(second).await.unwrap();
    assert_eq!(said(world, number).await, ["And where is my invoice?"]);
    assert_eq!(said(world, 1001).await, ["My mug is broken"]);
    assert_eq!(lines(world, number).await, ["split:#1001"]);
    ticket::undo(&world.desk, &world.agent, changed.undo.unwrap())
        .await
        .unwrap();
    assert_eq!(said(world, 1001).await.len(), 2);
    let (visitor, chat) = world.talking().await;
    let asked = world.say(&visitor, "k2", "Hello?").await;
    let pick = Pick {
        ticket: chat,
        version: 1,
    };
    let split = ticket::split(&world.desk, &world.agent, pick, asked.id).await;
    assert_eq!(code(split), "split_webchat");
});
