//! The virus scanner: clamd, over its socket. A file is held until it has looked at it.
//!
//! The protocol is clamd(8)'s INSTREAM: chunks with their length before them, an empty one at the
//! end, and a line for an answer. It is sixty lines of ours rather than a crate's, so that a large
//! file goes over in parts as the store gives them.

use crate::{Error, Result, blob::Source};
use std::{fmt, io, path::PathBuf, str::FromStr, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpStream,
    sync::Semaphore,
    time::timeout,
};

/// Bytes that are handed over at a time.
const CHUNK: u64 = 256 * 1024;
/// How long a look may take, queueing at the scanner included.
const PATIENCE: Duration = Duration::from_secs(120);
/// How many files it is handed at a time; clamd's own queue is short.
static AT_A_TIME: Semaphore = Semaphore::const_new(4);
/// Longer answers are not clamd's.
const ANSWER: u64 = 4096;

/// Where clamd listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scanner {
    /// A socket in the file system.
    Unix(PathBuf),
    /// `host:port`.
    Tcp(String),
}

impl FromStr for Scanner {
    type Err = &'static str;

    /// `/run/clamav/clamd.ctl`, `unix:/run/clamav/clamd.ctl` or `host:3310`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let path = text.strip_prefix("unix:").unwrap_or(text);
        if path.starts_with('/') {
            return Ok(Self::Unix(path.into()));
        }
        let address = text.strip_prefix("tcp:").unwrap_or(text);
        let port = address
            .rsplit_once(':')
            .map(|(host, port)| (host, port.parse::<u16>()));
        match port {
            Some((host, Ok(_))) if !host.is_empty() && !host.contains('/') => {
                Ok(Self::Tcp(address.into()))
            }
            _ => Err("a path like /run/clamav/clamd.ctl, or host:port"),
        }
    }
}

impl fmt::Display for Scanner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unix(path) => path.display().fmt(f),
            Self::Tcp(address) => address.fmt(f),
        }
    }
}

/// What it found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Clean,
    /// What it calls it.
    Infected(String),
}

trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

impl Scanner {
    async fn connect(&self) -> io::Result<Box<dyn Stream>> {
        Ok(match self {
            #[cfg(unix)]
            Self::Unix(path) => Box::new(tokio::net::UnixStream::connect(path).await?),
            #[cfg(not(unix))]
            Self::Unix(_) => return Err(io::ErrorKind::Unsupported.into()),
            Self::Tcp(address) => Box::new(TcpStream::connect(address.as_str()).await?),
        })
    }

    /// Whether it answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn check(&self) -> io::Result<()> {
        let asked = async {
            let mut stream = self.connect().await?;
            stream.write_all(b"zPING\0").await?;
            answer(&mut stream).await
        };
        match timeout(Duration::from_secs(5), asked).await?? {
            pong if pong == "PONG" => Ok(()),
            other => Err(io::Error::other(format!("it says {other:?}"))),
        }
    }

    /// Has it look at so many bytes.
    ///
    /// # Errors
    /// When there is no verdict: nothing is known of the file then.
    pub(crate) async fn scan(&self, source: &Source, bytes: u64) -> Result<Verdict> {
        let _turn = AT_A_TIME.acquire().await.map_err(Error::internal)?;
        let looked = async {
            let mut stream = self.connect().await?;
            stream.write_all(b"zINSTREAM\0").await?;
            let mut at = 0;
            while at < bytes {
                let part = source.read(at..bytes.min(at + CHUNK)).await?;
                let len = u32::try_from(part.len()).map_err(io::Error::other)?;
                // Refused in the middle (it has a limit of its own), it still says why.
                if stream.write_all(&len.to_be_bytes()).await.is_err()
                    || stream.write_all(&part).await.is_err()
                {
                    break;
                }
                at += part.len() as u64;
            }
            let _ = stream.write_all(&[0; 4]).await;
            verdict(&answer(&mut stream).await?)
        };
        timeout(PATIENCE, looked)
            .await
            .map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?
    }
}

async fn answer(stream: &mut Box<dyn Stream>) -> io::Result<String> {
    let mut text = Vec::new();
    stream.take(ANSWER).read_to_end(&mut text).await?;
    let text = String::from_utf8_lossy(&text);
    Ok(text.trim_end_matches(['\0', '\n']).to_owned())
}

fn verdict(answer: &str) -> Result<Verdict> {
    let said = answer.strip_prefix("stream: ").unwrap_or(answer);
    if said == "OK" {
        return Ok(Verdict::Clean);
    }
    match said.strip_suffix(" FOUND") {
        Some(found) => Ok(Verdict::Infected(found.to_owned())),
        // "INSTREAM size limit exceeded. ERROR", a database being loaded, and whatever else.
        None => Err(io::Error::other(format!("the scanner says {answer:?}")).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers() {
        assert_eq!(verdict("stream: OK").unwrap(), Verdict::Clean);
        let found = Verdict::Infected("Eicar-Test-Signature".into());
        assert_eq!(
            verdict("stream: Eicar-Test-Signature FOUND").unwrap(),
            found
        );
        for none in [
            "",
            "INSTREAM size limit exceeded. ERROR",
            "stream: OKAY",
            "FOUND",
        ] {
            assert!(verdict(none).is_err(), "{none}");
        }
    }

    #[test]
    fn addresses() {
        let unix = Scanner::Unix("/run/clamd.ctl".into());
        assert_eq!("/run/clamd.ctl".parse(), Ok(unix.clone()));
        assert_eq!("unix:/run/clamd.ctl".parse(), Ok(unix));
        assert_eq!("clamd:3310".parse(), Ok(Scanner::Tcp("clamd:3310".into())));
        assert_eq!(
            "tcp:[::1]:3310".parse(),
            Ok(Scanner::Tcp("[::1]:3310".into()))
        );
        for wrong in ["", "clamd", "clamd:x", ":3310", "http://clamd:3310"] {
            assert!(wrong.parse::<Scanner>().is_err(), "{wrong}");
        }
    }
}
