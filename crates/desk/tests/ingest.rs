//! What becomes of files that come in: previews, originals, documents, films, and what is bad.

mod support;

use desk::{
    Actor,
    file::{self, Access, Variant},
    ingest::{self, originals},
    message, receive, sweep, upload, visitor,
    worker::Limits,
};
use futures::{StreamExt, TryStreamExt, stream::FuturesUnordered};
use model::{Attachment, AttachmentState, FileKind, Handle, HandleKind};
use std::{os::unix::fs::PermissionsExt, path::PathBuf, time::Duration};
use support::{
    World, code, eventually, flat, message as text, on_both, on_both_with, pdf::pdf, placed, png,
    with_file,
};

struct With {
    ingest: ingest::Config,
    folder: Option<tempfile::TempDir>,
}

async fn bytes_of(served: file::Served) -> Vec<u8> {
    let len = served.len;
    let chunks: Vec<bytes::Bytes> = served.body.stream(0..len).try_collect().await.unwrap();
    chunks.concat()
}

/// Sends a file as the visitor; the attachment.
async fn send(world: &World, visitor: &Actor, name: &str, bytes: &[u8]) -> Attachment {
    let sent = world.upload(visitor, name, bytes, None).await.unwrap();
    let key = format!("file-{}", sent.id);
    let said = with_file(text(0, &key, ""), sent.id);
    let mut said = message::send(&world.desk, visitor, said).await.unwrap();
    said.attachments.remove(0)
}

/// How the agent sees it now.
async fn seen(world: &World, id: i64) -> Attachment {
    let ticket = format!(
        "SELECT t.number FROM ticket t JOIN attachment a ON a.ticket_id = t.id WHERE a.id = {id}"
    );
    let number = world.number(&ticket).await;
    let thread = desk::ticket::open(&world.desk, &world.agent, number)
        .await
        .unwrap();
    let files = thread
        .messages
        .into_iter()
        .flat_map(|message| message.attachments);
    files.into_iter().find(|file| file.id == id).unwrap()
}

async fn settled(world: &World) {
    eventually("nothing is in work", async || {
        world
            .number("SELECT count(*) FROM blob WHERE previews = 'waiting'")
            .await
            == 0
            && ingest::in_work(&world.desk) == 0
    })
    .await;
}

async fn open(world: &World, id: i64, variant: Variant) -> desk::Result<file::Served> {
    file::open(&world.desk, Access::Actor(&world.agent), id, variant).await
}

on_both!(a_picture_gets_small_ones_that_go_with_it, |world| {
    let (visitor, _) = world.talking().await;
    let file = send(world, &visitor, "large.png", &png(1_800, 900)).await;
    settled(world).await;
    let file = seen(world, file.id).await;
    assert!(
        file.placeholder.starts_with("data:image/png;base64,"),
        "{}",
        file.placeholder
    );
    assert!(file.placeholder.len() < 500, "{}", file.placeholder.len());
    assert_ne!(file.medium_url, file.url);
    let medium = open(world, file.id, Variant::Medium).await.unwrap();
    assert_eq!(medium.mime, "image/jpeg");
    let info = media::inspect(&bytes_of(medium).await).unwrap();
    assert_eq!((info.width, info.height), (1_600, 800));
    let thumb = open(world, file.id, Variant::Thumb).await.unwrap();
    let info = media::inspect(&bytes_of(thumb).await).unwrap();
    assert_eq!((info.width, info.height), (640, 320));
    assert_eq!(world.number("SELECT count(*) FROM blob").await, 3);

    world.sql("DELETE FROM attachment").await;
    world
        .sql("UPDATE blob SET refs = 0 WHERE width = 1800")
        .await;
    let day = 24 * 3_600_000;
    for days in [1, 2, 3] {
        let now = world.number("SELECT max(touched_at) FROM blob").await;
        sweep::run(&world.desk, now + days * day).await.unwrap();
        if world.number("SELECT count(*) FROM blob").await == 0 {
            return;
        }
    }
    panic!("its small pictures stay");
});

on_both!(
    nothing_lies_behind_a_picture_that_lets_the_page_through,
    |world| {
        let (visitor, _) = world.talking().await;
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, 1_700, 400);
        encoder.set_color(png::ColorType::Rgba);
        let pixels: Vec<u8> = (0..1_700 * 400_u32)
            .flat_map(|at| [255, 0, 0, if at % 2 == 0 { 0 } else { 200 }])
            .collect();
        encoder
            .write_header()
            .unwrap()
            .write_image_data(&pixels)
            .unwrap();
        let file = send(world, &visitor, "logo.png", &bytes).await;
        settled(world).await;
        assert_eq!(seen(world, file.id).await.placeholder, "");
        let thumb = open(world, file.id, Variant::Thumb).await.unwrap();
        assert_eq!(thumb.mime, "image/png");
    }
);

