//! The page's side: a worker for each piece of work.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::browser::file::Held;
use crate::browser::worker::{Gone, Helper, Message};
use crate::browser::{page, task};
use crate::model::{CleanProblem, ImportProblem, Kept, Progress, SubmitProblem};

use super::exchange;
use super::job::{self, CLEAN, Cleaned, EXPORT, IMPORT, Job, LIST, SEND, STOP, Standing, Told};

/// Starts workers and hands them their work.
pub struct Post {
    /// One that is loaded and waits for work, so that sealing does not wait for the network.
    ready: RefCell<Option<Helper>>,
    /// The one that seals just now.
    sealing: RefCell<Option<Rc<Helper>>>,
    /// The one that sends.
    sending: RefCell<Option<Rc<Helper>>>,
    /// Whether the one that sends is being loaded.
    starting: Cell<bool>,
    /// The key whose receipts are believed, once the site is known.
    receipt_key: RefCell<Option<String>>,
    report: Box<dyn Fn(Told)>,
}

impl Post {
    /// Tells `report` what becomes of what waits.
    pub fn new(report: Box<dyn Fn(Told)>) -> Self {
        Self {
            ready: RefCell::default(),
            sealing: RefCell::default(),
            sending: RefCell::default(),
            starting: Cell::default(),
            receipt_key: RefCell::default(),
            report,
        }
    }

    /// Loads a worker in advance. When that fails, it is tried again once there is work.
    pub async fn get_ready(&self) {
        if self.ready.borrow().is_none() {
            let started = start().await.ok();
            *self.ready.borrow_mut() = started;
        }
    }

    /// Seals a report with its files and keeps the envelope on the device. `progress` is told how
    /// many bytes of how many are sealed. The answer is the envelope's digest. A job that is not to
    /// be stored is sent at once instead, and its receipt comes to `report` as any other.
    ///
    /// # Errors
    ///
    /// [`SubmitProblem`]; nothing is kept then.
    pub async fn seal(
        &self,
        job: Job,
        progress: &dyn Fn(Progress),
    ) -> Result<String, SubmitProblem> {
        let gone = |Gone| SubmitProblem::PostMissing;
        let helper = Rc::new(self.take().await.map_err(gone)?);
        *self.sealing.borrow_mut() = Some(Rc::clone(&helper));
        let result = self.watch(&helper, &job, progress).await;
        self.sealing.borrow_mut().take();
        result
    }

    /// Asks the job that is under way to stop. It may be too late for that.
    pub fn stop(&self) {
        if let Some(helper) = &*self.sealing.borrow() {
            // One that is gone has stopped.
            let _ = helper.tell(&Message::of_words(&[STOP]));
        }
    }

    /// Ends all work at once. A page that is put aside may keep its workers, standing still: one that
    /// sends would hold its lock, and keep every other page from sending.
    pub fn end(&self) {
        self.ready.borrow_mut().take();
        for working in [&self.sealing, &self.sending] {
            if let Some(helper) = &*working.borrow() {
                helper.end();
            }
        }
    }

    /// A picture file without what stands in it beside the picture.
    ///
    /// # Errors
    ///
    /// [`CleanProblem`].
    pub async fn clean(&self, file: &Held) -> Result<Cleaned, CleanProblem> {
        let mut asked = Message::of_words(&[CLEAN]);
        asked.held.push(file.again());
        let answer = self.ask(&asked).await;
        job::read_cleaned(answer.map_err(|Gone| CleanProblem::Unclean)?)
    }

    /// The sealed bytes of an envelope that is kept on the device; nothing when they are not to be
    /// had.
    pub async fn export(&self, digest: &str) -> Option<Held> {
        let answer = self.ask(&Message::of_words(&[EXPORT, digest])).await;
        answer.ok()?.held.into_iter().next()
    }

    /// Keeps the envelope in a file on this device, so that it is sent from here.
    ///
    /// # Errors
    ///
    /// [`ImportProblem`]; nothing is kept then.
    pub async fn import(&self, file: &Held) -> Result<(), ImportProblem> {
        let mut asked = Message::of_words(&[IMPORT]);
        asked.held.push(file.again());
        let answer = self.ask(&asked).await;
        exchange::read_imported(&answer.map_err(|Gone| ImportProblem::PostMissing)?)
    }

    /// The envelopes that are kept on this device.
    pub async fn kept(&self) -> Vec<Kept> {
        let answer = self.ask(&Message::of_words(&[LIST])).await;
        answer.map(exchange::read_kept).unwrap_or_default()
    }

    /// Sets the key that receipts are verified with. Without one nothing is sent, because no
    /// answer could be believed.
    pub fn trust(&self, receipt_key: &str) {
        *self.receipt_key.borrow_mut() = Some(receipt_key.to_owned());
    }

    /// Sends what waits on the device, at once, whatever wait was left.
    pub fn send(self: &Rc<Self>) {
        let Some(key) = &*self.receipt_key.borrow() else {
            return;
        };
        match &*self.sending.borrow() {
            Some(helper) => {
                // One that is gone has been noticed by whoever listens to it.
                let _ = helper.tell(&Message::of_words(&[SEND, key]));
            }
            None if self.starting.replace(true) => {}
            None => task::spawn(Box::pin(Rc::clone(self).listen(key.clone()))),
        }
    }

    /// Starts the worker that sends, and passes on what it says.
    async fn listen(self: Rc<Self>, key: String) {
        let helper = start().await;
        self.starting.set(false);
        let Ok(helper) = helper.map(Rc::new) else {
            return;
        };
        *self.sending.borrow_mut() = Some(Rc::clone(&helper));
        let mut told = helper.tell(&Message::of_words(&[SEND, &key]));
        while told.is_ok() {
            told = helper.next().await.map(|message| {
                if let Some(told) = Told::of_message(&message) {
                    (self.report)(told);
                }
            });
        }
        // The next call starts another.
        self.sending.borrow_mut().take();
    }

    /// The worker's word that something is kept, or was received, is the only one that counts.
    async fn watch(
        &self,
        helper: &Helper,
        job: &Job,
        progress: &dyn Fn(Progress),
    ) -> Result<String, SubmitProblem> {
        // Whether a worker that failed after it was told had kept the envelope cannot be known; then
        // the person is not told so, and sending again gives a second report instead of none.
        let failed = |Gone| SubmitProblem::Seal;
        helper.tell(&job.to_message()).map_err(failed)?;
        loop {
            match Standing::of_message(&helper.next().await.map_err(failed)?) {
                Standing::Progress(done, all) => progress(Progress::Sealed { done, all }),
                Standing::Sending => progress(Progress::Sending),
                Standing::Kept(digest) => return Ok(digest),
                Standing::Received(proof) => {
                    let digest = proof.digest.clone();
                    (self.report)(Told::Received(proof));
                    return Ok(digest);
                }
                Standing::Failed(problem) => return Err(problem),
            }
        }
    }

    /// Has a worker of its own do one thing.
    async fn ask(&self, asked: &Message) -> Result<Message, Gone> {
        let helper = self.take().await?;
        helper.tell(asked)?;
        helper.next().await
    }

    async fn take(&self) -> Result<Helper, Gone> {
        let ready = self.ready.borrow_mut().take();
        match ready {
            Some(helper) => Ok(helper),
            None => start().await,
        }
    }
}

async fn start() -> Result<Helper, Gone> {
    let address = page::meta("sealpost-post").ok_or(Gone)?;
    Helper::start(&address).await
}
