//! What an inbox takes: asked when a file comes up, when it is sent, and when it leaves, whatever
//! a browser says.

mod support;

use desk::{
    Actor,
    file::{self, Access, Variant},
    inbox, message, ticket,
    upload::{self, Goal},
};
use futures::TryStreamExt;
use model::{DeliveryState, InboxLimits, NewMessage, Sender, SentAs, TicketId, Upload};
use support::{World, code, message as text, on_both, png, with_file};

/// A PDF as far as its first bytes say.
fn pdf(bytes: usize) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    file.resize(bytes, b' ');
    file
}

async fn up(
    world: &World,
    bytes: &[u8],
    name: &str,
    ticket: TicketId,
    sent_as: SentAs,
) -> desk::Result<Upload> {
    let goal = Goal {
        ticket: Some(ticket),
        sent_as,
    };
    let declared = Some(bytes.len() as u64);
    let mut receiving = upload::begin(&world.desk, &world.agent, name, declared, goal).await?;
    receiving.write(bytes.to_vec().into()).await?;
    receiving.finish().await
}

fn sent_as(mut message: NewMessage, sent_as: SentAs) -> NewMessage {
    for file in &mut message.files {
        file.sent_as = sent_as;
    }
    message
}

fn narrow(settings: &str) -> InboxLimits {
    serde_json::from_str(settings).unwrap()
}

async fn bytes_of(served: file::Served) -> Vec<u8> {
    let len = served.len;
    let chunks: Vec<bytes::Bytes> = served.body.stream(0..len).try_collect().await.unwrap();
    chunks.concat()
}

on_both!(many_files_within_limits_are_too_much_together, |world| {
    let ticket = world.texted("+391", "Hi").await;
    let picture = png(330, 330);
    assert!((300_001..600_000).contains(&picture.len()));
    let mut new = text(ticket, "a1", "Two pictures");
    for _ in 0..2 {
        let sent = up(world, &picture, "a.png", ticket, SentAs::Itself).await;
        new = with_file(new, sent.unwrap().id);
    }
    let refused = message::send(&world.desk, &world.agent, new.clone()).await;
    let sentence = refused.as_ref().unwrap_err().to_string();
    assert!(sentence.contains("600 KB"), "{sentence}");
    assert_eq!(code(refused), "together");
    // Nothing was written, and nothing is lost: one of them goes.
    assert_eq!(world.number("SELECT count(*) FROM attachment").await, 0);
    new.files.pop();
    message::send(&world.desk, &world.agent, new).await.unwrap();
});

on_both!(a_long_code_takes_a_megabyte, |world| {
    let ticket = world.texted("+391", "Hi").await;
    let limits = InboxLimits {
        sender: Some(Sender::LongCode),
        ..InboxLimits::default()
    };
    let visitor = Actor::Nobody;
    let set = async |actor| inbox::set_limits(&world.desk, actor, world.sms, &limits).await;
    assert_eq!(code(set(&visitor).await), "not_signed_in");
    assert_eq!(code(set(&world.agent).await), "not_allowed");
    set(&world.owner).await.unwrap();
    let head = ticket::open(&world.desk, &world.agent, 1001).await.unwrap();
    assert_eq!(narrow(&head.ticket.limits), limits, "pages are told");
    let picture = png(330, 330);
    let mut new = text(ticket, "a1", "");
    for _ in 0..2 {
        let sent = up(world, &picture, "a.png", ticket, SentAs::Itself).await;
        new = with_file(new, sent.unwrap().id);
    }
    message::send(&world.desk, &world.agent, new).await.unwrap();
});

