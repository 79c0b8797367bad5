//! The channels from outside: what is asked of a provider, what its answers mean, and what is made
//! of what it posts to us.

mod dkim;
mod fetch;
mod list;
mod plan;
mod read_email;
mod read_instagram;
mod read_sms;
mod read_whatsapp;
mod send_email;
mod send_instagram;
mod send_sms;
mod send_whatsapp;
mod support;
mod tls;
mod trouble;
mod verify;
mod whatsapp_templates;
