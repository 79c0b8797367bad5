//! Takes mail by SMTP (RFC 5321), for anybody, from loopback. Any name and password will do.
//!
//! By hand, because the libraries that serve SMTP are no longer kept, and taking a mail is ten commands.

use bytes::{Bytes, BytesMut};
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::MAIL_BYTES;
use crate::Simulator;

/// The longest line of a command; RFC 5321 wants 512, an extension's parameters some more.
const LINE: usize = 4 * 1024;
/// The longest line of a mail that is still read as one; longer ones are taken in pieces.
const TEXT: usize = 1024 * 1024;
/// The most recipients.
const PEOPLE: usize = 100;

impl Simulator {
    /// Takes mail at that listener for as long as it is polled.
    pub async fn take_mail(self, listener: TcpListener) {
        loop {
            if let Ok((line, _)) = listener.accept().await {
                let sim = self.clone();
                // What breaks off breaks off: the sender knows.
                tokio::spawn(async move { converse(&sim, line).await.ok() });
            }
        }
    }
}

/// What is known of the mail that comes.
#[derive(Default)]
struct Envelope {
    from: Option<String>,
    to: Vec<String>,
}

async fn converse(sim: &Simulator, line: TcpStream) -> std::io::Result<()> {
    let mut line = BufReader::new(line);
    let mut mail = Envelope::default();
    say(&mut line, "220 simulator ESMTP").await?;
    while let Some(command) = read_line(&mut line, LINE).await? {
        let command = String::from_utf8_lossy(&command).trim_end().to_owned();
        let (verb, rest) = command.split_once(' ').unwrap_or((&command, ""));
        let answer = match verb.to_ascii_uppercase().as_str() {
            "EHLO" => {
                mail = Envelope::default();
                format!(
                    "250-simulator\r\n250-SIZE {MAIL_BYTES}\r\n250-8BITMIME\r\n250-PIPELINING\r\n250 AUTH PLAIN"
                )
            }
            "HELO" => {
                mail = Envelope::default();
                "250 simulator".into()
            }
            "AUTH" => {
                if rest.split_whitespace().count() < 2 {
                    say(&mut line, "334 ").await?;
                    read_line(&mut line, LINE).await?;
                }
                "235 2.7.0 welcome".into()
            }
            "MAIL" => {
                let size = rest
                    .to_ascii_uppercase()
                    .split_whitespace()
                    .find_map(|word| word.strip_prefix("SIZE=")?.parse::<usize>().ok());
                if size.is_some_and(|size| size > MAIL_BYTES) {
                    "552 5.3.4 this mail is too large".into()
                } else {
                    mail = Envelope {
                        from: address(rest),
                        to: Vec::new(),
                    };
                    if mail.from.is_some() {
                        "250 2.1.0 ok".to_owned()
                    } else {
                        "501 5.5.4 that is no address".into()
                    }
                }
            }
            "RCPT" if mail.from.is_none() => "503 5.5.1 MAIL first".into(),
            "RCPT" if mail.to.len() >= PEOPLE => "452 4.5.3 too many recipients".into(),
            "RCPT" => match address(rest).filter(|to| !to.is_empty()) {
                Some(to) if sim.refuses(&to) => "550 5.1.1 no such mailbox here".into(),
                Some(to) => {
                    mail.to.push(to);
                    "250 2.1.5 ok".into()
                }
                None => "501 5.5.4 that is no address".into(),
            },
            "DATA" if mail.to.is_empty() => "503 5.5.1 RCPT first".into(),
            "DATA" => {
                say(&mut line, "354 go on").await?;
                let Envelope { from, to } = std::mem::take(&mut mail);
                match data(&mut line).await? {
                    Some(raw) => {
                        let id = sim.keep_mail(false, from.unwrap_or_default(), to, raw);
                        format!("250 2.0.0 kept as {id}")
                    }
                    None => "552 5.3.4 this mail is too large".into(),
                }
            }
            "RSET" => {
                mail = Envelope::default();
                "250 2.0.0 ok".into()
            }
            "NOOP" => "250 2.0.0 ok".into(),
            "QUIT" => {
                say(&mut line, "221 2.0.0 goodbye").await?;
                return Ok(());
            }
            _ => "502 5.5.1 not here".into(),
        };
        say(&mut line, &answer).await?;
    }
    Ok(())
}

async fn say(line: &mut BufReader<TcpStream>, words: &str) -> std::io::Result<()> {
    line.write_all(format!("{words}\r\n").as_bytes()).await
}

/// What stands between the angle brackets; none when there are none.
fn address(rest: &str) -> Option<String> {
    let (_, after) = rest.split_once('<')?;
    let (address, _) = after.split_once('>')?;
    Some(address.to_owned())
}

/// A line with its end, or the first `most` bytes of it; none at the end.
async fn read_line(
    from: &mut (impl AsyncBufRead + Unpin),
    most: usize,
) -> std::io::Result<Option<Vec<u8>>> {
    let mut taken = Vec::new();
    loop {
        let there = from.fill_buf().await?;
        if there.is_empty() {
            return Ok((!taken.is_empty()).then_some(taken));
        }
        let end = there.iter().position(|b| *b == b'\n').map(|at| at + 1);
        let room = most - taken.len();
        let n = end.unwrap_or(there.len()).min(room);
        taken.extend_from_slice(&there[..n]);
        from.consume(n);
        if taken.ends_with(b"\n") || taken.len() >= most {
            return Ok(Some(taken));
        }
    }
}

/// The mail up to the lonely dot, which is read to in any case; none when it was too large.
async fn data(line: &mut BufReader<TcpStream>) -> std::io::Result<Option<Bytes>> {
    let mut raw = BytesMut::new();
    let mut whole = true;
    let mut begins = true;
    loop {
        let Some(piece) = read_line(line, TEXT).await? else {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        };
        if begins && (piece == b".\r\n" || piece == b".\n") {
            return Ok(whole.then(|| raw.freeze()));
        }
        // RFC 5321, 4.5.2: a dot that begins a line was doubled.
        let piece = if begins && piece.starts_with(b".") {
            &piece[1..]
        } else {
            &piece[..]
        };
        begins = piece.ends_with(b"\n");
        whole &= raw.len() + piece.len() <= MAIL_BYTES;
        if whole {
            raw.extend_from_slice(piece);
        }
    }
}
