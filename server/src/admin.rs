//! Commands for whoever runs the desk: migrate, agent, doctor.

use anyhow::{Context, bail};
use clap::{Args, Subcommand, ValueEnum};
use desk::{Actor, Desk};
use model::Role;
use server::config::{Config, Flags};
use std::{
    fmt::Display,
    io::{IsTerminal, Read},
    process::ExitCode,
};

/// `attache agent …`
#[derive(Subcommand)]
pub(crate) enum AgentCommand {
    /// Add somebody; their password is read from standard input, or made and printed once
    Add(NewAgent),
}

/// Somebody new.
#[derive(Args)]
pub(crate) struct NewAgent {
    /// Name as customers see it
    #[arg(long)]
    name: String,
    /// Address they sign in with
    #[arg(long)]
    email: String,
    /// What they may do
    #[arg(long, value_enum, default_value = "agent")]
    role: RoleName,
}

#[derive(Clone, Copy, ValueEnum)]
enum RoleName {
    /// Answers
    Agent,
    /// And sets up
    Admin,
    /// And owns
    Owner,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Agent => Self::Agent,
            RoleName::Admin => Self::Admin,
            RoleName::Owner => Self::Owner,
        }
    }
}

/// Seeds a desk and adds tickets; prints key and number of the one that benches open.
#[cfg(feature = "demo")]
pub(crate) async fn sample(tickets: i64, many: i64, config: &Config) -> anyhow::Result<()> {
    let desk = Desk::open(config.desk()?)
        .await
        .context("The desk cannot be opened")?;
    desk::demo::seed(&desk).await?;
    if many > 0 {
        desk::demo::many(&desk, many).await?;
    }
    let measured = desk::demo::fill(&desk, tickets).await?;
    println!("{} {}", measured.id, measured.number);
    Ok(())
}

/// Opening a desk brings its tables up to date.
pub(crate) async fn migrate(config: &Config) -> anyhow::Result<()> {
    Desk::open(config.desk()?)
        .await
        .context("The desk cannot be opened")?;
    println!("The database is up to date.");
    Ok(())
}

/// Applies kept events once more.
pub(crate) async fn replay(
    inbox: Option<model::InboxId>,
    all: bool,
    config: &Config,
) -> anyhow::Result<ExitCode> {
    let desk = Desk::open_with(config.desk()?, config.providers.clone())
        .await
        .context("The desk cannot be opened")?;
    let told = desk::receive::replay(&desk, &Actor::System, inbox, all)
        .await
        .map_err(|error| anyhow::anyhow!(error.sentence()))?;
    println!(
        "Applied: {}. Still not applied: {}.",
        told.applied, told.failed
    );
    Ok(if told.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Runs an agent command.
pub(crate) async fn agent(command: AgentCommand, config: &Config) -> anyhow::Result<()> {
    let desk = Desk::open(config.desk()?)
        .await
        .context("The desk cannot be opened")?;
    match command {
        AgentCommand::Add(NewAgent { name, email, role }) => {
            let (password, made) = password()?;
            let agent =
                desk::agent::create(&desk, &Actor::System, &name, &email, &password, role.into())
                    .await
                    .map_err(|error| anyhow::anyhow!(error.sentence()))?;
            println!("{} signs in as {}.", agent.name, agent.email);
            if made {
                println!("Password: {password}");
            }
        }
    }
    Ok(())
}

/// From a pipe when there is one, else made up.
fn password() -> anyhow::Result<(String, bool)> {
    let mut input = std::io::stdin();
    if input.is_terminal() {
        return Ok((make_password(), true));
    }
    let mut text = String::new();
    input
        .read_to_string(&mut text)
        .context("Standard input cannot be read")?;
    let text = text.trim_end_matches(['\r', '\n']).to_owned();
    Ok(if text.is_empty() {
        (make_password(), true)
    } else {
        (text, false)
    })
}

/// Twenty letters and digits that do not look like each other: 98 bits.
fn make_password() -> String {
    const LETTERS: &[u8] = b"abcdefghijkmnpqrstuvwxyz23456789";
    (0..20)
        .map(|_| char::from(LETTERS[usize::from(rand::random::<u8>()) % LETTERS.len()]))
        .collect()
}

/// Looks at everything a desk needs and says what is wrong.
pub(crate) async fn doctor(flags: &Flags) -> anyhow::Result<ExitCode> {
    let mut well = true;
    let mut say = |what: &str, found: Result<String, String>| match found {
        Ok(found) => println!("ok     {what}: {found}"),
        Err(wrong) => {
            well = false;
            println!("wrong  {what}: {wrong}");
        }
    };
    fn told<T>(
        found: Result<T, impl Display>,
        text: impl FnOnce(T) -> String,
    ) -> Result<String, String> {
        found.map(text).map_err(|error| format!("{error:#}"))
    }

    let config = match Config::load(flags) {
        Ok(config) => config,
        Err(error) => bail!("{error:#}"),
    };
    let url = config.public_url();
    let local =
        url.contains("//127.0.0.1") || url.contains("//localhost") || url.contains("//[::1]");
    say(
        "public address",
        if local || url.starts_with("https://") {
            Ok(url)
        } else {
            Err(format!(
                "{url} is not HTTPS: passwords and pictures can be read on their way."
            ))
        },
    );
    say(
        "pages' files",
        told(server::serve::site(&config), |site| {
            format!("build {}", site.build)
        }),
    );
    if let Some(scanner) = config.scanner()? {
        let answers = scanner.check().await;
        say("virus scanner", told(answers, |()| scanner.to_string()));
    }
    say(
        "posters of films",
        Ok(config.ffmpeg().map_or_else(
            || "none, because there is no ffmpeg".to_owned(),
            |ffmpeg| ffmpeg.display().to_string(),
        )),
    );
    match Desk::open(config.desk()?).await {
        Ok(desk) => {
            let kind = config
                .database_url
                .as_deref()
                .map_or("SQLite", |_| "PostgreSQL");
            say("database", told(desk.check().await, |()| kind.to_owned()));
            let owner = match desk::agent::has_owner(&desk).await {
                Ok(true) => Ok("set up".to_owned()),
                Ok(false) => Err(format!(
                    "nobody owns this desk yet. Open {}/setup?token={}",
                    desk.public_url(),
                    desk.setup_token()
                )),
                Err(error) => Err(error.to_string()),
            };
            say("owner", owner);
        }
        Err(error) => say(
            "desk",
            Err(format!(
                "{} cannot be opened: {error}",
                config.data_dir().display()
            )),
        ),
    }
    Ok(if well {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
