//! Finding tickets: what narrows the list, in which order, views that are kept, and search.

mod support;

use desk::{
    Actor, sweep,
    ticket::{self, FOUND, Filter, List, Zone},
};
use model::{Change, Channel, Priority, Status, TicketId};
use support::{World, code, message, on_both, png, with_file};

const NONE: [TicketId; 0] = [];

async fn list(world: &World, query: &str) -> List {
    let filter = Filter::read(query, &Zone::new("UTC", 0));
    let list = ticket::list(&world.desk, &world.agent, filter).await;
    list.unwrap()
}

/// The tickets of a list, in order.
async fn listed(world: &World, query: &str) -> Vec<TicketId> {
    let list = list(world, query).await;
    list.rows.iter().map(|row| row.id).collect()
}

/// The same once every message that was noted is indexed.
async fn found(world: &World, query: &str) -> Vec<TicketId> {
    index(world).await;
    listed(world, query).await
}

async fn index(world: &World) {
    sweep::run(&world.desk, 0).await.unwrap();
    assert_eq!(world.number("SELECT count(*) FROM search_due").await, 0);
}

async fn change(world: &World, ticket: TicketId, change: Change) {
    let version = world.head(ticket).await.version;
    world.change(ticket, version, change).await.unwrap();
}

on_both!(each_filter_narrows_the_list, |world| {
    let sms = world.texted("+391", "One").await;
    let urgent = world.texted("+392", "Two").await;
    let (visitor, chat) = world.talking().await;
    change(world, urgent, Change::Priority(Priority::Urgent)).await;
    change(world, urgent, Change::Tag("Caffè".into())).await;
    change(world, sms, Change::Assign(Some(world.agent_id))).await;
    let picture = world.upload(&visitor, "mug.png", &png(40, 40), None).await;
    let with = with_file(message(0, "k2", "Look"), picture.unwrap().id);
    desk::message::send(&world.desk, &visitor, with)
        .await
        .unwrap();
    ticket::mark_read(&world.desk, &world.agent, urgent)
        .await
        .unwrap();
    world
        .sql(&format!(
            "UPDATE ticket SET last_message_at = 1000 WHERE id = {sms}"
        ))
        .await;

    assert_eq!(listed(world, "channel=sms").await, [urgent, sms]);
    assert_eq!(listed(world, "channel=webchat").await, [chat]);
    assert_eq!(listed(world, "channel=email").await, NONE);
    assert_eq!(listed(world, "tag=CAFF%C3%88").await, [urgent]);
    assert_eq!(
        listed(world, &format!("agent={}", world.agent_id)).await,
        [sms]
    );
    assert_eq!(listed(world, "view=mine").await, [sms]);
    assert_eq!(listed(world, "view=unassigned").await, [chat, urgent]);
    assert_eq!(listed(world, "priority=urgent").await, [urgent]);
    assert_eq!(listed(world, "unread=1").await, [chat, sms]);
    assert_eq!(listed(world, "has=picture").await, [chat]);
    assert_eq!(listed(world, "has=file").await, [chat]);
    assert_eq!(listed(world, "until=1970-01-01").await, [sms]);
    assert_eq!(listed(world, "from=1970-01-02").await, [chat, urgent]);
    assert_eq!(listed(world, "channel=sms&unread=1").await, [sms]);
    assert_eq!(listed(world, "tag=caff%C3%A8&status=closed").await, NONE);
    change(world, urgent, Change::Status(Status::Closed, None)).await;
    assert_eq!(
        listed(world, "tag=caff%C3%A8&status=closed").await,
        [urgent]
    );
    assert!(!list(world, "tag=caff%C3%A8").await.tag_gone);
    let gone = list(world, "tag=nothing").await;
    assert!(gone.tag_gone && gone.rows.is_empty());
    let channels = list(world, "").await.channels;
    let held = |channel| {
        channels
            .iter()
            .find(|(of, _)| *of == channel)
            .map(|(_, held)| *held)
    };
    assert_eq!(
        (held(Channel::Sms), held(Channel::Webchat)),
        (Some(1), Some(1))
    );
    assert_eq!(held(Channel::Instagram), None, "by which nobody writes");
});

