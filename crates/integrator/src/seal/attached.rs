use std::fs::{self, File};
use std::io::{self, Cursor, Read, Seek};
use std::path::{Path, PathBuf};

use envelope::AttachmentHead;
use picture::{LOOK_LEN, Look, StripError, look, strip};
use submission::MAX_ENVELOPE_LEN;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::failure::{Exit, Failure};
use crate::files::FileError;

/// The longest name an attachment can have, in bytes (`docs/envelope.md`, "Content").
const MAX_NAME_LEN: usize = 255;

/// What an attachment is whose extension says nothing (RFC 2046, section 4.5.1).
const UNKNOWN_MEDIA_TYPE: &str = "application/octet-stream";

/// Stands before the name of an untouched original, as in the app.
const ORIGINAL: &str = "original-";

/// A file cannot be attached.
#[derive(Debug, Error)]
pub enum AttachError {
    /// The file cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// It is a folder, a pipe or a device: it has no length to begin with.
    #[error("{} is not a file that could be attached", .0.display())]
    NotAFile(PathBuf),
    /// Its name is not UTF-8.
    #[error("the name of {} is not text", .0.display())]
    NameNotText(PathBuf),
    /// Its name, with what stands before an original's, has more bytes than an attachment's may
    /// have.
    #[error("the name of {} is longer than an envelope takes: {MAX_NAME_LEN} bytes with everything", .0.display())]
    NameTooLong(PathBuf),
    /// It is a picture whose metadata cannot be taken out.
    #[error("{} is not attached: {reason}", path.display())]
    Picture {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: StripError,
    },
    /// It became shorter or longer while it was sealed.
    #[error("{} changed its length while it was sealed", .0.display())]
    Changed(PathBuf),
}

impl Failure for AttachError {
    fn advice(&self) -> &'static str {
        match self {
            Self::File(error) => error.advice(),
            Self::NotAFile(_) => "Put what it holds into a file, and attach that.",
            Self::NameNotText(_) | Self::NameTooLong(_) => "Give the file another name first.",
            Self::Picture { .. } => {
                "Save the picture as JPEG or PNG and attach that. Or attach it with \
                 --keep-metadata: then all goes along that it says beside the picture, such as the \
                 place where it was taken."
            }
            Self::Changed(_) => "Wait until nothing writes to it, then run the command again.",
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::File(error) => error.exit(),
            Self::Changed(_) => Exit::Failed,
            Self::NotAFile(_)
            | Self::NameNotText(_)
            | Self::NameTooLong(_)
            | Self::Picture { .. } => Exit::Invalid,
        }
    }
}

/// What becomes of the metadata in photos.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Metadata {
    /// It goes.
    Removed,
    /// It goes, and the untouched original stands directly after each photo.
    RemovedBesideOriginal,
    /// It stays.
    Kept,
}

/// A file that will be sealed with a report.
#[derive(Debug)]
pub(super) struct Attached {
    pub(super) path: PathBuf,
    pub(super) body: Body,
    name: String,
    media_type: &'static str,
    len: u64,
}

/// Where the bytes come from.
#[derive(Debug)]
pub(super) enum Body {
    /// The file, as it is.
    File(File),
    /// A photo without its metadata.
    Stripped(Cursor<Zeroizing<Vec<u8>>>),
}

impl Read for Body {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.read(into),
            Self::Stripped(bytes) => bytes.read(into),
        }
    }
}

/// Opens these files, in this order, and takes the metadata out of photos.
pub(super) fn open_all(paths: &[PathBuf], how: Metadata) -> Result<Vec<Attached>, AttachError> {
    let mut all = Vec::with_capacity(paths.len());
    for path in paths {
        let mut original = Attached::open(path)?;
        let stripped = match how {
            Metadata::Kept => None,
            Metadata::Removed | Metadata::RemovedBesideOriginal => original.stripped()?,
        };
        let Some(stripped) = stripped else {
            all.push(original);
            continue;
        };
        if how == Metadata::RemovedBesideOriginal {
            original.media_type = stripped.media_type;
            original.name = checked([ORIGINAL, &original.name].concat(), path)?;
            all.extend([stripped, original]);
        } else {
            all.push(stripped);
        }
    }
    Ok(all)
}

