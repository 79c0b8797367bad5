//! Files: what is taken, how it is kept, and who may have it.

mod support;

use desk::{
    file::{self, Access, Variant},
    message, sweep, ticket, upload, visitor,
};
use futures::TryStreamExt;
use support::{code, message as text, on_both, png, with_file};

async fn bytes_of(served: file::Served) -> Vec<u8> {
    let len = served.len;
    let chunks: Vec<bytes::Bytes> = served.body.stream(0..len).try_collect().await.unwrap();
    chunks.concat()
}

/// `e` and `s` of a signed address.
fn signed(url: &str) -> (i64, String) {
    let (_, query) = url.split_once("?e=").unwrap();
    let (expires, signature) = query.split_once("&s=").unwrap();
    (expires.parse().unwrap(), signature.to_owned())
}

on_both!(a_picture_travels_both_ways, |world| {
    let (visitor, ticket) = world.talking().await;
    let picture = png(900, 700);
    let sent = world
        .upload(&visitor, "photo.png", &picture, None)
        .await
        .unwrap();
    assert_eq!(
        (sent.mime.as_str(), sent.width, sent.height),
        ("image/png", 900, 700)
    );
    assert_eq!(sent.bytes, picture.len() as u64);
    let said = with_file(text(0, "k2", ""), sent.id);
    let said = message::send(&world.desk, &visitor, said).await.unwrap();
    let file = &said.attachments[0];
    assert_eq!(
        (file.caption.as_str(), file.alt.as_str()),
        ("A caption", "What it shows")
    );

    let row = &ticket::list(&world.desk, &world.agent, Default::default())
        .await
        .unwrap()
        .rows[0];
    assert!(row.picture);
    assert_eq!(row.thumb_url, format!("/files/{}/thumb/photo.png", file.id));
    let access = Access::Actor(&world.agent);
    let served = file::open(&world.desk, access, file.id, Variant::Original)
        .await
        .unwrap();
    assert_eq!(
        (served.etag.clone(), served.inline),
        (Some(sent.sha256), true)
    );
    assert_eq!(bytes_of(served).await, picture);
    let thumb = file::open(&world.desk, access, file.id, Variant::Thumb)
        .await
        .unwrap();
    assert_eq!(
        (thumb.mime.as_str(), thumb.name.as_str()),
        ("image/jpeg", "photo.jpg")
    );
    let info = media::inspect(&bytes_of(thumb).await).unwrap();
    assert_eq!((info.width, info.height), (640, 498));

    // And back.
    let answer = world
        .upload(&world.agent, "small.png", &png(100, 80), Some(ticket))
        .await
        .unwrap();
    let answer = with_file(text(ticket, "a1", "Here"), answer.id);
    let answer = message::send(&world.desk, &world.agent, answer)
        .await
        .unwrap();
    let chat = visitor::chat(&world.desk, &visitor, "").await.unwrap();
    let shown = &chat.messages.last().unwrap().attachments[0];
    assert_eq!(shown.id, answer.attachments[0].id);
    assert_eq!(
        shown.url, shown.thumb_url,
        "a small picture is its own thumbnail"
    );
    assert_eq!(
        ticket::open(&world.desk, &world.agent, 1001)
            .await
            .unwrap()
            .contact
            .files,
        2
    );
});

