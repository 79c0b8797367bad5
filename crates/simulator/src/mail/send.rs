//! What was written leaves, by HTTP or by SMTP.

use bytes::Bytes;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use super::Way;
use super::read::read;
use super::write::{Draft, write};
use crate::Simulator;

impl Simulator {
    /// Sends a mail; what is kept of it is what left. Says in a sentence why it did not.
    pub(super) async fn send_mail(
        &self,
        draft: &Draft,
        answers: Option<u64>,
    ) -> Result<u64, String> {
        for (what, address) in [("Your address", &draft.from), ("The address", &draft.to)] {
            let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>,".contains(c);
            let right = address
                .split_once('@')
                .is_some_and(|(a, b)| !a.is_empty() && !b.is_empty());
            if !right || !address.chars().all(plain) {
                return Err(format!("{what} is not an e-mail address"));
            }
        }
        let Some(way) = self.mailbox().way.clone() else {
            return Err("Nobody takes mail: the simulator was not told where to".into());
        };
        let answered = answers.and_then(|id| self.mail(id)).map(|m| read(&m.raw));
        let raw = write(draft, answered.as_ref(), self.now());
        if raw.len() > super::MAIL_BYTES {
            return Err("The mail is over 50 MB; nothing was sent".into());
        }
        match way {
            Way::Http { url, secret } => {
                let asked = self
                    .0
                    .http
                    .post(&url)
                    .header("content-type", "message/rfc822")
                    .header("authorization", format!("Bearer {secret}"))
                    .body(raw.clone());
                let answer = asked
                    .send()
                    .await
                    .map_err(|_| "Nobody answers there; nothing was sent")?;
                if !answer.status().is_success() {
                    return Err(format!(
                        "The mail was refused with {}",
                        answer.status().as_u16()
                    ));
                }
            }
            Way::Smtp(server) => hand_over(&server, draft, &raw)
                .await
                .map_err(|why| format!("The mail was not taken: {why}"))?,
        }
        Ok(self.keep_mail(true, draft.from.clone(), vec![draft.to.clone()], raw))
    }
}

/// One mail by SMTP.
async fn hand_over(server: &str, draft: &Draft, raw: &Bytes) -> Result<(), String> {
    let broken = |e: std::io::Error| e.to_string();
    let mut line = BufReader::new(TcpStream::connect(server).await.map_err(broken)?);
    expect(&mut line, '2').await?;
    for (command, wanted) in [
        ("EHLO simulator".to_owned(), '2'),
        (format!("MAIL FROM:<{}>", draft.from), '2'),
        (format!("RCPT TO:<{}>", draft.to), '2'),
        ("DATA".to_owned(), '3'),
    ] {
        line.write_all(format!("{command}\r\n").as_bytes())
            .await
            .map_err(broken)?;
        expect(&mut line, wanted).await?;
    }
    for text in raw.split_inclusive(|b| *b == b'\n') {
        if text.starts_with(b".") {
            line.write_all(b".").await.map_err(broken)?;
        }
        line.write_all(text).await.map_err(broken)?;
    }
    line.write_all(b".\r\n").await.map_err(broken)?;
    expect(&mut line, '2').await?;
    // It is taken; how the other side says goodbye is its own affair.
    let _ = line.write_all(b"QUIT\r\n").await;
    Ok(())
}

/// The last line of an answer that begins as wanted.
async fn expect(line: &mut BufReader<TcpStream>, wanted: char) -> Result<(), String> {
    loop {
        let mut said = String::new();
        let n = line.read_line(&mut said).await.map_err(|e| e.to_string())?;
        if n == 0 {
            return Err("the server hung up".into());
        }
        if said.as_bytes().get(3) == Some(&b'-') {
            continue;
        }
        if said.starts_with(wanted) {
            return Ok(());
        }
        return Err(said.trim().to_owned());
    }
}
