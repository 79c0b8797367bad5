//! `cargo xtask`: every command of the README and of `.ci/run`.
//!
//! One file per subject. This one knows the command line and nothing else.

#![allow(
    clippy::print_stdout,
    reason = "this is a command line: results go to stdout, progress to stderr"
)]

mod apt;
mod assets;
mod bench;
mod browser;
mod build;
mod cleanup;
mod compress;
mod css;
mod demo;
mod dev;
mod fuzz;
mod glue;
mod mail_server;
mod node;
mod optimize;
mod paths;
mod postgres;
mod process;
mod progress;
mod python;
mod reader;
mod sysroot;
mod test;
mod toolchain;
mod wasm;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

/// Build, run, test and measure Attache.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build what is missing and run Attache with sample data, a demo shop and simulated providers
    Demo(DemoArgs),
    /// Run every check: formatting, lints, unit tests on both databases, browser journeys
    Test {
        /// `lint`, `unit`, `browser` to run a part; any other word picks tests by name
        filter: Vec<String>,
        /// Build the pages as `dev` does, in seconds: for whoever works on them. Sizes mean nothing then
        #[arg(long)]
        quick: bool,
    },
    /// Run the demo; on each saved file rebuild what it touches and restart
    Dev(DemoArgs),
    /// Build the pages' files (target/site) and the server
    Build {
        /// Optimise the server and compress the pages' files
        #[arg(long)]
        release: bool,
    },
    /// Fuzz the picture code
    Fuzz {
        /// Which target: all of them, one after the other, when none is named
        target: Option<String>,
        /// How long each
        #[arg(long, default_value_t = 10)]
        minutes: u32,
    },
    /// Build for release, measure, and compare with the goals
    Bench {
        /// Which benches to run: all of them when none is named
        names: Vec<String>,
        /// Also write the figures to this file
        #[arg(long, value_name = "FILE")]
        json: Option<PathBuf>,
        /// `media`: measure the pictures in this folder instead of those that the bench makes
        #[arg(long, value_name = "FOLDER")]
        images: Option<PathBuf>,
        /// `finding`: how many tickets of ten messages the large desk has
        #[arg(long, default_value_t = 1_000_000)]
        tickets: u32,
    },
}

/// What `demo` and `dev` hand on to the server.
#[derive(Args)]
pub(crate) struct DemoArgs {
    /// Throw the sample data away and start anew
    #[arg(long)]
    fresh: bool,
    /// Listen on this port
    #[arg(long)]
    port: Option<u16>,
    /// Optimise the server
    #[arg(long)]
    release: bool,
}

fn main() -> ExitCode {
    let result = cleanup::install().and_then(|()| match Cli::parse().command {
        Command::Demo(args) => demo::run(&args).map(|never| match never {}),
        Command::Test { filter, quick } => test::run(&filter, quick),
        Command::Dev(args) => dev::run(&args),
        Command::Build { release } => build::all(release).map(|_| true),
        Command::Fuzz { target, minutes } => fuzz::run(target.as_deref(), minutes),
        Command::Bench {
            names,
            json,
            images,
            tickets,
        } => bench::run(&names, json.as_deref(), images.as_deref(), tickets),
    });
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            progress::failure(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}
