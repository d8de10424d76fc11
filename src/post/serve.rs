//! The worker's side: seals, keeps on the device, sends, and says so.

mod clean;
mod direct;
mod exchange;
mod keep;
mod send;

use std::ops::ControlFlow;
use std::rc::Rc;

use envelope::web::{Body, SealFilesError, Sink, WebFile, seal_files};
use envelope::{ContentError, Digest, Label, SealError, seal_document};

use super::exchange::{imported_message, kept_message};
use super::job::{
    Attach, CLEAN, EXPORT, IMPORT, Job, LIST, SEAL, SEND, STOP, Standing, cleaned_message, proof,
};
use crate::browser::file::Held;
use crate::browser::signal::Signal;
use crate::browser::task;
use crate::browser::worker::{self, Message};
use crate::model::SubmitProblem;
use crate::queue::store;
use keep::Keep;

thread_local! {
    /// That the page asked to stop. A worker has one job.
    static STOP_ASKED: Rc<Signal> = Rc::new(Signal::new());
}

/// Serves the page for as long as it lets this worker live.
pub fn serve() {
    worker::serve(Box::new(|message| {
        let words: Vec<_> = message.words.iter().map(String::as_str).collect();
        match words[..] {
            [STOP] => STOP_ASKED.with(|it| it.give()),
            [SEAL, ..] => task::spawn(Box::pin(seal_and_say(message))),
            [CLEAN] => task::spawn(Box::pin(clean_and_say(message))),
            [EXPORT, digest] => {
                let digest = digest.to_owned();
                task::spawn(Box::pin(async move { export_and_say(&digest).await }));
            }
            [IMPORT] => task::spawn(Box::pin(import_and_say(message))),
            [LIST] => task::spawn(Box::pin(list_and_say())),
            [SEND, receipt_key] => send::send(receipt_key),
            // The page of this very build asks for nothing else.
            _ => {}
        }
    }));
}

async fn seal_and_say(message: Message) {
    let standing = match Job::of_message(message).await {
        Some(job) => seal_job(&job).await.unwrap_or_else(Standing::Failed),
        None => Standing::Failed(SubmitProblem::Seal),
    };
    worker::answer(&standing.to_message());
}

async fn seal_job(job: &Job) -> Result<Standing, SubmitProblem> {
    let Some(key) = &job.unstored else {
        let digest = seal_and_keep(job).await?;
        return Ok(Standing::Kept(digest.to_text()));
    };
    let receipt = direct::seal_and_send(job, key).await?;
    Ok(Standing::Received(proof(&receipt)))
}

async fn clean_and_say(message: Message) {
    if let Some(file) = message.held.first() {
        worker::answer(&cleaned_message(clean::clean(file).await));
    }
}

/// Answers with the envelope as one file, or with nothing.
async fn export_and_say(digest: &str) {
    let mut answer = Message::of_words(&[]);
    answer.held.extend(exchange::export(digest).await);
    worker::answer(&answer);
}

async fn import_and_say(message: Message) {
    if let Some(file) = message.held.first() {
        worker::answer(&imported_message(exchange::import(file).await));
    }
}

async fn list_and_say() {
    // What cannot be listed is shown as nothing; the outbox line says what is wrong.
    let listed = store::list().await.unwrap_or_default();
    worker::answer(&kept_message(&listed));
}

/// The spine's second half: bytes → sealed envelope → queue on the device.
///
/// When this is `Ok` the envelope is stored and was read back. On any error nothing is stored.
async fn seal_and_keep(job: &Job) -> Result<Digest, SubmitProblem> {
    if job.files.is_empty() {
        let envelope = seal_document(&job.recipients, Label::Report, &job.document)
            .map_err(|_| SubmitProblem::Seal)?;
        let kept = store::push(&envelope).await;
        return kept
            .map(|()| envelope.digest())
            .map_err(SubmitProblem::Storage);
    }
    let mut keep = Keep::begin();
    match seal_pieces(job, &mut keep).await {
        Ok(()) => keep.finish().await.map_err(SubmitProblem::Storage),
        Err(error) => Err(keep.abandon(problem(error)).await),
    }
}

/// Seals a report with its files, piece by piece into `sink`, and says how far it is.
async fn seal_pieces(job: &Job, sink: &mut impl Sink) -> Result<(), SealFilesError> {
    let files: Vec<_> = job.files.iter().map(web_file).collect();
    let (readers, document) = (&job.recipients, &job.document);
    let (label, mut progress) = (Label::Report, progress);
    seal_files(
        readers,
        label,
        document,
        &files,
        job.limit,
        sink,
        &mut progress,
    )
    .await
}

fn progress(done: u64, all: u64) -> ControlFlow<()> {
    worker::answer(&Standing::Progress(done, all).to_message());
    if STOP_ASKED.with(|it| it.is_given()) {
        ControlFlow::Break(())
    } else {
        ControlFlow::Continue(())
    }
}

fn web_file(file: &Attach) -> WebFile<'_> {
    WebFile {
        name: &file.name,
        media_type: &file.media_type,
        body: match &file.held {
            Held::File(blob) => Body::Blob(blob),
            Held::Bytes(bytes) | Held::Moved(bytes) => Body::Bytes(bytes),
        },
    }
}

/// There are more files than an envelope takes. The page offers to pick fewer than that.
const TOO_MANY: SealError = SealError::Content(ContentError::Attachments);

/// What the person is told. What the sink did not take, the sink knows.
fn problem(error: SealFilesError) -> SubmitProblem {
    match error {
        SealFilesError::OverLimit { .. } | SealFilesError::Seal(TOO_MANY) => {
            SubmitProblem::TooLarge
        }
        SealFilesError::Seal(SealError::Content(_)) => SubmitProblem::FileUnreadable,
        SealFilesError::Read(_) => SubmitProblem::FileUnreadable,
        SealFilesError::Stopped => SubmitProblem::Stopped,
        SealFilesError::Seal(_) | SealFilesError::Crypto | SealFilesError::Sink => {
            SubmitProblem::Seal
        }
    }
}
