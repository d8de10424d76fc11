//! A device that does not store, and a network that says "received" when nothing was.

use crate::browser::{evaluate, walk};
use crate::form::Act::{Choose, Type, Unknown};
use crate::form::{
    Visit, answer_that_nobody_is_in_danger, choose_language, fill_in, open_form, press, read_on,
    see, see_outbox, see_screen,
};
use crate::rebuilt::run_first;
use crate::stage::Stage;
use fantoccini::Client;
use serde_json::{Value, json};

pub(crate) const TYPED: &str = "هددني أحدهم marker-kept 🕯️";

/// The two questions that must be answered; the rest are passed over.
pub(crate) const SHORTEST: &[Visit] = &[
    ("happened", &[Type("happened", TYPED)], "continue"),
    ("how-known", &[Choose("how-known", "told")], "continue"),
    ("about", &[], "skip"),
    ("when", &[], "skip"),
    ("by-whom", &[], "skip"),
    ("wish", &[], "skip"),
    ("exclude", &[], "skip"),
];

/// The same for staff.
const SHORTEST_OF_STAFF: &[Visit] = &[
    (
        "card",
        &[
            Type("card-1-observed", TYPED),
            Choose("card-1-source", "own"),
        ],
        "continue",
    ),
    (
        "period",
        &[Choose("period", "today"), Choose("frequency", "once")],
        "continue",
    ),
    ("place", &[Choose("place", "room")], "continue"),
    ("at-risk", &[Unknown("at-risk")], "continue"),
    ("done", &[Choose("done", "nothing")], "continue"),
    (
        "danger-if-acted-on",
        &[Unknown("danger-if-acted-on")],
        "continue",
    ),
    ("request", &[Choose("request", "advice")], "continue"),
];

/// The put of an envelope succeeds and its transaction aborts after it, as on a full device.
const ABORTS_LATE: &str = "
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...given) {
        const request = put.apply(this, given);
        if (this.name === 'envelopes' && !globalThis.room) {
            request.addEventListener('success', () => this.transaction.abort());
        }
        return request;
    };";

/// The put of an envelope succeeds, and other bytes are stored.
const STORES_OTHER_BYTES: &str = "
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (value, key) {
        const spoil = this.name === 'envelopes' && !globalThis.room;
        return put.call(this, spoil ? value.with(9_500, value[9_500] ^ 1) : value, key);
    };";

/// The browser has no database at all, as in some private windows.
const HAS_NONE: &str = "
    const has = (it) => Object.getOwnPropertyDescriptor(it, 'indexedDB');
    let holder = globalThis;
    while (!has(holder)) holder = Object.getPrototypeOf(holder);
    const real = has(holder);
    Object.defineProperty(globalThis, 'indexedDB', {
        get() { return globalThis.room ? real.get.call(globalThis) : undefined; },
    });";

/// Somebody between the device and the intake answers every delivery with a page of their own.
const PORTAL: &str = "
    const real = globalThis.fetch;
    globalThis.fetch = (request, ...rest) => {
        const method = request instanceof Request ? request.method : rest[0]?.method;
        return method === 'PUT' && !globalThis.room
            ? Promise.resolve(new Response('<html>Log in</html>', { status: 200 }))
            : real.call(globalThis, request, ...rest);
    };";

/// Lets the page and its workers know when the trouble is over. A worker that starts after it knows it
/// by its name, and one that starts meanwhile asks.
const UNTIL_THERE_IS_ROOM: &str = "
    globalThis.room = globalThis.name === 'room';
    const channel = new BroadcastChannel('room');
    channel.onmessage = ({ data }) => {
        if (data !== 'asks') globalThis.room = true;
        else if (globalThis.room) channel.postMessage('answers');
    };
    channel.postMessage('asks');
    const Real = globalThis.Worker;
    globalThis.Worker = class extends Real {
        constructor(address, options) {
            super(address, { ...options, name: globalThis.room ? 'room' : '' });
        }
    };";