on_both!(an_inbox_is_narrowed_and_the_desk_asks_it, |world| {
    let (_, ticket) = world.talking().await;
    let set = async |limits: &str| {
        let limits = narrow(limits);
        let set = inbox::set_limits(&world.desk, &world.owner, world.webchat, &limits);
        set.await.unwrap();
    };
    set(r#"{"documents":false,"picture_types":["jpeg"],"file_bytes":5000}"#).await;
    let refused = up(world, &pdf(5001), "a.pdf", ticket, SentAs::Itself).await;
    assert_eq!(code(refused), "too_large");
    let refused = up(world, b"one, two", "a.csv", ticket, SentAs::Itself).await;
    assert_eq!(code(refused), "kind");
    let refused = up(world, &png(9, 9), "a.png", ticket, SentAs::Itself).await;
    assert_eq!(code(refused), "kind");
    // The widget's first words are still there, and visitors are told the limits.
    let greeting = desk::visitor::greeting(&world.desk, support::KEY).await;
    let greeting = greeting.unwrap();
    assert_eq!(greeting.text, "Hello!");
    assert_eq!(narrow(&greeting.limits).file_bytes, Some(5000));

    // What came up before it was narrowed is asked about again.
    set("{}").await;
    let sent = up(world, &png(40, 40), "a.png", ticket, SentAs::Itself).await;
    let sent = sent.unwrap();
    set(r#"{"picture_bytes":100}"#).await;
    let new = with_file(text(ticket, "a1", ""), sent.id);
    assert_eq!(
        code(message::send(&world.desk, &world.agent, new).await),
        "too_large"
    );
});

on_both!(settings_that_cannot_be_read_narrow_nothing, |world| {
    world
        .sql(r#"UPDATE inbox SET settings = '{"greeting":"Hi","limits":{"files":"many"}}'"#)
        .await;
    let fresh = world.replica().await;
    let greeting = desk::visitor::greeting(&fresh, support::KEY).await.unwrap();
    assert_eq!(greeting.text, "Hi");
    assert_eq!(narrow(&greeting.limits), InboxLimits::default());
});

on_both!(delivery_asks_once_more, |world| {
    let (_, ticket) = world.talking().await;
    let sent = up(world, &png(80, 80), "a.png", ticket, SentAs::Itself).await;
    let new = with_file(text(ticket, "a1", ""), sent.unwrap().id);
    message::send(&world.desk, &world.agent, new).await.unwrap();
    let limits = narrow(r#"{"message_bytes":100}"#);
    let set = inbox::set_limits(&world.desk, &world.owner, world.webchat, &limits);
    set.await.unwrap();
    let workers = world.desk.start();
    let last = async || {
        let thread = ticket::open(&world.desk, &world.agent, 1001).await.unwrap();
        thread.messages.last().unwrap().delivery.clone().unwrap()
    };
    support::eventually("it failed", async || {
        last().await.state == DeliveryState::Failed
    })
    .await;
    assert_eq!(last().await.problem.unwrap().code, "too_large");
    workers.shutdown().await;
});

on_both!(a_browser_cannot_talk_a_picture_past_its_limits, |world| {
    let (_, ticket) = world.talking().await;
    // Web chat takes pictures up to 1 MB, and other files up to 25 MB.
    let large = png(700, 700);
    assert!(large.len() > 1_000_000);
    let refused = up(world, &large, "a.png", ticket, SentAs::Itself).await;
    assert_eq!(code(refused), "too_large");
    let sent = up(world, &large, "a.png", ticket, SentAs::Document).await;
    let new = with_file(text(ticket, "a1", ""), sent.unwrap().id);
    let refused = message::send(&world.desk, &world.agent, new.clone()).await;
    assert_eq!(code(refused), "too_large");

    let said = sent_as(new, SentAs::Document);
    let said = message::send(&world.desk, &world.agent, said).await;
    let file = said.unwrap().attachments.remove(0);
    assert!(file.plain && file.thumb_url.is_empty());
    assert_eq!(
        (file.mime.as_str(), file.name.as_str()),
        ("image/png", "a.png")
    );
    let access = Access::Actor(&world.agent);
    let served = file::open(&world.desk, access, file.id, Variant::Original);
    let served = served.await.unwrap();
    assert!(!served.inline, "a download, with its type");
    assert_eq!(bytes_of(served).await, large, "every pixel as it was");
});

on_both!(a_document_loses_its_metadata_and_no_pixel, |world| {
    let (_, ticket) = world.talking().await;
    let clean = png(60, 40);
    // A chunk of text right behind the header; nobody checks its sum before it is thrown away.
    let mut telling = clean.clone();
    let mut chunk = 18_u32.to_be_bytes().to_vec();
    chunk.extend(b"tEXtAuthor\0Ana at home\0\0\0\0");
    telling.splice(33..33, chunk);
    let sent = up(world, &telling, "a.png", ticket, SentAs::Document).await;
    let new = with_file(text(ticket, "a1", ""), sent.unwrap().id);
    let said = sent_as(new, SentAs::Document);
    let said = message::send(&world.desk, &world.agent, said)
        .await
        .unwrap();
    let access = Access::Actor(&world.agent);
    let served = file::open(
        &world.desk,
        access,
        said.attachments[0].id,
        Variant::Original,
    );
    let served = bytes_of(served.await.unwrap()).await;
    assert!(!served.windows(3).any(|bytes| bytes == b"Ana"));
    assert_eq!(served, clean);
});

on_both!(what_is_too_large_for_the_channel_goes_as_a_link, |world| {
    let ticket = world.texted("+391", "Hi").await;
    let large = pdf(700_000);
    let refused = up(world, &large, "manual.pdf", ticket, SentAs::Itself).await;
    assert_eq!(code(refused), "too_large");
    let sent = up(world, &large, "manual.pdf", ticket, SentAs::Link).await;
    let new = with_file(text(ticket, "a1", "Here it is"), sent.unwrap().id);
    // Not as itself, whatever it came up as.
    let refused = message::send(&world.desk, &world.agent, new.clone()).await;
    assert_eq!(code(refused), "too_large");

    let said = sent_as(new, SentAs::Link);
    let said = message::send(&world.desk, &world.agent, said)
        .await
        .unwrap();
    let start = "Here it is\n\nA caption, manual.pdf (700 KB):\nhttp://desk.test/files/";
    assert!(said.text.starts_with(start), "{}", said.text);
    let (_, query) = said.text.split_once("?e=").unwrap();
    let (expires, signature) = query.split_once("&s=").unwrap();
    let access = Access::Signed {
        expires: expires.parse().unwrap(),
        signature,
    };
    let id = said.attachments[0].id;
    let served = file::open(&world.desk, access, id, Variant::Original).await;
    let served = served.unwrap();
    assert!(!served.inline);
    assert_eq!(bytes_of(served).await, large);
    // It is the text that leaves, and no file.
    let parts = "SELECT count(*) FROM delivery WHERE part LIKE '%\"files\":[]%'";
    assert_eq!(world.number(parts).await, 1);

    let too_large = Some(model::LINK_BYTES + 1);
    let goal = Goal {
        ticket: Some(ticket),
        sent_as: SentAs::Link,
    };
    let refused = upload::begin(&world.desk, &world.agent, "a", too_large, goal).await;
    assert_eq!(code(refused.map(drop)), "too_large");
});

on_both!(links_that_make_a_text_too_long_are_told_of, |world| {
    let ticket = world.texted("+391", "Hi").await;
    let sent = up(world, &pdf(9_000), "manual.pdf", ticket, SentAs::Link).await;
    let new = with_file(text(ticket, "a1", &"a".repeat(1_590)), sent.unwrap().id);
    let refused = message::send(&world.desk, &world.agent, sent_as(new, SentAs::Link)).await;
    assert_eq!(code(refused), "text_long");
});

on_both!(in_our_own_chat_the_tile_is_the_link, |world| {
    let (visitor, ticket) = world.talking().await;
    let sent = up(world, &pdf(9_000), "manual.pdf", ticket, SentAs::Link).await;
    let new = with_file(text(ticket, "a1", "Here"), sent.unwrap().id);
    let said = sent_as(new, SentAs::Link);
    message::send(&world.desk, &world.agent, said)
        .await
        .unwrap();
    let chat = desk::visitor::chat(&world.desk, &visitor, "")
        .await
        .unwrap();
    let shown = chat.messages.last().unwrap();
    assert_eq!((shown.text.as_str(), shown.attachments.len()), ("Here", 1));
    // A visitor has no desk to link to: their file is one to download.
    let sent = world.upload(&visitor, "a.png", &png(50, 50), None).await;
    let new = with_file(text(0, "v1", ""), sent.unwrap().id);
    let said = message::send(&world.desk, &visitor, sent_as(new, SentAs::Link)).await;
    assert!(said.unwrap().attachments[0].plain);
});

on_both!(pictures_of_a_plain_form_share_the_message, |world| {
    let ticket = world.texted("+391", "Hi").await;
    let files = [900, 60, 900].map(|side| ("a.png".to_owned(), png(side, side)));
    let small = files[1].1.len() as u64;
    let sent = upload::fit_and_store(&world.desk, &world.agent, files.into(), Some(ticket)).await;
    let sent = sent.unwrap();
    let sum: u64 = sent.iter().map(|upload| upload.bytes).sum();
    assert!(sum <= 600_000, "{sum}");
    assert_eq!((sent[1].width, sent[1].bytes), (60, small), "left alone");
    assert!(sum > 500_000, "and the others have the rest: {sum}");
    let new = (sent.iter()).fold(text(ticket, "a1", ""), |new, upload| {
        with_file(new, upload.id)
    });
    message::send(&world.desk, &world.agent, new).await.unwrap();
});
