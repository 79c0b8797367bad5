//! Servers in processes of their own, their database, and the providers, which outlive them.

use crate::shared::Own;
use desk::{Actor, Bases, Desk, inbox};
use model::{Channel, InboxId, InboxLimits, Role};
use sea_orm::QueryResult;
use serde_json::json;
use simulator::{Channel as Phone, Config, Knobs, Simulator};
use std::{
    fmt::Write,
    fs::{self, File},
    process::{Child, Command, Stdio},
    time::Duration,
};
use tokio::net::TcpListener;

pub(crate) const AGENT: (&str, &str) = ("anton@example.com", "password");
pub(crate) const MAILBOX: &str = "help@shop.example";
pub(crate) const MAIL_SECRET: &str = "s3cret";

/// On which database.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Where {
    Sqlite,
    Postgres,
}

/// Everything that is not killed, and what is.
pub(crate) struct House {
    pub(crate) sim: Simulator,
    pub(crate) inboxes: [InboxId; 4],
    pub(crate) http: reqwest::Client,
    ports: Vec<u16>,
    children: Vec<Option<Child>>,
    database: Own,
    folder: tempfile::TempDir,
}

/// The channels, in the order of [`House::inboxes`].
pub(crate) const CHANNELS: [Channel; 4] = [
    Channel::Sms,
    Channel::Whatsapp,
    Channel::Instagram,
    Channel::Email,
];

impl House {
    /// A desk with an agent and four connected inboxes, and its servers.
    pub(crate) async fn build(at: Where, servers: usize, seed: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = match at {
            Where::Sqlite => Own::sqlite(folder.path()),
            Where::Postgres => Own::postgres("crash").await,
        };
        let (sim, base, smtp) = providers(seed).await;
        let mut ports = Vec::new();
        for _ in 0..servers {
            // Free now; nobody else asks for it within this test.
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            ports.push(listener.local_addr().unwrap().port());
        }
        let public_url = format!("http://127.0.0.1:{}", ports[0]);
        write_site(&folder);
        for port in &ports {
            write_config(&folder, *port, &public_url, &database, &base);
        }
        let inboxes = furnish(&folder, &public_url, &database, &base, &sim, smtp).await;
        let mut house = Self {
            sim,
            inboxes,
            http: reqwest::Client::builder()
                .no_proxy()
                .redirect(reqwest::redirect::Policy::none())
                .timeout(Duration::from_secs(10))
                .build()
                .unwrap(),
            children: ports.iter().map(|_| None).collect(),
            ports,
            database,
            folder,
        };
        for server in 0..servers {
            house.start(server).await;
        }
        for (phone, inbox) in Phone::ALL.into_iter().zip(inboxes) {
            let hook = format!("{public_url}/hooks/{inbox}");
            house.sim.subscribe(phone, &hook).await.unwrap();
        }
        house
    }

    /// The address of a server: the same one after it was killed.
    pub(crate) fn url(&self, server: usize) -> String {
        format!("http://127.0.0.1:{}", self.ports[server])
    }

    pub(crate) fn servers(&self) -> usize {
        self.ports.len()
    }

