//! What goes when a window is closed: nothing to the provider, or a template.

use crate::support::{ASA, LEA, World, on_both, state, told};
use desk::{message, template};
use model::{Answer, DeliveryState, Direction, Extras, NewMessage, TemplateUse};
use simulator::{Act, Channel as Phone};

fn used(ticket: i64, name: &str, language: &str, values: &[&str]) -> Answer {
    Answer {
        message: NewMessage {
            client_key: format!("{name}-{language}-{}", values.len()),
            ticket,
            note: false,
            text: String::new(),
            files: Vec::new(),
        },
        extras: Extras {
            template: Some(TemplateUse {
                name: name.into(),
                language: language.into(),
                values: values.iter().map(|&value| value.to_owned()).collect(),
            }),
            ..Extras::default()
        },
    }
}

/// A customer who wrote two days ago, for us and for the provider.
async fn quiet(world: &World, customer: (Phone, &str)) -> i64 {
    world.act(customer, Act::say("Hello")).await;
    let thread = world.until(customer, "a text", |_| true).await;
    world.sim.turn_clock(48 * 3_600_000);
    world
        .sql("UPDATE message SET created_at = created_at - 172800000")
        .await;
    thread.ticket.id
}

on_both!(free_words_do_not_go_after_the_window, |world| {
    for customer in [ASA, LEA] {
        let ticket = quiet(world, customer).await;
        world.reply(ticket, "Are you there?", None).await.unwrap();
        let thread = world
            .until(customer, "it failed", |thread| {
                state(thread) == Some(DeliveryState::Failed)
            })
            .await;
        let delivery = told(&thread, Direction::Out)[0].delivery.clone().unwrap();
        assert_eq!(delivery.problem.unwrap().code, "window_closed");
        let (phone, _) = customer;
        let lines = world.sim.lines(phone);
        assert!(
            lines.iter().all(|line| line.mine),
            "the provider was not asked"
        );
    }
});

on_both!(a_template_goes_after_the_window, |world| {
    let ticket = quiet(world, ASA).await;
    let offered = template::offered(&world.desk, &world.agent, ticket, false)
        .await
        .unwrap();
    let names: Vec<String> = offered
        .iter()
        .map(|template| {
            format!(
                "{} {} {}",
                template.name,
                template.language,
                template.places()
            )
        })
        .collect();
    assert_eq!(
        names,
        [
            "hello_again en_US 1",
            "open_again en_US 0",
            "order_update de 2",
            "order_update en_US 2"
        ]
    );
    for (name, language, values, why) in [
        ("order_update", "de", &["Åsa"][..], "template_places"),
        ("order_update", "de", &["Åsa", " "], "template_places"),
        ("order_update", "de", &["Åsa", "7\n8"], "template_places"),
        ("order_update", "fr", &["Åsa", "7"], "template_gone"),
        ("autumn_sale", "en_US", &["Åsa"], "template_gone"),
    ] {
        let answer = used(ticket, name, language, values);
        let refused = message::answer(&world.desk, &world.agent, answer).await;
        assert_eq!(refused.unwrap_err().code(), why, "{name} {values:?}");
    }
    let mut wordy = used(ticket, "open_again", "en_US", &[]);
    wordy.message.text = "Hello".into();
    let refused = message::answer(&world.desk, &world.agent, wordy).await;
    assert_eq!(refused.unwrap_err().code(), "template_alone");

    let answer = used(ticket, "order_update", "de", &["Åsa", "1042"]);
    let sent = message::answer(&world.desk, &world.agent, answer)
        .await
        .unwrap();
    let text = "Hallo Åsa, Ihre Bestellung 1042 ist unterwegs.";
    assert_eq!(sent.text, text);
    let line = (world.sim)
        .until(|line| !line.mine && line.text == text)
        .await;
    assert_eq!(line.kind, "template");
    world
        .until(ASA, "it arrives", |thread| {
            use DeliveryState::{Delivered, Read, Sent};
            matches!(state(thread), Some(Sent | Delivered | Read))
        })
        .await;
});
