//! Files on their way into a message: piece by piece, not twice, looked at before the first byte,
//! forgotten when asked.

mod support;

use desk::{
    Actor, Desk,
    file::{self, Access, Variant},
    message, sweep,
    upload::{self, Claim, Opened, Standing},
};
use futures::TryStreamExt;
use model::{SentAs, TicketId, Upload};
use sha2::{Digest, Sha256};
use support::{World, code, message as text, on_both, png, with_file};

const MB: usize = 1 << 20;

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Bytes that are nothing we know, and the same each time.
fn noise(len: usize) -> Vec<u8> {
    let mut state = 7_u32;
    let next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    std::iter::repeat_with(next).take(len).collect()
}

fn claim(name: &str, bytes: &[u8], ticket: Option<TicketId>) -> Claim {
    Claim {
        name: name.into(),
        bytes: Some(bytes.len() as u64),
        sha256: Some(hash(bytes)),
        ticket,
        ..Claim::default()
    }
}

async fn awaited(desk: &Desk, actor: &Actor, claim: &Claim) -> Standing {
    match upload::open(desk, actor, claim).await.unwrap() {
        Opened::Awaited(standing) => standing,
        Opened::Here(_) => panic!("nobody sent it before"),
    }
}

/// Brings a piece.
async fn bring(
    desk: &Desk,
    actor: &Actor,
    token: &str,
    offset: usize,
    piece: &[u8],
) -> desk::Result<Standing> {
    let mut partial = upload::resume(desk, actor, token, offset as u64).await?;
    for chunk in piece.chunks(MB / 16) {
        let chunk = bytes::Bytes::copy_from_slice(chunk);
        partial.write(chunk).await?;
    }
    partial.keep().await
}

async fn bytes_of(world: &World, actor: &Actor, upload: i64) -> Vec<u8> {
    let access = Access::Actor(actor);
    let served = upload::file(&world.desk, access, upload, Variant::Original)
        .await
        .unwrap();
    let len = served.len;
    let chunks: Vec<bytes::Bytes> = served.body.stream(0..len).try_collect().await.unwrap();
    chunks.concat()
}

/// Files below the blob folder.
fn on_disk(world: &World) -> usize {
    fn walk(folder: &std::path::Path) -> usize {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let count = |entry: std::fs::DirEntry| match entry.path() {
            path if path.is_dir() => walk(&path),
            _ => 1,
        };
        entries.map(count).sum()
    }
    walk(&world.config.data_dir.join("blobs"))
}

async fn emptied(world: &World, files: usize) {
    support::eventually("what was given up is gone", async || {
        on_disk(world) == files
    })
    .await;
}

on_both!(
    what_was_acknowledged_survives_the_line_and_the_process,
    |world| {
        let file = noise(9 * MB + 1234);
        let standing = awaited(&world.desk, &world.agent, &claim("a.bin", &file, None)).await;
        assert_eq!((standing.received, standing.bytes), (0, file.len() as u64));
        let token = standing.token.as_str();

        // The line breaks: what came is kept, however little.
        let kept = bring(&world.desk, &world.agent, token, 0, &file[..700_001]).await;
        assert_eq!(kept.unwrap().received, 700_001);
        // The process ends in the middle: at most the part that was being written is lost.
        let mut partial = upload::resume(&world.desk, &world.agent, token, 700_001)
            .await
            .unwrap();
        for chunk in file[700_001..6 * MB].chunks(100_000) {
            partial
                .write(bytes::Bytes::copy_from_slice(chunk))
                .await
                .unwrap();
        }
        drop(partial);
        let again = world.replica().await;
        let standing = upload::standing(&again, &world.agent, token).await.unwrap();
        let received = standing.received as usize;
        assert!(received > 4 * MB && received < 6 * MB, "{received}");
        let done = bring(&again, &world.agent, token, received, &file[received..])
            .await
            .unwrap();
        let upload = done.upload.expect("all of it is here");
        assert_eq!(
            (upload.bytes, upload.sha256.as_str()),
            (file.len() as u64, hash(&file).as_str())
        );
        assert!(bytes_of(world, &world.agent, upload.id).await == file);
        // Its answer may get lost: asking leads to the same upload.
        let asked = upload::standing(&again, &world.agent, token).await.unwrap();
        assert_eq!(
            (asked.received, asked.upload),
            (file.len() as u64, Some(upload))
        );
        emptied(world, 1).await;
    }
);

