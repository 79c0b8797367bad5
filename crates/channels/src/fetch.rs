//! Files that lie at a provider: asked for only where the provider keeps them, with credentials
//! for the first step alone, and never more than a bound.

use crate::{
    Fetched, Providers, SendError,
    call::{self, NoBody, SOON},
    hosts::{is_among, is_outside},
    problem,
};
use reqwest::{Response, header};
use std::time::Duration;
use url::Url;

/// The most that is taken in of one file: what the most generous provider lets customers send.
const MOST: usize = 100_000_000;
/// Redirects that are followed.
const STEPS: usize = 5;

/// What the first step says about us.
#[derive(Clone, Copy)]
pub(crate) enum Credentials<'a> {
    /// Nothing.
    None,
    /// User and password.
    Basic(&'a str, &'a str),
    /// A token.
    Bearer(&'a str),
}

/// A file that was fetched.
pub(crate) struct Downloaded {
    /// Bytes and name.
    pub(crate) file: Fetched,
    /// What its host says it is; may be empty.
    pub(crate) mime: String,
}

/// Why there is no file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoFile {
    /// The host answers with this status, and may ask for time.
    Answered(u16, Option<Duration>),
    /// It lies where nothing may be fetched from.
    Foreign,
    /// It is longer than anything we take.
    TooLong,
    /// The line broke, or it took too long.
    Broken,
}

impl NoFile {
    /// What it means; `denied` is what this provider means by 401 and 403.
    pub(crate) fn meaning(self, denied: SendError) -> SendError {
        match self {
            Self::Answered(404 | 410, _) => SendError::Rejected(problem::gone()),
            Self::Answered(401 | 403, _) => denied,
            Self::Answered(429 | 408 | 425 | 500..=599, after) => {
                SendError::Retry(after.unwrap_or(SOON))
            }
            Self::Answered(status, _) => {
                SendError::Rejected(problem::refused(&format!("status {status}"), ""))
            }
            Self::Foreign => SendError::Rejected(problem::foreign()),
            Self::TooLong => SendError::Rejected(problem::too_large_to_fetch()),
            Self::Broken => SendError::Retry(SOON),
        }
    }
}

/// Fetches a file from one of `hosts`. Where it redirects to must be one of them, too, or a public
/// host by https; it learns nothing of the credentials.
pub(crate) async fn download(
    providers: &Providers,
    url: &str,
    hosts: &[String],
    credentials: Credentials<'_>,
) -> Result<Downloaded, NoFile> {
    let patience = providers.bases().patience.fetch;
    tokio::time::timeout(patience, follow(providers, url, hosts, credentials))
        .await
        .unwrap_or(Err(NoFile::Broken))
}

async fn follow(
    providers: &Providers,
    url: &str,
    hosts: &[String],
    credentials: Credentials<'_>,
) -> Result<Downloaded, NoFile> {
    let mut url = Url::parse(url).map_err(|_| NoFile::Foreign)?;
    if !is_among(&url, hosts) {
        return Err(NoFile::Foreign);
    }
    let mut credentials = credentials;
    for _ in 0..=STEPS {
        // An address may hold credentials of its own; they are nobody's.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        let client = if is_among(&url, hosts) {
            providers.client()
        } else if is_outside(&url) {
            providers.outside()
        } else {
            return Err(NoFile::Foreign);
        };
        let request = client.get(url.clone());
        let request = match credentials {
            Credentials::None => request,
            Credentials::Basic(user, password) => request.basic_auth(user, Some(password)),
            Credentials::Bearer(token) => request.bearer_auth(token),
        };
        let response = request.send().await.map_err(|_| NoFile::Broken)?;
        if !response.status().is_redirection() {
            return read(response).await;
        }
        let to = response.headers().get(header::LOCATION);
        let to = to.and_then(|to| to.to_str().ok());
        url = to
            .and_then(|to| url.join(to).ok())
            .ok_or(NoFile::Answered(response.status().as_u16(), None))?;
        credentials = Credentials::None;
    }
    Err(NoFile::Answered(310, None))
}

async fn read(response: Response) -> Result<Downloaded, NoFile> {
    let headers = response.headers();
    if !response.status().is_success() {
        let after = call::retry_after(headers);
        return Err(NoFile::Answered(response.status().as_u16(), after));
    }
    let text = |name| {
        let value = headers.get(name);
        value.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    let name = text(header::CONTENT_DISPOSITION).and_then(|value| file_name(&value));
    let mime = text(header::CONTENT_TYPE).unwrap_or_default();
    let bytes = call::body(response, MOST).await.map_err(|why| match why {
        NoBody::TooLong => NoFile::TooLong,
        NoBody::Cut => NoFile::Broken,
    })?;
    Ok(Downloaded {
        file: Fetched { bytes, name },
        mime,
    })
}

/// The name in a `Content-Disposition` (RFC 6266): the one with a charset first.
fn file_name(value: &str) -> Option<String> {
    let parameter = |wanted: &str| {
        value.split(';').skip(1).find_map(|part| {
            let (name, value) = part.split_once('=')?;
            (name.trim().eq_ignore_ascii_case(wanted))
                .then(|| value.trim().trim_matches('"').to_owned())
        })
    };
    let decoded = parameter("filename*").and_then(|value| {
        let (charset, rest) = value.split_once('\'')?;
        let (_, coded) = rest.split_once('\'')?;
        // A plus is a plus there.
        let coded = format!("n={}", coded.replace('+', "%2B"));
        let (_, name) = form_urlencoded::parse(coded.as_bytes()).next()?;
        (charset.eq_ignore_ascii_case("utf-8")).then(|| name.into_owned())
    });
    (decoded.or_else(|| parameter("filename"))).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_comes_with_or_without_a_charset() {
        let name = |value| file_name(value).unwrap_or_default();
        assert_eq!(name("attachment; filename=\"a b.jpg\""), "a b.jpg");
        assert_eq!(
            name("inline; filename=x.jpg; filename*=UTF-8''gr%C3%BCn+1.jpg"),
            "grün+1.jpg"
        );
        assert_eq!(name("attachment"), "");
        assert_eq!(name("attachment; filename*=latin1''a; filename=b"), "b");
    }
}
