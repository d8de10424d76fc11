//! Sending without storing, where the device cannot store: the envelope lives in this worker's
//! memory until the intake has signed for it, and with it only as long as the page is open.

use std::rc::Rc;

use envelope::web::{Piece, Sink, SinkFull};
use envelope::{Envelope, Label, seal_document};
use submission::{Receipt, ReceiptKey};

use super::{STOP_ASKED, problem, seal_pieces};
use crate::browser::{clock, worker};
use crate::model::SubmitProblem;
use crate::post::job::{Job, Standing};
use crate::queue::outcome::{Outcome, classify};
use crate::queue::{policy, upload};

/// Seals, and tries until there is a receipt, the intake refuses, or the person stops.
///
/// The same bytes go each time, so that an answer that was lost costs nothing.
pub(super) async fn seal_and_send(job: &Job, key: &ReceiptKey) -> Result<Receipt, SubmitProblem> {
    let envelope = sealed(job).await?;
    let digest = envelope.digest();
    for failures in 0.. {
        worker::answer(&Standing::Sending.to_message());
        let answer = upload::envelope(&digest, &envelope, &|_| {}).await;
        match classify(&answer, key, &digest, envelope.len() as u64) {
            Outcome::Received(receipt) => return Ok(receipt),
            Outcome::NeedsPerson(_) => return Err(SubmitProblem::Refused),
            // What is sent whole has no parts.
            Outcome::Later(_) | Outcome::Parts(_) => {}
        }
        let wait = policy::back_off(failures, clock::jitter());
        if STOP_ASKED.with(Rc::clone).within(wait).await {
            break;
        }
    }
    Err(SubmitProblem::StoppedSending)
}

async fn sealed(job: &Job) -> Result<Envelope, SubmitProblem> {
    if job.files.is_empty() {
        let sealed = seal_document(&job.recipients, Label::Report, &job.document);
        return sealed.map_err(|_| SubmitProblem::Seal);
    }
    let mut memory = Memory::default();
    let sealed = seal_pieces(job, &mut memory).await;
    sealed.map_err(problem)?;
    Envelope::parse(memory.0).map_err(|_| SubmitProblem::Seal)
}

/// All pieces, one after the other.
#[derive(Default)]
struct Memory(Vec<u8>);

impl Sink for Memory {
    async fn take(&mut self, piece: Piece) -> Result<(), SinkFull> {
        self.0.extend_from_slice(&piece.to_vec());
        Ok(())
    }
}
