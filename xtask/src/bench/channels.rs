//! WhatsApp, as the heaviest of the phones' channels: pictures out to the simulator, webhooks in, and
//! whether memory stays where it is over many of them.

use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail, ensure};
use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use super::desk::{Desk, connect, free_port, memory};
use super::http::Connection;
use super::pages::drawn;
use super::{Figure, Goal, Setting};
use crate::{paths, process};

/// Customers: a provider takes but one message in six seconds to each, and some in advance.
const PEOPLE: usize = 40;
/// Pictures out.
const OUT: usize = 600;
/// Webhooks in, and over how many connections at once.
const IN: usize = 10_000;
const CONNECTIONS: usize = 8;
/// What our own pace lets through: below the provider's 80 a second for all, both ways.
const PACE: f64 = 60.0;

/// The WhatsApp inbox of the sample data, and its account at the simulator.
const INBOX: &str = "5";
const NUMBER: &str = "106540352242922";
const TOKEN: &str = "demo-whatsapp-token";
const SECRET: &str = "demo-whatsapp-secret";
const VERIFY: &str = "demo-verify";

/// Measures all of it on one desk.
pub(super) fn measure(setting: &Setting) -> Result<Vec<Figure>> {
    let folder = tempfile::tempdir()?;
    let picture = drawn(folder.path(), "channel-jpeg")?;
    let simulator = Simulator::start()?;
    let base = format!("http://127.0.0.1:{}", simulator.port);
    let data = folder.path().join("desk");
    let environment = [
        ("ATTACHE_PROVIDERS_WHATSAPP", base.as_str()),
        ("ATTACHE_UNDO_SECONDS", "0"),
    ];
    let desk = Desk::start_in(
        setting,
        &data,
        &["--tickets", "10"],
        &environment,
        |attache| {
            let account = json!({
                "settings": {"phone_number_id": NUMBER},
                "credentials": {"token": TOKEN, "app_secrets": [SECRET], "verify_token": VERIFY},
            });
            connect(attache(&["inbox", "connect", INBOX]), &account)
        },
    )?;
    thread::sleep(Duration::from_secs(3));
    let url = format!("http://127.0.0.1:{}/hooks/{INBOX}", desk.port);
    let webhook = json!({"url": url});
    simulator.ask("PUT", "/control/whatsapp/webhook", &webhook)?;
    let tickets = greet(&simulator, &desk).context("greetings")?;
    let mut figures = outbound(&simulator, &desk, &tickets, &picture).context("pictures out")?;
    let before = desk.memory()?;
    figures.extend(inbound(&desk).context("webhooks in")?);
    figures.extend(memory(
        "channels: ",
        "10,000 webhooks",
        before,
        desk.memory()?,
    ));
    Ok(figures)
}

fn figure(name: &str, value: f64, unit: &'static str, goal: Option<Goal>) -> Figure {
    Figure {
        name: format!("channels: {name}"),
        value,
        unit,
        goal,
        is_detail: false,
    }
}

/// The stand-in for the provider: a process of its own, so that its work is not counted as ours.
struct Simulator {
    child: Child,
    port: u16,
}

impl Drop for Simulator {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Simulator {
    fn start() -> Result<Self> {
        let mut cargo = process::cargo();
        cargo.args(["build", "--release", "--package", "simulator"]);
        process::run(cargo.args(["--example", "simulator"]))?;
        let port = free_port()?;
        let mut command = Command::new(paths::target().join("release/examples/simulator"));
        command.args(["--port", &port.to_string()]);
        let child = process::spawn(command.stdout(Stdio::null()))?;
        let simulator = Self { child, port };
        for _ in 0..500 {
            if Connection::open(port).is_ok() {
                let knobs = json!({"step_ms": 0});
                simulator.ask("PUT", "/control/whatsapp/knobs", &knobs)?;
                return Ok(simulator);
            }
            thread::sleep(Duration::from_millis(20));
        }
        bail!("the simulator does not come up")
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> Result<Value> {
        // A body that nobody reads may come after the line was closed, and takes the answer with it.
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: 127.0.0.1:{}\r\ncontent-type: application/json\r\n\
             content-length: {}\r\n\r\n",
            self.port,
            body.len()
        );
        let mut connection = Connection::open(self.port)?;
        let answer = connection.send(&head, body.as_bytes())?;
        ensure!(answer.status == 200, "{path} answered {}", answer.status);
        Ok(serde_json::from_slice(answer.body)?)
    }

