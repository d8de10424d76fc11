//! A long envelope and the parts it is handed in by.

use axum::{body::Body, http::Request};
use envelope_format::Digest;
use submission::{Missing, PART_LEN, content_digest, part_count, part_path, parts_path};

use crate::{
    rig::{Answer, Rig, envelope_of, get},
    wire::put_head,
};

/// Bytes of an envelope's shape, no two parts of which are equal, and their digest.
pub(crate) struct Long {
    pub(crate) bytes: Vec<u8>,
    pub(crate) digest: Digest,
}

impl Long {
    /// One of five parts, the last of which is short; different for each `seed`.
    pub(crate) fn new(seed: u32) -> Self {
        Self::of(envelope_of(seed, 22))
    }

    pub(crate) fn of(mut bytes: Vec<u8>) -> Self {
        let part_len = usize::try_from(PART_LEN).expect("it fits the memory");
        for (n, part) in (0_u32..).zip(bytes.chunks_mut(part_len)) {
            part[20..24].copy_from_slice(&n.to_be_bytes());
        }
        Self {
            digest: Digest::of(&bytes),
            bytes,
        }
    }

    pub(crate) fn size(&self) -> u64 {
        self.bytes.len() as u64
    }

    /// The numbers of all parts.
    pub(crate) fn all(&self) -> Vec<u32> {
        (0..part_count(self.size())).collect()
    }

    pub(crate) fn part(&self, n: u32) -> &[u8] {
        let part_len = usize::try_from(PART_LEN).expect("it fits the memory");
        let mut parts = self.bytes.chunks(part_len);
        parts.nth(n as usize).expect("a part")
    }

    /// The `PUT` of one part.
    pub(crate) fn put(&self, n: u32) -> Request<Body> {
        self.put_as(n, self.part(n))
    }

    /// The `PUT` of other bytes in the place of a part, with their own digest.
    pub(crate) fn put_as(&self, n: u32, bytes: &[u8]) -> Request<Body> {
        Request::put(part_path(&self.digest, n, self.size()))
            .header("content-type", submission::MEDIA_TYPE)
            .header("content-length", bytes.len())
            .header("content-digest", content_digest(&Digest::of(bytes)))
            .body(Body::from(bytes.to_vec()))
            .expect("a request")
    }

    /// The same as bytes on a connection, for the envelope `digest`.
    pub(crate) fn wire(&self, digest: &Digest, n: u32, headers: &str) -> Vec<u8> {
        let part = self.part(n);
        let headers = format!(
            "{headers}content-length: {}\r\ncontent-digest: {}\r\n",
            part.len(),
            content_digest(&Digest::of(part))
        );
        let head = put_head(&part_path(digest, n, self.size()), &headers);
        [&head, part].concat()
    }

    pub(crate) fn parts_path(&self) -> String {
        parts_path(&self.digest, self.size())
    }

    /// The missing parts that an answer names.
    pub(crate) fn missing(&self, answer: &Answer) -> Vec<u32> {
        assert_eq!(answer.status, 202);
        assert_eq!(answer.header("content-type"), Some("application/json"));
        let missing = Missing::parse(&answer.body).expect("a list");
        let parts = missing.check(&self.digest, self.size());
        parts.expect("of this envelope").to_vec()
    }

    /// Puts these parts, one after the other; returns the last answer.
    pub(crate) async fn send(&self, rig: &Rig, parts: &[u32]) -> Answer {
        let mut last = None;
        for n in parts {
            last = Some(rig.send(self.put(*n)).await);
        }
        last.expect("at least one")
    }

    /// Asks what is missing.
    pub(crate) async fn ask(&self, rig: &Rig) -> Answer {
        rig.send(get(&self.parts_path())).await
    }
}
