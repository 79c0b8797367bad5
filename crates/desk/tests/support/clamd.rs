//! A clamd of our own: speaks the protocol, knows one virus, and can be told to be down.

#![allow(dead_code, reason = "each test file uses its own part of this")]

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// The file that every scanner finds (eicar.org), put together here so that no scanner finds this one.
pub(crate) fn eicar() -> Vec<u8> {
    [
        r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR",
        "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*",
    ]
    .concat()
    .into_bytes()
}

pub(crate) struct Clamd {
    /// `host:port`.
    pub(crate) address: String,
    up: Arc<AtomicBool>,
    asked: Arc<AtomicUsize>,
}

impl Clamd {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let clamd = Self {
            address: listener.local_addr().expect("an address").to_string(),
            up: Arc::new(AtomicBool::new(true)),
            asked: Arc::default(),
        };
        let (up, asked) = (Arc::clone(&clamd.up), Arc::clone(&clamd.asked));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                asked.fetch_add(1, Ordering::SeqCst);
                // Down is a closed door: the connection ends without a word.
                if up.load(Ordering::SeqCst) {
                    tokio::spawn(async move {
                        let _ = serve(stream).await;
                    });
                }
            }
        });
        clamd
    }

    /// Up or down from now on.
    pub(crate) fn set_up(&self, up: bool) {
        self.up.store(up, Ordering::SeqCst);
    }

    /// How often somebody came.
    pub(crate) fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

async fn serve(mut stream: TcpStream) -> std::io::Result<()> {
    let mut command = Vec::new();
    loop {
        match stream.read_u8().await? {
            0 => break,
            byte => command.push(byte),
        }
    }
    if command == b"zPING" {
        return stream.write_all(b"PONG\0").await;
    }
    assert_eq!(command, b"zINSTREAM");
    let mut file = Vec::new();
    loop {
        let len = stream.read_u32().await? as usize;
        if len == 0 {
            break;
        }
        let start = file.len();
        file.resize(start + len, 0);
        stream.read_exact(&mut file[start..]).await?;
    }
    let virus = eicar();
    let found = file.windows(virus.len()).any(|window| window == virus);
    let answer: &[u8] = if found {
        b"stream: Eicar-Test-Signature FOUND\0"
    } else {
        b"stream: OK\0"
    };
    stream.write_all(answer).await
}