on_both!(every_order_has_its_pages, |world| {
    for n in 0..60 {
        world.texted(&format!("+39{n:07}"), "Hi").await;
    }
    world
        .sql("UPDATE ticket SET last_message_at = 1000 + id % 7, priority = id % 3")
        .await;
    for sort in ["newest", "oldest", "priority"] {
        let mut filter = Filter::read(&format!("sort={sort}"), &Zone::new("UTC", 0));
        let mut seen = Vec::new();
        loop {
            let list = ticket::list(&world.desk, &world.agent, filter.clone())
                .await
                .unwrap();
            let rows = list.rows.iter();
            seen.extend(rows.map(|row| (row.priority, row.last_message_at, row.id)));
            let Some(next) = list.next else { break };
            // As an address has it.
            filter.after = Some(next);
            filter = Filter::read(&filter.query(), &Zone::new("UTC", 0));
        }
        assert_eq!(seen.len(), 60, "{sort}");
        let mut sorted = seen.clone();
        sorted.sort_unstable_by(|a, b| match sort {
            "newest" => (b.1, b.2).cmp(&(a.1, a.2)),
            "oldest" => (a.1, a.2).cmp(&(b.1, b.2)),
            _ => b.cmp(a),
        });
        assert_eq!(seen, sorted, "{sort}");
    }
});

on_both!(
    a_tag_of_many_tickets_lists_the_same_as_one_of_few,
    |world| {
        let first = world.texted("+391", "One").await;
        change(world, first, Change::Tag("many".into())).await;
        let copy = "INSERT INTO ticket (number, inbox_id, contact_id, handle_id, subject, status, unread, version, \
         last_message_at, last_text, created_at, channel) \
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2100) \
         SELECT 900000 + n.i, t.inbox_id, t.contact_id, t.handle_id, '', 'open', FALSE, 1, n.i, '', n.i, 'sms' \
         FROM n CROSS JOIN ticket t";
        world.sql(copy).await;
        world.sql("INSERT INTO ticket_tag (ticket_id, tag_id) SELECT t.id, g.id FROM ticket t CROSS JOIN tag g \
         WHERE t.number > 900000").await;
        let many = listed(world, "tag=many").await;
        assert_eq!(many.len(), 50);
        assert_eq!(many[0], first);
        assert_eq!(many[1..], listed(world, "").await[1..50]);
        let counts = list(world, "").await;
        assert_eq!(counts.views[0].1, ticket::COUNTED, "counted to an end");
    }
);

on_both!(views_are_kept_for_oneself_or_for_all, |world| {
    let id = world.texted("+391", "One").await;
    change(world, id, Change::Tag("mugs".into())).await;
    let filter = |query| Filter::read(query, &Zone::new("UTC", 0));
    let (plain, mine, tagged) = (filter(""), filter("view=mine"), filter("tag=mugs"));
    let own = ticket::save_view(&world.desk, &world.owner, " Mine ", &mine, false);
    let own = own.await.unwrap();
    let mugs = filter("tag=mugs&after=1.2.3");
    let shared = ticket::save_view(&world.desk, &world.owner, "Mugs", &mugs, true);
    let shared = shared.await.unwrap();
    assert_eq!(
        (own.name.as_str(), shared.query.as_str()),
        ("Mine", "tag=mugs")
    );
    let seen = async || {
        let saved = list(world, "").await.saved.into_iter();
        saved
            .map(|(view, held)| (view.name, held))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        seen().await,
        [("Mugs".to_owned(), 1)],
        "what is the owner's own, nobody else sees"
    );
    change(world, id, Change::Untag("mugs".into())).await;
    world.sql("DELETE FROM tag").await;
    assert_eq!(seen().await, [("Mugs".to_owned(), 0)]);
    assert!(
        list(world, "tag=mugs").await.tag_gone,
        "a view on a tag that is gone"
    );
    let removable = ticket::removable_view(&world.desk, &world.agent, &tagged);
    assert_eq!(removable.await.unwrap(), None);
    let forget = ticket::forget_view(&world.desk, &world.agent, shared.id);
    assert_eq!(code(forget.await), "not_allowed");
    let forget = ticket::forget_view(&world.desk, &world.agent, own.id);
    assert_eq!(code(forget.await), "not_found");
    ticket::forget_view(&world.desk, &world.owner, shared.id)
        .await
        .unwrap();
    assert_eq!(seen().await, []);
    for name in ["", " ", &"n".repeat(51)] {
        let save = ticket::save_view(&world.desk, &world.agent, name, &plain, true);
        assert_eq!(code(save.await), "view_name");
    }
    for n in 0..50 {
        let name = format!("View {n}");
        let save = ticket::save_view(&world.desk, &world.agent, &name, &plain, false);
        save.await.unwrap();
    }
    let save = ticket::save_view(&world.desk, &world.agent, "One more", &plain, false);
    assert_eq!(code(save.await), "view_many");
    let nobody = ticket::save_view(&world.desk, &Actor::Nobody, "Mine", &plain, false);
    assert_eq!(code(nobody.await), "not_signed_in");
});

