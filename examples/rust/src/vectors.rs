//! Runs the opener on every vector of the envelope.

#[path = "../../../crates/envelope/tests/it/vectors/file.rs"]
#[expect(dead_code, reason = "the vectors are read here and not written")]
mod file;
#[path = "../../../crates/envelope/tests/it/vectors/words.rs"]
mod words;

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use envelope::{Label, OpenError, ParseError, Payload};

use crate::open_envelope;
use file::Vector;
use words::Refused;

fn path(name: &str) -> PathBuf {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../crates/envelope/tests/vectors"
    );
    PathBuf::from(folder).join(name)
}

fn text_of(name: &str) -> String {
    fs::read_to_string(path(&format!("{name}.txt"))).expect("a vector can be read")
}

fn opened(vector: &Vector<'_>) -> Result<Payload, Refused> {
    let label = match vector.field("label") {
        "message" => Label::Message,
        _ => Label::Report,
    };
    let refused = |error: Box<dyn Error>| match error.downcast::<ParseError>() {
        Ok(shape) => Refused::Shape(*shape),
        Err(error) => Refused::Open(*error.downcast::<OpenError>().expect("nothing else fails")),
    };
    open_envelope(vector.field("identity"), label, vector.bytes(&text_of)).map_err(refused)
}

#[test]
fn every_vector_does_what_it_says() {
    let files = fs::read_dir(path("")).expect("the folder can be read");
    let names = files.map(|file| file.expect("a file").file_name());
    let names: Vec<String> = names
        .filter_map(|name| Some(name.to_str()?.strip_suffix(".txt")?.to_owned()))
        .collect();
    assert!(!names.is_empty());
    for name in names {
        let text = text_of(&name);
        let vector = Vector::of(&text);
        assert_eq!(words::outcome(&opened(&vector)), vector.outcome(), "{name}");
    }
}
