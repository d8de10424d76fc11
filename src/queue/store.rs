//! The stored envelopes: one transaction per function, and what was written is read back.

use envelope::{Digest, Envelope};
use indexed_db_futures::prelude::*;
use indexed_db_futures::typed_array::TypedArray;
use submission::{ProblemType, Receipt};

use crate::browser::idb::{self, ENVELOPES, IdbError, REFUSALS, SELF_TEST, SITES};
use crate::model::StorageProblem;

/// Keeps a sealed envelope. When this is `Ok`, its bytes are on the medium and were read back.
///
/// # Errors
///
/// [`StorageProblem`]; the envelope is then not to be counted on.
pub async fn push(envelope: &Envelope) -> Result<(), StorageProblem> {
    let digest = envelope.digest();
    let connection = idb::open().await?;
    let transaction = idb::write(&connection, &[ENVELOPES])?;
    transaction
        .object_store(ENVELOPES)
        .map_err(IdbError::from)?
        .put(TypedArray::from(envelope.as_bytes().to_vec()))
        .with_key(digest.to_string())
        .await
        .map_err(IdbError::from)?;
    transaction.commit().await.map_err(IdbError::from)?;

    match read(&digest).await? {
        Some(stored) if stored.digest() == digest => Ok(()),
        _ => Err(StorageProblem::Broken),
    }
}

/// The stored envelope of this name. Bytes that are no longer that envelope are broken storage.
///
/// # Errors
///
/// [`StorageProblem`].
pub async fn read(digest: &Digest) -> Result<Option<Envelope>, StorageProblem> {
    let connection = idb::open().await?;
    let transaction = idb::read(&connection, &[ENVELOPES])?;
    let stored: Option<TypedArray<u8>> = transaction
        .object_store(ENVELOPES)
        .map_err(IdbError::from)?
        .get(digest.to_string())
        .await
        .map_err(IdbError::from)?;
    let Some(bytes) = stored else { return Ok(None) };
    let envelope = Envelope::parse(bytes.to_vec()).map_err(|_| StorageProblem::Broken)?;
    if envelope.digest() == *digest {
        Ok(Some(envelope))
    } else {
        Err(StorageProblem::Broken)
    }
}

/// The names of all stored envelopes, with the problem of those that were refused for good.
///
/// # Errors
///
/// [`StorageProblem`].
pub async fn list() -> Result<Vec<(Digest, Option<ProblemType>)>, StorageProblem> {
    let connection = idb::open().await?;
    let transaction = idb::read(&connection, &[ENVELOPES, REFUSALS])?;
    let envelopes = transaction
        .object_store(ENVELOPES)
        .map_err(IdbError::from)?;
    let refusals = transaction.object_store(REFUSALS).map_err(IdbError::from)?;
    let keys: Vec<String> = all(envelopes.get_all_keys().await)?;
    let refused: Vec<String> = all(refusals.get_all_keys().await)?;
    let mut problems = vec![];
    for key in refused {
        let urn: Option<String> = refusals.get(key.clone()).await.map_err(IdbError::from)?;
        problems.push((key, urn.and_then(|urn| ProblemType::from_urn(&urn))));
    }
    keys.iter()
        .map(|key| {
            let digest = key.parse().map_err(|_| StorageProblem::Broken)?;
            let problem = problems.iter().find(|(refused, _)| refused == key);
            Ok((digest, problem.and_then(|(_, problem)| *problem)))
        })
        .collect()
}

fn all(
    found: Result<impl Iterator<Item = Result<String, idb::Error>>, idb::Error>,
) -> Result<Vec<String>, StorageProblem> {
    let keys = found.and_then(Iterator::collect);
    Ok(keys.map_err(IdbError::from)?)
}

/// Notes that the intake refused an envelope for good. The envelope stays.
///
/// # Errors
///
/// [`StorageProblem`].
pub async fn refuse(digest: &Digest, problem: ProblemType) -> Result<(), StorageProblem> {
    put_text(REFUSALS, &digest.to_string(), problem.urn()).await
}

/// Deletes an envelope. Only a verified receipt for these very bytes leads here.
///
/// # Errors
///
/// [`StorageProblem`]; the envelope is then still there and is sent again, which the intake
/// takes as the same one.
pub async fn delete(receipt: &Receipt) -> Result<(), StorageProblem> {
    let key = receipt.digest().to_string();
    let connection = idb::open().await?;
    let transaction = idb::write(&connection, &[ENVELOPES, REFUSALS])?;
    for store in [ENVELOPES, REFUSALS] {
        transaction
            .object_store(store)
            .map_err(IdbError::from)?
            .delete(key.clone())
            .await
            .map_err(IdbError::from)?;
    }
    Ok(transaction.commit().await.map_err(IdbError::from)?)
}

/// Keeps the last verified manifest of a site, as the JSON of a signed site.
///
/// # Errors
///
/// [`StorageProblem`].
pub async fn put_site(site: &str, signed: &str) -> Result<(), StorageProblem> {
    put_text(SITES, site, signed).await
}

/// The last kept manifest of a site. It is verified again before it is used.
///
/// # Errors
///
/// [`StorageProblem`].
pub async fn get_site(site: &str) -> Result<Option<String>, StorageProblem> {
    get_text(SITES, site).await
}

/// Writes, commits, reads back and deletes, before the first question is asked.
///
/// # Errors
///
/// [`StorageProblem`] says why nothing could be stored here.
pub async fn self_test() -> Result<(), StorageProblem> {
    // As a whole number: the code that writes a fraction is 9 kB of download.
    let probe = (crate::browser::clock::now() as u64).to_string();
    put_text(SELF_TEST, "probe", &probe).await?;
    if get_text(SELF_TEST, "probe").await? == Some(probe) {
        Ok(())
    } else {
        Err(StorageProblem::Broken)
    }
}

async fn put_text(store: &str, key: &str, text: &str) -> Result<(), StorageProblem> {
    let connection = idb::open().await?;
    let transaction = idb::write(&connection, &[store])?;
    transaction
        .object_store(store)
        .map_err(IdbError::from)?
        .put(text)
        .with_key(key)
        .await
        .map_err(IdbError::from)?;
    Ok(transaction.commit().await.map_err(IdbError::from)?)
}

async fn get_text(store: &str, key: &str) -> Result<Option<String>, StorageProblem> {
    let connection = idb::open().await?;
    let transaction = idb::read(&connection, &[store])?;
    let objects = transaction.object_store(store).map_err(IdbError::from)?;
    Ok(objects.get(key).await.map_err(IdbError::from)?)
}

impl From<IdbError> for StorageProblem {
    fn from(error: IdbError) -> Self {
        match error {
            IdbError::Missing => Self::Missing,
            IdbError::Blocked => Self::Blocked,
            IdbError::Full => Self::Full,
            IdbError::Broken => Self::Broken,
        }
    }
}
