//! The content before it is written: where each of its bytes comes from.

use core::ops::Range;

use envelope_format::layout::{bucket_for, envelope_len};
use zeroize::Zeroizing;

use super::{
    ATTACHMENT, AttachmentHead, ContentError, DOCUMENT, END, MAX_ATTACHMENTS, PART_HEAD_LEN,
};

/// What an envelope will hold, and how large it will be: the document, and of each attachment all
/// but its bytes, which are read when their turn comes.
pub struct Outline<'a> {
    document_head: Zeroizing<Vec<u8>>,
    document: &'a [u8],
    /// What stands before the bytes of each attachment, and how many these are.
    attachments: Vec<(Zeroizing<Vec<u8>>, u64)>,
    bucket_log2: u8,
}

/// Where a stretch of the content comes from. After the last of them zero bytes fill the bucket.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Source<'a> {
    /// These bytes.
    Bytes(&'a [u8]),
    /// Bytes of an attachment.
    Body {
        /// Which one, counted from 0.
        attachment: usize,
        /// The first of its bytes that is meant, counted from 0.
        from: u64,
        /// How many.
        len: u64,
    },
}

impl<'a> Outline<'a> {
    /// Outlines the content of a document and of attachments in this order.
    ///
    /// # Errors
    ///
    /// [`ContentError::Attachments`], [`ContentError::AttachmentMeta`] and
    /// [`ContentError::TooLarge`].
    pub fn new(
        document: &'a [u8],
        attachments: &[AttachmentHead<'_>],
    ) -> Result<Self, ContentError> {
        if attachments.len() > MAX_ATTACHMENTS {
            return Err(ContentError::Attachments);
        }
        let document_head = head(DOCUMENT, b"", document.len() as u64);
        let mut len = Some((document_head.len() + document.len()) as u64);
        let mut outlined = Vec::with_capacity(attachments.len());
        for it in attachments {
            let head = head(ATTACHMENT, &it.meta()?, it.len);
            let part_len = it.len.checked_add(head.len() as u64);
            len = len.and_then(|len| len.checked_add(part_len?));
            outlined.push((head, it.len));
        }
        Ok(Self {
            document_head,
            document,
            attachments: outlined,
            bucket_log2: len.and_then(bucket_for).ok_or(ContentError::TooLarge)?,
        })
    }

    /// The base-2 logarithm of the bucket, 15 to 36.
    #[must_use]
    pub fn bucket_log2(&self) -> u8 {
        self.bucket_log2
    }

    /// How long the envelope will be, in bytes.
    #[must_use]
    pub fn envelope_len(&self) -> u64 {
        envelope_len(self.bucket_log2)
    }

    /// The padded content, with the attachments' bytes from `bodies`, in the same order.
    pub(super) fn padded<'b>(
        &self,
        bodies: impl Iterator<Item = &'b [u8]>,
    ) -> Result<Zeroizing<Vec<u8>>, ContentError> {
        let mut content = room(self.bucket_log2)?;
        content.extend_from_slice(&self.document_head);
        content.extend_from_slice(self.document);
        for ((head, _), body) in self.attachments.iter().zip(bodies) {
            content.extend_from_slice(head);
            content.extend_from_slice(body);
        }
        content.resize(1 << self.bucket_log2, END);
        Ok(content)
    }

    /// Everything the content is made of, in order.
    pub fn sources(&self) -> impl Iterator<Item = Source<'_>> {
        let document = [&self.document_head, self.document].map(Source::Bytes);
        let attachments = self.attachments.iter().enumerate();
        document
            .into_iter()
            .chain(attachments.flat_map(|(attachment, (head, len))| {
                let body = Source::Body {
                    attachment,
                    from: 0,
                    len: *len,
                };
                [Source::Bytes(head), body]
            }))
    }

    /// What the bytes of the content in `range` are made of, in order.
    pub fn within(&self, range: Range<u64>) -> impl Iterator<Item = Source<'_>> {
        let mut at = 0;
        self.sources().filter_map(move |source| {
            let (start, end) = (at, at + source.len());
            at = end;
            let wanted = range.start.max(start)..range.end.min(end);
            (wanted.start < wanted.end)
                .then(|| source.part(wanted.start - start, wanted.end - start))
        })
    }
}

/// The padded content of a document alone, and the base-2 logarithm of its bucket.
pub(crate) fn document_content(document: &[u8]) -> Result<(Zeroizing<Vec<u8>>, u8), ContentError> {
    let head = head(DOCUMENT, b"", document.len() as u64);
    let len = (head.len() + document.len()) as u64;
    let bucket_log2 = bucket_for(len).ok_or(ContentError::TooLarge)?;
    let mut content = room(bucket_log2)?;
    content.extend_from_slice(&head);
    content.extend_from_slice(document);
    content.resize(1 << bucket_log2, END);
    Ok((content, bucket_log2))
}

/// Room for the content of a bucket, reserved once, so that no shorter copy of the plaintext stays
/// behind in memory.
fn room(bucket_log2: u8) -> Result<Zeroizing<Vec<u8>>, ContentError> {
    let len = usize::try_from(1_u64 << bucket_log2).map_err(|_| ContentError::TooLarge)?;
    let mut content = Vec::new();
    content
        .try_reserve_exact(len)
        .map_err(|_| ContentError::TooLarge)?;
    Ok(Zeroizing::new(content))
}

// part = kind (u8) || meta length (u32) || body length (u64) || meta || body
fn head(kind: u8, meta: &[u8], body_len: u64) -> Zeroizing<Vec<u8>> {
    let meta_len = u32::try_from(meta.len()).expect("a meta is at most 383 bytes");
    let mut head = Zeroizing::new(Vec::with_capacity(PART_HEAD_LEN + meta.len()));
    head.push(kind);
    head.extend_from_slice(&meta_len.to_be_bytes());
    head.extend_from_slice(&body_len.to_be_bytes());
    head.extend_from_slice(meta);
    head
}

impl Source<'_> {
    /// How many bytes it is.
    #[must_use]
    pub fn len(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Body { len, .. } => *len,
        }
    }

    /// Whether it is no bytes at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Its bytes from `start` up to `end`.
    fn part(self, start: u64, end: u64) -> Self {
        match self {
            Self::Bytes(bytes) => {
                let index = |at: u64| usize::try_from(at).expect("it is within a slice");
                Self::Bytes(&bytes[index(start)..index(end)])
            }
            Self::Body {
                attachment, from, ..
            } => Self::Body {
                attachment,
                from: from + start,
                len: end - start,
            },
        }
    }
}