on_both!(a_line_may_break_after_any_byte, |world| {
    let file = png(7, 5);
    let standing = awaited(&world.desk, &world.agent, &claim("a.png", &file, None)).await;
    let mut last = None;
    for at in 0..file.len() {
        let piece = &file[at..=at];
        last = bring(&world.desk, &world.agent, &standing.token, at, piece)
            .await
            .unwrap()
            .upload;
        assert_eq!(last.is_some(), at + 1 == file.len());
    }
    let upload = last.unwrap();
    assert_eq!(
        (upload.mime.as_str(), upload.width, upload.height),
        ("image/png", 7, 5)
    );
    assert!(bytes_of(world, &world.agent, upload.id).await == file);
});

on_both!(a_wrong_offset_changes_nothing, |world| {
    let file = noise(5_000);
    let standing = awaited(&world.desk, &world.agent, &claim("a.bin", &file, None)).await;
    let token = standing.token.as_str();
    bring(&world.desk, &world.agent, token, 0, &file[..1_000])
        .await
        .unwrap();
    for wrong in [0, 999, 1_001, 5_000, usize::MAX] {
        let refused = bring(&world.desk, &world.agent, token, wrong, &file[..1]).await;
        assert_eq!(code(refused), "conflict", "{wrong}");
    }
    // Nor does more than was claimed.
    let more = bring(&world.desk, &world.agent, token, 1_000, &noise(4_001)).await;
    assert_eq!(code(more), "upload_length");
    let standing = upload::standing(&world.desk, &world.agent, token)
        .await
        .unwrap();
    assert_eq!(standing.received, 1_000);
    let done = bring(&world.desk, &world.agent, token, 1_000, &file[1_000..])
        .await
        .unwrap();
    assert_eq!(done.upload.unwrap().sha256, hash(&file));
    emptied(world, 1).await;
});

on_both!(of_two_who_bring_the_same_piece_one_counts, |world| {
    let file = noise(50_000);
    let standing = awaited(&world.desk, &world.agent, &claim("a.bin", &file, None)).await;
    let token = standing.token.as_str();
    // A line that is lost goes on holding what it brought until somebody notices.
    let mut first = upload::resume(&world.desk, &world.agent, token, 0)
        .await
        .unwrap();
    let mut second = upload::resume(&world.desk, &world.agent, token, 0)
        .await
        .unwrap();
    first
        .write(bytes::Bytes::copy_from_slice(&file[..20_000]))
        .await
        .unwrap();
    second
        .write(bytes::Bytes::copy_from_slice(&file[..30_000]))
        .await
        .unwrap();
    assert_eq!(second.keep().await.unwrap().received, 30_000);
    assert_eq!(code(first.keep().await), "conflict");
    // The same for who brings all that is left.
    let rest = async |desk: &Desk| bring(desk, &world.agent, token, 30_000, &file[30_000..]).await;
    let (one, other) = tokio::join!(rest(&world.desk), rest(&world.desk));
    let done: Vec<i64> = [one, other]
        .into_iter()
        .filter_map(|kept| kept.ok()?.upload.map(|upload| upload.id))
        .collect();
    assert!(!done.is_empty());
    assert!(done.iter().all(|id| *id == done[0]), "{done:?}");
    assert_eq!(world.number("SELECT count(*) FROM upload").await, 1);
    assert_eq!(world.number("SELECT refs FROM blob").await, 1);
    emptied(world, 1).await;
});

