//! `sealpost watch`: follows the intake and prints each report as it arrives.

use std::env;
use std::io::{Seek, Write};
use std::thread;
use std::time::{Duration, Instant};

use envelope::Identity;
use submission::{Listed, Listing};
use tempfile::SpooledTempFile;
use thiserror::Error;

use crate::cli::WatchOptions;
use crate::client::{Client, ClientError};
use crate::failure::{Exit, Failure};
use crate::files::{self, FileError};
use crate::identity::{self, IdentityError};
use crate::open::{self, UnsealError};
use crate::output::{Output, OutputError};

mod backoff;
mod keeping;
mod passed_over;

use keeping::Unacknowledged;
use passed_over::PassedOver;

/// How long the intake is asked to hold its answer: below the 30 seconds it accepts and below
/// the minute after which proxies tend to give up.
const WAIT: Duration = Duration::from_secs(25);

/// The least time between two questions to which there is no news: something between here and
/// the intake may answer at once instead of holding on, and must not be asked without end.
const LEAST: Duration = Duration::from_secs(1);

/// How often an envelope that comes with other bytes is fetched before it is passed over: bytes
/// that were harmed on the way are right the next time.
const TRIES: u32 = 3;

/// The longest envelope that is held in memory, in bytes: any without large attachments.
const IN_MEMORY: usize = 1024 * 1024;

/// Why watching ended. An intake that is away does not end it.
#[derive(Debug, Error)]
pub enum WatchError {
    /// An identity cannot be used.
    #[error(transparent)]
    Identity(#[from] IdentityError),
    /// The intake refuses, and would refuse again.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// The folder for what is kept cannot be made.
    #[error(transparent)]
    File(#[from] FileError),
    /// The result could not be written.
    #[error(transparent)]
    Output(#[from] OutputError),
}

impl WatchError {
    fn cause(&self) -> &dyn Failure {
        match self {
            Self::Identity(error) => error,
            Self::Client(error) => error,
            Self::File(error) => error,
            Self::Output(error) => error,
        }
    }
}

impl Failure for WatchError {
    fn advice(&self) -> &'static str {
        self.cause().advice()
    }

    fn exit(&self) -> Exit {
        self.cause().exit()
    }
}

/// Follows the intake until it refuses for good or the output is closed.
pub fn run(options: &WatchOptions, output: &mut Output) -> Result<(), WatchError> {
    let identities = identity::load(&options.identities)?;
    let client = Client::new(&options.intake)?;
    if let Some(folder) = &options.keep {
        files::make_private_folder(folder)?;
    }
    let mut watch = Watch {
        client,
        identities,
        options,
        output,
        after: None,
        failures: 0,
        others: 0,
        unacknowledged: Unacknowledged::default(),
    };
    if !options.from_start {
        watch.skip_to_the_end()?;
    }
    watch
        .output
        .note(&format!("Watching with {} keys.", watch.identities.len()));
    loop {
        let asked = Instant::now();
        let page = watch.page(WAIT)?;
        if page.envelopes.is_empty() {
            // Does nothing when the intake has held its answer, as it should.
            thread::sleep(LEAST.saturating_sub(asked.elapsed()));
        }
        watch.take(page)?;
    }
}

/// Where the watch stands.
struct Watch<'a> {
    client: Client,
    identities: Vec<Identity>,
    options: &'a WatchOptions,
    output: &'a mut Output,
    /// The cursor of the last envelope dealt with.
    after: Option<String>,
    /// How often in a row the intake was away.
    failures: u32,
    /// Envelopes that were for other readers.
    others: u64,
    /// What the intake is still to be told.
    unacknowledged: Unacknowledged,
}

impl Watch<'_> {
    /// Passes over everything the intake already has; only what arrives from now on is shown.
    fn skip_to_the_end(&mut self) -> Result<(), WatchError> {
        loop {
            let page = self.page(Duration::ZERO)?;
            self.after = Some(page.next);
            if page.envelopes.is_empty() {
                return Ok(());
            }
        }
    }

