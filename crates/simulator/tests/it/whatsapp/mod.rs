//! WhatsApp: windows, media, every kind of message, statuses, BSUID.

mod media;
mod messages;
mod people;

use serde_json::Value;
use simulator::{Act, Channel};

use crate::support::{Hook, World};

pub const HIM: &str = "16505551234";

pub async fn writes(world: &mut World, text: &str) -> String {
    let id = world
        .sim
        .act(Channel::Whatsapp, HIM, Act::say(text))
        .await
        .unwrap()
        .remove(0);
    world.hook().await;
    id
}

pub fn value(hook: &Hook) -> Value {
    hook.json()["entry"][0]["changes"][0]["value"].clone()
}

pub fn statuses(hooks: &[Hook], id: &str) -> Vec<String> {
    let all = hooks.iter().map(|h| value(h)["statuses"][0].clone());
    all.filter(|s| s["id"] == id)
        .map(|s| s["status"].as_str().unwrap().to_owned())
        .collect()
}
