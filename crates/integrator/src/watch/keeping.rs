use std::io::{self, Read, Seek};
use std::path::Path;

use envelope::Digest;

use crate::client::{Client, ClientError};
use crate::files::{Access, FileError, NewFile};

/// What was shown and kept, and the intake does not know it yet.
#[derive(Default)]
pub(super) struct Unacknowledged(Vec<Digest>);

impl Unacknowledged {
    pub(super) fn push(&mut self, digest: Digest) {
        self.0.push(digest);
    }

    /// Tells the intake. What it cannot be told now stays for the next time.
    pub(super) fn tell(&mut self, client: &Client) -> Result<(), ClientError> {
        while let Some(digest) = self.0.last() {
            match client.acknowledge(digest) {
                // What is gone there needs nothing more.
                Ok(()) => {}
                Err(error) if error.is_about_one_envelope() => {}
                Err(error) => return Err(error),
            }
            self.0.pop();
        }
        Ok(())
    }
}

/// Writes an envelope, sealed as it is, under its digest into the folder. When this returns, it is
/// on the disk, and so is its name.
pub(super) fn keep(
    envelope: &mut (impl Read + Seek),
    digest: &Digest,
    folder: &Path,
) -> Result<(), FileError> {
    let path = folder.join(format!("{digest}.envelope"));
    let mut file = NewFile::beside(&path, Access::Private)?;
    let copied = envelope.rewind();
    let copied = copied.and_then(|()| io::copy(envelope, &mut file));
    copied.map_err(|source| FileError::Write {
        path: path.clone(),
        source,
    })?;
    file.finish()?.replace(&path)
}
