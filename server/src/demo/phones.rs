//! The phones of the demo: stand-ins for the providers, the inboxes' accounts there, and the sample
//! customers, so that a newcomer writes as them and sees what would really arrive.

use crate::serve::House;
use anyhow::{Context, anyhow};
use desk::{Actor, Bases, Desk, inbox};
use model::{Channel, InboxId};
use rand::{Rng, distr::Alphanumeric};
use serde_json::{Value, json};
use simulator::{Channel as Phone, Config, Knobs, Person, Simulator, Way};
use std::net::{Ipv4Addr, SocketAddr};
use tokio::net::TcpListener;

/// How long a message takes from one tick to the next, in milliseconds: slow enough to be seen.
const STEP_MS: u64 = 400;

/// How long the secret is with which the mail program posts letters, in characters.
const SECRET: usize = 32;

/// The simulator, and where it is.
pub(super) struct Phones {
    simulator: Simulator,
    port: u16,
}

impl Phones {
    /// Stand-ins for the providers, not served yet.
    pub(super) fn new(port: u16) -> Self {
        let mut config = Config::demo(&at(port));
        // The accounts are the sample inboxes'.
        if let (Some(sender), Some(service)) = (
            config.twilio.senders.first_mut(),
            config.twilio.services.first_mut(),
        ) {
            desk::demo::SMS_NUMBER.clone_into(&mut sender.number);
            service.numbers = vec![sender.number.clone()];
        }
        config.twilio.senders.truncate(1);
        desk::demo::INSTAGRAM_NAME.clone_into(&mut config.instagram.username);
        let simulator = Simulator::new(config);
        for phone in Phone::ALL {
            let knobs = Knobs {
                step_ms: STEP_MS,
                ..Knobs::default()
            };
            simulator.set_knobs(phone, knobs);
        }
        Self { simulator, port }
    }

    /// Where the desk finds the providers.
    pub(super) fn bases(&self) -> Bases {
        let base = at(self.port);
        Bases {
            twilio: base.clone(),
            whatsapp: base.clone(),
            instagram: base.clone(),
            instagram_facebook: base,
            // What plays a mail server is here, too.
            mail_networks: "127.0.0.0/8".parse().into_iter().collect(),
            ..Bases::default()
        }
    }

    /// Where the newcomer finds them.
    pub(super) fn address(&self) -> String {
        format!("{}/phones", at(self.port))
    }

    /// Serves them, in a task of their own.
    ///
    /// # Errors
    /// When the port is taken.
    pub(super) async fn serve(&self, house: &mut House) -> anyhow::Result<()> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        house.serve(address, self.simulator.router()).await
    }

    /// Connects the sample inboxes, and gives a phone to whoever has written to them.
    ///
    /// # Errors
    /// When the database does not answer, or the desk refuses the providers' handshake.
    pub(super) async fn connect(&self, desk: &Desk) -> anyhow::Result<()> {
        for customer in desk::demo::customers(desk).await? {
            let Some(phone) = phone(customer.channel) else {
                continue;
            };
            let name = match (customer.name.as_str(), phone) {
                ("", Phone::Whatsapp) => format!("+{}", customer.handle),
                ("", _) => customer.handle.clone(),
                (name, _) => name.to_owned(),
            };
            let username = if phone == Phone::Instagram {
                customer.name.as_str()
            } else {
                ""
            };
            let mut person = Person::new(phone, &customer.handle, &name, username);
            person.wrote = customer.wrote;
            self.simulator.add_person(person);
        }
        for inbox in inbox::list(desk, &Actor::System).await? {
            if inbox.channel == Channel::Email {
                self.connect_mail(desk, inbox.id).await?;
            }
            let Some(phone) = phone(inbox.channel) else {
                continue;
            };
            let (settings, credentials) = self.account(phone);
            let settings = settings.as_object().cloned().unwrap_or_default();
            inbox::connect(desk, &Actor::System, inbox.id, settings, &credentials)
                .await
                .with_context(|| format!("{} cannot be connected", inbox.name))?;
            self.simulator
                .subscribe(phone, &inbox::webhook(desk, inbox.id))
                .await
                .map_err(|why| anyhow!("{}: {why}", inbox.name))?;
        }
        Ok(())
    }

    /// Lets an inbox's letters go to the mail program, and what is written there come to the inbox.
    async fn connect_mail(&self, desk: &Desk, inbox: InboxId) -> anyhow::Result<()> {
        let sink = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .context("There is no free port for the mail program")?;
        let smtp = json!({
            "host": Ipv4Addr::LOCALHOST.to_string(),
            "port": sink.local_addr()?.port(),
            "tls": "none",
        });
        let settings =
            json!({"address": desk::demo::MAIL_ADDRESS, "name": "Talbach", "smtp": smtp});
        // Known to nobody but the two, and another with each start.
        let secret: String = rand::rng()
            .sample_iter(Alphanumeric)
            .take(SECRET)
            .map(char::from)
            .collect();
        let credentials = json!({"secret": secret});
        let settings = settings.as_object().cloned().unwrap_or_default();
        inbox::connect(desk, &Actor::System, inbox, settings, &credentials)
            .await
            .context("The e-mail inbox cannot be connected")?;
        self.simulator.set_mail_to(desk::demo::MAIL_ADDRESS);
        self.simulator.set_mail_way(Way::Http {
            url: format!("{}/mail/{inbox}", desk.public_url()),
            secret,
        });
        // As long as the process.
        tokio::spawn(self.simulator.clone().take_mail(sink));
        Ok(())
    }

    /// What an inbox must know of its account: what may be shown, and what is secret.
    fn account(&self, phone: Phone) -> (Value, Value) {
        let config = self.simulator.config();
        let meta = |token: &str, secret: &str, verify: &str| json!({"token": token, "app_secrets": [secret], "verify_token": verify});
        match phone {
            Phone::Sms => (
                json!({"account_sid": config.twilio.account_sid, "from": desk::demo::SMS_NUMBER}),
                json!({"auth_token": config.twilio.auth_token}),
            ),
            Phone::Whatsapp => {
                let number = &config.whatsapp;
                (
                    json!({"phone_number_id": number.phone_number_id, "waba_id": number.waba_id}),
                    meta(&number.token, &number.app_secret, &number.verify_token),
                )
            }
            Phone::Instagram => {
                let account = &config.instagram;
                (
                    json!({"account_id": account.ig_id}),
                    meta(&account.token, &account.app_secret, &account.verify_token),
                )
            }
        }
    }
}

fn at(port: u16) -> String {
    format!("http://{}:{port}", Ipv4Addr::LOCALHOST)
}

/// Whether a channel has phones.
fn phone(channel: Channel) -> Option<Phone> {
    match channel {
        Channel::Sms => Some(Phone::Sms),
        Channel::Whatsapp => Some(Phone::Whatsapp),
        Channel::Instagram => Some(Phone::Instagram),
        _ => None,
    }
}
