//! What a vector calls an outcome (`docs/envelope.md`, "What MUST be refused").

use envelope::{ContentError, Digest, OpenError, ParseError, Payload};

use super::file::hex;

/// What came out, in the words of a vector's head.
pub(crate) fn outcome(result: &Result<Payload, Refused>) -> Vec<String> {
    let payload = match result {
        Ok(payload) => payload,
        Err(refused) => return vec![format!("expect: {}", refused.word())],
    };
    let document = format!("document: {}", length_and_digest(&payload.document));
    let attachments = payload.attachments.iter().map(|it| {
        let (name, media_type) = (hex(it.name.as_bytes()), &it.media_type);
        format!(
            "attachment: {} {name} {media_type}",
            length_and_digest(&it.bytes)
        )
    });
    let mut lines = vec!["expect: success".to_owned(), document];
    lines.extend(attachments);
    lines
}

fn length_and_digest(bytes: &[u8]) -> String {
    format!("{} {}", bytes.len(), Digest::of(bytes))
}

/// Why bytes did not open.
#[derive(Debug)]
pub(crate) enum Refused {
    /// By their shape.
    Shape(ParseError),
    /// With the key.
    Open(OpenError),
}

impl Refused {
    /// The word of the specification's table.
    fn word(&self) -> &'static str {
        match self {
            Self::Shape(ParseError::NotAnEnvelope) => "not-an-envelope",
            Self::Shape(ParseError::HeaderTruncated) => "header-truncated",
            Self::Shape(ParseError::UnsupportedVersion(_)) => "version",
            Self::Shape(ParseError::UnsupportedSuite(_)) => "suite",
            Self::Shape(ParseError::SlotCount(_)) => "slot-count",
            Self::Shape(ParseError::Bucket(_)) => "bucket",
            Self::Shape(ParseError::Truncated { .. }) => "truncated",
            Self::Shape(ParseError::TrailingBytes(_)) => "trailing",
            Self::Open(OpenError::NoSlotOpens) => "no-slot-opens",
            Self::Open(OpenError::HeaderChanged) => "header-changed",
            Self::Open(OpenError::ChunkChanged(_)) => "chunk-changed",
            Self::Open(OpenError::Content(ContentError::Parts)) => "parts",
            Self::Open(OpenError::Content(ContentError::PartLength)) => "part-length",
            Self::Open(OpenError::Content(ContentError::Attachments)) => "attachments",
            Self::Open(OpenError::Content(ContentError::AttachmentMeta)) => "attachment-meta",
            Self::Open(OpenError::Content(ContentError::Padding)) => "padding",
            Self::Open(OpenError::Content(ContentError::TooLarge)) => {
                "never: what is larger than the largest bucket has no envelope"
            }
        }
    }
}