on_both!(
    originals_are_kept_by_the_owners_choice_and_for_agents,
    |world| {
        let (visitor, _) = world.talking().await;
        let picture = placed(&png(60, 40));
        let off = send(world, &visitor, "a.png", &picture).await;
        let clean = bytes_of(open(world, off.id, Variant::Original).await.unwrap()).await;
        assert!(!clean.windows(6).any(|part| part == b"Piazza"));
        assert_eq!(seen(world, off.id).await.original_url, "");
        assert_eq!(
            code(open(world, off.id, Variant::Received).await.map(|_| ())),
            "not_found"
        );

        for actor in [&world.agent, &visitor, &Actor::System] {
            assert_eq!(
                code(originals::choose(&world.desk, actor, true).await),
                "not_allowed"
            );
        }
        originals::choose(&world.desk, &world.owner, true)
            .await
            .unwrap();
        let trail = "SELECT count(*) FROM audit WHERE subject = 'setting:keep_originals' AND after = 'true'";
        assert_eq!(world.number(trail).await, 1);

        let on = send(world, &visitor, "b.png", &placed(&png(61, 40))).await;
        assert_eq!(on.original_url, "", "not for the customer");
        let url = seen(world, on.id).await.original_url;
        assert_eq!(url, format!("/files/{}/received/b.png", on.id));
        let served = open(world, on.id, Variant::Received).await.unwrap();
        assert!(!served.inline, "never shown, only saved");
        assert_eq!(bytes_of(served).await, placed(&png(61, 40)));
        let theirs = Access::Actor(&visitor);
        let refused = file::open(&world.desk, theirs, on.id, Variant::Received).await;
        assert_eq!(code(refused.map(|_| ())), "not_found");
        let clean = bytes_of(open(world, on.id, Variant::Original).await.unwrap()).await;
        assert!(!clean.windows(6).any(|part| part == b"Piazza"));

        originals::choose(&world.desk, &world.owner, false)
            .await
            .unwrap();
        assert_eq!(
            code(open(world, on.id, Variant::Received).await.map(|_| ())),
            "not_found"
        );
        let now = world.number("SELECT max(touched_at) FROM blob").await;
        let before = world.number("SELECT count(*) FROM blob").await;
        sweep::run(&world.desk, now + 2 * 3_600_000).await.unwrap();
        assert_eq!(world.number("SELECT count(*) FROM blob").await, before - 1);
        assert!(open(world, on.id, Variant::Original).await.is_ok());
    }
);

on_both_with!(
    the_configuration_may_choose,
    async {
        With {
            ingest: ingest::Config {
                keep_originals: Some(true),
                ..support::ingest()
            },
            folder: None,
        }
    },
    |world, _own| {
        let choice = originals::choice(&world.desk).await.unwrap();
        assert!(choice.kept && choice.fixed);
        assert_eq!(
            code(originals::choose(&world.desk, &world.owner, false).await),
            "setting_fixed"
        );
        let (visitor, _) = world.talking().await;
        let file = send(world, &visitor, "a.png", &placed(&png(60, 40))).await;
        assert!(open(world, file.id, Variant::Received).await.is_ok());
    }
);

on_both!(
    an_upload_that_nobody_sends_takes_its_original_along,
    |world| {
        originals::choose(&world.desk, &world.owner, true)
            .await
            .unwrap();
        let (visitor, _) = world.visitor().await;
        world
            .upload(&visitor, "a.png", &placed(&png(60, 40)), None)
            .await
            .unwrap();
        settled(world).await;
        assert_eq!(
            world
                .number("SELECT count(*) FROM blob WHERE refs = 1")
                .await,
            2
        );
        let now = world.number("SELECT max(touched_at) FROM blob").await;
        sweep::run(&world.desk, now + 25 * 3_600_000).await.unwrap();
        assert_eq!(
            world
                .number("SELECT count(*) FROM blob WHERE refs > 0")
                .await,
            0
        );
    }
);

