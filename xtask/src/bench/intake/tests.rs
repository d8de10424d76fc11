use super::{DATABASES, within_budget};
use crate::failure::Failure;
use serde_json::{Value, json};

fn figures() -> Value {
    let mut figures = json!({});
    for (_, rate, following) in DATABASES {
        figures[rate] = json!({ "ratio": 0.7 });
        figures[following] = json!({
            "envelopes": 10, "seen": 10, "twice": 0, "missed": 0, "strange": 0, "memory_ratio": 1.2,
        });
    }
    figures
}

#[test]
fn whatever_is_over_its_budget_is_a_failure_that_names_it() {
    assert!(within_budget(&figures()).is_ok());
    for (database, rate, following) in DATABASES {
        for (part, key, value, named) in [
            (rate, "ratio", json!(0.69), "bare database"),
            (rate, "ratio", Value::Null, "bare database"),
            (following, "memory_ratio", json!(1.21), "memory"),
            (following, "seen", json!(9), "exactly once"),
            (following, "twice", json!(1), "exactly once"),
            (following, "missed", json!(1), "exactly once"),
            (following, "strange", json!(1), "exactly once"),
        ] {
            let mut figures = figures();
            figures[part][key] = value;
            let Err(Failure::Budget(said)) = within_budget(&figures) else {
                panic!("{part} {key}");
            };
            assert!(said.contains(named), "{said}");
            assert!(said.ends_with(database) && !said.contains(';'), "{said}");
        }
    }
}
