//! A small HTTP/1.1 client for benches: connections are kept, answers are read to their end,
//! and nothing is done with them. It talks to this machine only.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

/// One connection, kept open.
pub(crate) struct Connection {
    stream: BufReader<TcpStream>,
    body: Vec<u8>,
}

/// An answer. Its body is in the connection until the next request.
pub(crate) struct Answer<'a> {
    /// `200` and the like.
    pub(crate) status: u16,
    /// `name: value` lines.
    pub(crate) headers: Vec<String>,
    /// The body.
    pub(crate) body: &'a [u8],
}

impl Answer<'_> {
    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

impl Connection {
    /// Connects to a port of this machine.
    pub(crate) fn open(port: u16) -> Result<Self> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let stream = TcpStream::connect_timeout(&address, Duration::from_secs(5))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(Self {
            stream: BufReader::with_capacity(256 * 1024, stream),
            body: Vec::new(),
        })
    }

    /// Sends a request and reads the answer to its end.
    pub(crate) fn send(&mut self, head: &str, body: &[u8]) -> Result<Answer<'_>> {
        let stream = self.stream.get_mut();
        stream.write_all(head.as_bytes())?;
        stream.write_all(body)?;
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let status = line.split(' ').nth(1).and_then(|code| code.parse().ok());
        let status = status.with_context(|| format!("no answer but {line:?}"))?;
        let mut headers = Vec::new();
        loop {
            line.clear();
            ensure!(
                self.stream.read_line(&mut line)? > 0,
                "the answer broke off"
            );
            if line.trim_end().is_empty() {
                break;
            }
            headers.push(line.trim_end().to_owned());
        }
        let value = |name: &str| {
            headers.iter().find_map(|line| {
                let (key, value) = line.split_once(':')?;
                key.eq_ignore_ascii_case(name)
                    .then(|| value.trim().to_owned())
            })
        };
        self.body.clear();
        if let Some(length) = value("content-length") {
            let length: u64 = length.parse()?;
            (&mut self.stream)
                .take(length)
                .read_to_end(&mut self.body)?;
        } else if value("transfer-encoding").is_some() {
            self.read_chunks()?;
        } else if status != 204 && status != 304 {
            bail!("an answer without a length");
        }
        Ok(Answer {
            status,
            headers,
            body: &self.body,
        })
    }

    fn read_chunks(&mut self) -> Result<()> {
        let mut line = String::new();
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            let length = u64::from_str_radix(line.trim(), 16).context("the length of a chunk")?;
            (&mut self.stream)
                .take(length)
                .read_to_end(&mut self.body)?;
            line.clear();
            self.stream.read_line(&mut line)?;
            if length == 0 {
                return Ok(());
            }
        }
    }
}

/// What a load did.
pub(crate) struct Load {
    /// Requests a second.
    pub(crate) rate: f64,
    /// Requests in all.
    pub(crate) count: usize,
    /// Milliseconds from request to end of answer, sorted.
    pub(crate) millis: Vec<f64>,
}

impl Load {
    /// The time under which this share of the answers came.
    pub(crate) fn percentile(&self, share: f64) -> f64 {
        let last = self.millis.len().saturating_sub(1);
        self.millis
            .get((last as f64 * share).round() as usize)
            .copied()
            .unwrap_or(f64::NAN)
    }
}

/// The same request over `connections` at once, for as long as `time`.
pub(crate) fn load(port: u16, head: &str, connections: usize, time: Duration) -> Result<Load> {
    let begin = Instant::now();
    let threads: Vec<_> = (0..connections)
        .map(|_| {
            let head = head.to_owned();
            thread::spawn(move || -> Result<Vec<f64>> {
                let mut connection = Connection::open(port)?;
                let mut millis = Vec::new();
                while begin.elapsed() < time {
                    let sent = Instant::now();
                    let answer = connection.send(&head, &[])?;
                    ensure!(answer.status == 200, "the answer was {}", answer.status);
                    millis.push(sent.elapsed().as_secs_f64() * 1000.0);
                }
                Ok(millis)
            })
        })
        .collect();
    let mut millis = Vec::new();
    for thread in threads {
        millis.extend(
            thread
                .join()
                .map_err(|_| anyhow::anyhow!("a client panicked"))??,
        );
    }
    let seconds = begin.elapsed().as_secs_f64();
    millis.sort_by(f64::total_cmp);
    Ok(Load {
        rate: millis.len() as f64 / seconds,
        count: millis.len(),
        millis,
    })
}
