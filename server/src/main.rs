//! The command `attache`.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "this is a command line")]

mod admin;
mod inboxes;
mod mail_in;

use anyhow::Context;
use clap::{Parser, Subcommand};
use server::{
    config::{Config, Flags},
    serve::House,
};
use std::{io::IsTerminal, process::ExitCode};
use tracing_subscriber::EnvFilter;

/// Pages are many small texts: this allocator takes a third less of the processor for a page than
/// the system's. Without huge pages, which doubled what an idle desk holds.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A helpdesk inbox in which pictures and files travel as easily as text.
#[derive(Parser)]
#[command(name = "attache", version)]
struct Cli {
    #[command(flatten)]
    flags: Flags,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the desk
    Serve,
    /// Serve a desk with sample data, and a shop page with the chat widget in it
    #[cfg(feature = "demo")]
    Demo(server::demo::Args),
    /// Fill a new desk with many sample tickets, to measure it
    #[cfg(feature = "demo")]
    #[command(hide = true)]
    Sample {
        /// How many of one message
        #[arg(long)]
        tickets: i64,
        /// How many of ten messages, of all channels, statuses and tags
        #[arg(long, default_value_t = 0)]
        many: i64,
    },
    /// Bring the database up to this version's tables and end
    Migrate,
    /// The people who answer
    #[command(subcommand)]
    Agent(admin::AgentCommand),
    /// Show inboxes, and say what one takes
    #[command(subcommand)]
    Inbox(inboxes::InboxCommand),
    /// Apply what providers told once more: what could not be applied so far, or everything
    Replay {
        /// Of this inbox only
        #[arg(long)]
        inbox: Option<model::InboxId>,
        /// Also what was applied; messages that are there are not written again
        #[arg(long)]
        all: bool,
    },
    /// Take an e-mail from standard input, as a mail server's pipe hands it over
    MailIn {
        /// The inbox it is for
        #[arg(long)]
        inbox: model::InboxId,
    },
    /// Look at the set-up and say what is wrong with it
    Doctor,
}

fn main() -> ExitCode {
    let mut args = std::env::args_os().skip(1);
    if args.next().is_some_and(|first| first == "picture-worker") {
        // Before anything of the house is set up: it has a picture to look at and nothing else.
        return desk::worker::main(args);
    }
    let cli = Cli::parse();
    // What libraries have to say of their good health helps nobody.
    let filter = EnvFilter::try_from_env("ATTACHE_LOG")
        .unwrap_or_else(|_| EnvFilter::new("warn,attache=info,server=info,app=info,desk=info"));
    // Whoever asks for everything gets no passwords: its finest words are the lines it sends.
    let filter = match "async_imap=info".parse() {
        Ok(quiet) => filter.add_directive(quiet),
        Err(_) => filter,
    };
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        .init();
    match run(cli) {
        Ok(code) => code,
        Err(error) => {
            tracing::error!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("The runtime cannot start")?
        .block_on(async move {
            match cli.command {
                Command::Serve => serve(&Config::load(&cli.flags)?).await?,
                #[cfg(feature = "demo")]
                Command::Demo(args) => server::demo::run(args, &cli.flags).await?,
                #[cfg(feature = "demo")]
                Command::Sample { tickets, many } => {
                    admin::sample(tickets, many, &Config::load(&cli.flags)?).await?;
                }
                Command::Migrate => admin::migrate(&Config::load(&cli.flags)?).await?,
                Command::Agent(command) => {
                    admin::agent(command, &Config::load(&cli.flags)?).await?;
                }
                Command::Inbox(command) => {
                    inboxes::run(command, &Config::load(&cli.flags)?).await?;
                }
                Command::Replay { inbox, all } => {
                    return admin::replay(inbox, all, &Config::load(&cli.flags)?).await;
                }
                Command::MailIn { inbox } => return Ok(mail_in::run(inbox, &cli.flags).await),
                Command::Doctor => return admin::doctor(&cli.flags).await,
            }
            Ok(ExitCode::SUCCESS)
        })
}

async fn serve(config: &Config) -> anyhow::Result<()> {
    let mut house = House::open(config).await?;
    house.serve_desk(config.listen).await?;
    let desk = &house.state.desk;
    println!("Attache is at {}", desk.public_url());
    if !desk::agent::has_owner(desk).await? {
        // Whoever reads the console owns the desk; the first passer-by does not.
        println!(
            "Set up your desk: {}/setup?token={}",
            desk.public_url(),
            desk.setup_token()
        );
    }
    house.until_asked_to_end().await
}
