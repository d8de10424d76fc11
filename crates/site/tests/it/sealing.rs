//! What the manifest and the report promise about the envelope holds for the envelope.

use envelope::{Label, Payload, Recipient, SealError, seal};
use report::{Audience, Category, MAX_REPORT_LEN};
use serde_json::json;
use site::Wishes;

use crate::operator::{ISSUED, reader, verified};

fn payload(length: usize) -> Payload {
    Payload {
        document: vec![b'x'; length],
        attachments: Vec::new(),
    }
}

/// A report of one byte and the longest report cannot be told apart.
#[test]
fn the_longest_report_fits_the_smallest_envelope() {
    let sealed = |length| {
        let envelope = seal(&[reader(1)], Label::Report, &payload(length));
        envelope.expect("one reader").len()
    };
    assert_eq!(sealed(MAX_REPORT_LEN), sealed(1));
}

/// Eight readers are as many as a manifest may name, and as many as an envelope takes.
#[test]
fn as_many_readers_as_a_manifest_may_name() {
    let site = verified(|it| {
        let roles = it["roles"].as_array_mut().expect("a list");
        let police = roles.iter_mut().find(|it| it["id"] == "police-liaison");
        let holders = &mut police.expect("the role is there")["holders"];
        let holder = holders[0].clone();
        *holders = (0_u8..4)
            .map(|n| {
                let mut holder = holder.clone();
                holder["key"] = json!(reader(100 + n).to_string());
                holder
            })
            .collect();
    })
    .expect("eight readers are not too many");
    let route = site.route(Audience::Staff, Category::ThrAtt, Wishes::default(), ISSUED);
    let mut readers: Vec<Recipient> = route.expect("three roles read it").recipients();
    assert_eq!(readers.len(), 8);
    seal(&readers, Label::Report, &payload(1)).expect("they fit");
    readers.push(reader(200));
    let refused = seal(&readers, Label::Report, &payload(1));
    assert_eq!(refused.err(), Some(SealError::TooManyRecipients(9)));
}
