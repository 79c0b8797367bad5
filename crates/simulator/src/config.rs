//! What a simulator is told: its own address, the three accounts, the people who have phones, and how
//! much it may keep.

use serde::{Deserialize, Serialize};

use crate::book::{Channel, Person};

/// Everything a simulator is told. [`Config::demo`] is a whole one, with people in it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The address under which it can be reached, without a slash at the end. Media addresses in
    /// webhooks and answers begin with it.
    pub base: String,
    /// Where Twilio's media addresses redirect to: another origin than [`Config::base`], so that a client that
    /// takes its credentials along is found out. Empty: the same as `base`.
    #[serde(default)]
    pub storage: String,
    /// The dice of the faults. The same seed and the same calls in the same order give the same faults.
    #[serde(default)]
    pub seed: u64,
    /// How many messages are kept, all channels together. The oldest go first.
    #[serde(default = "keep")]
    pub keep: usize,
    /// How many bytes of media are kept. The oldest go first; their messages stay.
    #[serde(default = "keep_bytes")]
    pub keep_bytes: usize,
    /// The wait before Meta's first retry of a webhook, in milliseconds; it doubles up to five minutes.
    #[serde(default = "retry_ms")]
    pub retry_ms: u64,
    /// The account at Twilio.
    pub twilio: Twilio,
    /// The number at WhatsApp.
    pub whatsapp: Whatsapp,
    /// The professional account at Instagram.
    pub instagram: Instagram,
    /// Who has a phone at the start.
    #[serde(default)]
    pub people: Vec<Person>,
}

fn keep() -> usize {
    20_000
}

fn keep_bytes() -> usize {
    512 * 1024 * 1024
}

fn retry_ms() -> u64 {
    1_000
}

/// An account at Twilio.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Twilio {
    /// `AC` and 32 hexadecimal digits.
    pub account_sid: String,
    /// The primary token: password of Basic auth, and key of every signature.
    pub auth_token: String,
    /// API keys, `SK…` and secret, which may be used in place of sid and token.
    #[serde(default)]
    pub api_keys: Vec<(String, String)>,
    /// The account's numbers.
    pub senders: Vec<Sender>,
    /// The account's Messaging Services.
    #[serde(default)]
    pub services: Vec<Service>,
}

/// What kind of number a sender is. It decides how much the strictest carrier takes (TW-MMS).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SenderKind {
    /// A ten-digit number: 1 MB.
    Long,
    /// 800, 888 …: 600 KB.
    TollFree,
    /// Five or six digits: 600 KB.
    Short,
}

impl SenderKind {
    /// Text and media together, in bytes, that AT&T, T-Mobile and Verizon all take (TW-MMS).
    pub fn carrier_bytes(self) -> usize {
        match self {
            Self::Long => 1024 * 1024,
            Self::TollFree | Self::Short => 600 * 1024,
        }
    }
}

/// A number at Twilio.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sender {
    /// E.164, or a short code's digits.
    pub number: String,
    /// Which kind of number.
    pub kind: SenderKind,
    /// Where inbound messages are posted. Empty: nowhere.
    #[serde(default)]
    pub sms_url: String,
    /// Where they are posted when `sms_url` fails. Empty: nowhere.
    #[serde(default)]
    pub sms_fallback_url: String,
}

/// A Messaging Service: several numbers under one sid.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// `MG` and 32 hexadecimal digits.
    pub sid: String,
    /// The numbers in its pool.
    pub numbers: Vec<String>,
    /// Where inbound messages to those numbers are posted. Empty: to the number's own address.
    #[serde(default)]
    pub inbound_url: String,
    /// Where statuses are posted when a message names no address of its own.
    #[serde(default)]
    pub status_callback: String,
    /// Whether webhooks carry `OptOutType` (TW-OPT).
    #[serde(default)]
    pub advanced_opt_out: bool,
}

/// A number at WhatsApp's Cloud API.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Whatsapp {
    /// The id that stands in the path of every call.
    pub phone_number_id: String,
    /// The WhatsApp Business Account the number is in.
    pub waba_id: String,
    /// The number as people see it, digits only.
    pub display_phone_number: String,
    /// The bearer token.
    pub token: String,
    /// The app's secret: key of the webhooks' signature.
    pub app_secret: String,
    /// What the receiver must know when an address is verified.
    pub verify_token: String,
    /// Where webhooks go. Empty: nowhere.
    #[serde(default)]
    pub webhook: String,
    /// The templates.
    #[serde(default)]
    pub templates: Vec<Template>,
}

/// A message template.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Its name, in small letters and underscores.
    pub name: String,
    /// Its language, such as `en_US`.
    pub language: String,
    /// Its text, with `{{1}}`, `{{2}}` … where parameters go.
    pub body: String,
    /// `APPROVED`, `PENDING`, `REJECTED` …; only the first can be sent.
    #[serde(default = "approved")]
    pub status: String,
    /// What its header is, such as `IMAGE`; none when empty.
    #[serde(default)]
    pub header: String,
}