on_both!(a_document_shows_its_first_page, |world| {
    let (visitor, _) = world.talking().await;
    let file = send(world, &visitor, "invoice.pdf", &pdf(1, "300", "400", "")).await;
    assert_eq!(
        (file.mime.as_str(), file.thumb_url.as_str()),
        ("application/pdf", "")
    );
    settled(world).await;
    let file = seen(world, file.id).await;
    assert_eq!(
        file.thumb_url,
        format!("/files/{}/thumb/invoice.pdf", file.id)
    );
    let thumb = open(world, file.id, Variant::Thumb).await.unwrap();
    assert_eq!(
        (thumb.mime.as_str(), thumb.name.as_str()),
        ("image/jpeg", "invoice.jpg")
    );
    let info = media::inspect(&bytes_of(thumb).await).unwrap();
    assert_eq!((info.width, info.height), (480, 640));
    let told = "SELECT count(*) FROM event WHERE kind = 'attachment'";
    assert_eq!(world.number(told).await, 1, "open pages hear of it");
});

on_both!(documents_that_cannot_be_drawn_are_plain_files, |world| {
    let (visitor, _) = world.talking().await;
    let mut broken = pdf(1, "300", "400", "");
    broken.truncate(200);
    let encrypted = "/Encrypt << /Filter /Standard /V 5 /R 6 /O (x) /U (y) /P -4 >> /ID [(a) (a)]";
    let documents = [
        ("broken.pdf", broken),
        ("encrypted.pdf", pdf(1, "300", "400", encrypted)),
        ("none.pdf", pdf(0, "300", "400", "")),
        ("thread.pdf", pdf(1, "10000000", "0.001", "")),
    ];
    for (name, bytes) in documents {
        let file = send(world, &visitor, name, &bytes).await;
        settled(world).await;
        let file = seen(world, file.id).await;
        assert_eq!(
            (file.kind(), file.thumb_url.as_str()),
            (FileKind::Pdf, ""),
            "{name}"
        );
        assert_eq!(
            bytes_of(open(world, file.id, Variant::Original).await.unwrap()).await,
            bytes
        );
    }
    // Large and long ones are drawn like others: one page, at one size.
    for (name, bytes) in [
        ("flat.pdf", pdf(1, "0", "0", "")),
        ("huge.pdf", pdf(1, "1000000", "1000000", "")),
        ("long.pdf", pdf(1_000, "300", "400", "")),
    ] {
        let file = send(world, &visitor, name, &bytes).await;
        settled(world).await;
        let thumb = open(world, file.id, Variant::Thumb).await.unwrap();
        assert_eq!(thumb.mime, "image/jpeg", "{name}");
    }
});

on_both_with!(
    one_bad_picture_takes_nobody_along,
    async {
        let limits = Limits {
            memory: 96 << 20,
            ..Limits::default()
        };
        With {
            ingest: ingest::Config {
                limits,
                ..support::ingest()
            },
            folder: None,
        }
    },
    |world, _own| {
        let (visitor, _) = world.talking().await;
        // As many pixels as are let in, in a few kilobytes; far more than the worker may have.
        let bomb = send(world, &visitor, "bomb.png", &flat(10_900, 10_900)).await;
        // It was let in; whether it has been found out by now depends on who is quicker.
        let told = (bomb.width, bomb.kind());
        assert!(matches!(
            told,
            (10_900, FileKind::Picture) | (0, FileKind::Other)
        ));
        let good = send(world, &visitor, "good.png", &png(700, 500)).await;
        settled(world).await;
        let bomb = seen(world, bomb.id).await;
        assert_eq!(
            (bomb.kind(), bomb.thumb_url.as_str()),
            (FileKind::Other, ""),
            "a file to download"
        );
        let row = &desk::ticket::list(&world.desk, &world.agent, Default::default())
            .await
            .unwrap()
            .rows[0];
        assert!(row.thumb_url.contains("good"), "{}", row.thumb_url);
        let thumb = open(world, good.id, Variant::Thumb).await.unwrap();
        assert_eq!(thumb.mime, "image/jpeg");
    }
);

on_both_with!(
    who_takes_too_long_is_ended,
    async {
        let limits = Limits {
            clock: Duration::from_millis(300),
            ..Limits::default()
        };
        let worker = vec!["/bin/sh".into(), "-c".into(), "exec sleep 3600".into()];
        With {
            ingest: ingest::Config {
                limits,
                worker,
                ..support::ingest()
            },
            folder: None,
        }
    },
    |world, _own| {
        let (visitor, _) = world.talking().await;
        let file = send(world, &visitor, "slow.png", &png(700, 500)).await;
        settled(world).await;
        assert_eq!(seen(world, file.id).await.kind(), FileKind::Other);
    }
);

