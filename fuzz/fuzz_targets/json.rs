//! Our reader of JSON and serde_json take the same texts and read the same in them.

#![no_main]

use core::fmt;

use json::{Json, Object};
use libfuzzer_sys::fuzz_target;
use sealpost_fuzz::seeds;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

fuzz_target!(init: seeds::write_if_asked(inputs), |input: &[u8]| {
    let ours = Json::parse(input);
    let theirs = serde_json::from_slice::<Tree>(input);
    match (&ours, &theirs) {
        (Ok(ours), Ok(theirs)) => assert!(theirs.is(ours), "{ours:?} and {theirs:?}"),
        (Err(_), Err(_)) => {}
        // serde_json must hold every number in 64 bits; ours need not know what it is.
        (Ok(_), Err(error)) if error.to_string().starts_with("number out of range") => {}
        _ => panic!("{ours:?} and {theirs:?}"),
    }
});

/// What serde_json reads, with all keys in their order.
#[derive(Debug)]
enum Tree {
    Null,
    Bool(bool),
    Number(u64),
    OtherNumber,
    Text(String),
    List(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

impl Tree {
    fn is(&self, json: &Json) -> bool {
        match (self, json) {
            (Self::Null, Json::Null) | (Self::OtherNumber, Json::OtherNumber) => true,
            (Self::Bool(theirs), Json::Bool(ours)) => theirs == ours,
            (Self::Number(theirs), Json::Number(ours)) => theirs == ours,
            (Self::Text(theirs), Json::Text(ours)) => theirs == ours,
            (Self::List(theirs), Json::List(ours)) => {
                theirs.len() == ours.len() && theirs.iter().zip(ours).all(|(it, ours)| it.is(ours))
            }
            (Self::Object(theirs), Json::Object(ours)) => is_object(theirs, ours),
            _ => false,
        }
    }
}

/// The same keys with the same values, and every key that comes twice refused.
fn is_object(theirs: &[(String, Tree)], ours: &Object) -> bool {
    let keys: Vec<&str> = theirs.iter().map(|(key, _)| key.as_str()).collect();
    let is_once = |key: &str| keys.iter().filter(|it| **it == key).count() == 1;
    let gets_each = theirs.iter().all(|(key, value)| match ours.get(key) {
        Ok(ours) => is_once(key) && value.is(ours),
        Err(_) => !is_once(key),
    });
    let members = match ours.members() {
        Ok(members) => members
            .iter()
            .map(|(key, _)| key.as_str())
            .eq(keys.iter().copied()),
        Err(_) => !keys.iter().all(|it| is_once(it)),
    };
    let only = ours.only(&keys).is_ok();
    let not_less = keys.iter().all(|left_out| {
        let rest: Vec<&str> = keys.iter().copied().filter(|it| it != left_out).collect();
        ours.only(&rest).is_err()
    });
    gets_each && members && only && not_less
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_bool<E>(self, it: bool) -> Result<Tree, E> {
        Ok(Tree::Bool(it))
    }

    fn visit_u64<E>(self, it: u64) -> Result<Tree, E> {
        Ok(Tree::Number(it))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Tree, E> {
        Ok(Tree::OtherNumber)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Tree, E> {
        Ok(Tree::OtherNumber)
    }

    fn visit_str<E>(self, it: &str) -> Result<Tree, E> {
        Ok(Tree::Text(it.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Tree, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element()? {
            values.push(value);
        }
        Ok(Tree::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Tree::Object(members))
    }
}

fn inputs() -> Vec<String> {
    let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let texts = [
        r#"{"a":null,"b":[true,false,{}],"a":"é\u00e9\ud83c\udfd5\n"}"#,
        r#"[0,-0,1,-1,1.0,1e2,18446744073709551615,18446744073709551616,1e999]"#,
        " [ \"\\\"\\\\\\/\\b\\f\\n\\r\\t\u{2028}\" ]\r\n\t",
    ];
    let texts = texts.iter().map(|it| (*it).to_owned());
    texts.chain([deep(127), deep(128)]).collect()
}
