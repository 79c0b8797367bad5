//! What is told of messages: doubled, out of order, and done to them later.

use crate::support::{ANA, ASA, LEA, World, files, on_both, png, state, told};
use desk::{Actor, receive};
use model::{Answer, AttachmentState, DeliveryState, Direction, Extras, NewMessage};
use simulator::{Act, Channel as Phone, Knobs};

const BOTH: [(Phone, &str); 2] = [ASA, LEA];

async fn opened(world: &World, customer: (Phone, &str)) -> i64 {
    world.act(customer, Act::say("Hello")).await;
    let thread = world.until(customer, "a text", |_| true).await;
    thread.ticket.id
}

on_both!(doubled_webhooks_are_one_message, |world| {
    for customer in [ANA, ASA, LEA] {
        let doubled = Knobs {
            doubled: 1.0,
            ..Knobs::default()
        };
        world.sim.set_knobs(customer.0, doubled);
        let ticket = opened(world, customer).await;
        world.act(customer, Act::say("Still there?")).await;
        world.reply(ticket, "Yes", None).await.unwrap();
        let thread = world
            .until(customer, "an answer that is sent", |thread| {
                thread.messages.len() == 3
                    && matches!(
                        state(thread),
                        Some(DeliveryState::Sent | DeliveryState::Delivered)
                    )
            })
            .await;
        world.sim.quiet().await;
        assert_eq!(told(&thread, Direction::In).len(), 2);
    }
    world
        .counted(
            "SELECT count(*) FROM inbound_event WHERE applied_at IS NULL",
            0,
        )
        .await;
    assert_eq!(world.number("SELECT count(*) FROM message").await, 9);
});

on_both!(shuffled_webhooks_end_the_same, |world| {
    for customer in [ANA, ASA, LEA] {
        let ticket = opened(world, customer).await;
        let held = Knobs {
            held: 1.0,
            held_ms: 0,
            ..Knobs::default()
        };
        world.sim.set_knobs(customer.0, held);
        world.act(customer, Act::say("One")).await;
        world.act(customer, Act::say("Two")).await;
        world.reply(ticket, "Three", None).await.unwrap();
        let (phone, _) = customer;
        let last = match phone {
            Phone::Instagram => "sent",
            Phone::Sms | Phone::Whatsapp => "delivered",
        };
        (world.sim)
            .until(|line| line.channel == phone && line.text == "Three" && line.state == last)
            .await;
        world.sim.quiet().await;
        if phone != Phone::Sms {
            world.act(customer, Act::Seen).await;
        }
        // The youngest first.
        world.sim.flush().await;
        let wanted = match phone {
            Phone::Sms => DeliveryState::Delivered,
            Phone::Whatsapp | Phone::Instagram => DeliveryState::Read,
        };
        world
            .until(customer, "all of it", |thread| {
                thread.messages.len() == 4 && state(thread) == Some(wanted)
            })
            .await;
        world.sim.set_knobs(phone, Knobs::default());
    }
});

on_both!(a_reaction_an_edit_and_an_unsend_are_seen, |world| {
    for customer in BOTH {
        let ticket = opened(world, customer).await;
        world.reply(ticket, "How large is it?", None).await.unwrap();
        let (phone, _) = customer;
        let line = (world.sim)
            .until(|line| line.channel == phone && !line.mine && !line.state.is_empty())
            .await;
        let react = |emoji: &str| Act::React {
            message: line.id.clone(),
            emoji: emoji.into(),
        };
        world.act(customer, react("👍")).await;
        let thread = world
            .until(customer, "a reaction", |thread| !thread.remarks.is_empty())
            .await;
        assert_eq!(thread.remarks[0].reactions, ["👍"]);
        assert_eq!(thread.remarks[0].message, thread.messages[1].id);
        world.act(customer, react("❤️")).await;
        world
            .until(customer, "another", |thread| {
                thread
                    .remarks
                    .first()
                    .is_some_and(|it| it.reactions == ["❤️"])
            })
            .await;
        world.act(customer, react("")).await;
        world
            .until(customer, "none", |thread| thread.remarks.is_empty())
            .await;

        let quote = Act::Say {
            text: "2 metres".into(),
            files: Vec::new(),
            quote: Some(line.id.clone()),
            to: None,
        };
        let own = world.act(customer, quote).await.remove(0);
        let thread = world
            .until(customer, "a quote", |thread| !thread.remarks.is_empty())
            .await;
        assert_eq!(thread.remarks[0].quoted, "How large is it?");
        // And we answer that very message.
        let extras = Extras {
            quotes: Some(thread.remarks[0].message),
            ..Extras::default()
        };
        let answer = Answer {
            message: NewMessage {
                client_key: format!("quoting-{}", thread.ticket.id),
                ticket: thread.ticket.id,
                note: false,
                text: "That is large".into(),
                files: Vec::new(),
            },
            extras,
        };
        desk::message::answer(&world.desk, &world.agent, answer)
            .await
            .unwrap();
        let (phone, _) = customer;
        let ours = |line: &simulator::Line| line.channel == phone && line.text == "That is large";
        let line = world.sim.until(ours).await;
        assert_eq!(line.quotes.as_deref(), Some(own.as_str()));
        let edit = Act::Edit {
            message: own.clone(),
            text: "3 metres".into(),
        };
        world.act(customer, edit).await;
        world
            .until(customer, "an edit", |thread| {
                thread.messages[2].text == "3 metres" && thread.remarks[0].edited
            })
            .await;
        world.act(customer, Act::Unsend { message: own }).await;
        world
            .until(customer, "nothing is left of it", |thread| {
                thread.messages[2].text.is_empty() && thread.remarks[0].unsent
            })
            .await;
        let left = "SELECT count(*) FROM inbound_event WHERE payload LIKE '%2 metres%'";
        assert_eq!(world.number(left).await, 0, "nor of the request it came in");
        let list = "SELECT count(*) FROM ticket WHERE last_text LIKE '%metres%'";
        assert_eq!(world.number(list).await, 0);
    }
});