on_both!(words_are_found_wherever_they_stand, |world| {
    let mug = world
        .texted(
            "+39333444",
            "The blue mug arrived broken, look at the Crack!",
        )
        .await;
    let plate = world.texted("+39555", "My plate, però, is fine").await;
    let (visitor, chat) = world.talking().await;
    let picture = world
        .upload(&visitor, "invoice_4711.png", &png(40, 40), None)
        .await;
    let with = with_file(message(0, "k2", ""), picture.unwrap().id);
    desk::message::send(&world.desk, &visitor, with)
        .await
        .unwrap();
    let note = model::NewMessage {
        note: true,
        ..message(plate, "n1", "ask the courier")
    };
    desk::message::send(&world.desk, &world.agent, note)
        .await
        .unwrap();
    world
        .sql(&format!(
            "UPDATE ticket SET subject = 'Order of Tuesday' WHERE id = {plate}"
        ))
        .await;
    world
        .sql(&format!(
            "UPDATE contact SET name = 'Zoë Ångström' WHERE id = (SELECT contact_id FROM ticket \
         WHERE id = {mug})"
        ))
        .await;
    assert_eq!(found(world, "q=broken").await, [mug]);
    assert_eq!(
        listed(world, "q=BROKEN+crack").await,
        [mug],
        "every word, in any order"
    );
    assert_eq!(listed(world, "q=broken+plate").await, NONE);
    assert_eq!(listed(world, "q=bro").await, [mug], "while it is typed");
    assert_eq!(listed(world, "q=pero").await, [plate]);
    assert_eq!(listed(world, "q=courier").await, [plate], "in a note");
    assert_eq!(listed(world, "q=tuesday").await, [plate], "in the subject");
    assert_eq!(
        listed(world, "q=angstrom+mug").await,
        [mug],
        "a name and a word"
    );
    assert_eq!(listed(world, "q=%2B39333444").await, [mug], "an address");
    assert_eq!(listed(world, "q=4711").await, [chat], "a file's name");
    assert_eq!(listed(world, "q=caption").await, [chat], "a caption");
    let number = world.head(plate).await.number;
    assert_eq!(listed(world, &format!("q={number}")).await, [plate]);
    let row = &list(world, "q=crack").await.rows[0];
    let shown = row.preview.replace(FOUND, "|");
    assert!(shown.ends_with("look at the |Crack|!"), "{shown}");
    // In every status, unless one is asked for; and with filters.
    change(world, mug, Change::Status(Status::Closed, None)).await;
    assert_eq!(listed(world, "q=crack").await, [mug]);
    assert_eq!(listed(world, "q=crack&status=open").await, NONE);
    assert_eq!(
        listed(world, "q=crack&channel=sms&status=closed").await,
        [mug]
    );
    assert_eq!(listed(world, "q=crack&channel=email").await, NONE);
});

on_both!(words_of_every_script_are_found, |world| {
    let texts = [
        "我的包裹在哪里？杯子碎了",
        "荷物はどこですか",
        "พัสดุของฉันอยู่ที่ไหน",
        "Где моя посылка?",
        "أين طردي؟",
    ];
    let mut tickets = Vec::new();
    for (n, text) in texts.into_iter().enumerate() {
        tickets.push(world.texted(&format!("+39{n}"), text).await);
    }
    for (at, word) in [
        (0, "包裹"),
        (1, "荷物"),
        (2, "พัสดุ"),
        (3, "Посылка"),
        (4, "طردي"),
    ] {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("q", word);
        assert_eq!(found(world, &query.finish()).await, [tickets[at]], "{word}");
    }
});