on_both!(
    what_arrives_otherwise_than_it_was_sent_is_refused,
    |world| {
        let file = noise(30_000);
        for pieces in [vec![30_000], vec![10_000, 30_000]] {
            let standing = awaited(&world.desk, &world.agent, &claim("a.bin", &file, None)).await;
            let mut damaged = file.clone();
            damaged[25_000] ^= 1;
            let (mut at, mut last) = (0, None);
            for end in pieces {
                let piece = &damaged[at..end];
                last = Some(bring(&world.desk, &world.agent, &standing.token, at, piece).await);
                at = end;
            }
            assert_eq!(code(last.unwrap()), "hash_mismatch");
            let gone = upload::standing(&world.desk, &world.agent, &standing.token).await;
            assert_eq!(code(gone), "not_found");
        }
        assert_eq!(world.number("SELECT count(*) FROM partial_upload").await, 0);
        emptied(world, 0).await;
    }
);

on_both!(a_file_that_is_here_is_not_sent_twice, |world| {
    let (visitor, ticket) = world.talking().await;
    let file = png(300, 200);
    let first = world
        .upload(&world.agent, "one.png", &file, Some(ticket))
        .await
        .unwrap();
    let here = async |actor: &Actor, claim: Claim| match upload::open(&world.desk, actor, &claim)
        .await
        .unwrap()
    {
        Opened::Here(upload) => Some(upload),
        Opened::Awaited(_) => None,
    };
    // Among one's own uploads.
    let again = here(&world.agent, claim("two.jpg", &file, Some(ticket)))
        .await
        .expect("known");
    assert_ne!(again.id, first.id);
    assert_eq!(
        Upload {
            id: 0,
            thumb_url: String::new(),
            ..again.clone()
        },
        Upload {
            id: 0,
            name: "two.png".into(),
            thumb_url: String::new(),
            ..first.clone()
        },
        "called what it is now called, by its bytes"
    );
    let refs = format!("SELECT refs FROM blob WHERE sha256 = '{}'", hash(&file));
    assert_eq!(world.number(&refs).await, 2);
    // Another length is another file.
    let mut wrong = claim("two.png", &file, Some(ticket));
    wrong.bytes = Some(12);
    assert!(here(&world.agent, wrong).await.is_none());
    // Among what one may read: an agent in every ticket, a visitor in their own.
    assert!(
        here(&world.owner, claim("a.png", &file, None))
            .await
            .is_none()
    );
    message::send(
        &world.desk,
        &world.agent,
        with_file(text(ticket, "a1", ""), first.id),
    )
    .await
    .unwrap();
    assert!(
        here(&world.owner, claim("a.png", &file, None))
            .await
            .is_some()
    );
    assert!(here(&visitor, claim("a.png", &file, None)).await.is_some());
    // Limits hold for it as for any other.
    let phone = world.texted("+391", "Hi").await;
    let heavy = png(500, 500);
    let heavy_up = world.upload(&visitor, "h.png", &heavy, None).await.unwrap();
    let said = with_file(text(0, "k7", ""), heavy_up.id);
    message::send(&world.desk, &visitor, said).await.unwrap();
    let refused = upload::open(&world.desk, &world.agent, &claim("h", &heavy, Some(phone))).await;
    assert_eq!(code(refused.map(|_| ())), "too_large");
});

