//! The text forms of keys, digests and days: what is read is written in the same letters, so that
//! each has one text only.

#![no_main]

use core::fmt::Display;
use core::str::FromStr;

use envelope::{Identity, Recipient};
use envelope_format::Digest;
use libfuzzer_sys::fuzz_target;
use sealpost_fuzz::seeds;
use site::OperatorKey;
use submission::{Day, ReceiptKey};

fuzz_target!(init: seeds::write_if_asked(inputs), |input: &[u8]| {
    let Ok(text) = str::from_utf8(input) else {
        return;
    };
    if let Ok(identity) = text.parse::<Identity>() {
        assert_eq!(*identity.to_text(), text);
    }
    comes_back::<Recipient>(text);
    comes_back::<ReceiptKey>(text);
    comes_back::<OperatorKey>(text);
    comes_back::<Digest>(text);
    comes_back::<Day>(text);
});

fn comes_back<T: FromStr + Display>(text: &str) {
    if let Ok(read) = text.parse::<T>() {
        assert_eq!(read.to_string(), text);
    }
}

fn inputs() -> Vec<String> {
    let identity = Identity::from_seed([1; 32]).expect("any seed is an identity");
    vec![
        identity.to_text().to_string(),
        identity.recipient().to_string(),
        Digest::of(b"").to_string(),
        "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo".to_owned(),
        "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3".to_owned(),
        "2026-11-24".to_owned(),
    ]
}
