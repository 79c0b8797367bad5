//! `cargo xtask demo`: the whole product with sample data, in the foreground.

use std::convert::Infallible;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::wasm::Quality;
use crate::{DemoArgs, build, paths};

/// Builds, then becomes the server: Ctrl-C and signals reach it as if it had been started by hand.
pub(crate) fn run(args: &DemoArgs) -> Result<Infallible> {
    build::site(Quality::Plain)?;
    let binary = build::server(args.release)?;
    Err(command(&binary, args).exec()).with_context(|| format!("cannot run {}", binary.display()))
}

/// The server with sample data.
pub(crate) fn command(binary: &Path, args: &DemoArgs) -> Command {
    let mut command = Command::new(binary);
    command.arg("demo").current_dir(paths::root());
    if args.fresh {
        command.arg("--fresh");
    }
    if let Some(port) = args.port {
        command.args(["--port", &port.to_string()]);
    }
    command
}
