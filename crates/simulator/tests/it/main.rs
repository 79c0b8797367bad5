//! The simulator against the providers' documentation.
#![allow(missing_docs, unreachable_pub, reason = "for tests")]

mod support;

mod clients;
mod control;
mod delivery;
mod instagram;
mod mail;
mod phones;
mod signatures;
mod twilio;
mod whatsapp;
