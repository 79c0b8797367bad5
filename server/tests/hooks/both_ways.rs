//! Words and pictures, in and out, on each of the three channels, with the right ticks.

use crate::support::{ANA, ASA, LEA, World, files, on_both, png, state, told};
use model::{AttachmentState, DeliveryState, Direction};
use simulator::{Act, Channel as Phone};

/// What a customer writes and shows arrives; the bytes are the ones they sent.
async fn comes_in(world: &World, customer: (Phone, &str)) {
    world.act(customer, Act::say("Hello, my rug is torn")).await;
    let thread = world
        .until(customer, "a text", |thread| thread.messages.len() == 1)
        .await;
    let message = &thread.messages[0];
    assert_eq!(message.direction, Direction::In);
    assert_eq!(message.text, "Hello, my rug is torn");
    let picture = png(60, 40);
    world
        .act(customer, Act::show("", "torn.png", "image/png", picture))
        .await;
    let thread = world
        .until(customer, "a picture", |thread| {
            files(thread, Direction::In) == [AttachmentState::Ready]
        })
        .await;
    let file = &told(&thread, Direction::In)[1].attachments[0];
    assert_eq!(
        (file.mime.as_str(), file.width, file.height),
        ("image/png", 60, 40)
    );
    assert!(!file.name.is_empty() && file.name.ends_with(".png"));
}

/// An agent's picture arrives whole, with its caption.
async fn goes_out(world: &World, customer: (Phone, &str), caption: &str) {
    let thread = world.thread(customer).await.unwrap();
    let picture = png(80, 50);
    let sent = world
        .reply(thread.ticket.id, "", Some((&picture, caption)))
        .await;
    sent.unwrap();
    let (phone, person) = customer;
    let line = world
        .sim
        .until(|line| line.channel == phone && !line.mine && !line.files.is_empty())
        .await;
    assert_eq!(line.person, person);
    assert_eq!(world.sim.file(&line.files[0].sha256).unwrap(), picture);
    if phone == Phone::Instagram {
        // There, a caption is a message of its own.
        let words = |line: &simulator::Line| line.channel == phone && line.text == caption;
        world.sim.until(words).await;
    } else {
        assert_eq!(line.text, caption);
    }
}

async fn stands(world: &World, customer: (Phone, &str), wanted: DeliveryState) {
    let what = format!("{wanted:?}");
    world
        .until(customer, &what, |thread| state(thread) == Some(wanted))
        .await;
}

on_both!(sms, |world| {
    comes_in(world, ANA).await;
    goes_out(world, ANA, "This is the new one").await;
    stands(world, ANA, DeliveryState::Delivered).await;
});

on_both!(whatsapp, |world| {
    comes_in(world, ASA).await;
    goes_out(world, ASA, "This is the new one").await;
    stands(world, ASA, DeliveryState::Delivered).await;
    world.act(ASA, Act::Seen).await;
    stands(world, ASA, DeliveryState::Read).await;
});

on_both!(instagram, |world| {
    comes_in(world, LEA).await;
    goes_out(world, LEA, "This is the new one").await;
    stands(world, LEA, DeliveryState::Sent).await;
    world.sim.quiet().await;
    world.act(LEA, Act::Seen).await;
    stands(world, LEA, DeliveryState::Read).await;
    let thread = world.thread(LEA).await.unwrap();
    let answers = told(&thread, Direction::Out).len();
    assert_eq!(answers, 1, "the echoes of our own sends are no messages");
});