on_both!(a_hash_is_no_key_to_somebody_elses_file, |world| {
    let (visitor, ticket) = world.talking().await;
    let (stranger, _) = world.talking().await;
    let file = b"The plan, for you alone".to_vec();
    let secret = world
        .upload(&world.agent, "plan.txt", &file, Some(ticket))
        .await
        .unwrap();
    let answer = async |actor: &Actor, claim: Claim| match upload::open(&world.desk, actor, &claim)
        .await
        .unwrap()
    {
        Opened::Here(_) => "here".to_owned(),
        Opened::Awaited(s) => format!("{} of {}, {:?}", s.received, s.bytes, s.upload),
    };
    let known = || claim("plan.txt", &file, None);
    let unknown = || claim("plan.txt", &vec![b'?'; file.len()], None);
    // Not sent yet: it is its uploader's alone.
    for actor in [&visitor, &stranger, &world.owner] {
        assert_eq!(answer(actor, known()).await, answer(actor, unknown()).await);
    }
    // In a note: agents read it, the visitor it is about does not.
    let note = model::NewMessage {
        note: true,
        ..with_file(text(ticket, "n1", ""), secret.id)
    };
    message::send(&world.desk, &world.agent, note)
        .await
        .unwrap();
    for actor in [&visitor, &stranger] {
        assert_eq!(answer(actor, known()).await, answer(actor, unknown()).await);
    }
    assert_eq!(answer(&world.owner, known()).await, "here");
    // In an answer: the visitor it went to reads it, and no other.
    let sent = world
        .upload(&world.agent, "plan.txt", &file, Some(ticket))
        .await
        .unwrap();
    message::send(
        &world.desk,
        &world.agent,
        with_file(text(ticket, "a1", ""), sent.id),
    )
    .await
    .unwrap();
    assert_eq!(answer(&visitor, known()).await, "here");
    assert_eq!(
        answer(&stranger, known()).await,
        answer(&stranger, unknown()).await
    );
    // Who claims the hash must bring the bytes: others under it are refused, not taken for it.
    let standing = awaited(&world.desk, &stranger, &known()).await;
    let forged = bring(
        &world.desk,
        &stranger,
        &standing.token,
        0,
        &vec![b'!'; file.len()],
    )
    .await;
    assert_eq!(code(forged), "hash_mismatch");
});

on_both!(how_a_file_goes_is_known_until_it_is_here, |world| {
    let (visitor, ticket) = world.talking().await;
    let phone = world.texted("+391", "Hi").await;
    let file = noise(10_000);
    let going = |name: &str, ticket, sent_as| Claim {
        sent_as,
        ..claim(name, &file, Some(ticket))
    };
    let ask = async |claim: &Claim| {
        let opened = upload::open(&world.desk, &world.agent, claim).await;
        code(opened.map(|_| ()))
    };
    let photo = |sent_as| Claim {
        bytes: Some(1_000_001),
        sha256: None,
        ..going("a.jpg", ticket, sent_as)
    };
    assert_eq!(ask(&photo(SentAs::Itself)).await, "too_large");
    upload::open(&world.desk, &world.agent, &photo(SentAs::Document))
        .await
        .unwrap();
    let archive = going("a.zip", phone, SentAs::Document);
    assert_eq!(ask(&archive).await, "kind");
    let huge = Claim {
        bytes: Some(model::LINK_BYTES + 1),
        sha256: None,
        ..going("a.zip", phone, SentAs::Link)
    };
    assert_eq!(ask(&huge).await, "too_large");

    // What is here only in part still goes as a link when the rest comes.
    let archive = going("a.zip", phone, SentAs::Link);
    let standing = awaited(&world.desk, &world.agent, &archive).await;
    let token = &standing.token;
    for (offset, piece) in [(0, &file[..4_000]), (4_000, &file[4_000..])] {
        bring(&world.desk, &world.agent, token, offset, piece)
            .await
            .unwrap();
    }
    let standing = upload::standing(&world.desk, &world.agent, token)
        .await
        .unwrap();
    assert!(standing.upload.is_some());

    // A visitor's word for it opens no door.
    let theirs = Claim {
        bytes: Some(26_000_000),
        ticket: None,
        ..huge
    };
    let opened = upload::open(&world.desk, &visitor, &theirs).await;
    assert_eq!(code(opened.map(|_| ())), "too_large");
});

