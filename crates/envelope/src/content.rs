//! What is inside an envelope (`docs/envelope.md`, "Content").

use core::fmt;

use envelope_format::layout::bucket_for;
use thiserror::Error;
use zeroize::{Zeroize, Zeroizing};

const END: u8 = 0x00;
const DOCUMENT: u8 = 0x01;
const ATTACHMENT: u8 = 0x02;

/// Length of a part's kind and its two lengths.
const PART_HEAD_LEN: usize = 1 + 4 + 8;
const MAX_MEDIA_TYPE_LEN: usize = 127;
const MAX_NAME_LEN: usize = 255;

/// What goes into an envelope and comes out of it. Wiped on drop.
#[derive(Clone, PartialEq, Eq)]
pub struct Payload {
    /// The report as JSON, or a message.
    pub document: Vec<u8>,
    /// Files that travel with it, in order.
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

/// Why the content of an envelope cannot be written or read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ContentError {
    /// The parts are larger than the largest bucket.
    #[error("the report and its attachments are too large")]
    TooLarge,
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

    /// The padded content and the base-2 logarithm of its bucket.
    pub(crate) fn to_content(&self) -> Result<(Zeroizing<Vec<u8>>, u8), ContentError> {
        let metas: Vec<Vec<u8>> = self
            .attachments
            .iter()
            .map(Attachment::meta)
            .collect::<Result<_, _>>()?;
        let bodies = self.attachments.iter().map(|it| &it.bytes);
        let len = PART_HEAD_LEN as u64
            + self.document.len() as u64
            + bodies
                .clone()
                .zip(&metas)
                .map(|(body, meta)| (PART_HEAD_LEN + meta.len() + body.len()) as u64)
                .sum::<u64>();
        let bucket_log2 = bucket_for(len).ok_or(ContentError::TooLarge)?;
        let padded = usize::try_from(1_u64 << bucket_log2).map_err(|_| ContentError::TooLarge)?;

        // Reserved once, so that no shorter copy of the plaintext stays behind in memory.
        let mut content = Zeroizing::new(Vec::with_capacity(padded));
        push_part(&mut content, DOCUMENT, b"", &self.document);
        for (body, meta) in bodies.zip(&metas) {
            push_part(&mut content, ATTACHMENT, meta, body);
        }
        content.resize(padded, END);
        Ok((content, bucket_log2))
    }

    /// Reads the padded content of the bucket `2^bucket_log2`.
    pub(crate) fn from_content(content: &[u8], bucket_log2: u8) -> Result<Self, ContentError> {
        let mut rest = content;
        let (kind, meta, document) = take_part(&mut rest)?;
        if kind != DOCUMENT || !meta.is_empty() {
            return Err(ContentError::Parts);
        }
        let mut payload = Self::of_document(document.to_vec());
        while *rest.first().ok_or(ContentError::Padding)? != END {
            let (kind, meta, body) = take_part(&mut rest)?;
            if kind != ATTACHMENT {
                return Err(ContentError::Parts);
            }
            payload.attachments.push(Attachment::read(meta, body)?);
        }
        let parts_len = (content.len() - rest.len()) as u64;
        let padding_is_zero = rest.iter().fold(0, |sum, byte| sum | byte) == 0;
        if !padding_is_zero || bucket_for(parts_len) != Some(bucket_log2) {
            return Err(ContentError::Padding);
        }
        Ok(payload)
    }
}

// part = kind (u8) || meta length (u32) || body length (u64) || meta || body
fn push_part(content: &mut Vec<u8>, kind: u8, meta: &[u8], body: &[u8]) {
    let meta_len = u32::try_from(meta.len()).expect("a meta is at most 383 bytes");
    content.push(kind);
    content.extend_from_slice(&meta_len.to_be_bytes());
    content.extend_from_slice(&(body.len() as u64).to_be_bytes());
    content.extend_from_slice(meta);
    content.extend_from_slice(body);
}

fn take_part<'a>(rest: &mut &'a [u8]) -> Result<(u8, &'a [u8], &'a [u8]), ContentError> {
    let [kind] = take_array(rest)?;
    let meta_len = u32::from_be_bytes(take_array(rest)?);
    let body_len = u64::from_be_bytes(take_array(rest)?);
    let meta = take(rest, u64::from(meta_len))?;
    let body = take(rest, body_len)?;
    Ok((kind, meta, body))
}

fn take<'a>(rest: &mut &'a [u8], len: u64) -> Result<&'a [u8], ContentError> {
    let len = usize::try_from(len).map_err(|_| ContentError::PartLength)?;
    rest.split_off(..len).ok_or(ContentError::PartLength)
}

fn take_array<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], ContentError> {
    let (array, after) = rest
        .split_first_chunk::<N>()
        .ok_or(ContentError::PartLength)?;
    *rest = after;
    Ok(*array)
}

impl Attachment {
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

    fn read(meta: &[u8], body: &[u8]) -> Result<Self, ContentError> {
        let malformed = ContentError::AttachmentMeta;
        let (&media_type_len, texts) = meta.split_first().ok_or(malformed)?;
        let (media_type, name) = texts
            .split_at_checked(usize::from(media_type_len))
            .ok_or(malformed)?;
        let text = |bytes| str::from_utf8(bytes).map_err(|_| malformed);
        let attachment = Self {
            name: text(name)?.to_owned(),
            media_type: text(media_type)?.to_owned(),
            bytes: body.to_vec(),
        };
        attachment.check()?;
        Ok(attachment)
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
        write!(f, "Attachment({} bytes)", self.bytes.len())
    }
}