on_both_with!(
    without_a_worker_nothing_is_given_up,
    async {
        let worker = vec!["/nowhere/picture-worker".into()];
        With {
            ingest: ingest::Config {
                worker,
                ..support::ingest()
            },
            folder: None,
        }
    },
    |world, _own| {
        let (visitor, _) = world.talking().await;
        let file = send(world, &visitor, "a.png", &png(700, 500)).await;
        eventually("it was tried", async || {
            world.number("SELECT tries FROM blob").await > 0
        })
        .await;
        assert_eq!(
            world
                .number("SELECT count(*) FROM blob WHERE previews = 'waiting'")
                .await,
            1
        );
        assert_eq!(seen(world, file.id).await.kind(), FileKind::Picture);
    }
);

/// An ffmpeg of our own: prints a picture, or nothing.
async fn film() -> With {
    let folder = tempfile::tempdir().unwrap();
    let frame = folder.path().join("frame.png");
    std::fs::write(&frame, png(320, 180)).unwrap();
    let program: PathBuf = folder.path().join("ffmpeg");
    // It insists on what keeps a real one from opening anything else.
    let script = format!(
        "#!/bin/sh\ncase \"$*\" in *'-protocol_whitelist file,pipe '*'-f mov -i file:/'*) cat {};; \
         *) exit 1;; esac\n",
        frame.display()
    );
    std::fs::write(&program, script).unwrap();
    std::fs::set_permissions(&program, PermissionsExt::from_mode(0o755)).unwrap();
    With {
        ingest: ingest::Config {
            ffmpeg: Some(program),
            ..support::ingest()
        },
        folder: Some(folder),
    }
}

const MP4: &[u8] = b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2mdat and so on";
const WEBM: &[u8] = b"\x1A\x45\xDF\xA3\x9f\x42\x86\x81\x01\x42\x82\x84webm and so on";

on_both_with!(
    a_film_has_a_poster_where_there_is_ffmpeg,
    film(),
    |world, own| {
        assert!(own.folder.is_some());
        let (visitor, _) = world.talking().await;
        let file = send(world, &visitor, "drop.mp4", MP4).await;
        let other = send(world, &visitor, "drop.webm", WEBM).await;
        settled(world).await;
        let file = seen(world, file.id).await;
        assert_eq!(
            (file.kind(), file.mime.as_str()),
            (FileKind::Video, "video/mp4")
        );
        assert_eq!(file.thumb_url, format!("/files/{}/thumb/drop.mp4", file.id));
        let poster = open(world, file.id, Variant::Thumb).await.unwrap();
        let info = media::inspect(&bytes_of(poster).await).unwrap();
        assert_eq!((info.width, info.height), (320, 180));
        let other = seen(world, other.id).await;
        assert_eq!(
            (other.kind(), other.thumb_url.as_str()),
            (FileKind::Video, ""),
            "ffmpeg would not"
        );
    }
);

on_both!(a_film_without_ffmpeg_is_a_film_without_a_poster, |world| {
    let (visitor, _) = world.talking().await;
    let file = send(world, &visitor, "drop.mp4", MP4).await;
    settled(world).await;
    let file = seen(world, file.id).await;
    assert_eq!(
        (file.kind(), file.thumb_url.as_str()),
        (FileKind::Video, "")
    );
});

