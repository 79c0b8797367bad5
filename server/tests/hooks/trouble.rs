//! Providers at their worst: what waits, what is looked up, what is given up, and what an agent
//! can do about it.

use crate::support::{ANA, ASA, LEA, World, on_both, png, state, told};
use desk::{inbox, message, receive, sweep};
use model::{Again, DeliveryState, Direction, Thread};
use serde_json::json;
use simulator::{Act, Channel as Phone, Fault, Knobs};

const ALL: [(Phone, &str); 3] = [ANA, ASA, LEA];

async fn opened(world: &World, customer: (Phone, &str)) -> i64 {
    world.act(customer, Act::say("Hello")).await;
    let thread = world.until(customer, "a text", |_| true).await;
    thread.ticket.id
}

/// What waits for its next try need not.
async fn hurry(world: &World) {
    world
        .sql("UPDATE delivery SET next_attempt = 0, woken_at = 0 WHERE state IN ('queued', 'unknown')")
        .await;
}

/// Which inboxes the list says are in trouble.
async fn listed(world: &World) -> Vec<(i64, String, bool)> {
    let list = desk::ticket::list(&world.desk, &world.agent, desk::ticket::Filter::default());
    let alerts = list.await.unwrap().alerts.into_iter();
    alerts
        .map(|alert| (alert.inbox, alert.problem.code, alert.mend))
        .collect()
}

fn came(thread: &Thread) -> bool {
    use DeliveryState::{Delivered, Read, Sent};
    matches!(state(thread), Some(Sent | Delivered | Read))
}

/// How often a text stands on a phone.
fn copies(world: &World, phone: Phone, text: &str) -> usize {
    let lines = world.sim.lines(phone);
    lines
        .iter()
        .filter(|line| !line.mine && line.text == text)
        .count()
}

on_both!(
    what_was_not_taken_is_tried_again_and_arrives_once,
    |world| {
        for customer in ALL {
            let ticket = opened(world, customer).await;
            world.sim.next(customer.0, Fault::Throttled);
            world.reply(ticket, "Are you there?", None).await.unwrap();
            let waiting = "SELECT count(*) FROM delivery WHERE state = 'queued' AND attempts = 1";
            world.counted(waiting, 1).await;
            hurry(world).await;
            world.until(customer, "it is sent", came).await;
            assert_eq!(copies(world, customer.0, "Are you there?"), 1);
        }
    }
);

on_both!(a_send_whose_answer_was_lost_is_found, |world| {
    for customer in ALL {
        let ticket = opened(world, customer).await;
        world.sim.next(customer.0, Fault::Lost);
        world.reply(ticket, "Are you there?", None).await.unwrap();
        let (phone, _) = customer;
        (world.sim)
            .until(|line| line.channel == phone && line.text == "Are you there?")
            .await;
        world
            .counted(
                "SELECT count(*) FROM delivery WHERE state IN ('queued', 'sending')",
                0,
            )
            .await;
        hurry(world).await;
        world.until(customer, "it is found", came).await;
        assert_eq!(copies(world, phone, "Are you there?"), 1);
    }
});

on_both!(a_send_that_was_cut_off_before_is_sent_once, |world| {
    let ticket = opened(world, ANA).await;
    world.sim.next(ANA.0, Fault::Cut);
    world.reply(ticket, "Are you there?", None).await.unwrap();
    let unknown = "SELECT count(*) FROM delivery WHERE state = 'unknown'";
    world.counted(unknown, 1).await;
    hurry(world).await;
    world.counted(unknown, 0).await;
    world.until(ANA, "it is sent after all", came).await;
    assert_eq!(copies(world, ANA.0, "Are you there?"), 1);
});