on_both!(
    what_may_not_come_is_refused_before_the_first_byte,
    |world| {
        let (visitor, ticket) = world.talking().await;
        let phone = world.texted("+391", "Hi").await;
        let ask = async |actor: &Actor, name: &str, bytes: u64, ticket| {
            let claim = Claim {
                name: name.into(),
                bytes: Some(bytes),
                sha256: None,
                ticket,
                ..Claim::default()
            };
            code(upload::open(&world.desk, actor, &claim).await.map(|_| ()))
        };
        assert_eq!(
            ask(&visitor, "film.mp4", 26_000_000, None).await,
            "too_large"
        );
        assert_eq!(
            ask(&world.agent, "a.bin", 25_000_001, Some(ticket)).await,
            "too_large"
        );
        assert_eq!(
            ask(&world.agent, "a.jpg", 1_000_001, Some(ticket)).await,
            "too_large"
        );
        assert_eq!(ask(&world.agent, "a.zip", 10, Some(phone)).await, "kind");
        assert_eq!(
            ask(&world.agent, "a.pdf", 600_001, Some(phone)).await,
            "too_large"
        );
        assert_eq!(ask(&world.agent, "a.png", 0, Some(ticket)).await, "empty");
        assert_eq!(
            ask(&world.agent, "a.png", 10, Some(999_999)).await,
            "not_found"
        );
        assert_eq!(
            ask(&Actor::Nobody, "a.png", 10, None).await,
            "not_signed_in"
        );
        let mut odd = claim("a.png", b"x", None);
        odd.sha256 = Some("../../etc".into());
        assert_eq!(
            code(upload::open(&world.desk, &visitor, &odd).await.map(|_| ())),
            "hash_invalid"
        );
        assert_eq!(world.number("SELECT count(*) FROM partial_upload").await, 0);
        // A name that says nothing is no reason: bytes decide when they are here.
        let scan = Claim {
            name: "scan".into(),
            bytes: Some(10),
            sha256: None,
            ticket: Some(phone),
            ..Claim::default()
        };
        upload::open(&world.desk, &world.agent, &scan)
            .await
            .unwrap();
        // A visitor's turns are counted as before.
        let mut last = Ok(());
        for _ in 0..61 {
            last = upload::open(&world.desk, &visitor, &scan).await.map(|_| ());
        }
        assert_eq!(code(last), "too_many");
    }
);

on_both!(an_upload_under_way_is_its_owners, |world| {
    let (visitor, _) = world.talking().await;
    let (stranger, _) = world.visitor().await;
    let file = noise(10_000);
    let standing = awaited(&world.desk, &visitor, &claim("a.bin", &file, None)).await;
    let token = standing.token.as_str();
    bring(&world.desk, &visitor, token, 0, &file[..5_000])
        .await
        .unwrap();
    for other in [&stranger, &world.agent, &Actor::Nobody] {
        let desk = &world.desk;
        let is = if *other == Actor::Nobody {
            "not_signed_in"
        } else {
            "not_found"
        };
        assert_eq!(code(upload::standing(desk, other, token).await), is);
        assert_eq!(
            code(bring(desk, other, token, 5_000, &file[5_000..]).await),
            is
        );
        assert_eq!(code(upload::abandon(desk, other, token).await), is);
    }
    for forged in ["", "AAAAAAAAAAAAAAAAAAAAAA", "' OR 1=1 --", "../staging"] {
        assert_eq!(
            code(upload::standing(&world.desk, &visitor, forged).await),
            "not_found"
        );
    }
    // Given up, nothing of it stays.
    upload::abandon(&world.desk, &visitor, token).await.unwrap();
    assert_eq!(
        code(upload::standing(&world.desk, &visitor, token).await),
        "not_found"
    );
    emptied(world, 0).await;
});

