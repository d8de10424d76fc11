//! What is done to a manifest.

use serde_json::{Value, json};

use crate::operator::reader;

pub(crate) fn remove(object: &mut Value, key: &str) {
    let removed = object.as_object_mut().expect("an object").remove(key);
    assert!(removed.is_some(), "{key} was there");
}

pub(crate) fn role<'a>(manifest: &'a mut Value, id: &str) -> &'a mut Value {
    let roles = manifest["roles"].as_array_mut().expect("a list");
    roles
        .iter_mut()
        .find(|it| it["id"] == id)
        .expect("the role is there")
}

pub(crate) fn every_role(manifest: &mut Value, change: impl FnMut(&mut Value)) {
    manifest["roles"]
        .as_array_mut()
        .expect("a list")
        .iter_mut()
        .for_each(change);
}

pub(crate) fn holder(manifest: &mut Value) -> &mut Value {
    &mut role(manifest, "ind-desk")["holders"][0]
}

pub(crate) fn fallback_keys(manifest: &mut Value, end: &str, day: &str) {
    for holder in role(manifest, "intake-desk")["holders"]
        .as_array_mut()
        .expect("a list")
    {
        holder[end] = json!(day);
    }
}

pub(crate) fn give_keys(manifest: &mut Value, id: &str, count: u8) {
    let holder = role(manifest, id)["holders"][0].clone();
    let holders = (0..count).map(|n| {
        let mut holder = holder.clone();
        holder["key"] = json!(reader(100 + n).to_string());
        holder
    });
    role(manifest, id)["holders"] = holders.collect();
}

pub(crate) fn nobody_on_choice(manifest: &mut Value, categories: &[&str]) {
    for category in categories {
        manifest["routing"][category]["onChoice"] = json!([]);
    }
}

pub(crate) fn staff(manifest: &mut Value, category: &str, roles: &[&str]) {
    manifest["routing"][category]["staff"] = json!(roles);
}

pub(crate) fn route(staff: &[&str]) -> Value {
    json!({ "staff": staff, "resident": [] })
}

pub(crate) fn telephone(manifest: &mut Value, number: &str) {
    manifest["help"][0]["telephone"] = json!(number);
}

pub(crate) fn pad_receipt_key(manifest: &mut Value) {
    let key = manifest["receiptKey"].as_str().expect("a text").to_owned();
    manifest["receiptKey"] = json!(key + "=");
}

/// Tablets of these ids, each with a key of its own, after a change to each.
pub(crate) fn tablets(manifest: &mut Value, ids: &[&str], change: impl Fn(&mut Value)) {
    let tablet = |(n, id): (usize, &&str)| {
        let mut tablet = json!({
            "id": id,
            "key": format!("{n}{}", "A".repeat(42)),
            "from": "2026-11-24",
            "until": "2027-02-22",
        });
        change(&mut tablet);
        tablet
    };
    manifest["tablets"] = ids.iter().enumerate().map(tablet).collect();
}
