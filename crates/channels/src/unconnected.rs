//! A channel whose account is not set up on this desk: it says so, and nothing is lost.

use crate::{
    Channel, Fetched, Found, Inbound, Outgoing, Part, Raw, Receipt, SendError, Unreadable,
};
use async_trait::async_trait;
use model::Problem;

/// By its name.
pub(crate) struct Unconnected(pub(crate) &'static str);

impl Unconnected {
    fn refusal(&self) -> SendError {
        SendError::Rejected(Problem {
            code: "not_connected".into(),
            sentence: format!("{} is not connected on this desk yet.", self.0),
        })
    }
}

#[async_trait]
impl Channel for Unconnected {
    fn name(&self) -> &'static str {
        self.0
    }

    async fn send(&self, _: &Outgoing, _: &Part) -> Result<Receipt, SendError> {
        Err(self.refusal())
    }

    async fn find(&self, _: &Outgoing, _: &Part) -> Result<Found, SendError> {
        Ok(Found::NotSent)
    }

    async fn check(&self) -> Result<String, SendError> {
        Err(self.refusal())
    }

    fn verify(&self, _: &Raw<'_>) -> Result<(), Unreadable> {
        Err(Unreadable::Forged)
    }

    fn read(&self, _: &[u8]) -> Result<Vec<Inbound>, Unreadable> {
        Err(Unreadable::Form)
    }

    async fn fetch(&self, _: &str) -> Result<Fetched, SendError> {
        Err(self.refusal())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn it_says_its_name() {
        for (kind, name) in [
            (model::Channel::Email, "E-mail"),
            (model::Channel::Sms, "SMS"),
            (model::Channel::Instagram, "Instagram"),
            (model::Channel::Whatsapp, "WhatsApp"),
        ] {
            let account = crate::Account {
                settings: "{}",
                credentials: None,
                webhook: "",
            };
            let providers = crate::Providers::new(crate::Bases::default()).unwrap();
            let channel = crate::open(kind, &account, &providers);
            let message = Outgoing {
                key: "k".into(),
                to: "somebody".into(),
                text: "Hello".into(),
                ..Outgoing::default()
            };
            let parts = channel.plan(&message);
            assert_eq!(parts.len(), 1);
            let Err(SendError::Rejected(problem)) = channel.send(&message, &parts[0]).await else {
                panic!("{name} took a message");
            };
            assert_eq!(problem.code, "not_connected");
            assert_eq!(
                problem.sentence,
                format!("{name} is not connected on this desk yet.")
            );
        }
    }
}
