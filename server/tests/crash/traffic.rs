//! What customers and the agent write. Whoever gets no answer tries again, as people, browsers and mail servers do;
//! what was acknowledged is written down, and looked for at the end.

use crate::{
    house::{AGENT, CHANNELS, House, MAIL_SECRET, MAILBOX},
    shared::png,
};
use bytes::Bytes;
use model::{Message, NewFile, NewMessage, SentAs, TicketId, Upload};
use reqwest::{Client, RequestBuilder, Response, StatusCode, header};
use serde::de::DeserializeOwned;
use serde_json::json;
use simulator::{Act, Attach, Channel as Phone, Simulator};
use std::{
    fmt::Write,
    sync::{Arc, Mutex},
    time::Duration,
};

const HELLO: &str = "Hello";
/// People a channel.
const PEOPLE: usize = 20;
/// One answer in so many is taken back.
const REGRETTED: usize = 10;
/// Between two messages of one side on one channel: all of it is to take longer than the least number of kills.
const PACE: Duration = Duration::from_millis(150);

/// A message of a customer's, by its provider's name for it. What one says may be several.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    /// Its place in [`CHANNELS`].
    pub(crate) channel: usize,
    pub(crate) id: String,
    pub(crate) files: usize,
}

/// An answer that the desk has acknowledged.
#[derive(Clone, Debug)]
pub(crate) struct Answered {
    /// Its place in [`CHANNELS`].
    pub(crate) channel: usize,
    /// By which it is known at both ends.
    pub(crate) tag: String,
    /// Of its picture, as the desk stored it.
    pub(crate) sha256: String,
}

/// Both sides of all conversations.
pub(crate) struct Traffic {
    sim: Simulator,
    http: Client,
    urls: Vec<String>,
    mail: String,
    /// One way, all channels.
    messages: usize,
    tickets: Mutex<Vec<Vec<TicketId>>>,
    /// What customers wrote, greetings and all.
    pub(crate) said: Mutex<Vec<Said>>,
    pub(crate) answered: Mutex<Vec<Answered>>,
    /// What the agent took back, as the desk acknowledged.
    pub(crate) regretted: Mutex<Vec<Answered>>,
}

impl Traffic {
    pub(crate) fn new(house: &House, messages: usize) -> Self {
        Self {
            sim: house.sim.clone(),
            http: house.http.clone(),
            urls: (0..house.servers())
                .map(|server| house.url(server))
                .collect(),
            mail: format!("/mail/{}", house.inboxes[3]),
            messages,
            tickets: Mutex::default(),
            said: Mutex::default(),
            answered: Mutex::default(),
            regretted: Mutex::default(),
        }
    }

    /// How many messages of customers there must be at the end.
    pub(crate) fn came(&self) -> usize {
        self.said.lock().unwrap().len()
    }

