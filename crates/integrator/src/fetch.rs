//! `sealpost fetch`: brings home what is new, each envelope checked and written whole.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use envelope::Digest;
use serde::Serialize;
use submission::Listed;
use thiserror::Error;

use crate::cli::FetchOptions;
use crate::client::{self, Client, ClientError};
use crate::digesting::digest_all;
use crate::failure::{Exit, Failure};
use crate::files::{self, Access, FileError, NewFile};
use crate::output::{Output, OutputError};

/// Not everything new was brought home.
#[derive(Debug, Error)]
pub enum FetchError {
    /// The intake did not give it.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// A file could not be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// `--after`, or the file `cursor`, holds no cursor.
    #[error("this is not a cursor")]
    NotACursor,
    /// Some envelopes could not be had; all others were.
    #[error("{0} of the envelopes could not be had; the others are here")]
    Incomplete(usize),
    /// The result could not be written.
    #[error(transparent)]
    Output(#[from] OutputError),
}

impl Failure for FetchError {
    fn advice(&self) -> &'static str {
        match self {
            Self::Client(error) => error.advice(),
            Self::File(error) => error.advice(),
            Self::NotACursor => {
                "Take a cursor that `sealpost fetch` printed, or begin without one."
            }
            Self::Incomplete(_) => {
                "Run the command again; it asks for them again, and only for them."
            }
            Self::Output(error) => error.advice(),
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::Client(error) => error.exit(),
            Self::File(error) => error.exit(),
            Self::NotACursor | Self::Incomplete(_) => Exit::Invalid,
            Self::Output(error) => error.exit(),
        }
    }
}

/// What one run brought.
#[derive(Debug, Default, Serialize)]
struct Fetched {
    /// Envelopes written now.
    new: usize,
    /// Envelopes that were here already.
    known: usize,
    /// Where the next run goes on.
    cursor: Option<String>,
}

/// Downloads what is new into the folder and remembers the cursor there.
///
/// The cursor moves past an envelope only when its file is on the disk. One that cannot be had
/// does not keep the others away, but holds the cursor, so that the next run asks for it again.
pub fn run(options: &FetchOptions, output: &mut Output) -> Result<(), FetchError> {
    let client = Client::new(&options.intake)?;
    files::make_private_folder(&options.output)?;
    let cursor_file = options.output.join("cursor");
    let mut after = start(options, &cursor_file)?;
    let mut fetched = Fetched {
        cursor: after.clone(),
        ..Fetched::default()
    };
    let mut missing = 0;
    loop {
        let page = client.list(after.as_deref(), Duration::ZERO)?;
        if page.envelopes.is_empty() {
            break;
        }
        for listed in &page.envelopes {
            match bring(&client, listed, &options.output) {
                Ok(true) => fetched.new += 1,
                Ok(false) => fetched.known += 1,
                Err(FetchError::Client(error)) if error.is_about_one_envelope() => {
                    output.failure_about(None, &error);
                    missing += 1;
                }
                Err(error) => return Err(error),
            }
        }
        after = Some(page.next.clone());
        if missing == 0 {
            files::replace(&cursor_file, format!("{}\n", page.next).as_bytes())?;
            fetched.cursor = Some(page.next);
        }
    }
    output.result(
        &fetched,
        &format!("{} new, {} known already", fetched.new, fetched.known),
    )?;
    if missing > 0 {
        return Err(FetchError::Incomplete(missing));
    }
    Ok(())
}

/// The cursor to begin after: the option's, else the remembered one, else none.
fn start(options: &FetchOptions, cursor_file: &Path) -> Result<Option<String>, FetchError> {
    let cursor = match &options.after {
        Some(cursor) => cursor.clone(),
        None if cursor_file.exists() => files::read_first_line(cursor_file)?.to_string(),
        None => return Ok(None),
    };
    if client::is_cursor(&cursor) {
        Ok(Some(cursor))
    } else {
        Err(FetchError::NotACursor)
    }
}

/// Makes sure that one envelope is in the folder; says whether it came just now.
fn bring(client: &Client, listed: &Listed, folder: &Path) -> Result<bool, FetchError> {
    let path = envelope_file(folder, &listed.digest);
    if path.exists() && is_whole(&path, &listed.digest) {
        return Ok(false);
    }
    let mut file = NewFile::beside(&path, Access::Private)?;
    client.download(listed, &mut |bytes| file.append(bytes))?;
    // Takes the place of a file whose bytes went bad; `is_whole` has just said so.
    file.finish()?.replace(&path)?;
    Ok(true)
}

/// The name of an envelope's file.
fn envelope_file(folder: &Path, digest: &Digest) -> PathBuf {
    folder.join(format!("{digest}.envelope"))
}

fn is_whole(path: &Path, digest: &Digest) -> bool {
    File::open(path)
        .and_then(digest_all)
        .is_ok_and(|(found, _)| found == *digest)
}
