//! Customers' files: a place for them at once, the bytes when the provider gives them.

use crate::{
    door::twilio,
    support::{ANA, ASA, LEA, World, files, on_both, png, told},
};
use desk::{Actor, receive};
use model::{AttachmentState, Direction, Thread};
use serde_json::json;
use simulator::{Act, Channel as Phone, Knobs};

const TRIES: &str = "SELECT COALESCE(max(tries), 0) FROM attachment";

/// What waits for its next try need not.
async fn hurry(world: &World) {
    world
        .sql("UPDATE attachment SET look_at = 0 WHERE state = 'pending'")
        .await;
}

fn is(wanted: AttachmentState) -> impl Fn(&Thread) -> bool {
    move |thread| files(thread, Direction::In) == [wanted]
}

on_both!(a_file_that_fails_twice_comes_the_third_time, |world| {
    for (n, customer) in [ANA, ASA, LEA].into_iter().enumerate() {
        let failing = Knobs {
            media_failing: 1.0,
            ..Knobs::default()
        };
        world.sim.set_knobs(customer.0, failing);
        let picture = png(30 + n as u32, 20);
        world
            .act(customer, Act::show("", "a.png", "image/png", picture))
            .await;
        world
            .until(customer, "a place for it", is(AttachmentState::Pending))
            .await;
        let tries = format!("{TRIES} WHERE state = 'pending'");
        world.counted(&tries, 1).await;
        hurry(world).await;
        world.counted(&tries, 2).await;
        world.sim.set_knobs(customer.0, Knobs::default());
        hurry(world).await;
        world
            .until(customer, "the file", is(AttachmentState::Ready))
            .await;
    }
    assert_eq!(world.number(TRIES).await, 3);
});

on_both!(a_file_on_a_foreign_host_is_not_fetched, |world| {
    // Its own server: nothing but its address is foreign.
    let elsewhere = format!("{}/favicon.svg", world.url);
    let fields = [
        ("MessageSid", "MM1"),
        ("From", ANA.1),
        ("Body", "Look"),
        ("NumMedia", "1"),
        ("MediaUrl0", elsewhere.as_str()),
        ("MediaContentType0", "image/png"),
    ];
    assert_eq!(twilio(world, &fields, "").await, 200);
    let thread = world
        .until(ANA, "it is refused", is(AttachmentState::Failed))
        .await;
    assert_eq!(thread.messages[0].text, "Look");
    let trouble = &thread.remarks[0].troubles[0];
    assert_eq!(trouble.problem.code, "foreign_host");
    assert!(trouble.problem.sentence.contains("It was not fetched"));
});

on_both!(a_file_without_an_address_is_said_to_be_gone, |world| {
    let fields = [
        ("MessageSid", "MM1"),
        ("From", ANA.1),
        ("NumMedia", "1"),
        ("MediaContentType0", "image/png"),
    ];
    assert_eq!(twilio(world, &fields, "").await, 200);
    world
        .until(ANA, "it is refused", is(AttachmentState::Failed))
        .await;
});

on_both!(a_file_is_fetched_again_by_hand, |world| {
    let account = world.sim.config().whatsapp.clone();
    world
        .sim
        .configure(|config| config.whatsapp.phone_number_id = "1".into());
    world
        .act(ASA, Act::show("", "a.png", "image/png", png(30, 20)))
        .await;
    // Posted for another number, which is nobody's inbox here: nothing comes.
    world.sim.configure(|config| config.whatsapp = account);
    assert!(world.thread(ASA).await.is_none());
    let line = world.sim.thread(ASA.0, ASA.1).pop().unwrap();
    let media = line.files[0].id.clone();
    let message = json!({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [
        {"field": "messages", "value": {"metadata": {
            "phone_number_id": world.sim.config().whatsapp.phone_number_id},
            "messages": [{"from": ASA.1, "id": "wamid.1", "timestamp": "1749416383",
                "type": "image", "image": {"id": "nothing", "mime_type": "image/png"}}]}}]}]});
    let body = message.to_string();
    let secret = world.sim.config().whatsapp.app_secret.clone();
    let signature = simulator::sign::hub(&secret, body.as_bytes());
    let request = world.http.post(world.hook(Phone::Whatsapp)).body(body);
    let answer = request
        .header("x-hub-signature-256", signature)
        .send()
        .await;
    assert_eq!(answer.unwrap().status(), 200);
    let thread = world
        .until(ASA, "it is gone", is(AttachmentState::Failed))
        .await;
    let trouble = thread.remarks[0].troubles[0].clone();
    assert!(
        trouble.fetch && trouble.problem.code == "gone",
        "{trouble:?}"
    );
    let nobody = receive::fetch_again(&world.desk, &Actor::Nobody, trouble.file).await;
    assert_eq!(nobody.unwrap_err().code(), "not_signed_in");
    // The provider has it after all.
    let place = json!({"id": media, "sha256": ""}).to_string();
    world
        .sql(&format!("UPDATE attachment SET source = '{place}'"))
        .await;
    receive::fetch_again(&world.desk, &world.agent, trouble.file)
        .await
        .unwrap();
    let thread = world
        .until(ASA, "it is here", is(AttachmentState::Ready))
        .await;
    assert!(thread.remarks.is_empty());
    let again = receive::fetch_again(&world.desk, &world.agent, trouble.file).await;
    assert_eq!(again.unwrap_err().code(), "not_found");
});