#[test]
fn what_cannot_be_stored_stays_on_the_screen_and_can_be_sent_at_once() {
    for device in [ABORTS_LATE, STORES_OTHER_BYTES] {
        walk(async move |stage, client| {
            write_a_report(&client, &stage, "/", device).await;
            press(&client, "send").await;
            see(&client, "main[data-screen=review] .notice-bad").await;
            see_outbox(&client, 0, 0).await;
            let screen = evaluate(&client, "return document.querySelector('main').innerText").await;
            let shown = screen.as_str().is_some_and(|it| it.contains(TYPED));
            assert!(shown, "what was typed is gone: {screen}");
            assert_eq!(stage.opened_at_the_desk(), Vec::<Value>::new());

            press(&client, "send").await;
            see(&client, "#delivery[data-delivery=received]").await;
            assert_the_report_is_there(&stage);
        });
    }
}

#[test]
fn without_storage_it_is_sent_when_there_is_a_connection_and_once() {
    walk(async |stage, client| {
        write_a_report(&client, &stage, "/", HAS_NONE).await;
        stage.stop_intake();
        press(&client, "send").await;
        see_screen(&client, "submitting").await;
        see(&client, "#stop").await;
        stage.start_intake();
        see(&client, "#delivery[data-delivery=received]").await;
        assert_the_report_is_there(&stage);
    });
}

#[test]
fn stopping_without_storage_keeps_the_answers() {
    walk(async |stage, client| {
        write_a_report(&client, &stage, "/", HAS_NONE).await;
        stage.stop_intake();
        press(&client, "send").await;
        press(&client, "stop").await;
        see(&client, "main[data-screen=review] .notice-bad").await;
        stage.start_intake();
        assert_eq!(stage.opened_at_the_desk(), Vec::<Value>::new());
        press(&client, "send").await;
        see(&client, "#delivery[data-delivery=received]").await;
        assert_the_report_is_there(&stage);
    });
}

#[test]
fn an_answer_that_is_no_receipt_deletes_nothing() {
    walk(async |stage, client| {
        write_a_report(&client, &stage, "/", PORTAL).await;
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

/// Fills in the shortest form, on a device with this trouble.
pub(crate) async fn write_a_report(client: &Client, stage: &Stage, path: &str, device: &str) {
    run_first(&stage.app(), &[UNTIL_THERE_IS_ROOM, device].concat());
    open_form(client, stage, path).await;
    if path == "/" {
        choose_language(client, "en").await;
        answer_that_nobody_is_in_danger(client).await;
        read_on(client, "information", 2).await;
        see_screen(client, "tiles").await;
        press(client, "tile-t1").await;
        see_screen(client, "categories").await;
        press(client, "category-THR-PER").await;
        fill_in(client, SHORTEST).await;
        see_screen(client, "review").await;
    } else {
        fill_in_for_staff(client).await;
    }
}

/// Fills in the shortest form of staff, from the danger question to the check.
pub(crate) async fn fill_in_for_staff(client: &Client) {
    choose_language(client, "en").await;
    answer_that_nobody_is_in_danger(client).await;
    see_screen(client, "categories").await;
    press(client, "category-ADV-ASK").await;
    fill_in(client, SHORTEST_OF_STAFF).await;
    see_screen(client, "review").await;
}

pub(crate) async fn make_room(client: &Client) {
    let over = "new BroadcastChannel('room').postMessage(true); globalThis.room = true;";
    evaluate(client, over).await;
}

pub(crate) fn assert_the_report_is_there(stage: &Stage) {
    let [report] = &stage.opened_at_the_desk()[..] else {
        panic!("one report was sent");
    };
    let report = &report["report"];
    let typed = [
        &report["answers"]["happened"]["text"],
        &report["cards"][0]["observed"]["text"],
    ];
    assert!(typed.contains(&&json!(TYPED)), "{report}");
}
