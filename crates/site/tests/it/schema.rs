//! `docs/site.schema.json` against the program: what the program takes the schema takes, and the
//! shapes the program refuses the schema refuses.

use jsonschema::Validator;
use report::{Category, Language};
use serde_json::{Value, json};

use crate::broken::changes::tablets;
use crate::operator::{manifest, verified};

fn schema() -> Value {
    serde_json::from_str(include_str!("../../../../docs/site.schema.json")).expect("JSON")
}

/// The demonstration manifest with everything in it that may be left out.
fn whole() -> Value {
    let mut manifest = manifest();
    tablets(&mut manifest, &["one", "two"], |_| ());
    manifest["retentionDays"] = json!(30);
    manifest["maxContent"] = json!(32_768);
    manifest["residentPictures"] = json!(true);
    manifest["roles"][0]["deputy"] = json!("liv-lse");
    manifest["help"][0]["languages"] = json!(["nl", "ti"]);
    manifest["legalBases"] = json!([{ "id": "one", "name": { "nl": "Wet" } }]);
    manifest["warningWords"] = json!({ "nl": ["geloof"], "en": [] });
    manifest["statisticsRegion"] = json!("north");
    manifest
}

fn validator() -> Validator {
    jsonschema::validator_for(&schema()).expect("the schema is one")
}

#[test]
fn a_manifest_with_everything_is_valid() {
    let manifest = whole();
    let errors: Vec<String> = validator()
        .iter_errors(&manifest)
        .map(|it| it.to_string())
        .collect();
    assert_eq!(errors, Vec::<String>::new());
    verified(|it| *it = manifest).expect("the program takes it too");
}

#[test]
fn it_names_every_category_and_language() {
    let schema = schema();
    for category in Category::ALL {
        for list in ["routing", "forcedExclusions"] {
            let entry = &schema["properties"][list]["properties"][category.code()];
            assert!(entry.is_object(), "{list} {category}");
        }
    }
    let tags: Vec<Value> = Language::ALL
        .into_iter()
        .map(|it| json!(it.tag()))
        .collect();
    assert_eq!(schema["$defs"]["language"]["enum"], Value::Array(tags));
}

/// Takes every value of the manifest away, renames every key and replaces every value; each time
/// the schema refuses what the program refuses for its shape.
#[test]
fn it_refuses_other_shapes() {
    let validator = validator();
    let mut small = whole();
    small["roles"] = json!([small["roles"][0]]);
    let pointers = pointers(&small, String::new());
    assert!(pointers.len() > 100, "the manifest has many values");
    for pointer in pointers {
        let mut changed = whole();
        let value = changed.pointer_mut(&pointer).expect("it is there");
        *value = if value.is_number() {
            json!("x")
        } else {
            json!(17)
        };
        assert!(!validator.is_valid(&changed), "{pointer} replaced");
        assert!(verified(|it| *it = changed).is_err(), "{pointer} replaced");
    }
    for key in manifest().as_object().expect("an object").keys() {
        let mut changed = manifest();
        let object = changed.as_object_mut().expect("an object");
        let value = object.remove(key).expect("it is there");
        let may_be_left_out = ["mailboxSalt", "trainingConfirmed"].contains(&key.as_str());
        assert_eq!(
            validator.is_valid(&changed),
            may_be_left_out,
            "{key} removed"
        );
        changed
            .as_object_mut()
            .expect("an object")
            .insert(format!("{key}s"), value);
        assert!(!validator.is_valid(&changed), "{key} renamed");
    }
}

/// Where every value stands, as JSON pointers.
fn pointers(value: &Value, at: String) -> Vec<String> {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(entries) => entries.iter().map(|(key, it)| (key.clone(), it)).collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(n, it)| (n.to_string(), it))
            .collect(),
        _ => Vec::new(),
    };
    let below = children
        .into_iter()
        .flat_map(|(key, it)| pointers(it, format!("{at}/{key}")));
    [at.clone()]
        .into_iter()
        .filter(|it| !it.is_empty())
        .chain(below)
        .collect()
}