    /// Everybody says hello, so that there are conversations to write in.
    pub(crate) async fn greet(&self, house: &House) {
        for channel in 0..CHANNELS.len() {
            for person in 0..PEOPLE {
                self.customer(channel, person, HELLO, None).await;
            }
        }
        let mut tickets = Vec::new();
        for inbox in house.inboxes {
            let sql = format!("SELECT id FROM ticket WHERE inbox_id = {inbox} ORDER BY id");
            let mut rows = Vec::new();
            for _ in 0..600 {
                rows = house.rows(&sql).await;
                if rows.len() == PEOPLE {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            assert_eq!(rows.len(), PEOPLE, "a conversation each: {}", house.said(0));
            let ids = rows.iter().map(|row| row.try_get_by_index(0).unwrap());
            tickets.push(ids.collect());
        }
        *self.tickets.lock().unwrap() = tickets;
    }

    /// One customer cannot be reached on WhatsApp any more: what is written to them fails from the beginning.
    pub(crate) fn lose_somebody(&self) {
        let mut person = (self.sim)
            .person(Phone::Whatsapp, &person_id(Phone::Whatsapp, 1))
            .unwrap();
        person.fails = Some(131_026);
        self.sim.add_person(person);
    }

    /// All messages of both sides; ends when the last is acknowledged.
    pub(crate) async fn flow(self: Arc<Self>) {
        let session = self.sign_in().await;
        let mut sides = tokio::task::JoinSet::new();
        for channel in 0..CHANNELS.len() {
            let (customers, agent) = (Arc::clone(&self), Arc::clone(&self));
            let session = session.clone();
            let each = self.messages / CHANNELS.len();
            sides.spawn(async move {
                for n in 0..each {
                    customers.say(channel, n).await;
                    tokio::time::sleep(PACE).await;
                }
            });
            sides.spawn(async move {
                for n in 0..each {
                    agent.answer(&session, channel, n).await;
                    tokio::time::sleep(PACE).await;
                }
            });
        }
        while let Some(side) = sides.join_next().await {
            side.unwrap();
        }
    }

    async fn say(&self, channel: usize, n: usize) {
        let tag = format!("in-{}-{n:04}.", CHANNELS[channel].as_str());
        // Customers send the same pictures again and again.
        let picture = png(48, 36, u32::try_from(n % 50).unwrap());
        self.customer(channel, n % PEOPLE, &tag, Some(picture))
            .await;
    }

    async fn customer(&self, channel: usize, person: usize, text: &str, picture: Option<Vec<u8>>) {
        let Some(&phone) = Phone::ALL.get(channel) else {
            let id = self.post_mail(person, text, picture).await;
            let files = usize::from(text != HELLO);
            self.said.lock().unwrap().push(Said { channel, id, files });
            return;
        };
        let id = person_id(phone, person);
        let files = picture.map(|bytes| Attach {
            name: "mug.png".into(),
            kind: "image/png".into(),
            base64: Bytes::from(bytes),
            as_: None,
        });
        let act = Act::Say {
            text: text.into(),
            files: files.into_iter().collect(),
            quote: None,
            to: None,
        };
        for id in self.sim.act(phone, &id, act).await.unwrap() {
            let files = self.sim.line(&id).unwrap().files.len();
            self.said.lock().unwrap().push(Said { channel, id, files });
        }
    }

    /// A mail server keeps a letter until it was taken. Its Message-ID.
    async fn post_mail(&self, person: usize, text: &str, picture: Option<Vec<u8>>) -> String {
        let name = text.trim_end_matches('.').to_lowercase();
        let id = format!("{name}-{person}@customers.example");
        let raw = letter(&id, person, text, picture);
        let send = |url: &str| {
            let post = self.http.post(format!("{url}{}", self.mail));
            post.bearer_auth(MAIL_SECRET).body(raw.clone())
        };
        self.insist(send).await;
        id
    }

    /// Uploads a picture and sends it, as often as it takes, always under the same key.
    async fn answer(&self, session: &str, channel: usize, n: usize) {
        let tag = format!("out-{}-{n:04}.", CHANNELS[channel].as_str());
        let seed = 1_000 + 10_000 * channel + n;
        let picture = png(40, 30, u32::try_from(seed).unwrap());
        let upload: Upload = self
            .insist_on(|url| {
                let post = self.http.post(format!("{url}/uploads?name=mug.png"));
                let post = post.header(header::COOKIE, session);
                post.header(header::CONTENT_LENGTH, picture.len())
                    .body(picture.clone())
            })
            .await;
        let ticket = self.tickets.lock().unwrap()[channel][n % PEOPLE];
        let caption = if n.is_multiple_of(3) {
            "As it is now"
        } else {
            ""
        };
        let message = NewMessage {
            client_key: format!("crash-{tag}"),
            ticket,
            note: false,
            text: tag.clone(),
            files: vec![NewFile {
                upload: upload.id,
                caption: caption.into(),
                alt: String::new(),
                redacted: 0,
                sent_as: SentAs::Itself,
            }],
        };
        let sent: Message = self
            .insist_on(|url| {
                let post = self.http.post(format!("{url}/api/message/send"));
                let post = post.header(header::COOKIE, session);
                let post = post.header(header::CONTENT_TYPE, "application/json");
                post.body(json!({"message": message}).to_string())
            })
            .await;
        assert_eq!(sent.text, tag);
        let is_back = n % REGRETTED == REGRETTED - 1 && self.regret(session, sent.id).await;
        let told = if is_back {
            &self.regretted
        } else {
            &self.answered
        };
        told.lock().unwrap().push(Answered {
            channel,
            tag,
            sha256: upload.sha256,
        });
    }

    /// Takes an answer back; whether that was in time. Asked again until there is an answer to it.
    async fn regret(&self, session: &str, message: i64) -> bool {
        for turn in 0..3_000 {
            let url = &self.urls[turn % self.urls.len()];
            let post = self.http.post(format!("{url}/api/message/take_back"));
            let post = post.header(header::COOKIE, session);
            let post = post.header(header::CONTENT_TYPE, "application/json");
            let body = json!({"message": message}).to_string();
            if let Ok(answer) = post.body(body).send().await {
                if answer.status().is_success() {
                    return true;
                }
                if answer
                    .text()
                    .await
                    .is_ok_and(|told| told.contains("too_late"))
                {
                    return false;
                }
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("nobody says whether it was taken back");
    }

    async fn sign_in(&self) -> String {
        let (mail, password) = AGENT;
        let form = format!("email={mail}&password={password}").replace('@', "%40");
        let send = |url: &str| {
            let post = self.http.post(format!("{url}/login"));
            post.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(form.clone())
        };
        let answer = self.insist(send).await;
        let set = answer.headers().get_all(header::SET_COOKIE).iter();
        let cookies = set.filter_map(|value| value.to_str().ok());
        let mut sessions = cookies.filter(|cookie| cookie.starts_with("attache_session="));
        let session = sessions.next().unwrap().split(';').next().unwrap();
        session.to_owned()
    }

    async fn insist_on<T: DeserializeOwned>(&self, make: impl Fn(&str) -> RequestBuilder) -> T {
        loop {
            // The answer may break off in the middle, too.
            if let Ok(told) = self.insist(&make).await.bytes().await {
                return serde_json::from_slice(&told).unwrap();
            }
        }
    }

    /// Asks until there is an answer that is no excuse; of several servers whichever is there.
    async fn insist(&self, make: impl Fn(&str) -> RequestBuilder) -> Response {
        for turn in 0..3_000 {
            let url = &self.urls[turn % self.urls.len()];
            match make(url).send().await {
                Ok(answer) if answer.status().is_success() || answer.status().is_redirection() => {
                    return answer;
                }
                Ok(answer)
                    if answer.status().is_server_error()
                        || answer.status() == StatusCode::TOO_MANY_REQUESTS => {}
                Ok(answer) => {
                    let (status, url) = (answer.status(), answer.url().to_string());
                    panic!(
                        "{status} from {url}: {}",
                        answer.text().await.unwrap_or_default()
                    );
                }
                Err(_) => {}
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("no server answered for five minutes");
    }
}

fn person_id(phone: Phone, person: usize) -> String {
    match phone {
        Phone::Sms => format!("+1415556{person:04}"),
        Phone::Whatsapp => format!("1650556{person:04}"),
        Phone::Instagram => format!("72000000000{person:05}"),
    }
}

/// A letter with a picture in it.
fn letter(id: &str, person: usize, text: &str, picture: Option<Vec<u8>>) -> Vec<u8> {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let mut raw = format!(
        "From: Customer <c{person}@customers.example>\r\nTo: {MAILBOX}\r\nSubject: Mug\r\n\
         Message-ID: <{id}>\r\nDate: Mon, 01 Jun 2026 10:00:00 +0000\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
         --b\r\nContent-Type: text/plain\r\n\r\n{text}\r\n"
    );
    if let Some(bytes) = picture {
        let body = STANDARD.encode(bytes);
        write!(
            raw,
            "--b\r\nContent-Type: image/png; name=mug.png\r\nContent-Transfer-Encoding: base64\r\n\
             Content-Disposition: attachment; filename=mug.png\r\n\r\n{body}\r\n"
        )
        .unwrap();
    }
    raw.push_str("--b--\r\n");
    raw.into_bytes()
}
