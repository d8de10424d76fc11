//! What is inside an envelope (`docs/envelope.md`, "Content").

mod outline;
mod reading;

use core::fmt;

use thiserror::Error;
use zeroize::{Zeroize, Zeroizing};

pub(crate) use outline::document_content;
pub use outline::{Outline, Source};
pub(crate) use reading::{ContentReader, ReadError};
pub use reading::{PartHead, Receiver};

const END: u8 = 0x00;
const DOCUMENT: u8 = 0x01;
const ATTACHMENT: u8 = 0x02;

/// Length of a part's kind and its two lengths.
const PART_HEAD_LEN: usize = 1 + 4 + 8;
const MAX_MEDIA_TYPE_LEN: usize = 127;
const MAX_NAME_LEN: usize = 255;
/// A media type's length, a media type and a name.
const MAX_META_LEN: usize = 1 + MAX_MEDIA_TYPE_LEN + MAX_NAME_LEN;

/// The most attachments of one envelope (`docs/envelope.md`, "Attachments"). An opener has to
/// remember something of each, and the smallest one is 16 bytes of the content.
pub const MAX_ATTACHMENTS: usize = 256;

/// What goes into an envelope and comes out of it, whole in memory. Wiped on drop.
#[derive(Clone, PartialEq, Eq)]
pub struct Payload {
    /// The report as JSON, or a message.
    pub document: Vec<u8>,
    /// Files that travel with it, in order. At most [`MAX_ATTACHMENTS`].
    pub attachments: Vec<Attachment>,
}

/// A file that travels with a report. Wiped on drop.
#[derive(Clone, PartialEq, Eq)]
pub struct Attachment {
    /// What the sender calls it, 1 to 255 bytes of UTF-8. Never a path; never trusted.
    pub name: String,
    /// Its media type, 1 to 127 bytes of printable ASCII. Never trusted.
    pub media_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What is said of an attachment before its bytes come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct AttachmentHead<'a> {
    /// What the sender calls it, 1 to 255 bytes of UTF-8. Never a path; never trusted.
    pub name: &'a str,
    /// Its media type, 1 to 127 bytes of printable ASCII. Never trusted.
    pub media_type: &'a str,
    /// How many bytes it has.
    pub len: u64,
}

/// Why the content of an envelope cannot be written or read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ContentError {
    /// The parts are larger than the largest bucket.
    #[error("the report and its attachments are too large")]
    TooLarge,
    /// There are more attachments than [`MAX_ATTACHMENTS`].
    #[error("there are more than {MAX_ATTACHMENTS} attachments")]
    Attachments,
    /// A media type or name is empty, too long or not of its alphabet.
    #[error("an attachment's name or type is not allowed")]
    AttachmentMeta,
    /// The first part is not a document, a second one follows, or a part's kind is not known.
    #[error("the envelope's parts are not in order")]
    Parts,
    /// A part reaches beyond the bucket.
    #[error("a part of the envelope is longer than the envelope")]
    PartLength,
    /// A byte after the end mark is not zero, there is no end mark, or the bucket is too large.
    #[error("the envelope's padding is wrong")]
    Padding,
}

impl Payload {
    /// A payload without attachments.
    #[must_use]
    pub fn of_document(document: Vec<u8>) -> Self {
        Self {
            document,
            attachments: Vec::new(),
        }
    }

    /// What the content is made of.
    pub(crate) fn outline(&self) -> Result<Outline<'_>, ContentError> {
        let heads: Vec<_> = self.attachments.iter().map(Attachment::head).collect();
        Outline::new(&self.document, &heads)
    }

    /// The padded content that `outline` describes.
    pub(crate) fn content(
        &self,
        outline: &Outline<'_>,
    ) -> Result<Zeroizing<Vec<u8>>, ContentError> {
        outline.padded(self.attachments.iter().map(|it| &it.bytes[..]))
    }
}

impl Attachment {
    /// What is said of it.
    #[must_use]
    pub fn head(&self) -> AttachmentHead<'_> {
        AttachmentHead {
            name: &self.name,
            media_type: &self.media_type,
            len: self.bytes.len() as u64,
        }
    }
}

impl<'a> AttachmentHead<'a> {
    // meta = media type length (u8) || media type (ASCII) || name (UTF-8)
    fn meta(&self) -> Result<Vec<u8>, ContentError> {
        self.check()?;
        let media_type_len =
            u8::try_from(self.media_type.len()).map_err(|_| ContentError::AttachmentMeta)?;
        Ok([
            &[media_type_len],
            self.media_type.as_bytes(),
            self.name.as_bytes(),
        ]
        .concat())
    }

    fn read(meta: &'a [u8], len: u64) -> Result<Self, ContentError> {
        let malformed = ContentError::AttachmentMeta;
        let (&media_type_len, texts) = meta.split_first().ok_or(malformed)?;
        let (media_type, name) = texts
            .split_at_checked(usize::from(media_type_len))
            .ok_or(malformed)?;
        let text = |bytes| str::from_utf8(bytes).map_err(|_| malformed);
        let head = Self {
            name: text(name)?,
            media_type: text(media_type)?,
            len,
        };
        head.check()?;
        Ok(head)
    }

    fn check(&self) -> Result<(), ContentError> {
        let media_type_is_right = (1..=MAX_MEDIA_TYPE_LEN).contains(&self.media_type.len())
            && self
                .media_type
                .bytes()
                .all(|byte| (b' '..=b'~').contains(&byte));
        let name_is_right = (1..=MAX_NAME_LEN).contains(&self.name.len());
        if media_type_is_right && name_is_right {
            Ok(())
        } else {
            Err(ContentError::AttachmentMeta)
        }
    }
}

impl Drop for Payload {
    fn drop(&mut self) {
        self.document.zeroize();
    }
}

impl Drop for Attachment {
    fn drop(&mut self) {
        self.name.zeroize();
        self.bytes.zeroize();
    }
}

impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (document, attachments) = (self.document.len(), self.attachments.len());
        write!(f, "Payload({document} bytes, {attachments} attachments)")
    }
}

impl fmt::Debug for Attachment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.head().fmt(f)
    }
}

impl fmt::Debug for AttachmentHead<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Attachment({} bytes)", self.len)
    }
}