on_both!(what_a_channel_brings_is_taken_in_like_an_upload, |world| {
    let from = Handle {
        kind: HandleKind::Phone,
        value: "+391".into(),
    };
    let mut inbound = channels::InboundMessage {
        text: "Two files".into(),
        ..channels::InboundMessage::new("e1", from)
    };
    for name in ["a.jpg", "b.png"] {
        inbound.files.push(channels::InboundFile {
            name: name.into(),
            mime: "image/jpeg".into(),
            source: format!("https://provider.example/{name}"),
            ..channels::InboundFile::default()
        });
    }
    receive::take_in(&world.desk, world.sms, &inbound)
        .await
        .unwrap();
    let ids = [
        world.number("SELECT min(id) FROM attachment").await,
        world.number("SELECT max(id) FROM attachment").await,
    ];
    assert_eq!(seen(world, ids[0]).await.state, AttachmentState::Pending);
    let fetched = |bytes: Vec<u8>| channels::Fetched {
        bytes: bytes.into(),
        name: None,
    };

    receive::bring(&world.desk, ids[0], fetched(placed(&png(900, 600))))
        .await
        .unwrap();
    settled(world).await;
    let file = seen(world, ids[0]).await;
    assert_eq!(
        (file.name.as_str(), file.mime.as_str()),
        ("a.png", "image/png")
    );
    assert_eq!((file.width, file.state), (900, AttachmentState::Ready));
    assert!(file.placeholder.starts_with("data:"));
    let clean = bytes_of(open(world, ids[0], Variant::Original).await.unwrap()).await;
    assert!(!clean.windows(6).any(|part| part == b"Piazza"));
    assert_eq!(
        world
            .number("SELECT count(*) FROM event WHERE kind = 'attachment'")
            .await,
        1
    );

    // Told again, it is the same file; and a bomb, which nobody can turn away here, is a plain one.
    receive::bring(&world.desk, ids[0], fetched(png(10, 10)))
        .await
        .unwrap();
    assert_eq!(seen(world, ids[0]).await.width, 900);
    let mut bomb = png(2, 2);
    bomb[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
    receive::bring(&world.desk, ids[1], fetched(bomb))
        .await
        .unwrap();
    let file = seen(world, ids[1]).await;
    assert_eq!((file.kind(), file.width), (FileKind::Other, 0));
});

on_both!(a_lost_task_is_found_again, |world| {
    let (visitor, _) = world.talking().await;
    let file = send(world, &visitor, "a.png", &png(900, 600)).await;
    settled(world).await;
    // As after a power cut between the commit and the work.
    world
        .sql("UPDATE blob SET previews = 'waiting', look_at = 0 WHERE mime = 'image/png'")
        .await;
    sweep::run(&world.desk, 1).await.unwrap();
    settled(world).await;
    assert!(open(world, file.id, Variant::Thumb).await.is_ok());
    let once = "SELECT count(*) FROM blob WHERE mime = 'image/jpeg' AND refs = 1";
    assert_eq!(
        world.number(once).await,
        2,
        "both are there, and counted once"
    );
});

on_both!(an_animation_of_too_many_pixels_is_refused, |world| {
    let (visitor, _) = world.visitor().await;
    // 3000 frames of a large screen, each of one pixel: cheap to send, dear to show.
    let mut gif = b"GIF89a\xB8\x0B\xB8\x0B\x80\0\0\0\0\0\xff\xff\xff".to_vec();
    for _ in 0..3_000 {
        gif.extend(b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0");
    }
    gif.push(0x3b);
    let refused = world.upload(&visitor, "a.gif", &gif, None).await;
    assert_eq!(code(refused), "too_many_pixels");
    // Ten thousand small ones harm nobody.
    gif[6..10].copy_from_slice(&[8, 0, 8, 0]);
    let sent = world.upload(&visitor, "b.gif", &gif, None).await.unwrap();
    assert_eq!((sent.mime.as_str(), sent.width), ("image/gif", 8));
});

on_both_with!(
    too_many_who_wait_are_turned_away,
    async {
        let worker = vec!["/bin/sh".into(), "-c".into(), "exec sleep 3600".into()];
        With {
            ingest: ingest::Config {
                worker,
                ..support::ingest()
            },
            folder: None,
        }
    },
    |world, _own| {
        let picture = png(60, 60);
        let mut waiting = FuturesUnordered::new();
        for _ in 0..100 {
            let files = vec![("a.png".to_owned(), picture.clone())];
            let store = upload::fit_and_store(&world.desk, &world.agent, files, None);
            waiting.push(store);
        }
        // The first to hear anything is one that is turned away; nobody else ever would.
        assert_eq!(code(waiting.next().await.unwrap()), "unavailable");
    }
);

on_both!(
    a_customer_reads_the_small_sizes_by_signed_addresses,
    |world| {
        let (visitor, _) = world.talking().await;
        let file = send(world, &visitor, "large.png", &png(1_800, 300)).await;
        settled(world).await;
        let chat = visitor::chat(&world.desk, &visitor, "").await.unwrap();
        let shown = &chat.messages.last().unwrap().attachments[0];
        assert!(
            shown
                .medium_url
                .starts_with(&format!("/files/{}/medium/", file.id))
        );
        let (_, query) = shown.medium_url.split_once("?e=").unwrap();
        let (expires, signature) = query.split_once("&s=").unwrap();
        let access = Access::Signed {
            expires: expires.parse().unwrap(),
            signature,
        };
        assert!(
            file::open(&world.desk, access, file.id, Variant::Medium)
                .await
                .is_ok()
        );
        for other in [Variant::Thumb, Variant::Received] {
            assert!(
                file::open(&world.desk, access, file.id, other)
                    .await
                    .is_err()
            );
        }
    }
);

/// A gray TIFF of one page, with a description.
fn tiff(width: u16, height: u16, words: &str) -> Vec<u8> {
    let pixels = u32::from(width) * u32::from(height);
    let entries: [(u16, u16, u32, u32); 10] = [
        (256, 3, 1, width.into()),
        (257, 3, 1, height.into()),
        (258, 3, 1, 8),
        (259, 3, 1, 1),
        (262, 3, 1, 1),
        (270, 2, words.len() as u32, 8 + pixels + 2 + 120 + 4),
        (273, 4, 1, 8),
        (277, 3, 1, 1),
        (278, 3, 1, height.into()),
        (279, 4, 1, pixels),
    ];
    let mut file = [b"II*\0", &(8 + pixels).to_le_bytes()[..]].concat();
    file.resize(file.len() + pixels as usize, 77);
    file.extend(10u16.to_le_bytes());
    for (tag, kind, count, value) in entries {
        file.extend([tag.to_le_bytes(), kind.to_le_bytes()].concat());
        file.extend([count.to_le_bytes(), value.to_le_bytes()].concat());
    }
    file.extend([0; 4]);
    file.extend(words.as_bytes());
    file
}

on_both!(a_tiff_stays_one_and_loses_what_it_tells, |world| {
    let (visitor, _) = world.talking().await;
    let scan = tiff(300, 200, "taken at 12 Garden Lane");
    let file = send(world, &visitor, "scan.tif", &scan).await;
    assert_eq!(
        (file.mime.as_str(), file.kind()),
        ("image/tiff", FileKind::Picture)
    );
    settled(world).await;
    let kept = open(world, file.id, Variant::Original).await.unwrap();
    let kept = bytes_of(kept).await;
    assert_eq!(kept.len(), scan.len());
    assert!(!kept.windows(6).any(|part| part == b"Garden"));
    assert_eq!(kept[8..60_008], scan[8..60_008]);
    let shown = open(world, file.id, Variant::Thumb).await.unwrap();
    assert_eq!(shown.mime, "image/jpeg");
});

/// A BMP of one colour, as old cameras and new screenshots tools write it.
fn bmp(width: u32, height: u32) -> Vec<u8> {
    let pixels = width * height * 3;
    let mut file = b"BM".to_vec();
    for number in [54 + pixels, 0, 54, 40, width, height] {
        file.extend(number.to_le_bytes());
    }
    file.extend([1, 0, 24, 0]);
    for number in [0, pixels, 2_835, 2_835, 0, 0] {
        file.extend(number.to_le_bytes());
    }
    file.extend((0..pixels).map(|at| if at % 3 == 0 { 200 } else { 90 }));
    file
}

on_both!(
    what_browsers_do_not_show_is_shown_by_what_was_made_of_it,
    |world| {
        let (visitor, _) = world.talking().await;
        let picture = bmp(700, 500);
        let file = send(world, &visitor, "scan.bmp", &picture).await;
        assert_eq!(
            (file.mime.as_str(), file.kind()),
            ("image/bmp", FileKind::Picture)
        );
        settled(world).await;
        let file = seen(world, file.id).await;
        assert!(
            file.placeholder.starts_with("data:"),
            "{}",
            file.placeholder
        );
        for variant in [Variant::Thumb, Variant::Medium] {
            let shown = open(world, file.id, variant).await.unwrap();
            assert_eq!(
                (shown.mime.as_str(), shown.name.as_str()),
                ("image/jpeg", "scan.jpg")
            );
        }
        let kept = open(world, file.id, Variant::Original).await.unwrap();
        assert!(!kept.inline, "a download");
        assert_eq!(bytes_of(kept).await, picture);
        let row = &desk::ticket::list(&world.desk, &world.agent, Default::default())
            .await
            .unwrap()
            .rows[0];
        assert!(
            row.picture && row.thumb_url.contains("/thumb/"),
            "{}",
            row.thumb_url
        );
        // AVIF is known and read by nobody here: a clear tile.
        let avif = b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf and so on";
        let file = send(world, &visitor, "new.avif", avif).await;
        settled(world).await;
        let file = seen(world, file.id).await;
        assert_eq!(
            (file.mime.as_str(), file.kind()),
            ("image/avif", FileKind::Other)
        );
        assert_eq!((file.width, file.thumb_url.as_str()), (0, ""));
    }
);