on_both!(a_forgotten_upload_is_erased_at_once, |world| {
    let (visitor, ticket) = world.talking().await;
    let (stranger, _) = world.visitor().await;
    let picture = png(900, 700);
    let mine = world
        .upload(&visitor, "a.png", &picture, None)
        .await
        .unwrap();
    let theirs = world
        .upload(&world.agent, "a.png", &png(650, 400), Some(ticket))
        .await
        .unwrap();
    let same = world
        .upload(&visitor, "b.png", &picture, None)
        .await
        .unwrap();
    support::eventually("thumbnails are there", async || {
        world
            .number("SELECT count(*) FROM blob WHERE thumb_sha256 IS NOT NULL")
            .await
            == 2
    })
    .await;
    for other in [&stranger, &world.agent] {
        assert_eq!(
            code(upload::forget(&world.desk, other, mine.id).await),
            "not_found"
        );
        assert_eq!(
            code(upload::get(&world.desk, other, mine.id).await),
            "not_found"
        );
        let file = upload::file(&world.desk, Access::Actor(other), mine.id, Variant::Thumb).await;
        assert_eq!(code(file.map(|_| ())), "not_found");
    }
    assert_eq!(
        upload::get(&world.desk, &visitor, mine.id)
            .await
            .unwrap()
            .name,
        "a.png"
    );

    upload::forget(&world.desk, &visitor, mine.id)
        .await
        .unwrap();
    assert_eq!(
        code(upload::forget(&world.desk, &visitor, mine.id).await),
        "not_found"
    );
    assert_eq!(
        code(upload::get(&world.desk, &visitor, mine.id).await),
        "not_found"
    );
    assert_eq!(
        world
            .number("SELECT refs FROM blob WHERE width = 900")
            .await,
        1,
        "another refers"
    );
    upload::forget(&world.desk, &visitor, same.id)
        .await
        .unwrap();
    assert_eq!(
        world
            .number("SELECT count(*) FROM blob WHERE width = 900")
            .await,
        0
    );
    let left = world.number("SELECT count(*) FROM blob").await;
    assert!(left < 4, "the other picture and what is made of it: {left}");
    assert_eq!(on_disk(world) as i64, left);
    let sent = with_file(text(0, "k3", ""), mine.id);
    assert_eq!(
        code(message::send(&world.desk, &visitor, sent).await),
        "upload_gone"
    );
    // What was sent is no upload any more: it cannot be taken back this way.
    let sent = with_file(text(ticket, "a1", ""), theirs.id);
    let sent = message::send(&world.desk, &world.agent, sent)
        .await
        .unwrap();
    assert_eq!(
        code(upload::forget(&world.desk, &world.agent, theirs.id).await),
        "not_found"
    );
    let access = Access::Actor(&world.agent);
    file::open(&world.desk, access, sent.attachments[0].id, Variant::Thumb)
        .await
        .unwrap();
});

on_both!(a_visitor_looks_at_an_upload_by_a_signed_address, |world| {
    let (visitor, _) = world.talking().await;
    let sent = world
        .upload(&visitor, "a.png", &png(900, 700), None)
        .await
        .unwrap();
    let (path, query) = sent.thumb_url.split_once("?e=").unwrap();
    assert_eq!(path, format!("/uploads/{}/thumb", sent.id));
    let (expires, signature) = query.split_once("&s=").unwrap();
    let expires: i64 = expires.parse().unwrap();
    let get = async |expires, signature: &str, variant| {
        let access = Access::Signed { expires, signature };
        upload::file(&world.desk, access, sent.id, variant)
            .await
            .map(|served| served.mime)
    };
    assert_eq!(
        get(expires, signature, Variant::Thumb).await.unwrap(),
        "image/jpeg"
    );
    assert_eq!(
        code(get(expires + 1, signature, Variant::Thumb).await),
        "not_allowed"
    );
    assert_eq!(
        code(get(expires, signature, Variant::Original).await),
        "not_allowed"
    );
    assert_eq!(code(get(1, signature, Variant::Thumb).await), "not_allowed");
    // An agent has a session.
    let theirs = world
        .upload(&world.agent, "a.png", &png(90, 70), None)
        .await
        .unwrap();
    assert_eq!(theirs.thumb_url, format!("/uploads/{}/original", theirs.id));
    let text = world
        .upload(&world.agent, "a.txt", b"words", None)
        .await
        .unwrap();
    assert_eq!(text.thumb_url, "");
});

