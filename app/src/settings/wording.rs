//! What the entries of an account are called, by their names in the settings.

use crate::i18n::{Text, words as w};

/// An entry's label.
pub(super) fn entry(name: &str) -> Text {
    match name {
        "greeting" => w::ENTRY_GREETING,
        "account_sid" => w::ENTRY_ACCOUNT_SID,
        "auth_token" => w::ENTRY_AUTH_TOKEN,
        "other_auth_token" => w::ENTRY_OTHER_AUTH_TOKEN,
        "from" => w::ENTRY_FROM,
        "messaging_service_sid" => w::ENTRY_MESSAGING_SERVICE,
        "limits.sender" => w::ENTRY_SENDER,
        "api_key" => w::ENTRY_API_KEY,
        "api_secret" => w::ENTRY_API_SECRET,
        "phone_number_id" => w::ENTRY_PHONE_NUMBER_ID,
        "waba_id" => w::ENTRY_WABA_ID,
        "token" => w::ENTRY_TOKEN,
        "app_secrets" => w::ENTRY_APP_SECRETS,
        "verify_token" => w::ENTRY_VERIFY_TOKEN,
        "login" => w::ENTRY_LOGIN,
        "account_id" => w::ENTRY_ACCOUNT_ID,
        "human_agent" => w::ENTRY_HUMAN_AGENT,
        "messaging_type" => w::ENTRY_MESSAGING_TYPE,
        "media" => w::ENTRY_MEDIA,
        "address" => w::ENTRY_ADDRESS,
        "from_name" => w::ENTRY_SENDER_NAME,
        "smtp.host" => w::ENTRY_SMTP_HOST,
        "smtp.port" => w::ENTRY_SMTP_PORT,
        "smtp.tls" => w::ENTRY_SMTP_TLS,
        "smtp.user" => w::ENTRY_SMTP_USER,
        "password" => w::ENTRY_SMTP_PASSWORD,
        "imap.host" => w::ENTRY_IMAP_HOST,
        "imap.port" => w::ENTRY_IMAP_PORT,
        "imap.tls" => w::ENTRY_IMAP_TLS,
        "imap.user" => w::ENTRY_IMAP_USER,
        "imap_password" => w::ENTRY_IMAP_PASSWORD,
        "separator" => w::ENTRY_SEPARATOR,
        "authority" => w::ENTRY_AUTHORITY,
        "dkim.domain" => w::ENTRY_DKIM_DOMAIN,
        "dkim.selector" => w::ENTRY_DKIM_SELECTOR,
        "dkim_key" => w::ENTRY_DKIM_KEY,
        "secret" => w::ENTRY_MAIL_SECRET,
        _ => w::ENTRY_OTHER,
    }
}

/// What helps to fill it in.
pub(super) fn entry_hint(name: &str) -> Option<Text> {
    Some(match name {
        "from" => w::HINT_FROM,
        "limits.sender" => w::HINT_SENDER,
        "api_key" => w::HINT_API_KEY,
        "other_auth_token" => w::HINT_OTHER_AUTH_TOKEN,
        "app_secrets" => w::HINT_APP_SECRETS,
        "verify_token" => w::HINT_VERIFY_TOKEN,
        "account_id" => w::HINT_ACCOUNT_ID,
        "waba_id" => w::HINT_WABA_ID,
        "human_agent" => w::HINT_HUMAN_AGENT,
        "media" => w::HINT_MEDIA,
        "smtp.port" | "imap.port" => w::HINT_PORT,
        "imap.host" => w::HINT_IMAP,
        "imap.user" | "imap_password" => w::HINT_AS_SMTP,
        "separator" => w::HINT_SEPARATOR,
        "authority" => w::HINT_AUTHORITY,
        "dkim.domain" => w::HINT_DKIM_DOMAIN,
        "dkim_key" => w::HINT_DKIM_KEY,
        "secret" => w::HINT_MAIL_SECRET,
        _ => return None,
    })
}

/// A choice's name.
pub(super) fn entry_choice(name: &str) -> Text {
    match name {
        "toll_free" => w::CHOICE_TOLL_FREE,
        "long_code" => w::CHOICE_LONG_CODE,
        "short_code" => w::CHOICE_SHORT_CODE,
        "instagram" => w::CHOICE_INSTAGRAM,
        "facebook" => w::CHOICE_FACEBOOK,
        "store" => w::CHOICE_STORE,
        "proxy" => w::CHOICE_PROXY,
        "link" => w::CHOICE_LINK,
        "implicit" => w::CHOICE_TLS,
        "starttls" => w::CHOICE_STARTTLS,
        "none" => w::CHOICE_OPEN,
        _ => w::ENTRY_OTHER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use desk::inbox::{EntryKind, entries};
    use model::Channel;

    #[test]
    fn every_entry_of_every_channel_has_its_words() {
        for asked in Channel::ALL.into_iter().flat_map(entries) {
            assert_ne!(entry(asked.name), w::ENTRY_OTHER, "{}", asked.name);
            if let EntryKind::Choice(all) = asked.kind {
                for choice in all {
                    assert_ne!(entry_choice(choice), w::ENTRY_OTHER, "{choice}");
                }
            }
        }
    }
}