    /// The next page, however long the intake is away. First it is told what is here.
    fn page(&mut self, wait: Duration) -> Result<Listing, WatchError> {
        loop {
            let told = self.unacknowledged.tell(&self.client);
            match told.and_then(|()| self.client.list(self.after.as_deref(), wait)) {
                Ok(page) => {
                    self.is_back();
                    return Ok(page);
                }
                Err(error) => self.wait_after(error)?,
            }
        }
    }

    /// Shows every envelope of a page and moves past it. When the intake goes away in between,
    /// what is left comes with the next page.
    fn take(&mut self, page: Listing) -> Result<(), WatchError> {
        for listed in page.envelopes {
            match self.download_patiently(&listed) {
                Ok(mut envelope) => match open::unseal(&self.identities, &mut envelope) {
                    Ok(opened) => {
                        if let Err(error) = self.keep(&listed, &mut envelope) {
                            return self.wait_after(ClientError::Keep(error));
                        }
                        open::show(&opened, self.options.report.language, self.output)?;
                        if self.options.acknowledge {
                            self.unacknowledged.push(listed.digest);
                        }
                    }
                    Err(error) => self.pass_over(&listed, error),
                },
                Err(error) if error.is_about_one_envelope() => {
                    let passed = PassedOver::new(error, self.after.as_deref());
                    self.output.failure_about(None, &passed);
                }
                Err(error) => return self.wait_after(error),
            }
            self.after = Some(listed.cursor);
        }
        self.after = Some(page.next);
        Ok(())
    }

    /// One envelope, checked, and asked for again when other bytes came.
    fn download_patiently(&self, listed: &Listed) -> Result<SpooledTempFile, ClientError> {
        for tried in 1..TRIES {
            match self.download(listed) {
                Err(ClientError::OtherBytes(_)) => thread::sleep(delay(tried)),
                done => return done,
            }
        }
        self.download(listed)
    }

    /// One envelope, checked: in memory when it is short, else in a file that has no name and is
    /// gone with it.
    fn download(&self, listed: &Listed) -> Result<SpooledTempFile, ClientError> {
        let unkept = |source| FileError::Write {
            path: env::temp_dir(),
            source,
        };
        let mut file = SpooledTempFile::new(IN_MEMORY);
        self.client
            .download(listed, &mut |bytes| file.write_all(bytes).map_err(unkept))?;
        let rewound = file.rewind().map_err(unkept);
        rewound.map_err(ClientError::Keep)?;
        Ok(file)
    }

    /// Before it is shown, so that nothing is acknowledged that is not on the disk.
    fn keep(&self, listed: &Listed, envelope: &mut SpooledTempFile) -> Result<(), FileError> {
        match &self.options.keep {
            Some(folder) => keeping::keep(envelope, &listed.digest, folder),
            None => Ok(()),
        }
    }

    /// An envelope for somebody else is nothing to speak of; a damaged one is.
    fn pass_over(&mut self, listed: &Listed, error: UnsealError) {
        if matches!(error, UnsealError::NotForTheseKeys) {
            self.others += 1;
            self.output.detail(&format!(
                "{} envelopes were for other readers.",
                self.others
            ));
        } else {
            self.output
                .failure_about(Some(&listed.digest.to_string()), &error);
        }
    }

    /// Waits before the next try, or ends when another try cannot help.
    fn wait_after(&mut self, error: ClientError) -> Result<(), WatchError> {
        if !error.may_pass() {
            return Err(error.into());
        }
        self.failures = self.failures.saturating_add(1);
        if self.failures == 1 {
            self.output
                .note(&format!("Waiting: {error}. Nothing is lost meanwhile."));
        }
        thread::sleep(delay(self.failures));
        Ok(())
    }

    fn is_back(&mut self) {
        if self.failures > 0 {
            self.failures = 0;
            self.output.note("The intake answers again.");
        }
    }
}

/// The wait after so many failures (1 or more) in a row.
fn delay(failures: u32) -> Duration {
    // Without randomness the waits are only not spread.
    backoff::delay(failures, getrandom::u32().unwrap_or(u32::MAX))
}
