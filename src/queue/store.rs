//! The stored envelopes: one transaction per function, and what was written is read back.

pub mod parts;

use std::collections::BTreeMap;

use envelope::{Digest, Envelope};
use submission::{ProblemType, Receipt};

use crate::browser::clock;
use crate::browser::idb::{
    Ask, ENVELOPES, IdbError, PARTED, REFUSALS, SELF_TEST, SINCE, SITES, Stored, transact,
};
use crate::model::StorageProblem;
use crate::queue::{Listed, policy};
use parts::Parted;

/// Keeps a sealed envelope. When this is `Ok`, its bytes are on the medium and were read back.
///
/// What was put and cannot be read back is put again, as the same bytes under the same name. To
/// give up at once would be dangerous: the person would send the answers again, sealed anew, and
/// the first envelope might be there after all. Then the readers would get the report twice.
///
/// # Errors
///
/// [`StorageProblem`]; the envelope is then not to be counted on.
pub async fn push(envelope: &Envelope) -> Result<(), StorageProblem> {
    let digest = envelope.digest();
    let key = digest.to_text();
    let today = today();
    let put = [
        (ENVELOPES, Ask::PutBytes(&key, envelope.as_bytes())),
        (SINCE, Ask::PutText(&key, &today)),
    ];
    let gone = [(ENVELOPES, Ask::Delete(&key)), (SINCE, Ask::Delete(&key))];
    let is_there = async || matches!(read(&digest).await, Ok(Found::Whole(_)));
    put_and_read_back(&put, &gone, is_there).await
}

