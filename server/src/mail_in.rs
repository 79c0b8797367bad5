//! `attache mail-in`: a letter from a mail server's pipe. The exit codes are those of sysexits.h,
//! by which the server decides whether to try again or to send the letter back.

use desk::{
    Desk, Error,
    receive::{self, LETTER_BYTES},
};
use model::InboxId;
use server::config::{Config, Flags};
use std::{io::Read, process::ExitCode};

/// EX_DATAERR: too large, and so it stays.
const TOO_LARGE: u8 = 65;
/// EX_NOUSER: no inbox takes letters by that number.
const NOBODY: u8 = 67;
/// EX_TEMPFAIL: to be tried again.
const LATER: u8 = 75;

/// Takes it. Once this answers 0 it is on the disk.
pub(crate) async fn run(inbox: InboxId, flags: &Flags) -> ExitCode {
    let later = |what: &str| {
        tracing::error!("{what}; the letter is to be handed over again");
        ExitCode::from(LATER)
    };
    let mut raw = Vec::new();
    let most = LETTER_BYTES as u64 + 1;
    if let Err(error) = std::io::stdin().lock().take(most).read_to_end(&mut raw) {
        return later(&format!("Standard input cannot be read: {error}"));
    }
    if raw.len() > LETTER_BYTES {
        tracing::error!("The e-mail is larger than {LETTER_BYTES} bytes");
        return ExitCode::from(TOO_LARGE);
    }
    // Whatever is wrong with the desk can be mended while the letter waits.
    let desk = match Config::load(flags).and_then(|config| config.desk()) {
        Ok(config) => Desk::open(config).await.map_err(|error| error.to_string()),
        Err(error) => Err(format!("{error:#}")),
    };
    let desk = match desk {
        Ok(desk) => desk,
        Err(error) => return later(&format!("The desk cannot be opened: {error}")),
    };
    match receive::letter(&desk, inbox, &raw).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(Error::NotFound) => {
            tracing::error!("There is no e-mail inbox {inbox} with an address");
            ExitCode::from(NOBODY)
        }
        Err(error) => later(&error.to_string()),
    }
}
