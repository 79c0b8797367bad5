//! What customers say about themselves.

use crate::support::{ANA, ASA, LEA, on_both, told};
use model::Direction;
use simulator::{Act, Channel as Phone, Knobs};

on_both!(who_wants_no_messages_gets_none, |world| {
    world.act(ANA, Act::say("Hello")).await;
    world.act(ANA, Act::say("STOP")).await;
    let activity = |text: &'static str| {
        move |thread: &model::Thread| {
            let told = told(thread, Direction::Activity);
            told.last().is_some_and(|message| message.text == text)
        }
    };
    let thread = world.until(ANA, "their stop", activity("opted_out")).await;
    assert!(thread.reach.is_some_and(|reach| reach.refused));
    let refused = world.reply(thread.ticket.id, "Hi", None).await;
    let error = refused.unwrap_err();
    assert_eq!(error.code(), "opted_out");
    assert!(error.sentence().contains("START"), "{}", error.sentence());
    world.act(ANA, Act::say("START")).await;
    let thread = world.until(ANA, "their start", activity("opted_in")).await;
    assert!(thread.reach.is_some_and(|reach| !reach.refused));
    world.reply(thread.ticket.id, "Hi", None).await.unwrap();
    world.sim.until(|line| line.text == "Hi").await;
});

on_both!(a_window_begins_with_what_the_customer_said_last, |world| {
    world.act(ASA, Act::say("Hello")).await;
    let begins = |thread: &model::Thread| {
        let said = told(thread, Direction::In);
        let last = said.last().map(|message| message.at);
        let reach = thread.reach.unwrap();
        assert_eq!((reach.heard_at, reach.refused), (last, false));
        reach.at(thread.ticket.channel, last.unwrap())
    };
    let thread = world.until(ASA, "a text", |_| true).await;
    assert_eq!(begins(&thread), model::Window::Open(model::WINDOW_MS));
    world.reply(thread.ticket.id, "Hi", None).await.unwrap();
    world.act(ASA, Act::say("And one more")).await;
    let thread = world
        .until(ASA, "another", |thread| {
            told(thread, Direction::In).len() == 2
        })
        .await;
    assert_eq!(begins(&thread), model::Window::Open(model::WINDOW_MS));
});

on_both!(a_provider_may_know_of_a_stop_that_we_do_not, |world| {
    world.act(ANA, Act::say("Hello")).await;
    let thread = world.until(ANA, "a text", |_| true).await;
    let mut ana = world.sim.person(ANA.0, ANA.1).unwrap();
    ana.fails = Some(21610);
    world.sim.add_person(ana);
    world.reply(thread.ticket.id, "Hi", None).await.unwrap();
    let thread = world
        .until(ANA, "it failed", |thread| {
            let told = told(thread, Direction::Out);
            told[0]
                .delivery
                .as_ref()
                .is_some_and(|it| it.problem.is_some())
        })
        .await;
    let next = world.reply(thread.ticket.id, "Hello?", None).await;
    assert_eq!(next.unwrap_err().code(), "opted_out");
});

on_both!(a_new_number_is_the_same_customer, |world| {
    world.act(ASA, Act::say("Hello")).await;
    let thread = world.until(ASA, "a text", |_| true).await;
    let wa_id = "16505559999".to_owned();
    world.act(ASA, Act::NewNumber { wa_id }).await;
    let moved = world
        .until(ASA, "the new number", |thread| {
            thread
                .contact
                .handles
                .iter()
                .any(|handle| handle.value == "16505559999")
        })
        .await;
    assert_eq!(moved.ticket.id, thread.ticket.id);
    world
        .reply(thread.ticket.id, "Still you?", None)
        .await
        .unwrap();
    let line = world.sim.until(|line| line.text == "Still you?").await;
    assert_eq!(line.person, "16505559999");
});

on_both!(a_hidden_number_is_answered_by_its_user_id, |world| {
    let giulia = (Phone::Whatsapp, "393335550188");
    world.act(giulia, Act::say("Ciao")).await;
    let thread = world.until(giulia, "a text", |_| true).await;
    assert!(thread.contact.handles[0].value.starts_with("US."));
    world
        .reply(thread.ticket.id, "Ciao Giulia", None)
        .await
        .unwrap();
    let line = world.sim.until(|line| line.text == "Ciao Giulia").await;
    assert_eq!(line.person, giulia.1);
    // And by the number, once it is told: the same person, the same conversation.
    let mut known = world.sim.person(giulia.0, giulia.1).unwrap();
    known.hides_number = false;
    world.sim.add_person(known);
    world.act(giulia, Act::say("My number")).await;
    let thread = world
        .until(giulia, "the second text", |thread| {
            told(thread, Direction::In).len() == 2
        })
        .await;
    assert_eq!(thread.contact.handles.len(), 2);
    assert_eq!(world.number("SELECT count(*) FROM ticket").await, 1);
});

on_both!(who_writes_by_instagram_is_asked_for_by_name, |world| {
    let failing = Knobs {
        failing: 1.0,
        ..Knobs::default()
    };
    world.sim.set_knobs(Phone::Instagram, failing);
    world.act(LEA, Act::say("Hello")).await;
    let thread = world.until(LEA, "the message all the same", |_| true).await;
    assert_eq!(thread.contact.name, LEA.1, "known by what there is");
    world.sim.set_knobs(Phone::Instagram, Knobs::default());
    world.act(LEA, Act::say("Are you there?")).await;
    let thread = world
        .until(LEA, "her name", |thread| thread.contact.name != LEA.1)
        .await;
    let known = world.sim.person(LEA.0, LEA.1).unwrap();
    assert_eq!(thread.contact.name, known.name);
    // What an agent calls her stays.
    world
        .sql("UPDATE contact SET name = 'Lea from the shop'")
        .await;
    world.act(LEA, Act::say("Thanks")).await;
    let thread = world
        .until(LEA, "a third", |thread| thread.messages.len() == 3)
        .await;
    assert_eq!(thread.contact.name, "Lea from the shop");
});
