use envelope_format::{Digester, Header, check_len};
use submission::part_count;

use crate::{
    day::today,
    failure::Failure,
    state::Intake,
    store::{Progress, StoreError, Upload, UploadId},
};

/// Looks at the whole, when all parts of it are there: stores it as an envelope, or deletes them.
///
/// Whoever learns that an upload is complete calls this, so that none stays between the two.
///
/// # Errors
///
/// What is wrong with the whole; then its parts are deleted. Or that the storage failed; then
/// nothing is decided.
pub(crate) async fn judged(
    intake: &Intake,
    upload: Upload,
    progress: Progress,
) -> Result<Progress, Failure> {
    if !matches!(progress, Progress::Complete(_)) {
        return Ok(progress);
    }
    let _turn = intake.judging.lock().await;
    loop {
        // Whoever had the turn before may have looked at the same one.
        let progress = intake.store.progress(upload).await?;
        let Progress::Complete(id) = progress else {
            return Ok(progress);
        };
        match verdict(intake, id, upload).await? {
            Verdict::Whole => return Ok(intake.store.finish(id, upload, today()).await?),
            Verdict::Wrong(refused) => {
                intake.store.discard(id, upload).await?;
                return Err(refused);
            }
            // Nobody takes turns with who hands it in whole, or with another intake.
            Verdict::Gone => {}
        }
    }
}

/// What was found in the parts of an envelope.
enum Verdict {
    /// They make it up.
    Whole,
    /// They do not.
    Wrong(Failure),
    /// They were deleted meanwhile: the envelope came whole, or another intake looked at them too.
    Gone,
}

/// What there is against the whole, one part of it in memory after the other.
async fn verdict(intake: &Intake, id: UploadId, upload: Upload) -> Result<Verdict, StoreError> {
    let mut digester = Digester::default();
    let mut header = None;
    for n in 0..part_count(upload.size) {
        let Some(part) = intake.store.part(id, n).await? else {
            return Ok(Verdict::Gone);
        };
        digester.update(&part);
        header = header.or_else(|| part.first_chunk().copied());
    }
    // Before the shape, as with an envelope that comes whole.
    if digester.finish() != upload.digest {
        return Ok(Verdict::Wrong(Failure::DigestMismatch));
    }
    // Shorter than a header no envelope is, and its first part neither.
    let header = header.ok_or(StoreError::RowMalformed)?;
    let shape = Header::parse(&header).and_then(|it| check_len(it.bucket_log2(), upload.size));
    Ok(match shape {
        Ok(()) => Verdict::Whole,
        Err(error) => Verdict::Wrong(Failure::Envelope(error)),
    })
}
