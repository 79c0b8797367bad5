//! What can be wrong with a mail server, told apart so that whoever sets it up knows what to mend.

use crate::{
    SendError,
    problem::{problem, reconnect},
};
use model::Problem;
use rustls::CertificateError;
use std::{error::Error, io, time::Duration};

/// Which of an inbox's servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// The one letters are sent by.
    Smtp,
    /// The one they are fetched from.
    Imap,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// None is named.
    Missing,
    /// There is no such name.
    Host,
    /// It is in a network of the house's own, which nobody allowed.
    Private,
    /// It does not answer, or breaks off.
    Down,
    /// It cannot be spoken to in private.
    Starttls,
    Expired,
    OtherName,
    Issuer,
    Tls,
    /// It does not let us in.
    Login,
    /// It offers no way in that we know.
    Method,
    /// It has nothing to fetch from.
    Inbox,
    /// It turns us away, without a word about why.
    Refused,
}

impl Wrong {
    /// Why a line could not be made private, or be made at all.
    pub(super) fn with_line(error: &(dyn Error + 'static)) -> Self {
        let mut next = Some(error);
        while let Some(error) = next {
            let within = error
                .downcast_ref::<io::Error>()
                .and_then(io::Error::get_ref);
            let inner = within.and_then(|error| error.downcast_ref::<rustls::Error>());
            if let Some(error) = inner.or_else(|| error.downcast_ref()) {
                return Self::with_certificate(error);
            }
            next = match within {
                Some(error) => Some(error),
                None => error.source(),
            };
        }
        Self::Down
    }

    fn with_certificate(error: &rustls::Error) -> Self {
        use CertificateError as Bad;
        match error {
            rustls::Error::InvalidCertificate(bad) => match bad {
                Bad::Expired | Bad::ExpiredContext { .. } => Self::Expired,
                Bad::NotValidForName | Bad::NotValidForNameContext { .. } => Self::OtherName,
                _ => Self::Issuer,
            },
            _ => Self::Tls,
        }
    }

    const fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Host => "host",
            Self::Private => "private",
            Self::Down => "down",
            Self::Starttls => "starttls",
            Self::Expired => "expired",
            Self::OtherName => "other_name",
            Self::Issuer => "issuer",
            Self::Tls => "tls",
            Self::Login => "login",
            Self::Method => "method",
            Self::Inbox => "inbox",
            Self::Refused => "refused",
        }
    }

    const fn sentence(self) -> &'static str {
        match self {
            Self::Missing => "No mail server is entered.",
            Self::Host => "There is no server of that name.",
            Self::Private => {
                "The server is in a private network. Whoever runs this desk can allow that: mail_networks in its configuration."
            }
            Self::Down => "The server does not answer.",
            Self::Starttls => {
                "The server does not offer STARTTLS. Nothing was sent to it in the open."
            }
            Self::Expired => "The server's certificate has expired.",
            Self::OtherName => "The server's certificate is for another name.",
            Self::Issuer => "Nobody we know vouches for the server's certificate.",
            Self::Tls => "No private line can be made to the server. Is the port the right one?",
            Self::Login => "The server does not accept this user name and password.",
            Self::Method => "The server offers no way to sign in that we know.",
            Self::Inbox => "The server has no INBOX for this user.",
            Self::Refused => "The server turns us away.",
        }
    }

    /// For whoever fills the account in: the code is `smtp.` or `imap.` and what is wrong.
    pub(super) fn told(self, which: Which) -> Problem {
        let (start, words) = match which {
            Which::Smtp => ("smtp", "Sending (SMTP)"),
            Which::Imap => ("imap", "Receiving (IMAP)"),
        };
        problem(
            &format!("{start}.{}", self.code()),
            format!("{words}: {}", self.sentence()),
        )
    }

    /// For who works with it: what mends itself is waited for.
    pub(super) fn meant(self, which: Which) -> SendError {
        let minutes = |minutes: u64| SendError::Retry(Duration::from_secs(60 * minutes));
        match self {
            Self::Login => SendError::Rejected(Problem {
                sentence: self.told(which).sentence,
                ..reconnect()
            }),
            Self::Host | Self::Down => minutes(1),
            Self::Expired | Self::OtherName | Self::Issuer | Self::Tls | Self::Refused
                if which == Which::Smtp =>
            {
                minutes(5)
            }
            _ => SendError::Rejected(problem("settings", self.told(which).sentence)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustls::Error as Tls;

    #[test]
    fn certificates_are_told_apart_through_what_wraps_them() {
        let bad = Tls::InvalidCertificate;
        for (error, wrong) in [
            (bad(CertificateError::Expired), Wrong::Expired),
            (bad(CertificateError::NotValidForName), Wrong::OtherName),
            (bad(CertificateError::UnknownIssuer), Wrong::Issuer),
            (Tls::HandshakeNotComplete, Wrong::Tls),
        ] {
            let once = io::Error::new(io::ErrorKind::InvalidData, error);
            assert_eq!(Wrong::with_line(&once), wrong);
            let twice = io::Error::other(once);
            assert_eq!(Wrong::with_line(&twice), wrong);
        }
        let broken = io::Error::from(io::ErrorKind::ConnectionRefused);
        assert_eq!(Wrong::with_line(&broken), Wrong::Down);
    }

    #[test]
    fn it_is_said_which_server_it_is() {
        let told = Wrong::Expired.told(Which::Imap);
        assert_eq!(told.code, "imap.expired");
        assert_eq!(
            told.sentence,
            "Receiving (IMAP): The server's certificate has expired."
        );
    }
}
