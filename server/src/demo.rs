//! `attache demo`: a desk with sample data in a folder of its own, a shop page on another site that
//! has the chat widget in it, and phones on which one plays the customers of the other channels.

#![allow(clippy::print_stdout, reason = "tells where things are")]

mod phones;
mod shop;

use crate::{
    config::{Config, Flags},
    serve::House,
};
use anyhow::{Context, bail};
use phones::Phones;
use std::{
    fs, io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    path::{Path, PathBuf},
};

/// Marks a folder as ours to throw away.
const MARK: &str = "attache-demo";

/// `attache demo …`
#[derive(clap::Args, Clone, Copy, Debug)]
pub struct Args {
    /// Throw the sample data away and start anew
    #[arg(long)]
    fresh: bool,
    /// The inbox's port; the shop is on the next, the phones on the one after
    #[arg(long, default_value_t = 3000, value_parser = clap::value_parser!(u16).range(1..=65_500))]
    port: u16,
}

/// Runs it until the process is asked to end. A configuration file and the environment do not
/// count here: a real desk must not wake up with sample data in it.
///
/// # Errors
/// When the folder is somebody else's or a port is taken.
pub async fn run(args: Args, flags: &Flags) -> anyhow::Result<()> {
    let phones = Phones::new(args.port + 2);
    let config = Config {
        providers: phones.bases(),
        listen: SocketAddr::from((Ipv4Addr::LOCALHOST, args.port)),
        data_dir: flags
            .data_dir
            .clone()
            .unwrap_or_else(|| PathBuf::from("data/demo")),
        database_url: flags.database_url.clone(),
        site: flags.site.clone(),
        scanner: flags.scanner.clone(),
        ffmpeg: flags.ffmpeg.clone(),
        undo_seconds: (flags.undo_seconds).unwrap_or(Config::default().undo_seconds),
        ..Config::default()
    };
    prepare(config.data_dir(), args.fresh)?;
    let mut house = House::open(&config).await?;
    let another_port = || {
        format!(
            "Is another demo running? `--port {}` moves all",
            args.port + 10
        )
    };
    house
        .serve_desk(config.listen)
        .await
        .with_context(another_port)?;
    let shop = args.port + 1;
    serve_shop(&mut house, shop)
        .await
        .with_context(another_port)?;
    phones.serve(&mut house).await.with_context(another_port)?;
    desk::demo::seed(&house.state.desk)
        .await
        .context("The sample data cannot be written")?;
    phones.connect(&house.state.desk).await?;

    println!("\n  Attache, with sample data\n");
    println!("  Inbox     {}", config.public_url());
    println!("  Shop      http://localhost:{shop}    with the chat in its corner");
    println!(
        "  Phones    {}    to write as a customer by SMS, WhatsApp, Instagram, e-mail\n",
        phones.address()
    );
    println!("  Sign in   {}", desk::demo::OWNER);
    println!("            {}", desk::demo::AGENT);
    println!("            {}", desk::demo::SECOND);
    println!("  Password  {}\n", desk::demo::PASSWORD);
    let folder = config.data_dir().display();
    println!("  Kept in {folder}; `--fresh` starts anew. Ctrl-C ends it.\n");
    house.until_asked_to_end().await
}

/// On both addresses that `localhost` may mean. A machine without IPv6 has one.
async fn serve_shop(house: &mut House, port: u16) -> anyhow::Result<()> {
    let shop = shop::router(house.state.desk.public_url(), desk::demo::WEBCHAT_KEY);
    house
        .serve(
            SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port),
            shop.clone(),
        )
        .await?;
    if let Err(error) = house
        .serve(SocketAddr::new(IpAddr::V6(Ipv6Addr::LOCALHOST), port), shop)
        .await
    {
        tracing::debug!("{error:#}");
    }
    Ok(())
}

/// Makes the folder, or empties it. Touches no folder that a demo did not make.
fn prepare(folder: &Path, fresh: bool) -> anyhow::Result<()> {
    let mark = folder.join(MARK);
    let there = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => false,
        Err(error) => {
            return Err(error).with_context(|| format!("Cannot read {}", folder.display()));
        }
    };
    if there && !mark.is_file() {
        bail!(
            "{} holds something that is no demo. Choose another folder with --data-dir.",
            folder.display()
        );
    }
    if there && fresh {
        fs::remove_dir_all(folder).with_context(|| format!("Cannot empty {}", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("Cannot make {}", folder.display()))?;
    fs::write(&mark, "A demo of Attache. It may be deleted at any time.\n")
        .with_context(|| format!("Cannot write to {}", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_demo_is_thrown_away() {
        let home = tempfile::tempdir().expect("folder");
        let demo = home.path().join("demo");
        prepare(&demo, false).expect("a new folder");
        fs::write(demo.join("desk.sqlite"), "x").expect("file");
        prepare(&demo, false).expect("again");
        assert!(demo.join("desk.sqlite").exists(), "it survives a restart");
        prepare(&demo, true).expect("anew");
        assert!(!demo.join("desk.sqlite").exists());

        fs::write(home.path().join("letters.txt"), "mine").expect("file");
        assert!(prepare(home.path(), false).is_err());
        assert!(prepare(home.path(), true).is_err());
        assert!(home.path().join("letters.txt").exists());
    }
}
