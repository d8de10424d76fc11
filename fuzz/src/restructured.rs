//! Changes JSON as JSON, so that what comes out is still JSON and gets past the first check.

use fastrand::Rng;
use libfuzzer_sys::fuzzer_mutate;
use serde_json::Value;

/// A mutator for `libfuzzer_sys::fuzz_mutator!`: one time of four bytes are changed as always, and
/// otherwise one value or key, sometimes two. More at once would rarely get past all checks.
pub fn mutate(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let mut rng = Rng::with_seed(seed.into());
    let parsed = serde_json::from_slice(&data[..size]);
    if let (true, Ok(mut json)) = (rng.u8(..4) > 0, parsed) {
        for _ in 0..=u8::from(rng.u8(..4) == 0) {
            change(&mut json, &mut rng);
        }
        let text = json.to_string();
        if text.len() <= max_size {
            data[..text.len()].copy_from_slice(text.as_bytes());
            return text.len();
        }
    }
    fuzzer_mutate(data, size, max_size)
}

fn change(json: &mut Value, rng: &mut Rng) {
    let mut places = Vec::new();
    collect(json, &mut String::new(), &mut places);
    let mut any = || places[rng.usize(..places.len())].clone();
    let (place, other) = (any(), any());
    let other = json.pointer(&other).cloned().unwrap_or_default();
    let Some(value) = json.pointer_mut(&place) else {
        return;
    };
    match (rng.u8(..6), value) {
        // Takes a member away, repeats one, or puts another value under its key.
        (0, Value::Array(list)) if !list.is_empty() => {
            list.remove(rng.usize(..list.len()));
        }
        (1, Value::Array(list)) => list.insert(rng.usize(..=list.len()), other),
        (2, Value::Array(list)) => list.clear(),
        (0 | 1, Value::Object(members)) => {
            if let Some(key) = rng.choice(members.keys().cloned().collect::<Vec<_>>()) {
                members.remove(&key);
            }
        }
        (2, Value::Object(members)) => {
            if let (Some(key), Value::String(name)) = (
                rng.choice(members.keys().cloned().collect::<Vec<_>>()),
                other,
            ) {
                let value = members.remove(&key).unwrap_or_default();
                members.insert(name, value);
            }
        }
        (_, Value::Bool(it)) => *it = !*it,
        (0, value) => *value = Value::String(String::new()),
        (1, value) => *value = Value::Null,
        (2, Value::Number(it)) => *it = rng.u64(..).into(),
        // Most often one value takes the place of another: one role's id that of another role.
        (_, value) => *value = other,
    }
}

/// The JSON pointers of all values.
fn collect(json: &Value, place: &mut String, places: &mut Vec<String>) {
    places.push(place.clone());
    let len = place.len();
    let mut go_into = |name: &str, value: &Value, places: &mut Vec<String>| {
        place.push('/');
        place.push_str(&name.replace('~', "~0").replace('/', "~1"));
        collect(value, place, places);
        place.truncate(len);
    };
    match json {
        Value::Array(list) => {
            for (at, value) in list.iter().enumerate() {
                go_into(&at.to_string(), value, places);
            }
        }
        Value::Object(members) => {
            for (key, value) in members {
                go_into(key, value, places);
            }
        }
        _ => {}
    }
}
