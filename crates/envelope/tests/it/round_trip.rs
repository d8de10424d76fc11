use std::collections::BTreeSet;

use envelope::{Identity, Label, Payload, Recipient, SealError, open, seal};

use crate::{attachment, document, identity, test};

fn recipients(count: u8) -> Vec<Recipient> {
    (1..=count).map(|byte| identity(byte).recipient()).collect()
}

#[test]
fn every_reader_opens_and_nobody_else() {
    for count in [1, 2, 8] {
        let payload = document("وصل شخص إلى الباب · ሰብ መጺኡ · 🚪");
        let envelope = seal(&recipients(count), Label::Report, &payload).expect("seals");
        for byte in 1..=count {
            assert_eq!(
                open(&identity(byte), Label::Report, &envelope),
                Ok(payload.clone()),
                "reader {byte} of {count}"
            );
        }
        assert!(open(&identity(99), Label::Report, &envelope).is_err());
        assert!(open(&identity(1), Label::Message, &envelope).is_err());
    }
}

#[test]
fn sizes_show_the_bucket_and_nothing_else() {
    let cases = [
        ("empty", 0, 42_204),
        ("a line", 40, 42_204),
        ("a page", 4_000, 42_204),
        ("the most for one bucket", 32_754, 42_204),
        ("one byte more", 32_755, 74_972),
        ("exactly one full chunk", 262_130, 271_580),
        ("two chunks", 262_131, 533_740),
    ];
    for (name, len, expected) in cases {
        let payload = Payload::of_document(vec![b'a'; len]);
        for count in [1, 8] {
            let envelope = seal(&recipients(count), Label::Report, &payload).expect("seals");
            assert_eq!(envelope.len(), expected, "{name}, {count} readers");
            assert_eq!(
                open(&identity(1), Label::Report, &envelope).as_ref(),
                Ok(&payload)
            );
        }
    }
}

#[test]
fn attachments_travel_with_the_document() {
    let mut payload = document("{}");
    payload.attachments = vec![
        attachment("foto.jpg", "image/jpeg", &[7; 300_000]),
        attachment("ليست صورة.txt", "text/plain", b""),
        attachment("../../etc/passwd", "application/octet-stream", &[0; 3]),
    ];
    let envelope = seal(&recipients(1), Label::Report, &payload).expect("seals");
    assert_eq!(open(&identity(1), Label::Report, &envelope), Ok(payload));
}

/// A name is no key: what is called alike, and what is alike altogether, stays apart and in order.
#[test]
fn attachments_of_one_name_stay_apart() {
    let mut payload = document("{}");
    payload.attachments = vec![
        attachment("foto.jpg", "image/jpeg", b"the first"),
        attachment("foto.jpg", "image/jpeg", b"another"),
        attachment("foto.jpg", "image/jpeg", b"the first"),
    ];
    let envelope = seal(&recipients(1), Label::Report, &payload).expect("seals");
    assert_eq!(open(&identity(1), Label::Report, &envelope), Ok(payload));
}

#[test]
fn two_seals_of_one_payload_share_nothing() {
    let payload = document("the same");
    let seal = || seal(&recipients(2), Label::Report, &payload).expect("seals");
    let (first, second) = (seal(), seal());
    assert_ne!(first.digest(), second.digest());
    assert_ne!(first.salt(), second.salt());
    assert_ne!(first.payload()[..64], second.payload()[..64]);
    let slots: BTreeSet<&[u8]> = first.slots().chain(second.slots()).collect();
    assert_eq!(slots.len(), 16, "no slot is used twice");
}

#[test]
fn the_readers_slot_stands_anywhere() {
    // A slot moved to another place still opens, so the place is found by trying: change one
    // slot at a time and see which change takes the key away.
    let payload = document("where");
    let mut places = BTreeSet::new();
    for _ in 0..40 {
        let sealed = seal(&recipients(1), Label::Report, &payload).expect("seals");
        places.extend((0..8).find(|place| {
            let mut bytes = sealed.as_bytes().to_vec();
            bytes[44 + place * 1168] ^= 1;
            let changed = envelope::Envelope::parse(bytes).expect("has the shape");
            open(&identity(1), Label::Report, &changed) == Err(envelope::OpenError::NoSlotOpens)
        }));
    }
    // Forty draws that use fewer than four of eight places: below one in 10^11.
    assert!(places.len() >= 4, "places seen: {places:?}");
}

#[test]
fn nobody_too_many_or_the_same_twice_is_refused() {
    let payload = document("x");
    let twice = [identity(1).recipient(), identity(1).recipient()];
    let cases = [
        (vec![], SealError::NoRecipients),
        (recipients(9), SealError::TooManyRecipients(9)),
        (twice.to_vec(), SealError::RepeatedRecipient),
    ];
    for (recipients, error) in cases {
        assert_eq!(seal(&recipients, Label::Report, &payload), Err(error));
    }
}