on_both!(a_refusal_says_why_in_words_and_can_be_sent_again, |world| {
    for (customer, code, word) in [
        (ANA, 21211, "address"),
        (ASA, 131_026, "address"),
        (LEA, 551, "unreachable"),
    ] {
        let ticket = opened(world, customer).await;
        world.sim.next(customer.0, Fault::Code(code));
        let sent = world.reply(ticket, "Are you there?", None).await.unwrap();
        let thread = world
            .until(customer, "it failed", |thread| {
                state(thread) == Some(DeliveryState::Failed)
            })
            .await;
        let delivery = told(&thread, Direction::Out)[0].delivery.clone().unwrap();
        let problem = delivery.problem.unwrap();
        assert_eq!(problem.code, word, "{problem:?}");
        assert!(problem.sentence.ends_with('.'), "{problem:?}");
        message::send_again(&world.desk, &world.agent, sent.id, Again::Same)
            .await
            .unwrap();
        world.until(customer, "it is sent", came).await;
        assert_eq!(copies(world, customer.0, "Are you there?"), 1);
        let twice = message::send_again(&world.desk, &world.agent, sent.id, Again::Same).await;
        assert_eq!(twice.unwrap_err().code(), "nothing_failed");
    }
});

on_both!(a_file_that_was_refused_goes_as_a_link, |world| {
    let ticket = opened(world, ANA).await;
    world.sim.next(ANA.0, Fault::Code(30019));
    let picture = png(40, 30);
    let sent = world
        .reply(ticket, "Look", Some((&picture, "")))
        .await
        .unwrap();
    let thread = world
        .until(ANA, "it failed", |thread| {
            state(thread) == Some(DeliveryState::Failed)
        })
        .await;
    let trouble = &thread.remarks[0].troubles[0];
    assert_eq!((trouble.name.as_str(), trouble.fetch), ("rug.png", false));
    assert_eq!(trouble.problem.code, "too_large");
    message::send_again(&world.desk, &world.agent, sent.id, Again::Link)
        .await
        .unwrap();
    world.until(ANA, "it is sent", came).await;
    let line = (world.sim)
        .until(|line| !line.mine && line.text.starts_with("Look"))
        .await;
    assert!(line.files.is_empty());
    let link = line.text.split_whitespace().last().unwrap().to_owned();
    let fetched = world.http.get(link).send().await.unwrap();
    assert_eq!(fetched.bytes().await.unwrap(), picture);
});

on_both!(a_picture_that_was_refused_goes_smaller, |world| {
    let ticket = opened(world, ANA).await;
    world.sim.next(ANA.0, Fault::Code(30019));
    let picture = png(400, 300);
    let sent = world
        .reply(ticket, "Look", Some((&picture, "A rug")))
        .await
        .unwrap();
    world
        .until(ANA, "it failed", |thread| {
            state(thread) == Some(DeliveryState::Failed)
        })
        .await;
    message::send_again(&world.desk, &world.agent, sent.id, Again::Smaller)
        .await
        .unwrap();
    world.until(ANA, "it is sent", came).await;
    let line = (world.sim)
        .until(|line| !line.mine && !line.files.is_empty())
        .await;
    assert!(line.text.starts_with("Look"), "{}", line.text);
    let came = world.sim.file(&line.files[0].sha256).unwrap();
    assert!(
        came.len() <= picture.len() / 2,
        "{} of {}",
        came.len(),
        picture.len()
    );
    // What nobody shows any more is nobody's bytes.
    let kept = format!(
        "SELECT count(*) FROM blob WHERE refs > 0 AND bytes = {}",
        picture.len()
    );
    world.counted(&kept, 0).await;

    // Words alone are not made smaller.
    world.sim.next(ANA.0, Fault::Code(21211));
    let sent = world.reply(ticket, "Hello?", None).await.unwrap();
    let failed = "SELECT count(*) FROM delivery WHERE state = 'failed'";
    world.counted(failed, 1).await;
    let refused = message::send_again(&world.desk, &world.agent, sent.id, Again::Smaller).await;
    assert_eq!(refused.unwrap_err().code(), "picture_unfit");
});

on_both!(a_late_failure_is_shown, |world| {
    for (customer, code) in [(ANA, 30004), (ASA, 131_026)] {
        let ticket = opened(world, customer).await;
        let mut person = world.sim.person(customer.0, customer.1).unwrap();
        person.fails = Some(code);
        world.sim.add_person(person);
        world.reply(ticket, "Are you there?", None).await.unwrap();
        world
            .until(customer, "it failed", |thread| {
                state(thread) == Some(DeliveryState::Failed)
            })
            .await;
    }
});

