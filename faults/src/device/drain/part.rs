//! The sending of one part, as `send_part` in `src/queue/drain.rs`.

use envelope::Digest;
use sealpost_app::queue::outcome::{Answer, Later, Outcome, classify_part};
use submission::{
    MEDIA_TYPE, ProblemType, ReceiptKey, content_digest, part_count, part_path, parts_path,
};

use super::{Page, is_success};
use crate::device::Device;
use crate::device::idb::Stop;
use crate::device::parts::Parted;
use crate::wire::Message;

/// What a device with `skips_part` never sends.
const SKIPPED: u32 = 1;

impl Page {
    /// Sends one part, the first that the intake does not have; before the first one it asks which
    /// that is. Nothing comes back from a broken device that believes all to be there.
    pub(super) async fn send_part(
        &self,
        device: &Device,
        parted: &Parted,
        key: &ReceiptKey,
    ) -> Result<Option<Outcome>, Stop> {
        let digest = &parted.digest();
        let flaws = device.world.flaws;
        let known = self.missing.take().filter(|(of, _)| of == digest);
        let before = known.as_ref().map(|(_, parts)| parts.as_slice());
        let next = before.and_then(|it| it.first().copied());
        let answer = match next {
            None => device.ask_for_missing(parted).await?,
            Some(number) => match device.part(parted, number)? {
                Some(bytes) => device.upload_part(parted, number, bytes).await?,
                None => {
                    // Its own fault, if there is such a part at all.
                    if number < part_count(parted.size()) {
                        device.excuse(digest);
                    }
                    return Ok(Some(Outcome::NeedsPerson(ProblemType::NotAnEnvelope)));
                }
            },
        };
        if flaws.trusts_status && is_success(&answer) {
            return Ok(None);
        }
        let outcome = classify_part(&answer, key, digest, parted.size(), before);
        let Outcome::Parts(mut parts) = outcome else {
            return Ok(Some(outcome));
        };
        if flaws.trusts_list && next.is_some_and(|it| !parts.contains(&it)) {
            return Ok(None);
        }
        if flaws.skips_part {
            parts.retain(|it| *it != SKIPPED);
        }
        if parts.is_empty() {
            return Ok(Some(Outcome::Later(Later::Busy)));
        }
        *self.missing.borrow_mut() = Some((*digest, parts.clone()));
        Ok(Some(Outcome::Parts(parts)))
    }
}

impl Device {
    async fn ask_for_missing(&self, parted: &Parted) -> Result<Answer, Stop> {
        let path = parts_path(&parted.digest(), parted.size());
        let request = Message::request("GET", &path, "", Vec::new());
        self.exchange(&parted.digest(), request).await
    }

    async fn upload_part(
        &self,
        parted: &Parted,
        number: u32,
        bytes: Vec<u8>,
    ) -> Result<Answer, Stop> {
        let checked = content_digest(&Digest::of(&bytes));
        let headers = format!("content-type: {MEDIA_TYPE}\r\ncontent-digest: {checked}\r\n");
        let path = part_path(&parted.digest(), number, parted.size());
        let request = Message::request("PUT", &path, &headers, bytes);
        self.exchange(&parted.digest(), request).await
    }
}
