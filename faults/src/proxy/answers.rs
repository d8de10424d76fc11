//! What others than the intake answer, and how its own answers are told from those.

use envelope::Digest;
use submission::{Missing, PART_LEN, Problem, ProblemType, ReceiptSigningKey, part_count};

use crate::dice::Dice;
use crate::plan::Network;
use crate::wire::Message;

/// The header line of JSON.
pub(super) const JSON: &str = "content-type: application/json\r\n";

const HTML: &str = "content-type: text/html\r\n";
const PAGE: &str = "<!doctype html><title>Welcome</title><p>Log in to use this network.";

/// The answer of a portal, a gateway or somebody who speaks in the intake's name; none when the
/// plan has none.
pub(super) fn of_somebody_else(plan: Network) -> Option<Message> {
    let redirect = "location: http://portal.invalid/\r\n";
    Some(match plan {
        Network::PortalPage => Message::answer(200, HTML, PAGE),
        Network::PortalRedirect => Message::answer(302, redirect, PAGE),
        Network::PortalStatus => Message::answer(511, HTML, PAGE),
        Network::PortalAccepted => Message::answer(202, JSON, r#"{"status":"accepted"}"#),
        Network::Foreign(status) => Message::answer(status, HTML, PAGE),
        Network::Problem(problem) => {
            let header = format!("content-type: {}\r\n", ProblemType::MEDIA_TYPE);
            Message::answer(problem.status(), &header, Problem::from(problem).to_json())
        }
        _ => return None,
    })
}

/// A receipt for this envelope in the right form, signed by a key that is not the intake's.
pub(super) fn forged(digest: Digest, size: u64, dice: &mut Dice) -> Vec<u8> {
    let mut seed = [0; 32];
    seed[..8].copy_from_slice(&dice.below(u64::MAX).to_le_bytes());
    let day = "2026-11-24".parse().expect("a day");
    let receipt = ReceiptSigningKey::from_seed(&seed).sign(digest, size, day);
    receipt.to_json().into_bytes()
}

/// Says that some parts of this envelope are missing, whichever are; or the same of another one, or
/// of one that is longer, with numbers beyond the end of this one.
pub(super) fn lying_list(digest: Digest, size: u64, dice: &mut Dice) -> Message {
    let longer = size + 8 * PART_LEN;
    let (count, beyond) = (part_count(size), part_count(longer));
    let (digest, size, parts) = match dice.below(4) {
        0 => (Digest::of(digest.as_bytes()), size, 0..count),
        1 => (digest, longer, count..beyond),
        _ => (digest, size, 0..count),
    };
    let last = parts.end.saturating_sub(1);
    let mut parts: Vec<u32> = parts.filter(|_| dice.below(2) == 0).collect();
    if parts.is_empty() {
        parts.push(last);
    }
    let list = Missing::new(digest, size, parts);
    let list = list.map_or_else(|_| String::new(), |it| it.to_json());
    Message::answer(202, JSON, list)
}

/// Whether this is an answer that says that the envelope was received. Whoever gave it: that is
/// known by the plan, and not by the signature, so that no fault in checking that can hide here.
pub(super) fn is_receipt_for(answer: &Message, digest: &Digest) -> bool {
    let receipt: Option<serde_json::Value> = serde_json::from_slice(&answer.body).ok();
    let named = receipt.and_then(|it| Some(it.get("digest")?.as_str()? == digest.to_text()));
    matches!(answer.status(), Some(200 | 201)) && named == Some(true)
}
