//! A whole report as fast as the form allows: one script instead of a command for each press.

use super::Act::{Choose, Type, Unknown};
use super::Visit;
use fantoccini::Client;
use serde_json::{Value, json};

/// Fills in a resident's report about a threat, up to the check screen, with `typed` for every text.
///
/// Answers with false when the browser ended meanwhile.
pub(crate) async fn hurry_to_review(client: &Client, visits: &[Visit], typed: &str) -> bool {
    let mut steps = vec![];
    steps.extend(screen("gate", "gate-no"));
    steps.extend(screen("information", "continue"));
    steps.extend(screen("information", "continue"));
    steps.extend(screen("tiles", "tile-t1"));
    steps.extend(screen("categories", "category-THR-PER"));
    for (page, acts, button) in visits {
        steps.push(see(&format!(
            "main[data-screen=question][data-page={page}]"
        )));
        for act in *acts {
            steps.push(match act {
                Type(field, _) => json!([format!("[id='{field}']"), typed]),
                Choose(field, choice) => press(&format!("{field}-{choice}")),
                Unknown(field) => press(&format!("{field}-unknown")),
            });
        }
        steps.push(press(button));
    }
    // Nothing can be sent before it is known who reads it.
    steps.push(see("main[data-screen=review]:not(:has(#retry))"));
    hurry(client, steps).await
}

/// Presses "send", and waits for nothing.
pub(crate) async fn hurry_to_send(client: &Client) -> bool {
    hurry(client, vec![press("send")]).await
}

async fn hurry(client: &Client, steps: Vec<Value>) -> bool {
    let script = include_str!("hurried.js");
    let done = client
        .execute_async(script, vec![Value::Array(steps)])
        .await;
    match done {
        Ok(done) => {
            assert_eq!(done, json!(true), "the form was not filled in");
            true
        }
        Err(_) => false,
    }
}

fn screen(name: &str, button: &str) -> [Value; 2] {
    [see(&format!("main[data-screen={name}]")), press(button)]
}

fn see(selector: &str) -> Value {
    json!([selector])
}

fn press(id: &str) -> Value {
    json!([format!("[id='{id}']"), null])
}