    /// Messages of ours that are on phones.
    fn arrived(&self) -> Result<usize> {
        let lines = self.ask("GET", "/control/whatsapp/messages", &Value::Null)?;
        let lines = lines.as_array().context("no list")?;
        let ours = |line: &&Value| line["mine"] == json!(false);
        Ok(lines.iter().filter(ours).count())
    }
}

/// Everybody writes, so that there are conversations to answer in. Their tickets.
fn greet(simulator: &Simulator, desk: &Desk) -> Result<Vec<i64>> {
    for person in 0..PEOPLE {
        let id = format!("1650777{person:04}");
        let who = json!({"id": id, "name": format!("Person {person}")});
        simulator.ask("POST", "/control/whatsapp/people", &who)?;
        let act = json!({"act": "say", "text": "Hello"});
        simulator.ask("POST", &format!("/control/whatsapp/people/{id}/act"), &act)?;
    }
    let filter = json!({"query": "view=unassigned"});
    for _ in 0..200 {
        let list = ask(desk, "/api/ticket/list", &filter)?;
        let rows = list["rows"].as_array().context("no rows")?;
        let theirs = |row: &&Value| {
            let name = row["contact"].as_str().unwrap_or_default();
            name.starts_with("Person ")
        };
        let tickets = rows
            .iter()
            .filter(theirs)
            .filter_map(|row| row["id"].as_i64());
        let tickets: Vec<i64> = tickets.collect();
        // A page of the list need not hold them all.
        if tickets.len() >= PEOPLE.min(30) {
            return Ok(tickets);
        }
        thread::sleep(Duration::from_millis(100));
    }
    bail!("the greetings do not arrive")
}

/// Calls a server function as the agent.
fn ask(desk: &Desk, path: &str, body: &Value) -> Result<Value> {
    let body = body.to_string();
    let head = desk.post(path, "application/json", body.len());
    let mut connection = Connection::open(desk.port)?;
    let answer = connection.send(&head, body.as_bytes())?;
    let said = String::from_utf8_lossy(answer.body);
    ensure!(answer.status == 200, "{path}: {} {said}", answer.status);
    Ok(serde_json::from_slice(answer.body)?)
}

/// Answers with a picture of some 300 KB each, as fast as they go.
fn outbound(
    simulator: &Simulator,
    desk: &Desk,
    tickets: &[i64],
    picture: &[u8],
) -> Result<Vec<Figure>> {
    let cpu = desk.cpu()?;
    let begin = Instant::now();
    let mut connection = Connection::open(desk.port)?;
    for at in 0..OUT {
        let mut bytes = picture.to_vec();
        // Another picture each time: some of the last pixels, before the end marker.
        let last = bytes.len() - 4;
        bytes[last] = (at % 251) as u8;
        bytes[last + 1] = (at / 251 % 251) as u8;
        let head = desk.post("/uploads?name=photo.jpg", "image/jpeg", bytes.len());
        let upload: Value = {
            let answer = connection.send(&head, &bytes)?;
            ensure!(answer.status < 300, "an upload: {}", answer.status);
            serde_json::from_slice(answer.body)?
        };
        let message = json!({"message": {
            "client_key": format!("bench-{at}"), "ticket": tickets[at % tickets.len()],
            "note": false, "text": format!("As it is now, {at}"),
            "files": [{"upload": upload["id"], "caption": "", "alt": ""}],
        }});
        let body = message.to_string();
        let head = desk.post("/api/message/send", "application/json", body.len());
        let answer = connection.send(&head, body.as_bytes())?;
        ensure!(answer.status == 200, "a send: {}", answer.status);
    }
    let queued = begin.elapsed();
    while simulator.arrived()? < OUT {
        ensure!(
            begin.elapsed() < Duration::from_secs(300),
            "they do not arrive"
        );
        thread::sleep(Duration::from_millis(200));
    }
    let rate = OUT as f64 / begin.elapsed().as_secs_f64();
    let kb = picture.len() as f64 / 1024.0;
    Ok(vec![
        figure("a picture out", kb, "KB", None),
        figure(
            "pictures written and queued",
            OUT as f64 / queued.as_secs_f64(),
            "a second",
            None,
        ),
        figure("pictures out, to the phone", rate, "a second", None),
        figure(
            "of the 60 a second that we let through",
            rate / PACE,
            "×",
            Some(Goal::AtLeast(0.5)),
        ),
        figure(
            "a picture out, CPU of the desk",
            (desk.cpu()? - cpu) / OUT as f64,
            "ms",
            None,
        ),
    ])
}

/// Signed webhooks with a text each, over several connections; how fast they are acknowledged, and
/// until all are applied.
fn inbound(desk: &Desk) -> Result<Vec<Figure>> {
    let cpu = desk.cpu()?;
    let begin = Instant::now();
    let port = desk.port;
    let threads: Vec<_> = (0..CONNECTIONS)
        .map(|own| thread::spawn(move || post(port, own)))
        .collect();
    let mut millis = Vec::with_capacity(IN);
    for thread in threads {
        let told = thread
            .join()
            .map_err(|_| anyhow::anyhow!("a client panicked"))?;
        millis.extend(told?);
    }
    let acknowledged = begin.elapsed();
    let applied = desk.idle(begin)?;
    millis.sort_by(f64::total_cmp);
    let at = |share: f64| millis[((millis.len() - 1) as f64 * share).round() as usize];
    let each = |seconds: f64| millis.len() as f64 / seconds;
    Ok(vec![
        figure(
            "webhooks acknowledged",
            each(acknowledged.as_secs_f64()),
            "a second",
            None,
        ),
        figure(
            "webhooks applied",
            each(applied.as_secs_f64()),
            "a second",
            None,
        ),
        figure("acknowledgement, p50", at(0.5), "ms", None),
        figure(
            "acknowledgement, p99",
            at(0.99),
            "ms",
            Some(Goal::AtMost(100.0)),
        ),
        figure(
            "a webhook, CPU of the desk",
            (desk.cpu()? - cpu) / millis.len() as f64,
            "ms",
            None,
        ),
    ])
}

fn post(port: u16, own: usize) -> Result<Vec<f64>> {
    let mut connection = Connection::open(port)?;
    let mut millis = Vec::with_capacity(IN / CONNECTIONS);
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    for at in 0..IN / CONNECTIONS {
        let from = format!("1650777{:04}", (own * 97 + at) % PEOPLE);
        let body =
            json!({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [{
                "field": "messages", "value": {
                    "messaging_product": "whatsapp",
                    "metadata": {"display_phone_number": "15550783881", "phone_number_id": NUMBER},
                    "contacts": [{"profile": {"name": "Person"}, "wa_id": from}],
                    "messages": [{
                        "from": from, "id": format!("wamid.BENCH{own}.{at}"),
                        "timestamp": now.to_string(), "type": "text",
                        "text": {"body": "Is it there yet? I would like to know."},
                    }],
                },
            }]}]})
            .to_string();
        let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes())?;
        mac.update(body.as_bytes());
        let digest = mac.finalize().into_bytes();
        let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        let head = format!(
            "POST /hooks/{INBOX} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\n\
             content-type: application/json\r\nx-hub-signature-256: sha256={hex}\r\n\
             content-length: {}\r\n\r\n",
            body.len()
        );
        let sent = Instant::now();
        let answer = connection.send(&head, body.as_bytes())?;
        ensure!(answer.status == 200, "a webhook: {}", answer.status);
        millis.push(sent.elapsed().as_secs_f64() * 1_000.0);
    }
    Ok(millis)
}
