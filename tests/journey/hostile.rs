//! A device that does not store, and a network that says "received" when nothing was.

use crate::browser::{devtools, evaluate, walk};
use crate::form::Act::{Choose, Type};
use crate::form::{
    Visit, answer_that_nobody_is_in_danger, choose_language, fill_in, open_form, press, read_on,
    see, see_outbox, see_screen,
};
use crate::stage::Stage;
use fantoccini::Client;
use serde_json::{Value, json};

const TYPED: &str = "هددني أحدهم marker-kept 🕯️";

/// The two questions that must be answered; the rest are passed over.
const SHORTEST: &[Visit] = &[
    ("happened", &[Type("happened", TYPED)], "continue"),
    ("how-known", &[Choose("how-known", "told")], "continue"),
    ("about", &[], "skip"),
    ("when", &[], "skip"),
    ("by-whom", &[], "skip"),
    ("wish", &[], "skip"),
    ("exclude", &[], "skip"),
];

/// The put of an envelope succeeds and its transaction aborts after it, as on a full device.
const ABORTS_LATE: &str = "
    window.room = false;
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...given) {
        const request = put.apply(this, given);
        if (this.name === 'envelopes' && !window.room) {
            request.addEventListener('success', () => this.transaction.abort());
        }
        return request;
    };";

/// The put of an envelope succeeds, and other bytes are stored.
const STORES_OTHER_BYTES: &str = "
    window.room = false;
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (value, key) {
        if (this.name === 'envelopes' && !window.room) value = value.with(9_500, value[9_500] ^ 1);
        return put.call(this, value, key);
    };";

/// The browser has no database at all, as in some private windows.
const HAS_NONE: &str = "
    const real = Object.getOwnPropertyDescriptor(window, 'indexedDB')
        ?? Object.getOwnPropertyDescriptor(Window.prototype, 'indexedDB');
    window.room = false;
    Object.defineProperty(window, 'indexedDB', {
        get() { return window.room ? real.get.call(window) : undefined; },
    });";

/// Somebody between the device and the intake answers every delivery with a page of their own.
const PORTAL: &str = "
    window.room = false;
    const real = window.fetch;
    window.fetch = (request, ...rest) => {
        const method = request instanceof Request ? request.method : rest[0]?.method;
        return method === 'PUT' && !window.room
            ? Promise.resolve(new Response('<html>Log in</html>', { status: 200 }))
            : real.call(window, request, ...rest);
    };";

#[test]
fn what_cannot_be_stored_stays_on_the_screen() {
    for device in [ABORTS_LATE, STORES_OTHER_BYTES, HAS_NONE] {
        walk(async move |stage, client| {
            write_a_report(&client, &stage, device).await;
            press(&client, "send").await;
            see(&client, "main[data-screen=review] .notice-bad").await;
            see_outbox(&client, 0, 0).await;
            let screen = evaluate(&client, "return document.querySelector('main').innerText").await;
            let shown = screen.as_str().is_some_and(|it| it.contains(TYPED));
            assert!(shown, "what was typed is gone: {screen}");
            assert_eq!(stage.opened_at_the_desk(), Vec::<Value>::new());

            make_room(&client).await;
            press(&client, "send").await;
            see_screen(&client, "submitted").await;
            see_outbox(&client, 0, 1).await;
            assert_the_report_is_there(&stage);
        });
    }
}

#[test]
fn an_answer_that_is_no_receipt_deletes_nothing() {
    walk(async |stage, client| {
        write_a_report(&client, &stage, PORTAL).await;
        press(&client, "send").await;
        see_screen(&client, "submitted").await;
        see_outbox(&client, 1, 0).await;
        see(&client, "#delivery[data-delivery=waiting]").await;
        assert_eq!(stage.opened_at_the_desk(), Vec::<Value>::new());

        make_room(&client).await;
        see_outbox(&client, 0, 1).await;
        assert_the_report_is_there(&stage);
    });
}

async fn write_a_report(client: &Client, stage: &Stage, device: &str) {
    let script = json!({ "source": device });
    devtools(client, "Page.addScriptToEvaluateOnNewDocument", script).await;
    open_form(client, stage, "/").await;
    choose_language(client, "en").await;
    answer_that_nobody_is_in_danger(client).await;
    read_on(client, "information", 2).await;
    see_screen(client, "tiles").await;
    press(client, "tile-t1").await;
    see_screen(client, "categories").await;
    press(client, "category-THR-PER").await;
    fill_in(client, SHORTEST).await;
    see_screen(client, "review").await;
}

async fn make_room(client: &Client) {
    evaluate(client, "window.room = true").await;
}

fn assert_the_report_is_there(stage: &Stage) {
    let [report] = &stage.opened_at_the_desk()[..] else {
        panic!("one report was sent");
    };
    assert_eq!(report["report"]["answers"]["happened"]["text"], TYPED);
}