on_both!(
    an_account_that_is_refused_is_left_alone_until_it_is_connected_again,
    |world| {
        let ticket = opened(world, ASA).await;
        world
            .sim
            .configure(|config| config.whatsapp.token = "another".into());
        world.reply(ticket, "One", None).await.unwrap();
        let thread = world
            .until(ASA, "an alert", |thread| thread.alert.is_some())
            .await;
        assert_eq!(thread.alert.unwrap().code, "reconnect");
        assert_eq!(
            listed(world).await,
            [(world.whatsapp, "reconnect".into(), false)],
            "it is in the list for all, to be mended by others"
        );
        world.reply(ticket, "Two", None).await.unwrap();
        hurry(world).await;
        // Other inboxes are not held up by it.
        let other = opened(world, ANA).await;
        world.reply(other, "Elsewhere", None).await.unwrap();
        world.until(ANA, "another inbox's", came).await;
        let tried = "SELECT CAST(COALESCE(sum(attempts), 0) AS BIGINT) FROM delivery WHERE state = 'queued'";
        assert_eq!(world.number(tried).await, 1, "asked once, and not again");
        assert_eq!(
            state(&world.thread(ASA).await.unwrap()),
            Some(DeliveryState::Queued)
        );

        world
            .sim
            .configure(|config| config.whatsapp.token = "new".into());
        let secret = world.sim.config().whatsapp.app_secret.clone();
        let credentials = json!({"token": "new", "app_secrets": [secret], "verify_token": "v"});
        let settings = serde_json::Map::new();
        inbox::connect(
            &world.desk,
            &desk::Actor::System,
            world.whatsapp,
            settings,
            &credentials,
        )
        .await
        .unwrap();
        let thread = world.until(ASA, "both are sent", |thread| {
            let out = told(thread, Direction::Out);
            out.len() == 2 && copies(world, ASA.0, "One") == 1 && copies(world, ASA.0, "Two") == 1
        });
        assert_eq!(thread.await.alert, None);
        let lines = world.sim.lines(ASA.0);
        let texts: Vec<&str> = lines
            .iter()
            .filter(|line| !line.mine)
            .map(|line| line.text.as_str())
            .collect();
        assert_eq!(texts, ["Two", "One"], "newest first: they kept their order");
    }
);

on_both!(a_provider_that_is_down_is_left_alone_for_a_while, |world| {
    let ticket = opened(world, ASA).await;
    let down = Knobs {
        throttled: 1.0,
        ..Knobs::default()
    };
    world.sim.set_knobs(ASA.0, down);
    world.reply(ticket, "One", None).await.unwrap();
    for tries in 1..=5 {
        let waiting = "SELECT COALESCE(max(attempts), 0) FROM delivery WHERE state = 'queued'";
        world.counted(waiting, tries).await;
        hurry(world).await;
    }
    let thread = world.until(ASA, "an alert", |thread| thread.alert.is_some());
    assert_eq!(thread.await.alert.unwrap().code, "provider_down");
    assert_eq!(listed(world).await[0].1, "provider_down");
    world.sim.set_knobs(ASA.0, Knobs::default());
    world.sql("UPDATE breaker SET open_until = 0").await;
    hurry(world).await;
    world.until(ASA, "it is sent", came).await;
    assert_eq!(world.number("SELECT count(*) FROM breaker").await, 0);
    assert_eq!(listed(world).await, []);
});