/// Puts until it can be read back; when it cannot, deletes what may be there.
async fn put_and_read_back(
    put: &[(&str, Ask<'_>)],
    gone: &[(&str, Ask<'_>)],
    is_there: impl AsyncFn() -> bool,
) -> Result<(), StorageProblem> {
    // When the first one fails, nothing was written.
    transact(put).await?;
    for _ in 0..policy::STORE_TRIES {
        if is_there().await {
            return Ok(());
        }
        transact(put).await.ok();
    }
    // The answers are still on the screen; what may be there must not stay behind.
    for _ in 0..policy::STORE_TRIES {
        if transact(gone).await.is_ok() {
            break;
        }
    }
    Err(StorageProblem::Broken)
}

/// What is stored under the name of an envelope.
pub enum Found {
    /// The envelope of that name.
    Whole(Envelope),
    /// The envelope of that name, which is too large to be read at once.
    Parted(Parted),
    /// Other bytes: the device has spoilt them.
    Damaged,
    /// Nothing.
    Nothing,
}

/// What is stored under this name.
///
/// # Errors
///
/// [`StorageProblem`] when the storage does not answer.
pub async fn read(digest: &Digest) -> Result<Found, StorageProblem> {
    let key = digest.to_text();
    let stored = transact(&[(ENVELOPES, Ask::Get(&key))]).await?;
    let bytes = match first(&stored)?.bytes() {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Parted::read(digest).await,
        Err(_) => return Ok(Found::Damaged),
    };
    Ok(match Envelope::parse(bytes) {
        Ok(envelope) if envelope.digest() == *digest => Found::Whole(envelope),
        _ => Found::Damaged,
    })
}

/// All stored envelopes.
///
/// # Errors
///
/// [`StorageProblem`].
pub async fn list() -> Result<Vec<Listed>, StorageProblem> {
    let asked = [
        (ENVELOPES, Ask::Keys),
        (PARTED, Ask::Keys),
        (REFUSALS, Ask::Keys),
        (REFUSALS, Ask::Values),
        (SINCE, Ask::Keys),
        (SINCE, Ask::Values),
    ];
    let stored = transact(&asked).await?;
    let [whole, parted, refused, urns, waiting, days] = stored.as_slice() else {
        return Err(StorageProblem::Broken);
    };
    let (days, refusals) = (pairs(waiting, days)?, pairs(refused, urns)?);
    let mut all = vec![];
    for (keys, parted) in [(whole, false), (parted, true)] {
        for key in keys.texts()? {
            let since = days.get(&key).cloned();
            let listed = listed(&key, parted, &refusals)?;
            all.push(Listed { since, ..listed });
        }
    }
    Ok(all)
}

/// Some of the stored envelopes, and how many there are.
pub struct Glance {
    /// At most [`GLANCE`](policy::GLANCE).
    pub some: Vec<Listed>,
    /// How many wait to be sent, in all.
    pub waiting: usize,
    /// How many were refused for good, in all.
    pub refused: usize,
}

/// Some of the stored envelopes, from this place in the order of their names on; what follows
/// begins anew at the end.
///
/// It takes as long with ten thousand as with ten: the names are read where the days stand, not
/// where the envelopes do.
///
/// # Errors
///
/// [`StorageProblem`].
pub async fn glance(from: &str) -> Result<Glance, StorageProblem> {
    let asked = [
        (SINCE, Ask::KeysFrom(from, policy::GLANCE)),
        (SINCE, Ask::KeysFrom("", policy::GLANCE)),
        (SINCE, Ask::Count),
        (PARTED, Ask::Keys),
        (REFUSALS, Ask::Keys),
        (REFUSALS, Ask::Values),
    ];
    let stored = transact(&asked).await?;
    let [after, first, all, parted, refused, urns] = stored.as_slice() else {
        return Err(StorageProblem::Broken);
    };
    let (parted, refusals) = (parted.texts()?, pairs(refused, urns)?);
    let mut names = after.texts()?;
    let room = (policy::GLANCE as usize).saturating_sub(names.len());
    let before = first.texts()?.into_iter();
    names.extend(before.take_while(|it| it.as_str() < from).take(room));
    let some = names
        .iter()
        .map(|it| listed(it, parted.contains(it), &refusals));
    Ok(Glance {
        some: some.collect::<Result<_, _>>()?,
        waiting: all.number()?.saturating_sub(refusals.len()),
        refused: refusals.len(),
    })
}

/// Gives the envelopes that version 1 of the database kept a day since which they wait, which it
/// did not note: today. Says whether there were any.
///
/// # Errors
///
/// [`StorageProblem`]; they are then looked for again at the next start.
pub async fn take_over_version_1() -> Result<bool, StorageProblem> {
    let today = today();
    let keys = list_keys(ENVELOPES).await?;
    let put = keys.iter().map(|it| (SINCE, Ask::PutText(it, &today)));
    let put: Vec<_> = put.collect();
    if put.is_empty() {
        return Ok(false);
    }
    transact(&put).await?;
    Ok(true)
}

/// Keys with their values.
fn pairs(keys: &Stored, values: &Stored) -> Result<BTreeMap<String, String>, StorageProblem> {
    Ok(keys.texts()?.into_iter().zip(values.texts()?).collect())
}

fn listed(
    key: &str,
    parted: bool,
    refusals: &BTreeMap<String, String>,
) -> Result<Listed, StorageProblem> {
    Ok(Listed {
        digest: key.parse().map_err(|_| StorageProblem::Broken)?,
        parted,
        refused: refusals.get(key).and_then(|it| ProblemType::from_urn(it)),
        since: None,
    })
}

/// Notes that the intake refused an envelope for good. The envelope stays.
///
/// # Errors
///
/// [`StorageProblem`]; the envelope then counts as one that waits, and is sent again.
pub async fn refuse(digest: &Digest, problem: ProblemType) -> Result<(), StorageProblem> {
    let key = digest.to_text();
    let put = [(REFUSALS, Ask::PutText(&key, problem.urn()))];
    let gone = [(REFUSALS, Ask::Delete(&key))];
    let is_there = async || {
        let stored = transact(&[(REFUSALS, Ask::Get(&key))]).await;
        let text = stored.ok().and_then(|it| first(&it).ok()?.text().ok()?);
        text.as_deref() == Some(problem.urn())
    };
    put_and_read_back(&put, &gone, is_there).await
}

/// Deletes an envelope. Only a verified receipt for these very bytes leads here.
///
/// # Errors
///
/// [`StorageProblem`]; the envelope is then still there and is sent again, which the intake
/// takes as the same one.
pub async fn delete(receipt: &Receipt) -> Result<(), StorageProblem> {
    if let Found::Parted(parted) = Parted::read(receipt.digest()).await? {
        return parted.delete().await;
    }
    let key = receipt.digest().to_text();
    let gone = [
        (ENVELOPES, Ask::Delete(&key)),
        (REFUSALS, Ask::Delete(&key)),
        (SINCE, Ask::Delete(&key)),
    ];
    transact(&gone).await?;
    Ok(())
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
    let stored = transact(&[(SITES, Ask::Get(site))]).await?;
    Ok(first(&stored)?.text()?)
}

/// Writes, commits, reads back and deletes, before the first question is asked.
///
/// # Errors
///
/// [`StorageProblem`] says why nothing could be stored here.
pub async fn self_test() -> Result<(), StorageProblem> {
    // A whole number: the code that writes a fraction is 9 kB.
    let dice = (clock::jitter() * f64::from(u32::MAX)) as u32;
    let probe = itoa::Buffer::new().format(dice).to_owned();
    put_text(SELF_TEST, "probe", &probe).await?;
    let probed = [
        (SELF_TEST, Ask::Get("probe")),
        (SELF_TEST, Ask::Delete("probe")),
    ];
    if first(&transact(&probed).await?)?.text()? == Some(probe) {
        Ok(())
    } else {
        Err(StorageProblem::Broken)
    }
}

/// The device's day, as `YYYY-MM-DD`; no finer time is kept.
fn today() -> String {
    let [year, month, day] = clock::today();
    report::written_day(year, month, day)
}

async fn put_text(store: &str, key: &str, text: &str) -> Result<(), StorageProblem> {
    transact(&[(store, Ask::PutText(key, text))]).await?;
    Ok(())
}

async fn list_keys(store: &str) -> Result<Vec<String>, StorageProblem> {
    let stored = transact(&[(store, Ask::Keys)]).await?;
    Ok(first(&stored)?.texts()?)
}

fn first(stored: &[Stored]) -> Result<&Stored, StorageProblem> {
    stored.first().ok_or(StorageProblem::Broken)
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
