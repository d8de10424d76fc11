//! A receipt has one form only; and none is verified but the one the intake signed.

#![no_main]

use std::sync::LazyLock;

use envelope_format::Digest;
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use sealpost_fuzz::{restructured, seeds};
use submission::{ReceiptKey, ReceiptSigningKey, UnverifiedReceipt};

const SIZE: u64 = 42_204;

static DIGEST: LazyLock<Digest> = LazyLock::new(|| Digest::of(b"an envelope"));
static SIGNED: LazyLock<(ReceiptKey, UnverifiedReceipt)> = LazyLock::new(|| {
    let key = ReceiptSigningKey::from_seed(&[4; 32]);
    let day = "2026-11-24".parse().expect("a day");
    (key.receipt_key(), key.sign(*DIGEST, SIZE, day))
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    restructured::mutate(data, size, max_size, seed)
});

fuzz_target!(init: seeds::write_if_asked(inputs), |input: &[u8]| {
    let Ok(receipt) = UnverifiedReceipt::parse(input) else {
        return;
    };
    let json = receipt.to_json();
    let again = UnverifiedReceipt::parse(json.as_bytes());
    assert_eq!(again.as_ref(), Ok(&receipt));
    let (key, signed) = &*SIGNED;
    let verified = receipt.verify(key, &DIGEST, SIZE).is_ok();
    assert_eq!(verified, receipt == *signed);
});

fn inputs() -> Vec<String> {
    let signed = SIGNED.1.to_json();
    let later = signed.replace("\"version\":1", "\"version\":2");
    vec![signed.replace(':', " : "), later, signed]
}
