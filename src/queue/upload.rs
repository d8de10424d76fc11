//! What goes to the intake over the network, and what comes back.

use envelope::{Digest, Envelope};
use submission::{
    MEDIA_TYPE, POSTAGE_HEADER, content_digest, envelope_path, part_path, parts_path,
};

use crate::browser::http;
use crate::queue::outcome::Answer;
use crate::queue::policy;
use crate::queue::postage::paying;

/// Puts an envelope to the intake. `digest` is the envelope's. `told` hears how far the work is that
/// the intake may ask for.
pub async fn envelope(digest: &Digest, envelope: &Envelope, told: &dyn Fn(usize)) -> Answer {
    let (path, bytes) = (envelope_path(digest), envelope.as_bytes());
    put(digest, bytes.len() as u64, &path, &[], bytes, told).await
}

/// Asks which parts of an envelope the intake does not have.
pub(super) async fn missing(digest: &Digest, size: u64) -> Answer {
    answer(http::get(&parts_path(digest, size), policy::UPLOAD_GRACE).await)
}

/// Puts one part of the envelope `digest` of `size` bytes.
pub(super) async fn part(
    digest: &Digest,
    number: u32,
    bytes: &[u8],
    size: u64,
    told: &dyn Fn(usize),
) -> Answer {
    let checked = content_digest(&Digest::of(bytes));
    let path = part_path(digest, number, size);
    let headers = [("content-digest", checked.as_str())];
    put(digest, size, &path, &headers, bytes, told).await
}

/// Puts bytes of the envelope `digest` of `size` bytes, with a stamp when one is asked for.
async fn put(
    digest: &Digest,
    size: u64,
    path: &str,
    headers: &[(&str, &str)],
    bytes: &[u8],
    told: &dyn Fn(usize),
) -> Answer {
    let time_out = policy::upload_time_out(bytes.len());
    let send = async |stamp: Option<&str>| {
        let mut headers = headers.to_vec();
        headers.push(("content-type", MEDIA_TYPE));
        headers.extend(stamp.map(|it| (POSTAGE_HEADER, it)));
        answer(http::put(path, &headers, bytes, time_out).await)
    };
    paying(digest, size, told, send).await
}

fn answer(reply: Result<http::Reply, http::NoAnswer>) -> Answer {
    match reply {
        Ok((status, mut body)) => {
            body.truncate(policy::LONGEST_ANSWER);
            Answer::Response { status, body }
        }
        Err(http::NoAnswer) => Answer::None,
    }
}
