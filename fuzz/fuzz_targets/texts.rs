//! The texts of a language as they are served, and the file with names out of which they are made:
//! whatever stands there, every key that was read has its text.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sealpost_fuzz::seeds;
use texts::{Texts, pack};

fuzz_target!(init: seeds::write_if_asked(inputs), |input: &[u8]| {
    holds(input);
    if let Ok(packed) = pack(input) {
        assert!(holds(packed.as_bytes()), "what was packed is not read");
    }
});

/// Whether it is read; then each key comes once, in order, and its text can be filled.
fn holds(served: &[u8]) -> bool {
    let Ok(texts) = Texts::parse(served) else {
        return false;
    };
    let keys: Vec<_> = texts.keys().collect();
    assert!(keys.is_sorted_by(|before, after| before < after));
    for key in keys {
        let filled = texts.fill(key, &[("max", "7")]);
        assert!(filled == texts.get(key) || texts.get(key).contains('{'));
    }
    true
}

fn inputs() -> Vec<String> {
    let named = r#"{"button.back":"Back","err-too-long":"At most {max} letters."}"#;
    vec![
        pack(named.as_bytes()).expect("it is packed"),
        named.to_owned(),
        r#"[[0,65535],["first","{last"]]"#.to_owned(),
        "[[],[]]".to_owned(),
    ]
}