on_both!(a_file_waits_until_the_account_is_mended, |world| {
    let token = world.sim.config().whatsapp.token.clone();
    world
        .sim
        .configure(|config| config.whatsapp.token = "another".into());
    world
        .act(ASA, Act::show("", "a.png", "image/png", png(30, 20)))
        .await;
    let thread = world
        .until(ASA, "it says why", |thread| !thread.remarks.is_empty())
        .await;
    assert_eq!(files(&thread, Direction::In), [AttachmentState::Pending]);
    assert_eq!(thread.remarks[0].troubles[0].problem.code, "reconnect");
    world.sim.configure(|config| config.whatsapp.token = token);
    hurry(world).await;
    world
        .until(ASA, "it is here", is(AttachmentState::Ready))
        .await;
});

on_both!(the_address_of_a_file_that_goes_out_is_exact, |world| {
    world.act(ANA, Act::say("Hello")).await;
    let thread = world.until(ANA, "a text", |_| true).await;
    let picture = png(40, 40);
    let sent = world
        .reply(thread.ticket.id, "", Some((&picture, "Here")))
        .await;
    let key = sent.unwrap().attachments[0].id;
    let line = (world.sim)
        .until(|line| !line.mine && line.state == "delivered")
        .await;
    assert_eq!(
        (line.files[0].kind.as_str(), line.files[0].bytes),
        ("image/png", picture.len())
    );
    // Without its signature, or with one that has run out, there is nothing.
    let path = format!("{}/files/{key}/original/rug.png", world.url);
    for query in ["", "?e=1&s=x", "?e=99999999999&s=x"] {
        let answer = world.http.get(format!("{path}{query}")).send().await;
        assert!(answer.unwrap().status().is_client_error(), "{query}");
    }
    assert_eq!(
        told(&world.thread(ANA).await.unwrap(), Direction::Out).len(),
        1
    );
});

/// Sets what becomes of files that customers send by Instagram.
async fn policy(world: &World, policy: &str) {
    let settings = json!({"media": policy}).as_object().unwrap().clone();
    let account = world.sim.config().instagram.clone();
    let credentials = json!({"token": account.token, "app_secrets": [account.app_secret]});
    let owner = Actor::System;
    desk::inbox::connect(&world.desk, &owner, world.instagram, settings, &credentials)
        .await
        .unwrap();
}

on_both!(a_file_that_is_not_to_be_kept_is_linked, |world| {
    policy(world, "link").await;
    world
        .act(LEA, Act::show("", "a.png", "image/png", png(20, 20)))
        .await;
    let thread = world.until(LEA, "it", |_| true).await;
    let message = &thread.messages[0];
    assert!(message.attachments.is_empty());
    assert!(message.text.contains("[Shared: image]"), "{}", message.text);
    let link = message.text.split_whitespace().last().unwrap();
    assert_eq!(world.http.get(link).send().await.unwrap().status(), 200);
    assert_eq!(world.number("SELECT count(*) FROM blob").await, 0);
});

/// What lies in the store, by the database and by the disk.
async fn kept(world: &World) -> (i64, usize) {
    let folders = std::fs::read_dir(world.folder.path().join("blobs")).unwrap();
    let files = folders.flat_map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap());
    let rows = world.number("SELECT count(*) FROM blob").await;
    (rows, files.count())
}

