//! Tests written in Rust: rules, use-cases on both databases, the router.

use std::fs;
use std::process::Command;

use anyhow::Result;

use crate::mail_server::MailServer;
use crate::postgres::Postgres;
use crate::{paths, process, python};

use super::{Report, Tally};

/// Where the tests that run on both databases find the second.
pub(super) const POSTGRES: &str = "ATTACHE_TEST_POSTGRES";

/// Where the tests that send and fetch mail find the servers.
const MAIL: &str = "ATTACHE_TEST_MAIL";

/// Calls of their own for the same reason as the lints'.
const SUITES: &[(&str, &[&str])] = &[
    ("tests: server and crates", &[]),
    ("tests: app", &["--package", "app", "--features", "ssr"]),
    ("tests: image worker", &["--package", "image-worker"]),
    ("tests: xtask", &["--package", "xtask"]),
];

/// Starts PostgreSQL and a mail server and runs every suite. Without one of them the run has
/// failed, but the rest is still worth knowing.
pub(super) fn run(report: &mut Report, filter: &[String]) {
    let mut postgres = None;
    report.step("PostgreSQL", || {
        // The server's source names the folder, and must compile before the site is built.
        fs::create_dir_all(paths::site())?;
        postgres = Some(Postgres::start()?);
        Ok(Tally::default())
    });
    let mut mail = None;
    report.step("Dovecot and Postfix", || {
        mail = Some(MailServer::start()?);
        Ok(Tally::default())
    });
    // Where PyPI cannot be had, what they would say is not known: a failure, and the rest goes on.
    let mut clients = None;
    report.step("clients that are not ours", || {
        clients = Some(python::clients()?);
        Ok(Tally::default())
    });
    let nextest = process::on_path("cargo-nextest").is_some();
    for (step, args) in SUITES {
        report.step(step, || {
            let mut cargo = process::cargo();
            if nextest {
                cargo.args(["nextest", "run", "--no-tests=pass", "--no-fail-fast"]);
                cargo.args(["--status-level=fail"]);
            } else {
                cargo.args(["test", "--no-fail-fast", "--all-targets"]);
            }
            cargo.args(*args);
            if !nextest && !filter.is_empty() {
                cargo.arg("--"); // cargo takes one filter, the test binaries any number
            }
            if let Some(clients) = &clients {
                cargo.env(python::PYTHON, clients);
            }
            if let Some(mail) = &mail {
                cargo.env(MAIL, mail.told());
            }
            counted(cargo.args(filter), postgres.as_ref())
        });
    }
    if filter.is_empty() {
        report.step("tests: documentation", || {
            counted(process::cargo().args(["test", "--doc"]), None)
        });
    }
}

fn counted(command: &mut Command, postgres: Option<&Postgres>) -> Result<Tally> {
    if let Some(postgres) = postgres {
        command.env(POSTGRES, postgres.url());
    }
    let (success, said) = process::tee(command)?;
    Ok(Tally::of_cargo(&said).given(success))
}
