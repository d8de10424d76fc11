//! The content as it is opened: its parts, in whatever pieces its bytes come.

use std::io;

use envelope_format::layout::bucket_for;
use zeroize::Zeroizing;

use super::{
    ATTACHMENT, AttachmentHead, ContentError, DOCUMENT, END, MAX_ATTACHMENTS, MAX_META_LEN,
    PART_HEAD_LEN,
};

/// What begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartHead<'a> {
    /// The document, always first: so many bytes.
    Document {
        /// How many bytes it has.
        len: u64,
    },
    /// An attachment.
    Attachment(AttachmentHead<'a>),
}

/// Takes the parts of an envelope while it is opened.
///
/// What is handed over has passed its own chunk's check and no more: whether the envelope is whole
/// is known at the end. Whoever keeps it must be ready to throw it away.
pub trait Receiver {
    /// A part begins. Its bytes follow.
    ///
    /// # Errors
    ///
    /// What stops the opening.
    fn part(&mut self, head: PartHead<'_>) -> io::Result<()>;

    /// More bytes of the part that began last.
    ///
    /// # Errors
    ///
    /// What stops the opening.
    fn bytes(&mut self, bytes: &[u8]) -> io::Result<()>;
}

/// Why reading stopped.
#[derive(Debug)]
pub(crate) enum ReadError {
    /// The content breaks the layout.
    Content(ContentError),
    /// The receiver did not take it.
    Receiver(io::Error),
}

impl From<ContentError> for ReadError {
    fn from(error: ContentError) -> Self {
        Self::Content(error)
    }
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        Self::Receiver(error)
    }
}

/// Reads the padded content of one envelope.
pub(crate) struct ContentReader {
    bucket_log2: u8,
    /// How many bytes have been read.
    at: u64,
    /// How many attachments have begun.
    attachments: usize,
    state: State,
}

enum State {
    /// In a part's kind and lengths, or before the end mark. `first` before the document.
    Head {
        first: bool,
        read: Zeroizing<Vec<u8>>,
    },
    /// In an attachment's meta.
    Meta {
        read: Zeroizing<Vec<u8>>,
        len: usize,
        body_len: u64,
    },
    /// In a part's body.
    Body { left: u64 },
    /// After the end mark.
    Padding,
}

impl ContentReader {
    /// At the start of the content of the bucket `2^bucket_log2`.
    pub(crate) fn new(bucket_log2: u8) -> Self {
        Self {
            bucket_log2,
            at: 0,
            attachments: 0,
            state: State::Head {
                first: true,
                read: Zeroizing::new(Vec::with_capacity(PART_HEAD_LEN)),
            },
        }
    }

    /// Reads the bytes that come next.
    pub(crate) fn read(
        &mut self,
        mut bytes: &[u8],
        to: &mut dyn Receiver,
    ) -> Result<(), ReadError> {
        while !bytes.is_empty() {
            let taken = self.step(bytes, to)?;
            self.at += taken as u64;
            bytes = &bytes[taken..];
        }
        Ok(())
    }

    /// That was all.
    pub(crate) fn finish(&self) -> Result<(), ContentError> {
        match &self.state {
            State::Padding => Ok(()),
            State::Head { first: false, read } if read.is_empty() => Err(ContentError::Padding),
            State::Head { .. } | State::Meta { .. } | State::Body { .. } => {
                Err(ContentError::PartLength)
            }
        }
    }

    /// Takes some of the bytes, at least one, and answers how many.
    fn step(&mut self, bytes: &[u8], to: &mut dyn Receiver) -> Result<usize, ReadError> {
        match &mut self.state {
            State::Head { first, read } => {
                if !*first && read.is_empty() && bytes[0] == END {
                    if bucket_for(self.at) != Some(self.bucket_log2) {
                        return Err(ContentError::Padding.into());
                    }
                    self.state = State::Padding;
                    return Ok(1);
                }
                let (first, taken) = (*first, fill(read, PART_HEAD_LEN, bytes));
                if read.len() == PART_HEAD_LEN {
                    let head = std::mem::take(read);
                    self.state = self.after_head(&head, first, taken, to)?;
                }
                Ok(taken)
            }
            State::Meta {
                read,
                len,
                body_len,
            } => {
                let taken = fill(read, *len, bytes);
                if read.len() == *len {
                    let head = AttachmentHead::read(read, *body_len)?;
                    to.part(PartHead::Attachment(head))?;
                    self.attachments += 1;
                    self.state = body(*body_len);
                }
                Ok(taken)
            }
            State::Body { left } => {
                let len = usize::try_from(*left)
                    .unwrap_or(usize::MAX)
                    .min(bytes.len());
                to.bytes(&bytes[..len])?;
                *left -= len as u64;
                if *left == 0 {
                    self.state = body(0);
                }
                Ok(len)
            }
            State::Padding => {
                let is_zero = bytes.iter().fold(0, |sum, byte| sum | byte) == 0;
                let taken = is_zero.then_some(bytes.len());
                Ok(taken.ok_or(ContentError::Padding)?)
            }
        }
    }

    /// What follows a part's kind and lengths, `taken` of which are not yet counted in `at`.
    fn after_head(
        &self,
        head: &[u8],
        first: bool,
        taken: usize,
        to: &mut dyn Receiver,
    ) -> Result<State, ReadError> {
        let (kind, meta_len, body_len) = read_head(head);
        let left = (1_u64 << self.bucket_log2) - self.at - taken as u64;
        if u64::from(meta_len)
            .checked_add(body_len)
            .is_none_or(|it| it > left)
        {
            return Err(ContentError::PartLength.into());
        }
        match (first, kind) {
            (true, DOCUMENT) if meta_len == 0 => {
                to.part(PartHead::Document { len: body_len })?;
                Ok(body(body_len))
            }
            (false, ATTACHMENT) if self.attachments == MAX_ATTACHMENTS => {
                Err(ContentError::Attachments.into())
            }
            (false, ATTACHMENT) => match usize::try_from(meta_len) {
                Ok(len) if (1..=MAX_META_LEN).contains(&len) => Ok(State::Meta {
                    read: Zeroizing::new(Vec::with_capacity(len)),
                    len,
                    body_len,
                }),
                _ => Err(ContentError::AttachmentMeta.into()),
            },
            _ => Err(ContentError::Parts.into()),
        }
    }
}

/// The body of a part, or what follows one of no bytes.
fn body(left: u64) -> State {
    if left > 0 {
        return State::Body { left };
    }
    State::Head {
        first: false,
        read: Zeroizing::new(Vec::with_capacity(PART_HEAD_LEN)),
    }
}

/// Fills `read` up to `len` bytes from the front of `bytes`, and answers how many it took.
fn fill(read: &mut Vec<u8>, len: usize, bytes: &[u8]) -> usize {
    let taken = (len - read.len()).min(bytes.len());
    read.extend_from_slice(&bytes[..taken]);
    taken
}

// part = kind (u8) || meta length (u32) || body length (u64) || meta || body
fn read_head(head: &[u8]) -> (u8, u32, u64) {
    let array = |at: usize| head[at..].first_chunk();
    let meta_len = head[1..].first_chunk().copied().unwrap_or_default();
    let body_len = array(5).copied().unwrap_or_default();
    (
        head[0],
        u32::from_be_bytes(meta_len),
        u64::from_be_bytes(body_len),
    )
}