#[test]
fn keys_have_one_text_form() {
    let identity = Identity::generate().expect("the system has randomness");
    let text = identity.to_text();
    assert_eq!(text.len(), 63);
    let again: Identity = text.parse().expect("is an identity");
    let recipient = again.recipient();
    assert_eq!(recipient, identity.recipient());
    assert_eq!(recipient.to_string().len(), 1622);
    assert_eq!(recipient.to_string().parse(), Ok(recipient.clone()));

    let debug = format!("{identity:?} {recipient:?}");
    assert!(debug.len() < 80 && !debug.contains(&text[20..]), "{debug}");
    for wrong in [
        "",
        &text[20..],
        &text[..62],
        "SEALPOST-IDENTITY-1:AAAA",
        "SEALPOST-IDENTITY-2:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    ] {
        assert!(wrong.parse::<Identity>().is_err(), "{wrong}");
    }
    for wrong in [&recipient.to_string()[1..], "AAAA", "a+b/", ""] {
        assert!(wrong.parse::<Recipient>().is_err(), "{wrong}");
    }
}

/// What nobody thought of: any document, attachments, bucket and set of readers.
#[cfg(not(target_arch = "wasm32"))]
mod any {
    use std::sync::LazyLock;

    use envelope::{Identity, Label, OpenError, Payload, open, seal};
    use proptest::prelude::{Just, Strategy, any, prop, prop_oneof, proptest};
    use proptest::sample::Index;
    use proptest::test_runner::Config;
    use rand_chacha::ChaCha20Rng;
    use rand_chacha::rand_core::{Rng, SeedableRng};

    use crate::{attachment, identity};

    /// More readers than an envelope has slots for, so that somebody is always left out.
    static READERS: LazyLock<Vec<Identity>> = LazyLock::new(|| (1..=9).map(identity).collect());

    /// An attachment to be: its media type, its name, and where its body begins.
    type File = (String, String, Index);

    /// A payload, and the bucket it must come in.
    ///
    /// The length of the content is drawn first, so that every bucket is as likely as any other,
    /// and often the shortest or longest of its bucket.
    fn payload() -> impl Strategy<Value = (Payload, u8)> {
        let length = (15_u8..=21).prop_flat_map(|bucket| {
            let shortest: usize = if bucket == 15 { 0 } else { 1 << (bucket - 1) };
            let longest = (1 << bucket) - 1;
            let length = prop_oneof![Just(shortest), Just(longest), shortest..=longest];
            (Just(bucket), length)
        });
        let files = prop::collection::vec(("[ -~]{1,127}", any_name(), any::<Index>()), 0..6);
        (length, files, any::<u64>())
            .prop_map(|((bucket, length), files, seed)| (payload_of(length, files, seed), bucket))
    }

    /// A payload whose content has this length, as far as the names leave room: random bytes, cut
    /// into the bodies of the document and of the attachments.
    fn payload_of(length: usize, mut files: Vec<File>, seed: u64) -> Payload {
        let heads = files
            .iter()
            .map(|(kind, name, _)| 14 + kind.len() + name.len());
        let mut bodies = vec![0; length.saturating_sub(13 + heads.sum::<usize>())];
        ChaCha20Rng::seed_from_u64(seed).fill_bytes(&mut bodies);
        let room = bodies.len() + 1;
        files.sort_by_key(|(_, _, start)| start.index(room));
        let mut attachments = Vec::new();
        for (kind, name, start) in files.iter().rev() {
            let body = bodies.split_off(start.index(room));
            attachments.insert(0, attachment(name, kind, &body));
        }
        let mut payload = Payload::of_document(bodies);
        payload.attachments = attachments;
        payload
    }

    /// Any characters at all: 1 to 252 bytes of UTF-8.
    fn any_name() -> impl Strategy<Value = String> {
        prop::collection::vec(any::<char>(), 1..64).prop_map(|it| it.into_iter().collect())
    }

    proptest! {
        #![proptest_config(Config::with_cases(96))]

        #[test]
        fn payload_comes_back_to_any_of_any_readers(
            (payload, bucket) in payload(),
            order in Just((0..9).collect::<Vec<usize>>()).prop_shuffle(),
            count in 1_usize..=8,
            reader in any::<Index>(),
        ) {
            let recipients: Vec<_> = order[..count].iter().map(|it| READERS[*it].recipient()).collect();
            let envelope = seal(&recipients, Label::Report, &payload).expect("seals");
            assert_eq!(envelope.bucket_log2(), bucket);
            let (reader, outsider) = (&READERS[order[reader.index(count)]], &READERS[order[8]]);
            assert_eq!(open(reader, Label::Report, &envelope), Ok(payload));
            assert_eq!(open(outsider, Label::Report, &envelope), Err(OpenError::NoSlotOpens));
        }
    }
}
