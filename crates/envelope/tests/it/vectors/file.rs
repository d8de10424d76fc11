//! The form of a vector's file (`tests/vectors/README.md`).

use base64ct::{Base64, Encoding};

/// A vector as its file says it.
pub(crate) struct Vector<'a> {
    head: &'a str,
    body: &'a str,
}

impl<'a> Vector<'a> {
    /// Takes the text of a file apart.
    pub(crate) fn of(text: &'a str) -> Self {
        let (head, body) = text
            .split_once("\n\n")
            .expect("a blank line after the head");
        Self { head, body }
    }

    /// The value of each line of the head with this name.
    pub(crate) fn fields(&self, name: &str) -> impl Iterator<Item = &'a str> {
        self.head
            .lines()
            .filter_map(move |line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    /// The value of the one line with this name.
    pub(crate) fn field(&self, name: &str) -> &'a str {
        self.fields(name).next().expect("the head has the line")
    }

    /// The lines that say what must come out, in order.
    pub(crate) fn outcome(&self) -> Vec<&'a str> {
        const NAMES: [&str; 3] = ["expect: ", "document: ", "attachment: "];
        self.head
            .lines()
            .filter(|line| NAMES.iter().any(|name| line.starts_with(name)))
            .collect()
    }

    /// The bytes of the envelope; `text_of` gives the text of another vector.
    pub(crate) fn bytes(&self, text_of: &dyn Fn(&str) -> String) -> Vec<u8> {
        match self.fields("from").next() {
            None => Base64::decode_vec(&self.body.replace('\n', "")).expect("base64"),
            Some(from) => {
                let bytes_of = |name: &str| Vector::of(&text_of(name)).bytes(text_of);
                let mut bytes = bytes_of(from);
                for line in self.body.lines() {
                    Edit::of(line).apply(&mut bytes, &bytes_of);
                }
                bytes
            }
        }
    }
}

/// One change to the bytes of another vector: a line of the body.
#[derive(Clone, Debug)]
pub(crate) enum Edit {
    /// These bytes stand at this offset.
    Set(usize, Vec<u8>),
    /// From the vector of this name: the bytes from an offset, so many, to an offset.
    Take(String, usize, usize, usize),
    /// Only so many bytes remain.
    Truncate(usize),
}

impl Edit {
    fn of(line: &str) -> Self {
        let number = |word: &str| word.parse::<usize>().expect("a number");
        match *line.split(' ').collect::<Vec<_>>() {
            ["set", offset, bytes] => Self::Set(number(offset), from_hex(bytes)),
            ["take", name, from, len, to] => {
                Self::Take(name.to_owned(), number(from), number(len), number(to))
            }
            ["truncate", len] => Self::Truncate(number(len)),
            _ => panic!("no edit: {line}"),
        }
    }

    pub(crate) fn apply(&self, bytes: &mut Vec<u8>, bytes_of: &dyn Fn(&str) -> Vec<u8>) {
        match self {
            Self::Set(offset, new) => put(bytes, *offset, new),
            Self::Take(name, from, len, to) => {
                put(bytes, *to, &bytes_of(name)[*from..*from + *len]);
            }
            Self::Truncate(len) => bytes.truncate(*len),
        }
    }

    pub(crate) fn line(&self) -> String {
        match self {
            Self::Set(offset, new) => format!("set {offset} {}", hex(new)),
            Self::Take(name, from, len, to) => format!("take {name} {from} {len} {to}"),
            Self::Truncate(len) => format!("truncate {len}"),
        }
    }
}

/// Writes over what stands there, and goes on past the end.
fn put(bytes: &mut Vec<u8>, offset: usize, new: &[u8]) {
    bytes.resize(bytes.len().max(offset + new.len()), 0);
    bytes[offset..offset + new.len()].copy_from_slice(new);
}

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(text: &str) -> Vec<u8> {
    text.as_bytes()
        .chunks(2)
        .map(|pair| {
            let pair = str::from_utf8(pair).expect("hexadecimal is ASCII");
            u8::from_str_radix(pair, 16).expect("hexadecimal")
        })
        .collect()
}

/// Base64 in lines of 76 characters, each ended.
pub(crate) fn base64_lines(bytes: &[u8]) -> String {
    let encoded = Base64::encode_string(bytes);
    let lines = encoded.as_bytes().chunks(76);
    lines
        .map(|line| format!("{}\n", str::from_utf8(line).expect("base64 is ASCII")))
        .collect()
}