on_both!(only_those_who_may_read_a_file_get_it, |world| {
    let (visitor, ticket) = world.talking().await;
    let (stranger, _) = world.talking().await;
    let sent = world
        .upload(&world.agent, "a.png", &png(700, 300), Some(ticket))
        .await
        .unwrap();
    let note = model::NewMessage {
        note: true,
        ..with_file(text(ticket, "n1", ""), sent.id)
    };
    let note = message::send(&world.desk, &world.agent, note)
        .await
        .unwrap();
    let sent = world
        .upload(&world.agent, "b.txt", b"For you", Some(ticket))
        .await
        .unwrap();
    let answer = with_file(text(ticket, "a1", ""), sent.id);
    let answer = message::send(&world.desk, &world.agent, answer)
        .await
        .unwrap();
    let (secret, open) = (note.attachments[0].id, answer.attachments[0].id);
    let get = async |access, id| {
        file::open(&world.desk, access, id, Variant::Original)
            .await
            .map(|_| ())
    };
    assert!(get(Access::Actor(&visitor), open).await.is_ok());
    assert_eq!(
        code(get(Access::Actor(&visitor), secret).await),
        "not_found"
    );
    assert_eq!(code(get(Access::Actor(&stranger), open).await), "not_found");
    assert_eq!(
        code(get(Access::Actor(&desk::Actor::Nobody), open).await),
        "not_signed_in"
    );

    let chat = visitor::chat(&world.desk, &visitor, "").await.unwrap();
    let url = &chat.messages.last().unwrap().attachments[0].url;
    let (expires, signature) = signed(url);
    let signature = signature.as_str();
    assert!(
        get(Access::Signed { expires, signature }, open)
            .await
            .is_ok()
    );
    assert_eq!(
        code(get(Access::Signed { expires, signature }, secret).await),
        "not_allowed"
    );
    let later = expires + 86_400;
    assert_eq!(
        code(
            get(
                Access::Signed {
                    expires: later,
                    signature
                },
                open
            )
            .await
        ),
        "not_allowed"
    );
    assert_eq!(
        code(
            get(
                Access::Signed {
                    expires: 1,
                    signature
                },
                open
            )
            .await
        ),
        "not_allowed"
    );
    let thumb = file::open(
        &world.desk,
        Access::Signed { expires, signature },
        open,
        Variant::Thumb,
    );
    assert_eq!(
        code(thumb.await.map(|_| ())),
        "not_allowed",
        "one address, one variant"
    );
});

