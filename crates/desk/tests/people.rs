//! Agents, sessions, visitors' tokens: who is who.

mod support;

use desk::{Actor, Error, agent, rate, session, visitor};
use model::{Locale, Role};
use support::{code, on_both};

on_both!(an_agent_signs_in_with_the_right_password, |world| {
    let sign_in = async |email: &str, password: &str, ip: &str| {
        agent::sign_in(&world.desk, email, password, ip).await
    };
    let anton = sign_in(" Anton@Example.com ", "password", "192.0.2.1")
        .await
        .unwrap();
    assert_eq!((anton.id, anton.role), (world.agent_id, Role::Agent));
    assert_eq!(
        code(sign_in("anton@example.com", "passwort", "192.0.2.1").await),
        "wrong_password"
    );
    assert_eq!(
        code(sign_in("nobody@example.com", "password", "192.0.2.1").await),
        "wrong_password"
    );
    let mut last = Ok(anton);
    for n in 0..12 {
        last = sign_in("anton@example.com", "passwort", &format!("192.0.2.{n}")).await;
    }
    assert!(
        matches!(last, Err(Error::TooMany { .. })),
        "guessing has an end: {last:?}"
    );
    assert!(
        sign_in("olga@example.com", "password", "192.0.2.1")
            .await
            .is_ok(),
        "hers does not"
    );
});

on_both!(a_desk_is_set_up_once, |world| {
    let set_up = async |desk: &desk::Desk, token: &str, email: &str| {
        agent::set_up_owner(desk, token, "First", email, "long enough").await
    };
    let token = world.desk.setup_token();
    assert_eq!(
        code(set_up(&world.desk, &token, "late@example.com").await),
        "already_set_up"
    );
    world.sql("DELETE FROM audit").await;
    world.sql("DELETE FROM agent").await;
    let desk = world.replica().await;
    assert!(!agent::has_owner(&desk).await.unwrap());
    assert_eq!(
        code(set_up(&desk, "guessed", "first@example.com").await),
        "token_wrong"
    );
    let tries = (0..4).map(|n| {
        let (desk, token) = (desk.clone(), token.clone());
        let email = format!("first{n}@example.com");
        tokio::spawn(async move {
            agent::set_up_owner(&desk, &token, "First", &email, "long enough")
                .await
                .is_ok()
        })
    });
    let mut owners = 0;
    for made in tries.collect::<Vec<_>>() {
        owners += i32::from(made.await.unwrap());
    }
    assert_eq!(owners, 1);
    assert!(agent::has_owner(&desk).await.unwrap());
    assert_eq!(world.number("SELECT count(*) FROM audit").await, 1);
});

on_both!(agents_are_made_by_those_who_may, |world| {
    let make = async |actor: &Actor, email, password, role| {
        agent::create(&world.desk, actor, "New", email, password, role).await
    };
    let mail = "new@example.com";
    assert_eq!(
        code(make(&world.agent, mail, "long enough", Role::Agent).await),
        "not_allowed"
    );
    assert_eq!(
        code(make(&Actor::Nobody, mail, "long enough", Role::Agent).await),
        "not_signed_in"
    );
    assert_eq!(
        code(make(&world.owner, mail, "short", Role::Agent).await),
        "password_short"
    );
    assert_eq!(
        code(make(&world.owner, "new", "long enough", Role::Agent).await),
        "email_invalid"
    );
    assert_eq!(
        make(&world.owner, mail, "long enough", Role::Admin)
            .await
            .unwrap()
            .role,
        Role::Admin
    );
    assert_eq!(
        code(make(&world.owner, mail, "long enough", Role::Agent).await),
        "email_taken"
    );
    agent::set_locale(&world.desk, &world.agent, Some(Locale::De))
        .await
        .unwrap();
    assert_eq!(
        agent::get(&world.desk, world.agent_id)
            .await
            .unwrap()
            .locale,
        Some(Locale::De)
    );
    agent::set_locale(&world.desk, &world.agent, None)
        .await
        .unwrap();
    assert_eq!(
        agent::get(&world.desk, world.agent_id)
            .await
            .unwrap()
            .locale,
        None
    );
});

