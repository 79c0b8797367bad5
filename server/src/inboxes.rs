//! Commands about inboxes: which there are, and what they take.

use anyhow::{Context, bail};
use clap::Subcommand;
use desk::{Actor, Desk, inbox};
use model::{InboxId, InboxLimits};
use server::config::Config;

/// `attache inbox …`
#[derive(Subcommand)]
pub(crate) enum InboxCommand {
    /// Show all, with what each narrows of its channel's limits
    List,
    /// Say what one takes, as JSON: sender (`long_code`, `toll_free`, `short_code`), `picture_bytes`,
    /// `picture_edge`, `picture_types`, `file_bytes`, `message_bytes`, files, documents.
    /// What is left out is as on the channel
    Limits {
        /// Its number in the list
        id: InboxId,
        /// For example '{"sender":"long_code"}'; '{}' narrows nothing
        limits: String,
    },
    /// Connect one to its account: reads JSON from standard input, `{"settings": {…},
    /// "credentials": {…}}`, in the words of the channel's own file
    Connect {
        /// Its number in the list
        id: InboxId,
    },
}

/// What `attache inbox connect` reads.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Account {
    #[serde(default)]
    settings: serde_json::Map<String, serde_json::Value>,
    credentials: serde_json::Value,
}

/// Runs an inbox command.
pub(crate) async fn run(command: InboxCommand, config: &Config) -> anyhow::Result<()> {
    let desk = Desk::open(config.desk()?)
        .await
        .context("The desk cannot be opened")?;
    match command {
        InboxCommand::List => {
            let inboxes = inbox::list(&desk, &Actor::System).await?;
            for inbox in inboxes {
                let limits = serde_json::to_string(&inbox.limits)?;
                let channel = inbox.channel.as_str();
                println!("{:>4}  {channel:<9}  {}  {limits}", inbox.id, inbox.name);
            }
        }
        InboxCommand::Connect { id } => {
            let text = std::io::read_to_string(std::io::stdin())
                .context("Standard input cannot be read")?;
            let account: Account =
                serde_json::from_str(&text).context("The account is not JSON as it should be")?;
            inbox::connect(
                &desk,
                &Actor::System,
                id,
                account.settings,
                &account.credentials,
            )
            .await
            .map_err(|error| anyhow::anyhow!(error.sentence()))?;
            println!(
                "Inbox {id} is connected. Its webhook is {}",
                inbox::webhook(&desk, id)
            );
        }
        InboxCommand::Limits { id, limits } => {
            let limits = read(&limits)?;
            inbox::set_limits(&desk, &Actor::System, id, &limits)
                .await
                .map_err(|error| anyhow::anyhow!(error.sentence()))?;
            println!("Inbox {id} takes {} now.", serde_json::to_string(&limits)?);
        }
    }
    Ok(())
}

/// A word that is misspelt narrows nothing, and nobody would notice.
fn read(text: &str) -> anyhow::Result<InboxLimits> {
    let given: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(text).context("The limits are not a JSON object")?;
    let limits: InboxLimits = serde_json::from_str(text).context("The limits cannot be read")?;
    let known = serde_json::to_value(&limits)?;
    if let Some(word) = given.keys().find(|word| known.get(word).is_none()) {
        bail!("There is no limit called {word}");
    }
    Ok(limits)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_misspelt_limit_is_told_of() {
        assert_eq!(read(r#"{"files":3}"#).unwrap().files, Some(3));
        assert!(read("{}").is_ok());
        for bad in ["", "3", r#"{"filez":3}"#, r#"{"sender":"fax"}"#] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