on_both!(what_is_no_good_is_refused, |world| {
    let (visitor, ticket) = world.talking().await;
    assert_eq!(
        code(world.upload(&visitor, "a.txt", b"", None).await),
        "empty"
    );
    let large = vec![b'x'; 25_000_001];
    assert_eq!(
        code(world.upload(&visitor, "a.txt", &large, None).await),
        "too_large"
    );
    let declared = upload::begin(&world.desk, &visitor, "a", Some(25_000_001), None).await;
    assert_eq!(code(declared.map(|_| ())), "too_large");
    let heavy = png(700, 700);
    assert!(heavy.len() > 1_000_000);
    let refused = world
        .upload(&world.agent, "a.png", &heavy, Some(ticket))
        .await;
    assert_eq!(code(refused), "too_large", "ours must fit the channel");
    world.upload(&visitor, "a.png", &heavy, None).await.unwrap();
    let phone = world.texted("+391", "Hi").await;
    let refused = world
        .upload(&world.agent, "a.zip", b"PK\x03\x04 and so on", Some(phone))
        .await;
    assert_eq!(code(refused), "kind");
    // A header that promises more pixels than any memory holds.
    let mut bomb = png(2, 2);
    bomb[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
    assert_eq!(
        code(world.upload(&visitor, "a.png", &bomb, None).await),
        "too_many_pixels"
    );
    let nobody = world
        .upload(&desk::Actor::Nobody, "a.txt", b"x", None)
        .await;
    assert_eq!(code(nobody), "not_signed_in");
    assert_eq!(world.number("SELECT count(*) FROM upload").await, 1);
});

on_both!(a_name_counts_for_nothing, |world| {
    let (visitor, _) = world.visitor().await;
    let html = b"<!doctype html><script>alert(1)</script>";
    let page = world
        .upload(&visitor, "../photo.jpg", html, None)
        .await
        .unwrap();
    assert!(
        !page.name.ends_with(".jpg") && !page.name.contains('/'),
        "{}",
        page.name
    );
    assert!(!page.mime.starts_with("image/"), "{}", page.mime);
    let picture = world
        .upload(&visitor, "notes.txt", &png(10, 10), None)
        .await
        .unwrap();
    assert_eq!((picture.mime.as_str(), picture.width), ("image/png", 10));
    let mut broken = png(10, 10);
    broken.truncate(20);
    let broken = world
        .upload(&visitor, "photo.png", &broken, None)
        .await
        .unwrap();
    assert_eq!(
        (broken.mime.as_str(), broken.width),
        ("application/octet-stream", 0)
    );
});

on_both!(an_upload_is_its_owners, |world| {
    let (visitor, ticket) = world.talking().await;
    let (stranger, _) = world.visitor().await;
    let sent = world
        .upload(&visitor, "a.txt", b"mine", None)
        .await
        .unwrap();
    for actor in [&stranger, &world.agent] {
        let stolen = with_file(text(ticket, "k9", ""), sent.id);
        assert_eq!(
            code(message::send(&world.desk, actor, stolen).await),
            "upload_gone"
        );
    }
    message::send(&world.desk, &visitor, with_file(text(0, "k2", ""), sent.id))
        .await
        .unwrap();
    let twice = with_file(text(0, "k3", ""), sent.id);
    assert_eq!(
        code(message::send(&world.desk, &visitor, twice).await),
        "upload_gone"
    );
});

on_both!(bytes_are_kept_once_and_go_when_nobody_needs_them, |world| {
    let (visitor, ticket) = world.talking().await;
    let picture = png(900, 100);
    let first = world
        .upload(&visitor, "a.png", &picture, None)
        .await
        .unwrap();
    let second = world
        .upload(&world.agent, "b.png", &picture, Some(ticket))
        .await
        .unwrap();
    assert_eq!(first.sha256, second.sha256);
    let blobs = "SELECT count(*) FROM blob WHERE width = 900";
    support::eventually("there is a thumbnail", async || {
        world
            .number("SELECT count(*) FROM blob WHERE width = 640")
            .await
            == 1
    })
    .await;
    assert_eq!(world.number(blobs).await, 1);
    let refs = "SELECT refs FROM blob WHERE width = 900";
    assert_eq!(world.number(refs).await, 2);
    let said = with_file(text(0, "k2", ""), first.id);
    let said = message::send(&world.desk, &visitor, said).await.unwrap();
    assert_eq!(world.number(refs).await, 2, "the upload's count went over");

    let now = said.at;
    sweep::run(&world.desk, now + 25 * 3_600_000).await.unwrap();
    assert_eq!(world.number("SELECT count(*) FROM upload").await, 0);
    assert_eq!(world.number(refs).await, 1, "the attachment's stays");
    world.sql("DELETE FROM attachment").await;
    world
        .sql("UPDATE blob SET refs = 0 WHERE width = 900")
        .await;
    sweep::run(&world.desk, now + 50 * 3_600_000).await.unwrap();
    sweep::run(&world.desk, now + 75 * 3_600_000).await.unwrap();
    assert_eq!(
        world.number("SELECT count(*) FROM blob").await,
        0,
        "and its thumbnail goes, too"
    );
    let left = walk(&world.config.data_dir.join("blobs"));
    assert_eq!(left, 0, "nothing on the disk");
});

fn walk(folder: &std::path::Path) -> usize {
    std::fs::read_dir(folder).map_or(0, |entries| {
        entries
            .flatten()
            .map(|entry| {
                if entry.path().is_dir() {
                    walk(&entry.path())
                } else {
                    1
                }
            })
            .sum()
    })
}

on_both!(an_upload_that_is_given_up_leaves_nothing, |world| {
    let (visitor, _) = world.visitor().await;
    let mut receiving = upload::begin(&world.desk, &visitor, "a.txt", None, None)
        .await
        .unwrap();
    receiving.write(vec![b'x'; 600_000].into()).await.unwrap();
    drop(receiving);
    support::eventually("the file is gone", async || {
        walk(&world.config.data_dir.join("blobs")) == 0
    })
    .await;
});

on_both!(a_picture_is_made_to_fit_without_a_browser, |world| {
    let ticket = world.texted("+391", "Hi").await;
    let heavy = png(900, 900);
    let heavy = vec![("a.png".to_owned(), heavy)];
    let sent = upload::fit_and_store(&world.desk, &world.agent, heavy, Some(ticket)).await;
    let sent = sent.unwrap().remove(0);
    assert!(sent.bytes <= 600_000, "{}", sent.bytes);
    assert_eq!(
        (sent.mime.as_str(), sent.name.as_str()),
        ("image/jpeg", "a.jpg")
    );
    let plain = vec![("a.pdf".to_owned(), b"%PDF-1.7 x".to_vec())];
    let plain = upload::fit_and_store(&world.desk, &world.agent, plain, None).await;
    assert_eq!(plain.unwrap()[0].mime, "application/pdf");
});

on_both!(a_damaged_picture_is_tried_once, |world| {
    let (visitor, _) = world.visitor().await;
    let mut damaged = png(900, 700);
    let half = damaged.len() / 2;
    damaged.truncate(half);
    let sent = world
        .upload(&visitor, "a.png", &damaged, None)
        .await
        .unwrap();
    if sent.width == 0 {
        return; // told by its headers already
    }
    let said = with_file(text(0, "k1", ""), sent.id);
    let said = message::send(&world.desk, &visitor, said).await.unwrap();
    let access = Access::Actor(&world.agent);
    let id = said.attachments[0].id;
    file::open(&world.desk, access, id, Variant::Thumb)
        .await
        .unwrap();
    let known = "SELECT count(*) FROM blob WHERE previews IN ('made', 'failed')";
    assert_eq!(world.number(known).await, 1);
});

on_both!(
    item_7_all_pictures_of_a_conversation_for_those_who_may_see_them,
    |world| {
        let (visitor, ticket) = world.talking().await;
        let (stranger, _) = world.talking().await;
        let send = async |actor: &desk::Actor, name: &str, bytes: &[u8], key: &str, note: bool| {
            let upload = world
                .upload(actor, name, bytes, Some(ticket))
                .await
                .unwrap();
            let new = model::NewMessage {
                note,
                ..with_file(text(ticket, key, ""), upload.id)
            };
            message::send(&world.desk, actor, new).await.unwrap()
        };
        send(&visitor, "first.png", &png(40, 30), "v1", false).await;
        send(&visitor, "words.txt", b"No picture", "v2", false).await;
        for n in 0..205 {
            world.reply(ticket, &format!("r{n}"), "Words").await;
        }
        send(&world.agent, "note.png", &png(41, 30), "a1", true).await;
        send(&world.agent, "last.png", &png(42, 30), "a2", false).await;

        let names = async |actor: &desk::Actor, ticket| {
            let all = message::pictures(&world.desk, actor, ticket).await.unwrap();
            let names = all.iter().map(|picture| picture.name.clone());
            (names.collect::<Vec<_>>(), all)
        };
        // More than a page of messages lies between them.
        let (shown, all) = names(&world.agent, ticket).await;
        assert_eq!(shown, ["first.png", "note.png", "last.png"]);
        assert!(all.iter().all(|picture| !picture.url.contains("s=")));
        // A visitor has no notes and one conversation, whatever they name; its addresses are signed.
        let (shown, all) = names(&visitor, ticket + 1).await;
        assert_eq!(shown, ["first.png", "last.png"]);
        let (expires, signature) = signed(&all[0].url);
        let access = Access::Signed {
            expires,
            signature: &signature,
        };
        let served = file::open(&world.desk, access, all[0].id, Variant::Original).await;
        assert!(served.is_ok());
        assert_eq!(names(&stranger, ticket).await.0, [""; 0]);
        let asked = message::pictures(&world.desk, &desk::Actor::Nobody, ticket).await;
        assert_eq!(code(asked), "not_signed_in");
        let asked = message::pictures(&world.desk, &desk::Actor::System, ticket).await;
        assert_eq!(code(asked), "not_allowed");
    }
);