on_both!(a_session_lasts_until_it_ends, |world| {
    let later = 4_000_000_000_000;
    session::save(&world.desk, "id", "{\"a\":1}", later)
        .await
        .unwrap();
    session::save(&world.desk, "id", "{\"a\":2}", later)
        .await
        .unwrap();
    let record = session::load(&world.desk, "id").await.unwrap();
    assert_eq!(record, Some(("{\"a\":2}".into(), later)));
    assert_eq!(
        world
            .number("SELECT count(*) FROM session WHERE id_hash = 'id'")
            .await,
        0
    );
    session::delete(&world.desk, "id").await.unwrap();
    assert_eq!(session::load(&world.desk, "id").await.unwrap(), None);
    session::save(&world.desk, "old", "{}", 1).await.unwrap();
    assert_eq!(session::load(&world.desk, "old").await.unwrap(), None);
});

on_both!(a_token_cannot_be_made_up, |world| {
    let (_, token) = world.visitor().await;
    let authenticate = async |token: &str| visitor::authenticate(&world.desk, token).await;
    assert!(authenticate(&token).await.is_ok());
    let (rest, signature) = token.rsplit_once('.').unwrap();
    let (name, inbox) = rest.rsplit_once('.').unwrap();
    let other = inbox.parse::<i64>().unwrap() + 1;
    for forged in [
        format!("{name}x.{inbox}.{signature}"),
        format!("{name}.{other}.{signature}"),
        format!("{name}.{inbox}.{}", &signature[..20]),
        format!("{token}.1"),
        String::new(),
    ] {
        assert_eq!(
            code(authenticate(&forged).await),
            "not_signed_in",
            "{forged}"
        );
    }
    assert_eq!(
        code(visitor::start(&world.desk, "no-such-key", None).await),
        "not_found"
    );
    assert_eq!(
        code(visitor::greeting(&world.desk, "no-such-key").await),
        "not_found"
    );
    assert_eq!(
        visitor::greeting(&world.desk, support::KEY)
            .await
            .unwrap()
            .text,
        "Hello!"
    );
    let fresh = visitor::start(&world.desk, support::KEY, Some("forged"))
        .await
        .unwrap();
    assert_ne!(fresh.token, token);
});

on_both!(a_stream_ticket_is_good_once, |world| {
    let (visitor, _) = world.visitor().await;
    let ticket = visitor::stream_ticket(&world.desk, &visitor).await.unwrap();
    assert_eq!(
        visitor::redeem(&world.desk, &ticket).await.unwrap(),
        visitor
    );
    assert_eq!(
        code(visitor::redeem(&world.desk, &ticket).await),
        "not_signed_in"
    );
    let ticket = visitor::stream_ticket(&world.desk, &visitor).await.unwrap();
    world.sql("UPDATE stream_ticket SET expires_at = 1").await;
    assert_eq!(
        code(visitor::redeem(&world.desk, &ticket).await),
        "not_signed_in"
    );
    assert_eq!(
        code(visitor::stream_ticket(&world.desk, &world.agent).await),
        "not_allowed"
    );
});

on_both!(a_limit_holds_on_all_replicas, |world| {
    let second = world.replica().await;
    for n in 0..6 {
        let desk = if n % 2 == 0 { &world.desk } else { &second };
        rate::take(desk, "key", 6, 3_600).await.unwrap();
    }
    let refused = rate::take(&second, "key", 6, 3_600).await;
    let Err(Error::TooMany { retry_after_s }) = refused else {
        panic!("{refused:?}")
    };
    assert!((1..=600).contains(&retry_after_s), "{retry_after_s}");
    rate::take(&second, "other key", 6, 3_600).await.unwrap();
});
