//! What a browser does to the database beside storing: it takes the connection away, holds another
//! version of it open, clears it.

use crate::browser::{Engine, evaluate, walk};
use crate::form::{
    answer_that_nobody_is_in_danger, choose_language, open_form, press, see, see_outbox, see_screen,
};
use crate::hostile::{assert_the_report_is_there, write_a_report};
use fantoccini::Client;
use serde_json::json;

/// The system takes the connection away, twice, whenever the database is asked for an envelope.
const LOSES_ITS_CONNECTION: &str = "
    const begin = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (stores, mode, options) {
        const reads = mode === 'readonly' && [...stores].includes('envelopes');
        globalThis.lost ??= 0;
        if (reads && globalThis.lost < 2) {
            globalThis.lost += 1;
            this.close();
        }
        return begin.call(this, stores, mode, options);
    };";

#[test]
fn a_connection_to_the_database_that_is_lost_loses_no_report() {
    walk(async |stage, client| {
        write_a_report(&client, &stage, "/", LOSES_ITS_CONNECTION).await;
        press(&client, "send").await;
        see(&client, "#delivery[data-delivery=received]").await;
        assert_the_report_is_there(&stage);
    });
}

/// Resolves to what becomes of an app of the future that wants a newer form of the database.
const NEWER: &str = "return new Promise((done) => {\
    const open = indexedDB.open('sealpost', 1000);\
    open.onblocked = () => done('blocked');\
    open.onerror = () => done('refused');\
    open.onsuccess = () => { open.result.close(); done('opened'); };\
})";

#[test]
fn a_newer_version_of_the_database_is_not_blocked_and_the_report_is_sent_all_the_same() {
    walk(async |stage, client| {
        write_a_report(&client, &stage, "/", "").await;
        assert_eq!(evaluate(&client, NEWER).await, json!("opened"));
        // This page cannot store any more. The answers stay, and go without being stored.
        press(&client, "send").await;
        see(&client, "main[data-screen=review] .notice-bad").await;
        press(&client, "send").await;
        see(&client, "#delivery[data-delivery=received]").await;
        assert_the_report_is_there(&stage);
    });
}

/// A page of an older version, one that lets go of the database only when it is told to. A browser
/// closes a connection that nobody uses any more, so it is used.
const OLDER: &str = "return new Promise((done) => {\
    const open = indexedDB.open('sealpost', 1);\
    open.onsuccess = () => {\
        window.held = open.result;\
        setInterval(() => window.held.name, 500);\
        done('open');\
    };\
})";

#[test]
fn an_older_page_that_holds_the_database_is_named_until_it_is_closed() {
    walk(async |stage, client| {
        let icon = stage.url("/icons/app.svg");
        client.goto(&icon).await.expect("there is an icon");
        assert_eq!(evaluate(&client, OLDER).await, json!("open"));
        let older = client.window().await.expect("a window is open");
        let newer = client.new_window(true).await.expect("a page can be opened");
        switch(&client, &newer.handle).await;
        open_form(&client, &stage, "/staff").await;
        choose_language(&client, "en").await;
        answer_that_nobody_is_in_danger(&client).await;
        see_screen(&client, "categories").await;
        see(&client, ".notice-warn").await;
        let text = evaluate(&client, "return document.querySelector('main').innerText").await;
        let named = text
            .as_str()
            .is_some_and(|it| it.contains("Another open page"));
        assert!(named, "{text}");

        switch(&client, &older).await;
        let close = "window.held.close(); return true";
        assert_eq!(evaluate(&client, close).await, json!(true));
        switch(&client, &newer.handle).await;
        press(&client, "retry").await;
        see(&client, "main[data-screen=categories]:not(:has(#retry))").await;
    });
}

/// Counts how often the page asks the browser to clear nothing.
const COUNTS_WHAT_IS_ASKED: &str = "
    globalThis.asked = 0;
    if (globalThis.StorageManager?.prototype.persist) {
        StorageManager.prototype.persist = async () => { globalThis.asked += 1; return true; };
    }";

#[test]
fn staff_ask_the_browser_to_keep_what_is_stored_and_residents_do_not() {
    for (path, asked) in [("/staff", 1), ("/", 0)] {
        walk(async move |stage, client| {
            write_a_report(&client, &stage, path, COUNTS_WHAT_IS_ASKED).await;
            press(&client, "send").await;
            see_screen(&client, "submitted").await;
            see_outbox(&client, 0, 1).await;
            let count = "return globalThis.StorageManager ? globalThis.asked : null";
            let counted = evaluate(&client, count).await;
            // WebKitGTK has nothing to ask.
            let asked = (Engine::asked_for() != Engine::WebKit).then_some(asked);
            assert_eq!(counted, json!(asked), "at {path}");
        });
    }
}

async fn switch(client: &Client, window: &fantoccini::wd::WindowHandle) {
    let switched = client.switch_to_window(window.clone()).await;
    switched.expect("it is there");
}