impl Attached {
    /// Opens it and takes down what is said of it.
    fn open(path: &Path) -> Result<Self, AttachError> {
        let name = name(path)?;
        let failed = unreadable(path);
        // Asked before it is opened: opening a pipe waits for somebody to write to it.
        if !fs::metadata(path).map_err(&failed)?.is_file() {
            return Err(AttachError::NotAFile(path.to_owned()));
        }
        let file = File::open(path).map_err(&failed)?;
        Ok(Self {
            path: path.to_owned(),
            len: file.metadata().map_err(&failed)?.len(),
            body: Body::File(file),
            media_type: mime_guess::from_path(&name)
                .first_raw()
                .unwrap_or(UNKNOWN_MEDIA_TYPE),
            name,
        })
    }

    /// A photo without its metadata; nothing when the file is no picture.
    fn stripped(&mut self) -> Result<Option<Self>, AttachError> {
        let Body::File(file) = &mut self.body else {
            return Ok(None);
        };
        // No envelope has room for a longer one, so it is refused for its length soon.
        if self.len > MAX_ENVELOPE_LEN {
            return Ok(None);
        }
        let read = picture_in(file, self.len).map_err(unreadable(&self.path))?;
        let Some(bytes) = read else {
            return Ok(None);
        };
        let stripped = strip(&bytes).map_err(|reason| AttachError::Picture {
            path: self.path.clone(),
            reason,
        })?;
        Ok(Some(Self {
            path: self.path.clone(),
            name: self.name.clone(),
            media_type: stripped.format.media_type(),
            len: stripped.bytes.len() as u64,
            body: Body::Stripped(Cursor::new(stripped.bytes)),
        }))
    }

    /// What is said of it in the envelope.
    pub(super) fn head(&self) -> AttachmentHead<'_> {
        AttachmentHead {
            name: &self.name,
            media_type: self.media_type,
            len: self.len,
        }
    }
}

/// The bytes of a file of `len` bytes when it begins as a picture does. The file is left at its
/// beginning.
fn picture_in(file: &mut File, len: u64) -> io::Result<Option<Zeroizing<Vec<u8>>>> {
    let mut beginning = Vec::with_capacity(LOOK_LEN as usize);
    file.take(LOOK_LEN).read_to_end(&mut beginning)?;
    file.rewind()?;
    if look(&beginning) == Look::NoPicture {
        return Ok(None);
    }
    // With room for all of them, so that none stay behind where the bytes stood before.
    let room = usize::try_from(len).map_err(io::Error::other)?;
    let mut bytes = Zeroizing::new(Vec::with_capacity(room));
    file.take(len).read_to_end(&mut bytes)?;
    file.rewind()?;
    Ok(Some(bytes))
}

fn unreadable(path: &Path) -> impl Fn(io::Error) -> FileError {
    move |source| FileError::Read {
        path: path.to_owned(),
        source,
    }
}

/// What the file is called, without the folders it is in: those are nobody's business.
fn name(path: &Path) -> Result<String, AttachError> {
    let name = path
        .file_name()
        .ok_or_else(|| AttachError::NotAFile(path.to_owned()))?;
    match name.to_str() {
        None => Err(AttachError::NameNotText(path.to_owned())),
        Some(name) => checked(name.to_owned(), path),
    }
}

/// The name that the file at `path` is to have, when it is not too long for an envelope.
fn checked(name: String, path: &Path) -> Result<String, AttachError> {
    if name.len() <= MAX_NAME_LEN {
        Ok(name)
    } else {
        Err(AttachError::NameTooLong(path.to_owned()))
    }
}
