//! A desk of its own for a bench: the release server with sample tickets, and an agent's session.

use std::fs;
use std::io::Write as _;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use crate::process;

use super::http::Connection;
use super::{Figure, Goal, Setting};

/// A running server with sample tickets, and an agent's session on it.
pub(super) struct Desk {
    child: Child,
    pub(super) port: u16,
    cookie: String,
    /// Key and number of the ticket with ten messages and three pictures.
    pub(super) ticket: i64,
    pub(super) number: i64,
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Desk {
    /// Fills a new desk in that folder, and serves it.
    pub(super) fn start(setting: &Setting, data: &Path, tickets: u32) -> Result<Self> {
        Self::start_with(setting, data, tickets, |_| Ok(()))
    }

    /// The same; `furnish` says more to the command line of the desk before it is served.
    pub(super) fn start_with(
        setting: &Setting,
        data: &Path,
        tickets: u32,
        furnish: impl FnOnce(&dyn Fn(&[&str]) -> Command) -> Result<()>,
    ) -> Result<Self> {
        Self::start_in(
            setting,
            data,
            &["--tickets", &tickets.to_string()],
            &[],
            furnish,
        )
    }

    /// The same of samples of another kind, and with more of its configuration.
    pub(super) fn start_in(
        setting: &Setting,
        data: &Path,
        sample: &[&str],
        environment: &[(&str, &str)],
        furnish: impl FnOnce(&dyn Fn(&[&str]) -> Command) -> Result<()>,
    ) -> Result<Self> {
        let attache = |arguments: &[&str]| {
            let mut command = Command::new(setting.server);
            command
                .arg("--data-dir")
                .arg(data)
                .args(arguments)
                .envs(environment.iter().copied())
                .env("ATTACHE_LOG", "warn");
            command
        };
        let said = process::output(&mut attache(&[&["sample"], sample].concat()))?;
        let (ticket, number) = said.split_once(' ').context("the ticket to measure")?;
        let (ticket, number) = (ticket.parse()?, number.parse()?);
        furnish(&attache)?;
        let port = free_port()?;
        let listen = format!("127.0.0.1:{port}");
        let url = format!("http://{listen}");
        let mut server = attache(&["--listen", &listen, "--public-url", &url, "serve"]);
        let child = process::spawn(server.stdout(Stdio::null()))?;
        let mut desk = Self {
            child,
            port,
            cookie: String::new(),
            ticket,
            number,
        };
        desk.wait()?;
        desk.sign_in()?;
        Ok(desk)
    }

    /// Another server at a port, which ends with it.
    pub(super) fn another(child: Child, port: u16) -> Self {
        Self {
            child,
            port,
            cookie: String::new(),
            ticket: 0,
            number: 0,
        }
    }

    fn wait(&self) -> Result<()> {
        for _ in 0..500 {
            if let Ok(mut connection) = Connection::open(self.port) {
                let answer = connection.send(&self.get("/health"), &[])?;
                ensure!(answer.status == 200, "/health answered {}", answer.status);
                return Ok(());
            }
            thread::sleep(Duration::from_millis(20));
        }
        bail!("the server does not come up")
    }

    fn sign_in(&mut self) -> Result<()> {
        let form = b"email=owner%40demo.test&password=demo-desk";
        let head = self.post("/login", "application/x-www-form-urlencoded", form.len());
        let mut connection = Connection::open(self.port)?;
        let answer = connection.send(&head, form)?;
        let cookie = answer
            .header("set-cookie")
            .context("no session after signing in")?;
        let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        self.cookie = cookie;
        Ok(())
    }

    /// The head of a request for a page, as the agent.
    pub(super) fn get(&self, path: &str) -> String {
        format!(
            "GET {path} HTTP/1.1\r\nhost: 127.0.0.1:{}\r\ncookie: {}\r\n\r\n",
            self.port, self.cookie
        )
    }

    /// The head of a request with a body.
    pub(super) fn post(&self, path: &str, kind: &str, length: usize) -> String {
        format!(
            "POST {path} HTTP/1.1\r\nhost: 127.0.0.1:{}\r\ncookie: {}\r\n\
             content-type: {kind}\r\ncontent-length: {length}\r\n\r\n",
            self.port, self.cookie
        )
    }

    /// Milliseconds of processor time so far, all threads. Linux only; 10 ms ticks.
    pub(super) fn cpu(&self) -> Result<f64> {
        self.ticks(&[11, 12])
    }

    /// The same of processes that it started and that have ended: those that look at pictures.
    pub(super) fn cpu_of_children(&self) -> Result<f64> {
        self.ticks(&[13, 14])
    }

    /// The sum of some of `/proc/PID/stat`'s fields, counted from the state, in milliseconds.
    fn ticks(&self, fields: &[usize]) -> Result<f64> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let told: Vec<&str> = stat
            .rsplit(')')
            .next()
            .unwrap_or_default()
            .split_whitespace()
            .collect();
        let ticks = fields
            .iter()
            .filter_map(|&field| told.get(field)?.parse::<f64>().ok());
        Ok(ticks.sum::<f64>() * 10.0)
    }

    /// Waits until it neither works nor has somebody work for two seconds; when that began, counted from `begin`.
    pub(super) fn idle(&self, begin: Instant) -> Result<Duration> {
        let mut last = (0.0, 0.0);
        let mut since = Instant::now();
        while since.elapsed() < Duration::from_secs(2) {
            let now = (self.cpu()?, self.cpu_of_children()?);
            if now.0 - last.0 > 20.0 || now.1 > last.1 {
                last = now;
                since = Instant::now();
            }
            thread::sleep(Duration::from_millis(100));
        }
        Ok(since - begin)
    }

    /// Resident memory in MB. Linux only.
    pub(super) fn memory(&self) -> Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kb = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
        Ok(kb.context("no VmRSS")? / 1024.0)
    }
}

/// Says to `attache inbox connect` what an account consists of.
pub(super) fn connect(mut command: Command, account: &serde_json::Value) -> Result<()> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .context("attache inbox connect")?;
    let mut input = child.stdin.take().context("no standard input")?;
    input.write_all(account.to_string().as_bytes())?;
    drop(input);
    ensure!(child.wait()?.success(), "the inbox cannot be connected");
    Ok(())
}

/// Memory in MB before and after many of something, and how much more it is.
pub(super) fn memory(bench: &str, what: &str, before: f64, after: f64) -> [Figure; 3] {
    let figure = |name: String, value, unit, goal| Figure {
        name: format!("{bench}{name}"),
        value,
        unit,
        goal,
        is_detail: false,
    };
    [
        figure(format!("memory before {what}"), before, "MB", None),
        figure("memory after them".into(), after, "MB", None),
        figure(
            "after / before".into(),
            after / before,
            "×",
            Some(Goal::AtMost(1.3)),
        ),
    ]
}

/// A port that nobody listens at.
pub(super) fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