on_both!(what_is_changed_or_gone_is_not_found_any_more, |world| {
    let id = world.texted("+391", "A secret word").await;
    assert_eq!(found(world, "q=secret").await, [id]);
    world.sql("UPDATE message SET text = 'A public word'").await;
    assert_eq!(found(world, "q=secret").await, NONE);
    assert_eq!(listed(world, "q=public").await, [id]);
    world.sql("UPDATE contact SET name = 'Renamed'").await;
    assert_eq!(found(world, "q=renamed+public").await, [id]);
    world.sql("UPDATE message SET state = 'canceled'").await;
    assert_eq!(found(world, "q=public").await, NONE, "taken back");
    world
        .sql("UPDATE message SET state = NULL, text = 'Back again'")
        .await;
    assert_eq!(found(world, "q=again").await, [id]);
    world.sql("DELETE FROM delivery").await;
    world.sql("DELETE FROM message").await;
    assert_eq!(found(world, "q=again").await, NONE);
});

on_both!(the_newest_come_first_and_a_cap_is_told, |world| {
    let old = world.texted("+391", "mug").await;
    let loud = world.texted("+392", "mug").await;
    let fill = format!(
        "INSERT INTO message (ticket_id, direction, author_kind, text, files, created_at) \
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1100) \
         SELECT {loud}, 'in', 'contact', 'mug', 0, n.i FROM n"
    );
    assert_eq!(found(world, "q=mug").await, [loud, old]);
    assert!(!list(world, "q=mug").await.capped);
    world.sql(&fill).await;
    assert_eq!(
        found(world, "q=mug").await,
        [loud],
        "the older is not looked at"
    );
    assert!(list(world, "q=mug").await.capped, "and that is told");
    assert_eq!(
        listed(world, "q=mug+391").await,
        [old],
        "a word more finds it"
    );
});

on_both!(more_than_a_page_is_found_page_by_page, |world| {
    for n in 0..60 {
        world.texted(&format!("+39{n:07}"), "mug").await;
    }
    let first = {
        index(world).await;
        list(world, "q=mug").await
    };
    let mut filter = first.filter.clone();
    filter.after = first.next;
    let second = ticket::list(&world.desk, &world.agent, filter)
        .await
        .unwrap();
    let rows = first.rows.iter().chain(&second.rows);
    let seen: Vec<TicketId> = rows.map(|row| row.id).collect();
    assert_eq!(seen.len(), 60);
    assert!(seen.is_sorted_by(|a, b| a > b), "newest first");
    assert_eq!(second.next, None);
});

on_both!(nobody_can_ask_what_the_database_would_choke_on, |world| {
    let id = world
        .texted("+391", "It's a \"mug\" & a 'cup' \\ AND * NEAR(x)")
        .await;
    for q in [
        "%22",
        "%27",
        "it%27s",
        "%22mug%22",
        "cup+AND",
        "mug*",
        "%5C",
        "%26+mug",
        "(mug",
        "%3A*",
        "%00mug",
        "near(",
        "a",
    ] {
        let found = found(world, &format!("q={q}")).await;
        assert!(found.is_empty() || found == [id], "{q}");
    }
    assert_eq!(listed(world, "q=mug%22+%27cup").await, [id]);
    let long = "word+".repeat(5000);
    assert_eq!(listed(world, &format!("q={long}")).await, NONE);
});

on_both!(two_replicas_index_everything_once, |world| {
    let other = world.replica().await;
    for n in 0..30 {
        world.texted(&format!("+39{n}"), "mug").await;
    }
    let (one, two) = tokio::join!(sweep::run(&world.desk, 0), sweep::run(&other, 0));
    one.unwrap();
    two.unwrap();
    assert_eq!(found(world, "q=mug").await.len(), 30);
});

on_both!(only_agents_search, |world| {
    let (visitor, _) = world.visitor().await;
    for (actor, why) in [(&visitor, "not_allowed"), (&Actor::Nobody, "not_signed_in")] {
        let filter = Filter::read("q=mug", &Zone::new("UTC", 0));
        assert_eq!(code(ticket::list(&world.desk, actor, filter).await), why);
    }
});
