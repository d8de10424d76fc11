use super::within_budget;
use serde_json::{Value, json};

fn figures() -> Value {
    json!({
        "sqlite": { "ratio": 0.7 },
        "following": {
            "envelopes": 10, "seen": 10, "twice": 0, "missed": 0, "strange": 0, "memory_ratio": 1.2,
        },
    })
}

#[test]
fn whatever_is_over_its_budget_is_a_failure_that_names_it() {
    assert!(within_budget(&figures()).is_ok());
    for (part, key, value, named) in [
        ("sqlite", "ratio", json!(0.69), "bare database"),
        ("sqlite", "ratio", Value::Null, "bare database"),
        ("following", "memory_ratio", json!(1.21), "memory"),
        ("following", "seen", json!(9), "exactly once"),
        ("following", "twice", json!(1), "exactly once"),
        ("following", "missed", json!(1), "exactly once"),
        ("following", "strange", json!(1), "exactly once"),
    ] {
        let mut figures = figures();
        figures[part][key] = value;
        let said = within_budget(&figures).map_err(|it| it.to_string());
        assert!(said.is_err_and(|it| it.contains(named)), "{part} {key}");
    }
}