on_both!(
    the_files_of_an_unsent_message_are_gone_from_the_disk,
    |world| {
        for customer in BOTH {
            let act = Act::show("", "a.png", "image/png", png(50, 50));
            let own = world.act(customer, act).await.remove(0);
            let thread = world
                .until(customer, "a picture", |thread| {
                    files(thread, Direction::In) == [AttachmentState::Ready]
                })
                .await;
            let file = thread.messages[0].attachments[0].id;
            world.act(customer, Act::Unsend { message: own }).await;
            world
                .until(customer, "it is erased", |thread| {
                    files(thread, Direction::In) == [AttachmentState::Erased]
                })
                .await;
            let sql =
                format!("SELECT count(*) FROM attachment WHERE id = {file} AND sha256 IS NULL");
            assert_eq!(world.number(&sql).await, 1);
        }
        assert_eq!(
            world
                .number("SELECT count(*) FROM blob WHERE refs > 0")
                .await,
            0
        );
    }
);

on_both!(a_reaction_may_come_before_its_message, |world| {
    let held = Knobs {
        held: 1.0,
        held_ms: 0,
        ..Knobs::default()
    };
    world.sim.set_knobs(ASA.0, held);
    let own = world.act(ASA, Act::say("Hello")).await.remove(0);
    let edit = Act::Edit {
        message: own,
        text: "Good morning".into(),
    };
    world.act(ASA, edit).await;
    world.sim.flush().await;
    world
        .until(ASA, "the text as it was meant", |thread| {
            thread.messages[0].text == "Good morning"
        })
        .await;
});

on_both!(what_our_channels_do_not_know_is_seen_and_marked, |world| {
    for customer in BOTH {
        world.act(customer, Act::Unsupported).await;
        let thread = world.until(customer, "a mark", |_| true).await;
        let text = &thread.messages[0].text;
        assert!(text.starts_with("[Cannot be shown here"), "{text}");
    }
});

on_both!(
    what_is_written_in_the_providers_own_app_is_an_answer,
    |world| {
        opened(world, LEA).await;
        let text = "I answer from my phone".to_owned();
        world.act(LEA, Act::FromApp { text }).await;
        let thread = world
            .until(LEA, "the answer", |thread| thread.messages.len() == 2)
            .await;
        assert_eq!(thread.messages[1].direction, Direction::Out);
        assert_eq!(state(&thread), Some(DeliveryState::Sent));
    }
);

on_both!(what_was_applied_can_be_applied_again, |world| {
    for customer in [ANA, ASA, LEA] {
        opened(world, customer).await;
        let picture = Act::show("", "a.png", "image/png", png(20, 20));
        world.act(customer, picture).await;
        world
            .until(customer, "a picture", |thread| {
                files(thread, Direction::In) == [AttachmentState::Ready]
            })
            .await;
    }
    let count = "SELECT count(*) FROM message";
    let before = world.number(count).await;
    let nobody = receive::replay(&world.desk, &world.agent, None, true).await;
    assert_eq!(nobody.unwrap_err().code(), "not_allowed");
    let told = receive::replay(&world.desk, &Actor::System, None, true)
        .await
        .unwrap();
    assert_eq!(told.failed, 0);
    assert_eq!(world.number(count).await, before);
    // What could not be applied, after the fault is mended.
    world
        .sql("UPDATE inbound_event SET applied_at = NULL, attempts = 10, error = 'ours'")
        .await;
    let told = receive::replay(&world.desk, &Actor::System, Some(world.sms), false)
        .await
        .unwrap();
    assert_eq!((told.applied, told.failed), (2, 0));
});
