use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{header::AUTHORIZATION, request::Parts},
};
use base64ct::{Base64UrlUnpadded, Encoding};
use sha2::{Digest as _, Sha256};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::{
    failure::Failure,
    state::Intake,
    store::{ReaderId, Store, StoreError},
};

/// Proof that a request carries a reader's bearer token (RFC 6750).
pub(crate) struct Reader {
    /// Which of the readers it is.
    pub(crate) id: ReaderId,
    token_sha256: [u8; 32],
}

impl Reader {
    /// Looks whether the token is still good: an answer that goes on must end when it is not.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the readers cannot be read.
    pub(crate) async fn may_still_read(&self, intake: &Intake) -> Result<bool, StoreError> {
        let now = intake.store.reader(&self.token_sha256).await?;
        Ok(now == Some(self.id))
    }
}

impl FromRequestParts<Arc<Intake>> for Reader {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, intake: &Arc<Intake>) -> Result<Self, Failure> {
        let token = bearer(parts).ok_or(Failure::Unauthorized)?;
        // The hash is looked up in an index. What its timing tells is about the hash of a
        // guess, which says nothing about a token of 256 random bits.
        let token_sha256 = hash(token);
        let id = intake.store.reader(&token_sha256).await?;
        Ok(Self {
            id: id.ok_or(Failure::Unauthorized)?,
            token_sha256,
        })
    }
}

/// The bearer token of a request (RFC 6750, section 2.1).
pub(crate) fn bearer(parts: &Parts) -> Option<&str> {
    let header = parts.headers.get(AUTHORIZATION)?;
    let (scheme, token) = header.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token)
}

/// Why a reader got no token, or keeps it.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum TokenError {
    /// The name is not 1 to 64 lower-case letters, digits and inner hyphens.
    #[error("a reader's name is 1 to 64 lower-case letters, digits and inner hyphens")]
    NameMalformed,
    /// There is a reader of this name already.
    #[error("there is a reader of this name already")]
    NameTaken,
    /// There is no reader of this name.
    #[error("there is no reader of this name")]
    NameUnknown,
    /// The operating system gave no randomness.
    #[error("the operating system gives no randomness")]
    NoRandomness,
    /// The readers could not be changed.
    #[error("the readers could not be changed")]
    Store(#[from] StoreError),
}

/// Adds a reader and returns the token, the only time that anybody sees it: 32 random bytes as
/// base64url without padding, 43 characters. The store keeps the SHA-256 of that text.
///
/// # Errors
///
/// [`TokenError`]; then there is no new reader.
pub async fn add_reader(store: &Store, name: &str) -> Result<Zeroizing<String>, TokenError> {
    if !submission::is_site_id(name) {
        return Err(TokenError::NameMalformed);
    }
    let token = draw()?;
    match store.add_reader(name, &hash(&token)).await? {
        true => Ok(token),
        false => Err(TokenError::NameTaken),
    }
}

/// Gives a reader a new token in the place of the one before, which ends with the next request, and
/// returns it as [`add_reader`] does. Nothing that waits for the reader is lost by it.
///
/// # Errors
///
/// [`TokenError`]; then the token before still holds.
pub async fn replace_token(store: &Store, name: &str) -> Result<Zeroizing<String>, TokenError> {
    let token = draw()?;
    match store.replace_token(name, &hash(&token)).await? {
        true => Ok(token),
        false => Err(TokenError::NameUnknown),
    }
}

fn draw() -> Result<Zeroizing<String>, TokenError> {
    let mut secret = Zeroizing::new([0; 32]);
    getrandom::fill(secret.as_mut()).map_err(|_| TokenError::NoRandomness)?;
    Ok(Zeroizing::new(Base64UrlUnpadded::encode_string(
        secret.as_ref(),
    )))
}

/// Revokes a reader's token, from the next request on, and forgets what it acknowledged.
///
/// # Errors
///
/// [`TokenError::NameUnknown`], or [`TokenError::Store`] when nothing could be changed.
pub async fn revoke_reader(store: &Store, name: &str) -> Result<(), TokenError> {
    match store.revoke_reader(name).await? {
        true => Ok(()),
        false => Err(TokenError::NameUnknown),
    }
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}
