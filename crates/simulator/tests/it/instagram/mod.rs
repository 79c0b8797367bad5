//! Instagram: windows, attachments by address, echoes, unsend, stories.

mod messages;
mod people;

use serde_json::Value;
use simulator::{Act, Channel};

use crate::support::{Hook, World};

pub const HER: &str = "7110000000000001";

pub async fn writes(world: &mut World) -> String {
    let id = world
        .sim
        .act(Channel::Instagram, HER, Act::say("Hi"))
        .await
        .unwrap()
        .remove(0);
    world.hook().await;
    id
}

pub fn event(hook: &Hook) -> Value {
    hook.json()["entry"][0]["messaging"][0].clone()
}
