//! Packages of Debian and its kin: fetched only by a person who may, and never by asking for a password.

use std::process::Command;
use std::sync::OnceLock;

use anyhow::{Context, Result, ensure};

use crate::{process, progress};

/// Installs packages, or says in one sentence why it cannot.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    let list = packages.join(" ");
    let by_hand = || format!("install {list} by your system's own means");
    ensure!(
        process::on_path("apt-get").is_some(),
        "this is not Debian: {}",
        by_hand()
    );
    ensure!(
        is_root() || sudo_needs_no_password(),
        "not root, and sudo wants a password: run `sudo apt-get install {list}`"
    );
    // A source of somebody else's that is down fails an update which fetched all we need.
    static UPDATED: OnceLock<bool> = OnceLock::new();
    UPDATED.get_or_init(|| {
        progress::say("Updating", "Debian's package lists");
        process::run(apt().args(["-qq", "update"])).is_ok()
    });
    progress::say("Installing", &list);
    process::run(
        apt()
            .args(["-qq", "install", "--yes", "--no-install-recommends"])
            // Some packages exclude others, as mail servers do: a person's own are not taken away.
            .arg("--no-remove")
            .args(packages),
    )
    .with_context(by_hand)
}

fn apt() -> Command {
    let mut words = vec![
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        // Debian starts the servers it installs; at this run level it does not.
        "RUNLEVEL=1",
        "apt-get",
        "-oAcquire::Retries=1",
        "-oAcquire::http::Timeout=30",
        "-oDpkg::Use-Pty=0",
    ];
    if !is_root() {
        words.splice(0..0, ["sudo", "-n"]);
    }
    let mut command = Command::new(words[0]);
    command.args(&words[1..]);
    command
}

/// Whether we are root.
pub(crate) fn is_root() -> bool {
    process::output(Command::new("id").arg("-u")).is_ok_and(|id| id == "0")
}

fn sudo_needs_no_password() -> bool {
    process::on_path("sudo").is_some()
        && process::output(Command::new("sudo").args(["-n", "true"])).is_ok()
}