on_both!(a_file_that_passes_through_is_seen_and_never_kept, |world| {
    policy(world, "proxy").await;
    let picture = png(60, 40);
    let act = Act::show("", "a.png", "image/png", picture.clone());
    let own = world.act(LEA, act).await.remove(0);
    let thread = world
        .until(LEA, "a place of its size", is(AttachmentState::Ready))
        .await;
    let file = thread.messages[0].attachments[0].clone();
    assert_eq!(
        (file.mime.as_str(), file.width, file.height),
        ("image/png", 60, 40)
    );

    let stays = reqwest::redirect::Policy::none();
    let browser = reqwest::Client::builder().no_proxy().redirect(stays);
    let login = browser
        .build()
        .unwrap()
        .post(format!("{}/login", world.url));
    let login = login.header("content-type", "application/x-www-form-urlencoded");
    let login = login.body("email=anton%40example.com&password=password");
    let login = login.send().await.unwrap();
    let cookie = login.headers()["set-cookie"].to_str().unwrap();
    let cookie = cookie.split(';').next().unwrap();
    let look = async |url: &str, cookie: &str| {
        let asked = world.http.get(format!("{}{url}", world.url));
        asked.header("cookie", cookie).send().await.unwrap()
    };
    for url in [&file.url, &file.thumb_url, &file.medium_url] {
        let answer = look(url, cookie).await;
        assert_eq!(answer.status(), 200, "{url}");
        assert_eq!(answer.headers()["cache-control"], "private, no-store");
        assert!(!answer.headers().contains_key("etag"));
        assert_eq!(answer.headers()["content-type"], "image/png");
        assert_eq!(answer.bytes().await.unwrap(), picture);
    }
    assert_eq!(look(&file.url, "").await.status(), 401, "agents alone");
    assert_eq!(kept(world).await, (0, 0));
    let list = "SELECT count(*) FROM ticket t JOIN attachment a ON a.id = t.last_picture_id";
    assert_eq!(world.number(list).await, 1, "the ticket knows of it");
    let page = desk::ticket::list(&world.desk, &world.agent, desk::ticket::Filter::default()).await;
    assert!(
        page.unwrap().rows[0].thumb_url.is_empty(),
        "and the list asks no provider"
    );

    // What passes goes on to, whatever the policy is for what comes.
    policy(world, "store").await;
    assert_eq!(look(&file.url, cookie).await.status(), 200);
    let failing = Knobs {
        media_failing: 1.0,
        ..Knobs::default()
    };
    world.sim.set_knobs(Phone::Instagram, failing);
    assert_eq!(look(&file.url, cookie).await.status(), 503);
    let thread = world.thread(LEA).await.unwrap();
    assert!(
        is(AttachmentState::Ready)(&thread),
        "later it is there again"
    );
    world.sim.set_knobs(Phone::Instagram, Knobs::default());
    assert_eq!(look(&file.url, cookie).await.status(), 200);

    world.act(LEA, Act::Unsend { message: own }).await;
    world
        .until(LEA, "it is erased", is(AttachmentState::Erased))
        .await;
    let known = "SELECT count(*) FROM attachment WHERE source IS NOT NULL";
    assert_eq!(world.number(known).await, 0, "nor is it known where it was");
    assert_eq!(look(&file.url, cookie).await.status(), 404);
});

on_both!(a_passing_file_whose_address_ran_out_says_so, |world| {
    policy(world, "proxy").await;
    world
        .act(LEA, Act::show("", "a.png", "image/png", png(60, 40)))
        .await;
    let thread = world.until(LEA, "it", is(AttachmentState::Ready)).await;
    let file = thread.messages[0].attachments[0].id;
    world.sim.turn_clock(400 * 86_400_000);
    let access = desk::file::Access::Actor(&world.agent);
    let variant = desk::file::Variant::Original;
    let gone = desk::file::open(&world.desk, access, file, variant).await;
    assert!(matches!(gone, Err(desk::Error::NotFound)));
    let thread = world
        .until(LEA, "it is gone", is(AttachmentState::Failed))
        .await;
    assert_eq!(thread.remarks[0].troubles[0].problem.code, "gone");
    assert_eq!(kept(world).await, (0, 0));
});
