//! What waits when the page is closed: where the browser has Background Sync, the service worker sends it.

use crate::browser::{Engine, devtools, evaluate, walk_in};
use crate::form::hurried::{hurry_to_review, hurry_to_send};
use crate::form::{GLANCE, PATIENCE, open_form, see_it_stored, see_outbox, see_screen};
use crate::hostile::{SHORTEST, TYPED, assert_the_report_is_there};
use serde_json::{Value, json};
use std::time::Instant;

/// Resolves when the browser was asked to call the service worker, to what it was asked for.
const ASKED: &str = "\
    const { sync } = await navigator.serviceWorker.ready;\
    let tags = [];\
    while (tags.length === 0) tags = await sync.getTags();\
    return tags;";

#[test]
fn what_waits_is_sent_when_the_page_is_closed_and_deleted_when_it_is_opened() {
    // Only this browser has Background Sync.
    walk_in(Engine::Chromium, async |stage, client| {
        open_form(&client, &stage, "/").await;
        see_it_stored(&client).await;
        stage.stop_intake();
        assert!(hurry_to_review(&client, SHORTEST, TYPED).await);
        assert!(hurry_to_send(&client).await);
        see_screen(&client, "submitted").await;
        assert_eq!(evaluate(&client, ASKED).await, json!(["send"]));

        client.goto("about:blank").await.expect("the page is left");
        stage.start_intake();
        assert_eq!(stage.opened_at_the_desk(), Vec::<Value>::new());
        devtools(&client, "ServiceWorker.enable", json!({})).await;
        let sync = json!({
            // The first registration in this profile.
            "origin": stage.url(""), "registrationId": "0", "tag": "send", "lastChance": false
        });
        devtools(&client, "ServiceWorker.dispatchSyncEvent", sync).await;
        let deadline = Instant::now() + PATIENCE;
        while stage.opened_at_the_desk().is_empty() {
            assert!(Instant::now() < deadline, "nothing was sent");
            tokio::time::sleep(GLANCE).await;
        }
        assert_the_report_is_there(&stage);

        // Its receipt was not believed by the service worker, and is asked for by the app.
        open_form(&client, &stage, "/").await;
        see_outbox(&client, 0, 1).await;
        assert_the_report_is_there(&stage);
    });
}
