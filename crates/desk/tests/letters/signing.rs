//! Keys by which letters of ours are signed: which are taken, and what is shown of them.

use crate::support::{self, on_both};
use desk::inbox;

const KEY: &str = include_str!("../../../channels/tests/it/dkim/ed25519.pem");

on_both!(
    a_key_that_signs_is_told_from_one_that_cannot_and_only_its_public_half_is_shown,
    |world| {
        let id = world.mailbox().await;
        let kept = async || {
            let which = inbox::Which::Kept(id);
            inbox::account(&world.desk, &world.owner, which)
                .await
                .unwrap()
        };
        let save = async |entry: &str, value: &str| {
            let shown = kept().await.entries.into_iter();
            let shown = shown.filter(|given| !given.value.is_empty());
            let mut filled: std::collections::BTreeMap<String, String> = shown
                .map(|given| (given.entry.name.to_owned(), given.value))
                .collect();
            filled.insert(entry.to_owned(), value.to_owned());
            inbox::save(&world.desk, &world.owner, id, "Help", &filled).await
        };
        for (entry, value, code) in [
            ("dkim_key", "open sesame", "dkim_key"),
            (
                "dkim_key",
                include_str!("../../../channels/tests/it/dkim/public.pem"),
                "dkim_public",
            ),
            ("dkim.domain", "shop", "dkim_domain"),
            ("dkim.selector", "a b", "dkim_selector"),
        ] {
            let refused = save(entry, value).await;
            assert!(
                matches!(&refused, Err(desk::Error::Invalid { code: told, .. }) if *told == code),
                "{refused:?}"
            );
        }
        assert_eq!(kept().await.published, None);

        // As a field of a form sends it.
        save("dkim_key", &KEY.replace('\n', "")).await.unwrap();
        save("dkim.selector", "autumn").await.unwrap();
        let account = kept().await;
        let published = account.published.clone().unwrap();
        assert_eq!(published.name, "autumn._domainkey.shop.example");
        assert!(published.text.starts_with("v=DKIM1; k=ed25519; p="));
        let secret = KEY.lines().nth(1).unwrap();
        assert!(!format!("{account:?}").contains(secret));
        let stored = world
            .number(&format!(
                "SELECT count(*) FROM inbox WHERE credentials LIKE '%{secret}%' OR settings LIKE '%{secret}%'"
            ))
            .await;
        assert_eq!(stored, 0, "sealed");

        save("forget.dkim_key", "true").await.unwrap();
        assert_eq!(kept().await.published, None);
    }
);
