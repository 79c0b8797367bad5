//! Passwords: argon2id, on a thread of its own, few at a time so that a burst of sign-ins takes
//! neither all processors nor all memory (12 MB each).

use crate::{Error, Result};
use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version,
    password_hash::SaltString,
};
use std::sync::{Arc, LazyLock};
use tokio::sync::Semaphore;

/// Characters of a password at least.
pub(crate) const SHORTEST: usize = 8;
/// Bytes of a password at most: hashing a megabyte is work that a stranger could order.
const LONGEST: usize = 1_024;

static TURN: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(2)));

/// What no password fits, at the same cost as a real one.
const NOBODY: &str = "$argon2id$v=19$m=12288,t=3,p=1$bm9ib2R5IGlzIGhlcmU$AbFJbzpTiqLSYvfGNg7VJcJ0kUOUxvqV4zx8TnQ6hWo";

async fn on_a_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let turn = Arc::clone(&TURN)
        .acquire_owned()
        .await
        .map_err(Error::internal)?;
    tokio::task::spawn_blocking(move || {
        let _turn = turn;
        work()
    })
    .await?
}

/// Whether it is one we take.
pub(crate) fn check(password: &str) -> Result<()> {
    if password.chars().count() < SHORTEST || password.len() > LONGEST {
        return Err(Error::invalid(
            "password_short",
            "The password needs at least 8 characters.",
        ));
    }
    Ok(())
}

/// 12 MiB three times: of the settings that OWASP's cheat sheet on password storage calls equal,
/// one that a desk with little memory can afford. A kept hash names its own.
fn argon2id() -> Result<Argon2<'static>> {
    let params =
        Params::new(12_288, 3, 1, None).map_err(|error| Error::internal(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// How it is kept.
pub(crate) async fn hash(password: &str) -> Result<String> {
    let password = password.to_owned();
    on_a_thread(move || {
        let salt = SaltString::encode_b64(&rand::random::<[u8; 16]>())
            .map_err(|error| Error::internal(error.to_string()))?;
        let argon2id = argon2id()?;
        let hash = argon2id.hash_password(password.as_bytes(), &salt);
        Ok(hash
            .map_err(|error| Error::internal(error.to_string()))?
            .to_string())
    })
    .await
}

/// Whether it is the one. Without a hash it takes as long to say no: how long an answer takes
/// does not tell whose addresses are known here.
pub(crate) async fn verify(password: &str, hash: Option<String>) -> Result<bool> {
    if password.len() > LONGEST {
        return Ok(false);
    }
    let password = password.to_owned();
    on_a_thread(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.to_owned());
        let parsed = PasswordHash::new(&hash).map_err(|e| Error::internal(e.to_string()))?;
        Ok(Argon2::default()
            .verify_password(password.as_bytes(), &parsed)
            .is_ok()
            && known)
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_one_fits() {
        let kept = hash("correct horse").await.unwrap();
        assert!(verify("correct horse", Some(kept.clone())).await.unwrap());
        assert!(!verify("wrong horse", Some(kept)).await.unwrap());
        assert!(!verify("correct horse", None).await.unwrap());
    }

    #[tokio::test]
    async fn an_unknown_address_takes_as_long_as_a_wrong_password() {
        let settings = |hash: &str| hash.split('$').nth(3).map(str::to_owned);
        let kept = hash("correct horse").await.unwrap();
        assert_eq!(settings(&kept), settings(NOBODY));
        assert!(PasswordHash::new(NOBODY).is_ok());
    }
}
