use serde::Serialize;
use submission::ReceiptKey;

use crate::store::Row;

/// The media type of an event in the structured mode (CloudEvents JSON format, section 3).
pub(super) const MEDIA_TYPE: &str = "application/cloudevents+json";

/// What happened: an envelope was stored. A name of ours, like those of the problems.
const TYPE: &str = "urn:sealpost:event:envelope-stored:v1";

/// What a target is told of an envelope.
pub(super) struct Event {
    /// The same each time that this target is told of this envelope, and never used for another. It
    /// has no full stop, which the signature's text needs for itself.
    pub(super) id: String,
    /// The event as JSON. No member has a time finer than a day.
    pub(super) body: Vec<u8>,
}

/// An event (CloudEvents 1.0, "Context attributes"). `time` is left out: it would be finer than a day.
#[derive(Serialize)]
struct Wire<'it> {
    specversion: &'static str,
    id: &'it str,
    source: &'it str,
    #[serde(rename = "type")]
    kind: &'static str,
    datacontenttype: &'static str,
    data: Data,
}

/// The same as one line of a listing.
#[derive(Serialize)]
struct Data {
    cursor: String,
    digest: String,
    size: u64,
    day: String,
}

/// Where events come from: the intake, or all intakes of one database, by the key of its receipts.
pub(super) fn source(key: &ReceiptKey) -> String {
    format!("urn:sealpost:intake:{key}")
}

/// What `target` is told of an envelope.
pub(super) fn stored(source: &str, target: &str, row: &Row) -> Event {
    let id = format!("{target}-{}", row.cursor);
    let wire = Wire {
        specversion: "1.0",
        id: &id,
        source,
        kind: TYPE,
        datacontenttype: submission::JSON_MEDIA_TYPE,
        data: Data {
            cursor: row.cursor.to_string(),
            digest: row.digest.to_string(),
            size: row.size,
            day: row.day.to_string(),
        },
    };
    let body = serde_json::to_vec(&wire).expect("strings and numbers always have a JSON form");
    Event { id, body }
}
