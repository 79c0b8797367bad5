//! Clients that are not ours: Twilio's SDK and pywa, in `tests/clients`. They run where `SIMULATOR_PYTHON` names a Python
//! that has the packages of `tests/clients/requirements.txt`, as `cargo xtask test` makes one, and are skipped elsewhere.

use simulator::Channel;
use tokio::process::Command;

use crate::support::World;

async fn run(script: &str) {
    let Some(python) = std::env::var_os("SIMULATOR_PYTHON") else {
        return;
    };
    let world = World::new().await;
    // Strangers' webhooks go to the script's own receiver.
    for channel in Channel::ALL {
        world.sim.set_webhook(channel, "");
    }
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/clients");
    let done = Command::new(python)
        .arg(script)
        .arg(&world.base)
        .current_dir(folder)
        .output()
        .await
        .unwrap();
    let said =
        String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{said}");
}

#[tokio::test]
async fn twilio_sdk() {
    run("twilio_sdk.py").await;
}

#[tokio::test]
async fn pywa() {
    run("whatsapp_pywa.py").await;
}
