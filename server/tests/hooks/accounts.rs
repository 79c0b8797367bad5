//! Testing an account, and how its secrets are kept.

use crate::support::on_both;
use desk::inbox::{self, Tested, Which};
use desk::{Actor, Error};
use std::collections::BTreeMap;

on_both!(a_test_says_who_we_are_or_what_is_wrong, |world| {
    for id in [world.sms, world.whatsapp, world.instagram] {
        let tested = inbox::test(&world.desk, &Actor::System, id).await.unwrap();
        assert!(
            matches!(tested, Tested::Works(ref name) if !name.is_empty()),
            "{tested:?}"
        );
    }
    for (id, secret) in [
        (world.sms, "auth_token"),
        (world.whatsapp, "token"),
        (world.instagram, "token"),
    ] {
        let filled = BTreeMap::from([(secret.to_owned(), "wrong".to_owned())]);
        inbox::save(
            &world.desk,
            &Actor::System,
            id,
            "Renamed",
            &with_all(world, id, filled).await,
        )
        .await
        .unwrap();
        let tested = inbox::test(&world.desk, &Actor::System, id).await.unwrap();
        assert!(
            matches!(tested, Tested::Fails(ref why) if why.code == "reconnect"),
            "{tested:?}"
        );
    }
    // Only who sets the desk up may ask.
    let asked = inbox::test(&world.desk, &world.agent, world.sms).await;
    assert!(matches!(asked, Err(Error::NotAllowed)));
});

/// What a form sends: all that is shown, and what was typed.
async fn with_all(
    world: &crate::support::World,
    id: i64,
    typed: BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    let account = inbox::account(&world.desk, &Actor::System, Which::Kept(id))
        .await
        .unwrap();
    let shown = account
        .entries
        .into_iter()
        .filter(|given| !given.value.is_empty());
    let mut filled: BTreeMap<String, String> = shown
        .map(|given| (given.entry.name.to_owned(), given.value))
        .collect();
    filled.extend(typed);
    filled
}

on_both!(a_secret_is_kept_sealed_and_shown_to_nobody, |world| {
    let secrets = "SELECT count(*) FROM inbox WHERE credentials LIKE '%token%'";
    assert_eq!(world.number(secrets).await, 0);
    let sealed = "SELECT count(*) FROM inbox WHERE credentials LIKE 'sealed1:%'";
    assert_eq!(world.number(sealed).await, 3);
    let account = inbox::account(&world.desk, &Actor::System, Which::Kept(world.sms))
        .await
        .unwrap();
    let token = account
        .entries
        .iter()
        .find(|given| given.entry.name == "auth_token")
        .unwrap();
    assert!(token.is_set && token.value.is_empty());
    // Left empty it stays; ticked for removal it goes, and the inbox says that it is not connected.
    let filled = with_all(world, world.sms, BTreeMap::new()).await;
    inbox::save(&world.desk, &Actor::System, world.sms, "SMS", &filled)
        .await
        .unwrap();
    let tested = inbox::test(&world.desk, &Actor::System, world.sms)
        .await
        .unwrap();
    assert!(matches!(tested, Tested::Works(_)));
    let gone = BTreeMap::from([("forget.auth_token".to_owned(), "true".to_owned())]);
    let filled = with_all(world, world.sms, gone).await;
    inbox::save(&world.desk, &Actor::System, world.sms, "SMS", &filled)
        .await
        .unwrap();
    let tested = inbox::test(&world.desk, &Actor::System, world.sms)
        .await
        .unwrap();
    assert!(
        matches!(tested, Tested::Fails(ref why) if why.code == "not_connected"),
        "{tested:?}"
    );
});
