//! Twilio: who may call, what is refused with which code, media, listing, STOP.

mod calls;
mod media;

use crate::support::World;

pub async fn mms(world: &World, from: &str, to: &str, media: &[&str]) -> (String, Option<i64>) {
    let mut form = vec![("To", to), ("From", from), ("Body", "Look")];
    form.extend(media.iter().map(|m| ("MediaUrl", *m)));
    let (status, body) = world.twilio("Messages.json", &form).await;
    assert_eq!(status, 201);
    let sid = body["sid"].as_str().unwrap();
    assert!(sid.starts_with("MM"));
    world.sim.quiet().await;
    let (_, body) = world.twilio_get(&format!("Messages/{sid}.json")).await;
    (
        body["status"].as_str().unwrap().to_owned(),
        body["error_code"].as_i64(),
    )
}
