//! A mailbox by IMAP and answers by SMTP, at a Dovecot and a Postfix that `cargo xtask test` starts.

#![allow(unreachable_pub, reason = "a test binary of several files")]

mod asked;
mod fetched;
mod polled;
mod replicas;
mod sent;
#[path = "../shared/mod.rs"]
mod shared;
mod support;
