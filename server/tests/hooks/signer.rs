//! Webhooks that Twilio's own SDK signed. It runs where `SIMULATOR_PYTHON` names a Python that has it, as
//! `cargo xtask test` makes one.

use crate::support::{ANA, World, told};
use model::Direction;
use reqwest::StatusCode;
use simulator::Channel as Phone;
use tokio::process::Command;

async fn signed(python: &std::ffi::OsStr, token: &str, url: &str, form: &[(&str, &str)]) -> String {
    let fields = form.iter().map(|(name, value)| format!("{name}={value}"));
    let done = Command::new(python)
        .arg(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/hooks/twilio_sign.py"
        ))
        .args([token, url])
        .args(fields)
        .output()
        .await
        .unwrap();
    assert!(done.status.success(), "{done:?}");
    String::from_utf8(done.stdout).unwrap().trim().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_twilios_sdk_signs_is_taken_and_nothing_else() {
    let Some(python) = std::env::var_os("SIMULATOR_PYTHON") else {
        return;
    };
    let world = World::sqlite().await;
    let url = world.hook(Phone::Sms);
    let config = world.sim.config();
    let form = [
        ("MessageSid", "SM00000000000000000000000000000001"),
        ("AccountSid", config.twilio.account_sid.as_str()),
        ("From", ANA.1),
        ("To", config.twilio.senders[0].number.as_str()),
        ("Body", "Grüße & 1+1=2 🧡 %41"),
        ("NumMedia", "0"),
        ("SomethingNew", ""),
    ];
    let post = async |signature: &str| {
        let encoded = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(form)
            .finish();
        let asked = world
            .http
            .post(&url)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("x-twilio-signature", signature)
            .body(encoded);
        asked.send().await.unwrap().status()
    };
    let token = &config.twilio.auth_token;
    let wrong = signed(&python, "another token", &url, &form).await;
    assert_eq!(post(&wrong).await, StatusCode::FORBIDDEN);
    let elsewhere = signed(&python, token, "https://desk.example/hooks/1", &form).await;
    assert_eq!(post(&elsewhere).await, StatusCode::FORBIDDEN);
    assert!(world.thread(ANA).await.is_none(), "nothing was stored");

    let right = signed(&python, token, &url, &form).await;
    assert!(post(&right).await.is_success());
    let thread = world.until(ANA, "a text", |_| true).await;
    assert_eq!(told(&thread, Direction::In)[0].text, "Grüße & 1+1=2 🧡 %41");
    world.end().await;
}