on_both!(what_is_never_finished_is_swept, |world| {
    let file = noise(5 * MB);
    let standing = awaited(&world.desk, &world.agent, &claim("a.bin", &file, None)).await;
    let token = standing.token.as_str();
    bring(&world.desk, &world.agent, token, 0, &file[..5 * MB - 1])
        .await
        .unwrap();
    let now = standing.expires_at - 86_400_000;
    sweep::run(&world.desk, now + 23 * 3_600_000).await.unwrap();
    let kept = upload::standing(&world.desk, &world.agent, token)
        .await
        .unwrap();
    assert_eq!(kept.received as usize, 5 * MB - 1);
    sweep::run(&world.desk, now + 25 * 3_600_000).await.unwrap();
    assert_eq!(
        code(upload::standing(&world.desk, &world.agent, token).await),
        "not_found"
    );
    assert_eq!(on_disk(world), 0);
    // A part that no row names goes the same way.
    let stray = world.config.data_dir.join("blobs/staging/stray");
    std::fs::write(&stray, b"left by a process that ended").unwrap();
    sweep::run(&world.desk, now).await.unwrap();
    assert!(stray.exists());
    sweep::run(&world.desk, now + 25 * 3_600_000).await.unwrap();
    assert!(!stray.exists());
});

on_both!(
    a_part_that_cannot_be_written_costs_nothing_that_was,
    |world| {
        let file = noise(6 * MB);
        let standing = awaited(&world.desk, &world.agent, &claim("a.bin", &file, None)).await;
        let token = standing.token.as_str();
        bring(&world.desk, &world.agent, token, 0, &file[..MB])
            .await
            .unwrap();
        // The disk gives way under the next part.
        let staging = world.config.data_dir.join("blobs/staging");
        let aside = world.config.data_dir.join("aside");
        std::fs::rename(&staging, &aside).unwrap();
        std::fs::write(&staging, b"no folder").unwrap();
        let failed = bring(&world.desk, &world.agent, token, MB, &file[MB..]).await;
        assert!(failed.is_err());
        std::fs::remove_file(&staging).unwrap();
        std::fs::rename(&aside, &staging).unwrap();
        let standing = upload::standing(&world.desk, &world.agent, token)
            .await
            .unwrap();
        assert_eq!(standing.received as usize, MB);
        let done = bring(&world.desk, &world.agent, token, MB, &file[MB..])
            .await
            .unwrap();
        assert_eq!(done.upload.unwrap().sha256, hash(&file));
        emptied(world, 1).await;
    }
);

on_both!(
    what_was_blacked_out_is_noted_once_and_not_what_it_was,
    |world| {
        let (visitor, ticket) = world.talking().await;
        let lines = "SELECT count(*) FROM audit WHERE action = 'redacted'";
        for (actor, key) in [(&world.agent, "a1"), (&visitor, "v1")] {
            let plain = world
                .upload(actor, "a.png", &png(30, 20), Some(ticket))
                .await
                .unwrap();
            let hidden = world
                .upload(actor, "b.png", &png(40, 20), Some(ticket))
                .await
                .unwrap();
            let mut new = with_file(with_file(text(ticket, key, ""), plain.id), hidden.id);
            new.files[1].redacted = 3;
            let before = world.number(lines).await;
            let sent = message::send(&world.desk, actor, new.clone())
                .await
                .unwrap();
            // Sent again it is the same send.
            message::send(&world.desk, actor, new).await.unwrap();
            assert_eq!(world.number(lines).await, before + 1);
            let who = match actor {
                Actor::Agent { id, .. } => format!("agent:{id}"),
                Actor::Visitor { visitor, inbox } => format!("visitor:{inbox}:{visitor}"),
                _ => unreachable!(),
            };
            let line = format!(
                "SELECT count(*) FROM audit WHERE action = 'redacted' AND actor = '{who}' \
             AND subject = 'attachment:{}' AND before IS NULL AND after = '3'",
                sent.attachments[1].id
            );
            assert_eq!(world.number(&line).await, 1);
        }
        // Nothing sent, nothing noted.
        let mut gone = with_file(text(ticket, "a2", ""), 999_999);
        gone.files[0].redacted = 1;
        assert_eq!(
            code(message::send(&world.desk, &world.agent, gone).await),
            "upload_gone"
        );
        assert_eq!(world.number(lines).await, 2);
    }
);
