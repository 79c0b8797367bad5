//! A mail server that does not tell when something came: the same Dovecot, behind somebody who leaves
//! `IDLE` out of what it says it can, and hangs up when asked to.

use crate::support::{letter, on_both};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::Notify,
};

#[derive(Default)]
struct Between {
    /// Times it was asked whether something came.
    looks: AtomicUsize,
    /// Times it was asked to tell by itself.
    idles: AtomicUsize,
    hang_up: Notify,
}

impl Between {
    /// Its address.
    async fn stand(behind: String) -> (Arc<Self>, String) {
        let between = Arc::new(Self::default());
        let door = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = door.local_addr().unwrap().to_string();
        let own = Arc::clone(&between);
        tokio::spawn(async move {
            while let Ok((client, _)) = door.accept().await {
                let server = TcpStream::connect(&behind).await.unwrap();
                let own = Arc::clone(&own);
                tokio::spawn(async move { own.carry(client, server).await });
            }
        });
        (between, address)
    }

    async fn carry(&self, client: TcpStream, server: TcpStream) {
        let (asked, mut to_client) = client.into_split();
        let (said, mut to_server) = server.into_split();
        let (mut asked, mut said) = (BufReader::new(asked), BufReader::new(said));
        let forth = async {
            let mut line = Vec::new();
            while asked
                .read_until(b'\n', &mut line)
                .await
                .is_ok_and(|read| read > 0)
            {
                let words = String::from_utf8_lossy(&line).to_uppercase();
                let is = |word| usize::from(words.trim_end().ends_with(word));
                self.looks.fetch_add(is("NOOP"), Ordering::Relaxed);
                self.idles.fetch_add(is("IDLE"), Ordering::Relaxed);
                let _ = to_server.write_all(&line).await;
                line.clear();
            }
        };
        let back = async {
            let mut line = Vec::new();
            while said
                .read_until(b'\n', &mut line)
                .await
                .is_ok_and(|read| read > 0)
            {
                if line.windows(10).any(|part| part == b"CAPABILITY") {
                    let words = String::from_utf8_lossy(&line).replace(" IDLE", "");
                    line = words.into_bytes();
                }
                let _ = to_client.write_all(&line).await;
                line.clear();
            }
        };
        tokio::select! {
            () = forth => {}
            () = back => {}
            () = self.hang_up.notified() => {}
        }
    }
}

on_both!(a_mailbox_that_does_not_tell_is_looked_into, |world| {
    let (between, address) = Between::stand(world.mail.imap.clone()).await;
    world.mail.imap = address;
    world.connect("secret").await;
    world.start().await;
    let texts = "SELECT count(*) FROM message WHERE direction = 'in'";
    for (number, text) in (1..).zip(["Is anybody there?", "I ask again"]) {
        let raw = letter(&format!("p{number}"), "anna@customer.test", text);
        world
            .mail
            .post("anna@customer.test", &world.address, &raw)
            .await;
        world.counted(texts, number).await;
        assert!(between.looks.load(Ordering::Relaxed) > 0);
        // A line that is kept for weeks breaks once, and nothing is missed by it.
        between.hang_up.notify_waiters();
    }
    assert_eq!(between.idles.load(Ordering::Relaxed), 0);
});
