//! The inputs a target starts from.
//!
//! They are made by the code itself and from the vectors, so that none has to be kept.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs, process};

use base64ct::{Base64, Encoding};

/// Names the folder into which a target writes its seeds instead of fuzzing.
const FOLDER: &str = "SEALPOST_FUZZ_SEEDS";

/// The longest word of a dictionary.
const MAX_WORD_LEN: usize = 40;

/// The longest vector that is a seed. The format is the same in longer ones, and fuzzing slower.
const MAX_VECTOR_LEN: usize = 100_000;

/// Called as a target starts: writes `seeds` to the folder that the environment variable
/// `SEALPOST_FUZZ_SEEDS` names and ends the program; without the variable nothing happens.
///
/// Beside them, in the file `dictionary`, come the words that stand in them in quotation marks, if
/// there are any.
pub fn write_if_asked<S: AsRef<[u8]>>(seeds: impl FnOnce() -> Vec<S>) {
    let Some(folder) = env::var_os(FOLDER).map(PathBuf::from) else {
        return;
    };
    let seeds = seeds();
    let inputs = folder.join("inputs");
    fs::create_dir_all(&inputs).expect("the folder can be made");
    for (number, seed) in seeds.iter().enumerate() {
        fs::write(inputs.join(number.to_string()), seed).expect("the seed can be written");
    }
    let words: BTreeSet<&str> = seeds.iter().flat_map(|it| words(it.as_ref())).collect();
    if words.is_empty() {
        process::exit(0);
    }
    let lines: String = words.iter().map(|it| format!("\"{it}\"\n")).collect();
    fs::write(folder.join("dictionary"), lines).expect("the dictionary can be written");
    process::exit(0);
}

/// The short words of plain letters, digits and punctuation that stand in quotation marks.
fn words(seed: &[u8]) -> impl Iterator<Item = &str> {
    let quoted = seed.split(|it| *it == b'"').skip(1).step_by(2);
    quoted
        .filter_map(|it| str::from_utf8(it).ok())
        .filter(|it| (1..=MAX_WORD_LEN).contains(&it.len()))
        .filter(|it| it.bytes().all(|it| it.is_ascii_graphic() && it != b'\\'))
}

/// The envelopes of `crates/envelope/tests/vectors`, those that must open and those that must not.
#[must_use]
pub fn vectors() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/envelope/tests/vectors");
    let files = fs::read_dir(folder).expect("the vectors are there");
    let paths = files.map(|it| it.expect("the folder can be read").path());
    let texts = paths
        .filter(|it| it.extension().is_some_and(|it| it == "txt"))
        .map(|it| fs::read_to_string(it).expect("the vector can be read"));
    let envelopes = texts.filter_map(|it| {
        let (_, body) = it.split_once("\n\n")?;
        Base64::decode_vec(&body.replace('\n', "")).ok()
    });
    let vectors: Vec<_> = envelopes.filter(|it| it.len() <= MAX_VECTOR_LEN).collect();
    assert!(!vectors.is_empty(), "no vector could be read");
    vectors
}