    /// Starts it, and waits until it answers.
    pub(crate) async fn start(&mut self, server: usize) {
        let config = config_file(&self.folder, self.ports[server]);
        let log = self.folder.path().join(format!("server-{server}.log"));
        let log = File::options().create(true).append(true).open(log).unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_attache"))
            .arg("--config")
            .arg(config)
            .arg("serve")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        self.children[server] = Some(child);
        let health = format!("{}/health", self.url(server));
        for _ in 0..600 {
            if self.http.get(&health).send().await.is_ok() {
                return;
            }
            let ended = self.children[server].as_mut().unwrap().try_wait().unwrap();
            assert!(ended.is_none(), "the server ended: {}", self.said(server));
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the server does not answer: {}", self.said(server));
    }

    /// SIGKILL: no handler, no last word.
    pub(crate) fn kill(&mut self, server: usize) {
        let mut child = self.children[server].take().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// The end of what it wrote into its log.
    pub(crate) fn said(&self, server: usize) -> String {
        let log = self.folder.path().join(format!("server-{server}.log"));
        let log = fs::read_to_string(log).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(40)..].join("\n")
    }

    /// What goes wrong at the providers from now on.
    pub(crate) fn trouble(&self) {
        for phone in Phone::ALL {
            self.sim.set_knobs(
                phone,
                Knobs {
                    latency_ms: 10,
                    jitter_ms: 60,
                    throttled: 0.03,
                    failing: 0.02,
                    html: 0.01,
                    cut: 0.01,
                    lost: 0.02,
                    hung: 0.005,
                    hang_ms: 4_000,
                    media_failing: 0.05,
                    // Twilio's is tried again after ten minutes, which nobody wants to wait for.
                    undelivered: if phone == Phone::Whatsapp { 0.02 } else { 0.0 },
                    doubled: 0.1,
                    held: 0.1,
                    held_ms: 500,
                    step_ms: 150,
                    auto_read: true,
                    ..Knobs::default()
                },
            );
        }
    }

    /// The faults end, and what is under way comes to its end by itself: no row waits for anything any more, and
    /// so many messages of customers are there.
    pub(crate) async fn calm(&self, came: usize) {
        for phone in Phone::ALL {
            let knobs = Knobs {
                auto_read: true,
                ..Knobs::default()
            };
            self.sim.set_knobs(phone, knobs);
        }
        self.sim.flush().await;
        let waiting = format!(
            "SELECT (SELECT count(*) FROM delivery WHERE state IN ('queued', 'sending')) \
             + (SELECT count(*) FROM delivery WHERE state IN ('unknown', 'sent') AND inbox_id = {}) \
             + (SELECT count(*) FROM attachment WHERE state = 'pending') \
             + (SELECT abs({came} - count(*)) FROM message WHERE direction = 'in')",
            self.inboxes[0]
        );
        let mut quiet = 0;
        for _ in 0..1_200 {
            quiet = if self.database.number(&waiting).await == 0 {
                quiet + 1
            } else {
                0
            };
            if quiet > 8 {
                self.sim.quiet().await;
                return;
            }
            tokio::time::sleep(Duration::from_millis(250)).await;
        }
        let left = self
            .rows("SELECT CAST(state AS TEXT) || ' ' || COALESCE(code, '') || ' ' || CAST(attempts AS TEXT) FROM delivery WHERE state NOT IN ('delivered', 'read', 'failed')")
            .await;
        let left: Vec<String> = left
            .iter()
            .map(|row| row.try_get_by_index(0).unwrap())
            .collect();
        panic!(
            "it never came to an end; what waits: {left:#?}\n{}",
            self.said(0)
        );
    }

    /// Rows from the database, behind the servers' backs.
    pub(crate) async fn rows(&self, sql: &str) -> Vec<QueryResult> {
        self.database.rows(sql).await
    }

    /// Ends the servers and drops the database. Left where it is when a test fails, to be looked at.
    pub(crate) async fn end(mut self) {
        for server in 0..self.servers() {
            self.kill(server);
        }
        self.database.end().await;
    }
}

impl Drop for House {
    fn drop(&mut self) {
        for child in self.children.iter_mut().flatten() {
            // It may have ended by itself.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// The simulator, its address, and where its mail program takes mail.
async fn providers(seed: u64) -> (Simulator, String, u16) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let mut config = Config::demo(&base);
    config.retry_ms = 200;
    config.seed = seed;
    let sim = Simulator::new(config);
    let router = sim.router();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    let mail = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let smtp = mail.local_addr().unwrap().port();
    tokio::spawn(sim.clone().take_mail(mail));
    (sim, base, smtp)
}

fn bases(base: &str) -> Bases {
    Bases {
        twilio: base.into(),
        whatsapp: base.into(),
        instagram: base.into(),
        instagram_facebook: base.into(),
        mail_networks: vec!["127.0.0.0/8".parse().unwrap()],
        ..Bases::default()
    }
}

fn config_file(folder: &tempfile::TempDir, port: u16) -> std::path::PathBuf {
    folder.path().join(format!("{port}.toml"))
}

/// Providers answer at once here or not at all: so short a patience keeps the test short, and what follows from it
/// (how soon another worker takes over) with it.
fn write_config(
    folder: &tempfile::TempDir,
    port: u16,
    public_url: &str,
    database: &Own,
    base: &str,
) {
    let data = folder.path().display();
    let mut text = format!(
        "listen = \"127.0.0.1:{port}\"\npublic_url = \"{public_url}\"\ndata_dir = \"{data}\"\n\
         secret = \"{}\"\nsite = \"{data}/site\"\nundo_seconds = 1\n",
        "07".repeat(32)
    );
    if let Some(url) = database.for_desk() {
        writeln!(text, "database_url = \"{url}\"").unwrap();
    }
    write!(
        text,
        "[providers]\ntwilio = \"{base}\"\nwhatsapp = \"{base}\"\ninstagram = \"{base}\"\n\
         instagram_facebook = \"{base}\"\nmail_networks = \"127.0.0.0/8\"\n\
         [providers.patience]\nconnect = 1\ncall = 2\nupload = 2\nfetch = 5\nstall = 2\n"
    )
    .unwrap();
    fs::write(config_file(folder, port), text).unwrap();
}

/// A site of the smallest files that are one.
fn write_site(folder: &tempfile::TempDir) {
    let site = folder.path().join("site");
    fs::create_dir_all(&site).unwrap();
    let manifest = r#"{"inbox.js":"i.js","inbox.wasm":"i.wasm","inbox.css":"i.css",
        "widget-page.js":"w.js","widget-page.wasm":"w.wasm","widget.css":"w.css",
        "workshop.js":"s.js","workshop.wasm":"s.wasm","workshop.css":"s.css","pages.css":"p.css",
        "image-worker.js":"m.js"}"#;
    fs::write(site.join("manifest.json"), manifest).unwrap();
    let loader = include_str!("../../../public/widget.js");
    fs::write(site.join("widget.js"), loader).unwrap();
}

/// The agent and the connected inboxes.
async fn furnish(
    folder: &tempfile::TempDir,
    public_url: &str,
    database: &Own,
    base: &str,
    sim: &Simulator,
    smtp: u16,
) -> [InboxId; 4] {
    let config = desk::Config {
        database_url: database.for_desk(),
        data_dir: folder.path().to_owned(),
        public_url: public_url.into(),
        secret: Some([7; 32]),
        ingest: desk::ingest::Config::default(),
        undo: Duration::ZERO,
    };
    let desk = Desk::open_with(config, bases(base)).await.unwrap();
    let (mail, password) = AGENT;
    desk::agent::create(&desk, &Actor::System, "Anton", mail, password, Role::Agent)
        .await
        .unwrap();
    let of = sim.config();
    let meta = |token: &str, secret: &str, verify: &str| json!({"token": token, "app_secrets": [secret], "verify_token": verify});
    let accounts = [
        (
            json!({"account_sid": of.twilio.account_sid, "from": of.twilio.senders[0].number,
                   "limits": {"sender": "long_code"}}),
            json!({"auth_token": of.twilio.auth_token}),
        ),
        (
            json!({"phone_number_id": of.whatsapp.phone_number_id}),
            meta(
                &of.whatsapp.token,
                &of.whatsapp.app_secret,
                &of.whatsapp.verify_token,
            ),
        ),
        (
            json!({"account_id": of.instagram.ig_id}),
            meta(
                &of.instagram.token,
                &of.instagram.app_secret,
                &of.instagram.verify_token,
            ),
        ),
        (
            json!({"address": MAILBOX, "smtp": {"host": "127.0.0.1", "port": smtp, "tls": "none"}}),
            json!({"secret": MAIL_SECRET}),
        ),
    ];
    let mut made = [0; 4];
    for ((slot, channel), (settings, credentials)) in made.iter_mut().zip(CHANNELS).zip(accounts) {
        let new = inbox::NewInbox {
            channel,
            name: channel.as_str().into(),
            public_key: None,
            greeting: String::new(),
            limits: InboxLimits::default(),
        };
        *slot = inbox::create(&desk, &Actor::System, new).await.unwrap();
        let settings = settings.as_object().unwrap().clone();
        inbox::connect(&desk, &Actor::System, *slot, settings, &credentials)
            .await
            .unwrap();
    }
    made
}
