//! The simulator against the providers' documentation.

mod support;

mod control;
mod delivery;
mod instagram;
mod phones;
mod signatures;
mod twilio;
mod whatsapp;
