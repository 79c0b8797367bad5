//! Answers that go out, and come back.

use crate::{
    shared::{png, unique},
    support::{letter, on_both},
};
use model::{DeliveryState, Direction};

on_both!(an_answer_arrives_with_its_picture_in_place, |world| {
    world.start().await;
    let customer = format!("anna-{}@desk.test", unique());
    let mail = letter("one", &customer, "My rug is torn");
    world.mail.post(&customer, &world.address, &mail).await;
    let thread = world
        .until("a letter", |thread| !thread.messages.is_empty())
        .await;
    world
        .reply(thread.ticket.id, "Here is another", Some(&png(80, 50, 1)))
        .await;
    let arrived = world.mail.letter_of(&customer).await;
    for wanted in [
        "multipart/related",
        "Content-ID: <",
        "image/png",
        "In-Reply-To: <one.",
        "Subject: Re: Rug",
    ] {
        assert!(arrived.contains(wanted), "{wanted} in {arrived}");
    }
    let sent = |thread: &model::Thread| {
        let out = thread
            .messages
            .iter()
            .find(|message| message.direction == Direction::Out);
        let delivery = out.and_then(|message| message.delivery.as_ref());
        delivery.is_some_and(|delivery| delivery.state == DeliveryState::Sent)
    };
    world.until("sent", sent).await;
});

on_both!(an_answer_that_is_refused_later_is_told_of, |world| {
    world.start().await;
    let mail = letter("one", "gone@refused.test", "Write to me where I am not");
    world
        .mail
        .post("gone@refused.test", &world.address, &mail)
        .await;
    let thread = world
        .until("a letter", |thread| !thread.messages.is_empty())
        .await;
    world.reply(thread.ticket.id, "Are you there?", None).await;
    let failed = |thread: &model::Thread| {
        let out = thread
            .messages
            .iter()
            .find(|message| message.direction == Direction::Out);
        let delivery = out.and_then(|message| message.delivery.as_ref());
        delivery.is_some_and(|delivery| delivery.state == DeliveryState::Failed)
    };
    let thread = world.until("a bounce", failed).await;
    let out = (thread.messages.iter()).find(|message| message.direction == Direction::Out);
    let problem = out
        .unwrap()
        .delivery
        .as_ref()
        .unwrap()
        .problem
        .as_ref()
        .unwrap();
    assert_eq!(problem.code, "address");
    assert!(
        problem.sentence.contains("no such mailbox"),
        "{}",
        problem.sentence
    );
    assert_eq!(thread.messages.len(), 2, "the bounce itself is no message");
});