fn approved() -> String {
    "APPROVED".into()
}

fn template(name: &str, language: &str, body: &str) -> Template {
    Template {
        name: name.into(),
        language: language.into(),
        body: body.into(),
        status: approved(),
        header: String::new(),
    }
}

impl Template {
    /// How many parameters the text takes.
    pub fn holes(&self) -> usize {
        (1..)
            .take_while(|n| self.body.contains(&format!("{{{{{n}}}}}")))
            .count()
    }
}

/// A professional account at Instagram. It answers for both flavours: by its own id, by its page's, and by `me`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instagram {
    /// The account's id; webhooks name it.
    pub ig_id: String,
    /// The linked page's id, for the Facebook Login flavour.
    pub page_id: String,
    /// The account's name.
    pub username: String,
    /// The bearer token.
    pub token: String,
    /// The secret that signs the webhooks.
    pub app_secret: String,
    /// What the receiver must know when an address is verified.
    pub verify_token: String,
    /// Where webhooks go. Empty: nowhere.
    #[serde(default)]
    pub webhook: String,
}

impl Config {
    /// A whole configuration with made-up ids, tokens and people, reachable at `base`.
    pub fn demo(base: &str) -> Self {
        let person = |channel, id: &str, name: &str, username: &str| {
            Person::new(channel, id, name, username)
        };
        Self {
            base: base.trim_end_matches('/').to_owned(),
            storage: String::new(),
            seed: 1,
            keep: keep(),
            keep_bytes: keep_bytes(),
            retry_ms: retry_ms(),
            twilio: Twilio {
                account_sid: format!("AC{:032x}", 0xd35),
                auth_token: "demo-twilio-token".into(),
                api_keys: vec![(format!("SK{:032x}", 0xd35), "demo-twilio-secret".into())],
                senders: vec![
                    Sender {
                        number: "+15550100".into(),
                        kind: SenderKind::Long,
                        sms_url: String::new(),
                        sms_fallback_url: String::new(),
                    },
                    Sender {
                        number: "+18005550100".into(),
                        kind: SenderKind::TollFree,
                        sms_url: String::new(),
                        sms_fallback_url: String::new(),
                    },
                ],
                services: vec![Service {
                    sid: format!("MG{:032x}", 0xd35),
                    numbers: vec!["+15550100".into()],
                    inbound_url: String::new(),
                    status_callback: String::new(),
                    advanced_opt_out: true,
                }],
            },
            whatsapp: Whatsapp {
                phone_number_id: "106540352242922".into(),
                waba_id: "102290129340398".into(),
                display_phone_number: "15550783881".into(),
                token: "demo-whatsapp-token".into(),
                app_secret: "demo-whatsapp-secret".into(),
                verify_token: "demo-verify".into(),
                webhook: String::new(),
                templates: vec![
                    template(
                        "hello_again",
                        "en_US",
                        "Hello {{1}}, may we come back to your question?",
                    ),
                    template(
                        "order_update",
                        "en_US",
                        "Hello {{1}}, your order {{2}} is on its way.",
                    ),
                    template(
                        "order_update",
                        "de",
                        "Hallo {{1}}, Ihre Bestellung {{2}} ist unterwegs.",
                    ),
                    template("open_again", "en_US", "We are open again from Monday."),
                    Template {
                        status: "PENDING".into(),
                        ..template(
                            "autumn_sale",
                            "en_US",
                            "Hello {{1}}, our autumn sale begins.",
                        )
                    },
                    Template {
                        header: "IMAGE".into(),
                        ..template("new_glaze", "en_US", "Hello {{1}}, look at our new glaze.")
                    },
                ],
            },
            instagram: Instagram {
                ig_id: "17841400008460056".into(),
                page_id: "104000000000002".into(),
                username: "demo.desk".into(),
                token: "demo-instagram-token".into(),
                app_secret: "demo-instagram-secret".into(),
                verify_token: "demo-verify".into(),
                webhook: String::new(),
            },
            people: vec![
                person(Channel::Sms, "+14155550171", "Ana Rossi", ""),
                person(Channel::Sms, "+13125550142", "Jonas Weber", ""),
                person(Channel::Whatsapp, "16505551234", "Åsa Lind", ""),
                person(Channel::Whatsapp, "491705550123", "Mehmet Kaya", ""),
                person(
                    Channel::Whatsapp,
                    "393335550188",
                    "Giulia Conti",
                    "giulia.c",
                )
                .without_number(),
                person(
                    Channel::Instagram,
                    "7110000000000001",
                    "Lea Brandt",
                    "lea.paints",
                ),
                person(
                    Channel::Instagram,
                    "7110000000000002",
                    "Tom Okafor",
                    "tom_o",
                ),
            ],
        }
    }
}