on_both!(what_came_while_nobody_listened_is_asked_for, |world| {
    let missed = Knobs {
        missed: 1.0,
        ..Knobs::default()
    };
    world.sim.set_knobs(ANA.0, missed);
    world
        .act(ANA, Act::show("Hello?", "a.png", "image/png", png(20, 20)))
        .await;
    assert!(world.thread(ANA).await.is_none());
    world.sim.set_knobs(ANA.0, Knobs::default());
    assert_eq!(
        receive::list_missed(&world.desk, world.sms).await.unwrap(),
        1
    );
    let thread = world
        .until(ANA, "what was missed", |thread| {
            crate::support::files(thread, Direction::In) == [model::AttachmentState::Ready]
        })
        .await;
    assert_eq!(thread.messages[0].text, "Hello?");
    assert_eq!(
        receive::list_missed(&world.desk, world.sms).await.unwrap(),
        0
    );
    // Of providers without a list nothing is asked.
    assert_eq!(
        receive::list_missed(&world.desk, world.whatsapp)
            .await
            .unwrap(),
        0
    );
});

on_both!(what_came_before_a_start_is_asked_for_by_itself, |world| {
    world.stop().await;
    let missed = Knobs {
        missed: 1.0,
        ..Knobs::default()
    };
    world.sim.set_knobs(ANA.0, missed);
    world.act(ANA, Act::say("Hello?")).await;
    world.sim.set_knobs(ANA.0, Knobs::default());
    world.start();
    world.until(ANA, "what was missed", |_| true).await;
});

on_both!(a_slow_provider_holds_nobody_else_up, |world| {
    for n in 0..10 {
        let person = format!("1650555{n:04}");
        let customer = (Phone::Whatsapp, person.as_str());
        world.act(customer, Act::say("Hello")).await;
        world.counted("SELECT count(*) FROM ticket", n + 1).await;
    }
    let slow = Knobs {
        latency_ms: 3_000,
        ..Knobs::default()
    };
    world.sim.set_knobs(Phone::Whatsapp, slow);
    let tickets = world.numbers("SELECT id FROM ticket ORDER BY id").await;
    for ticket in tickets {
        world.reply(ticket, "Slowly", None).await.unwrap();
    }
    world
        .counted("SELECT count(*) FROM delivery WHERE state = 'sending'", 4)
        .await;
    let other = opened(world, ANA).await;
    world.reply(other, "Elsewhere", None).await.unwrap();
    world.until(ANA, "another inbox's", came).await;
    let waiting = world
        .number("SELECT count(*) FROM delivery WHERE state IN ('queued', 'sending')")
        .await;
    assert!(waiting >= 6, "it came before {waiting} of the slow one's");
    world
        .counted(
            "SELECT count(*) FROM delivery WHERE state IN ('queued', 'sending')",
            0,
        )
        .await;
});

on_both!(what_a_provider_would_refuse_for_its_number_waits, |world| {
    let ticket = opened(world, ASA).await;
    // One in six seconds to one customer, of which 45 may be borrowed.
    for n in 0..47 {
        world
            .reply(ticket, &format!("Line {n}"), None)
            .await
            .unwrap();
    }
    world
        .counted(
            "SELECT count(*) FROM delivery WHERE provider_id IS NOT NULL",
            45,
        )
        .await;
    let waiting = "SELECT count(*) FROM delivery WHERE state = 'queued' AND attempts = 0";
    world.counted(waiting, 2).await;
    assert_eq!(world.sim.struck(Phone::Whatsapp).len(), 0);
});

on_both!(what_nobody_can_tell_of_is_given_up_in_words, |world| {
    let ticket = opened(world, ASA).await;
    world.sim.next(ASA.0, Fault::Cut);
    world.reply(ticket, "Are you there?", None).await.unwrap();
    world
        .counted("SELECT count(*) FROM delivery WHERE state = 'unknown'", 1)
        .await;
    // The provider keeps no list: it was asked often enough.
    world
        .sql("UPDATE delivery SET attempts = 22, next_attempt = 0")
        .await;
    sweep::run(&world.desk, world.sim.now()).await.unwrap();
    let thread = world
        .until(ASA, "it is given up", |thread| {
            state(thread) == Some(DeliveryState::Failed)
        })
        .await;
    let delivery = told(&thread, Direction::Out)[0].delivery.clone().unwrap();
    assert_eq!(delivery.problem.unwrap().code, "maybe_sent");
    assert_eq!(copies(world, ASA.0, "Are you there?"), 0);
});
