//! A webhook's address is verified before anything is sent there (MSG-HOOK); and whose secret signs.

use crate::Simulator;
use crate::book::Channel;
use crate::ids;

impl Simulator {
    /// Points Meta's webhooks at `url` after the handshake: `GET ?hub.mode=subscribe&hub.verify_token=…&hub.challenge=…`
    /// must be answered with 200 and the challenge. Twilio has no handshake.
    pub async fn subscribe(&self, channel: Channel, url: &str) -> Result<(), String> {
        if url.is_empty() || channel == Channel::Sms {
            self.set_webhook(channel, url);
            return Ok(());
        }
        let config = self.config();
        let token = match channel {
            Channel::Whatsapp => &config.whatsapp.verify_token,
            _ => &config.instagram.verify_token,
        };
        let challenge = ids::number();
        let mut address = url::Url::parse(url).map_err(|e| format!("that is no address: {e}"))?;
        address
            .query_pairs_mut()
            .append_pair("hub.mode", "subscribe")
            .append_pair("hub.verify_token", token)
            .append_pair("hub.challenge", &challenge);
        let answer = self
            .0
            .http
            .get(address)
            .send()
            .await
            .map_err(|e| format!("the address cannot be reached: {e}"))?;
        let status = answer.status();
        let body = answer.text().await.unwrap_or_default();
        if status.as_u16() != 200 {
            return Err(format!("the address answered {status} to the handshake"));
        }
        if body != challenge {
            return Err("the address did not give the challenge back".into());
        }
        self.set_webhook(channel, url);
        Ok(())
    }

    /// Where Meta posts a product's webhooks now; `None` for Twilio, which has an address with each message.
    pub(crate) fn meta_webhook(&self, channel: Channel) -> Option<String> {
        let config = self.config();
        match channel {
            Channel::Sms => None,
            Channel::Whatsapp => Some(config.whatsapp.webhook.clone()),
            Channel::Instagram => Some(config.instagram.webhook.clone()),
        }
    }

    /// The secret that signs a product's webhooks.
    pub(crate) fn app_secret(&self, channel: Channel) -> String {
        let config = self.config();
        match channel {
            Channel::Instagram => config.instagram.app_secret.clone(),
            _ => config.whatsapp.app_secret.clone(),
        }
    }
}
