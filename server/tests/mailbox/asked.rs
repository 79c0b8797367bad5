//! What the test of an account says.

use crate::support::{World, at};
use desk::{
    Actor,
    inbox::{self, Tested},
};
use serde_json::{Value, json};

async fn says(world: &World, smtp: Value, imap: Value, password: &str) -> String {
    let settings = json!({"address": world.address, "smtp": smtp, "imap": imap});
    let secret = json!({"imap_user": world.address, "imap_password": password});
    let settings = settings.as_object().unwrap().clone();
    inbox::connect(&world.desk, &Actor::System, world.inbox, settings, &secret)
        .await
        .unwrap();
    match inbox::test(&world.desk, &Actor::System, world.inbox)
        .await
        .unwrap()
    {
        Tested::Works(name) => name,
        Tested::Fails(problem) => problem.code,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_test_says_which_server_is_wrong_and_why() {
    let world = World::open(false).await;
    let (smtp, imap) = (at(&world.mail.smtp), at(&world.mail.imap));
    let works = says(&world, smtp.clone(), imap.clone(), "secret").await;
    assert_eq!(works, world.address);
    let wrong = says(&world, smtp.clone(), imap.clone(), "guessed").await;
    assert_eq!(wrong, "imap.login");
    let nobody = json!({"host": "127.0.0.1", "port": 1, "tls": "none"});
    let wrong = says(&world, nobody.clone(), imap.clone(), "secret").await;
    assert_eq!(wrong, "smtp.down");
    assert_eq!(
        says(&world, smtp.clone(), nobody, "secret").await,
        "imap.down"
    );
    let mut private = imap.clone();
    private["host"] = json!("10.255.255.1");
    assert_eq!(
        says(&world, smtp.clone(), private, "secret").await,
        "imap.private"
    );
    let mut starttls = imap.clone();
    starttls["tls"] = json!("starttls");
    let wrong = says(&world, smtp.clone(), starttls, "secret").await;
    assert_eq!(wrong, "imap.starttls");
    let mut implicit = imap.clone();
    implicit["tls"] = json!("implicit");
    assert_eq!(says(&world, smtp, implicit, "secret").await, "imap.tls");
    assert_eq!(
        says(&world, json!({}), imap, "secret").await,
        "smtp.missing"
    );
    world.end().await;
}
