//! Sealed envelopes as files, from this device to another and back.

use envelope::Envelope;
use envelope_format::{HEADER_LEN, Header, envelope_len};
use submission::{PART_LEN, part_count};

use crate::browser::file::{self, Held, Unreadable};
use crate::model::ImportProblem;
use crate::queue::store::parts::Keeping;
use crate::queue::store::{self, Found};

/// The envelope of this name as one file; nothing when it is not there or spoilt.
pub(super) async fn export(digest: &str) -> Option<Held> {
    match store::read(&digest.parse().ok()?).await.ok()? {
        Found::Whole(envelope) => Some(Held::moved(envelope.as_bytes())),
        Found::Parted(parted) => {
            let mut pieces = vec![];
            for number in 0..part_count(parted.size()) {
                let part = parted.part(number).await.ok()??;
                // The browser has each then, and may put it on the disk; here none stays in memory.
                pieces.push(file::joined(&[Held::moved(&part)])?);
            }
            file::joined(&pieces)
        }
        Found::Damaged | Found::Nothing => None,
    }
}

/// Keeps the envelope in a file, so that it is sent from here.
///
/// # Errors
///
/// [`ImportProblem`]; nothing is kept then.
pub(super) async fn import(file: &Held) -> Result<(), ImportProblem> {
    let unreadable = |Unreadable| ImportProblem::Unreadable;
    let beginning = file.part(0, HEADER_LEN as u64).await.map_err(unreadable)?;
    let header: &[u8; HEADER_LEN] = beginning[..]
        .try_into()
        .map_err(|_| ImportProblem::NotAnEnvelope)?;
    let header = Header::parse(header).map_err(|_| ImportProblem::NotAnEnvelope)?;
    if file.len() != envelope_len(header.bucket_log2()) {
        return Err(ImportProblem::NotAnEnvelope);
    }
    if file.len() <= PART_LEN {
        let bytes = file.bytes().await.map_err(unreadable)?;
        let envelope = Envelope::parse(bytes).map_err(|_| ImportProblem::NotAnEnvelope)?;
        return store::push(&envelope).await.map_err(ImportProblem::Storage);
    }
    import_parts(file).await
}

async fn import_parts(file: &Held) -> Result<(), ImportProblem> {
    let mut keeping = Keeping::begin().await;
    let mut at = 0;
    while at < file.len() {
        let end = file.len().min(at + PART_LEN);
        let added = match file.part(at, end).await {
            Ok(bytes) => keeping.add(&bytes).await.map_err(ImportProblem::Storage),
            Err(Unreadable) => Err(ImportProblem::Unreadable),
        };
        if let Err(problem) = added {
            keeping.abandon().await;
            return Err(problem);
        }
        at = end;
    }
    let kept = keeping.finish().await;
    kept.map(drop).map_err(ImportProblem::Storage)
}
