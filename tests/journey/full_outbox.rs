//! A device on which thousands of reports wait must not be slower for it.

use crate::browser::{devtools, evaluate, walk};
use crate::form::{press, see, see_it_stored, see_outbox, see_screen};
use crate::hostile::fill_in_for_staff;
use crate::site::target;
use fantoccini::Client;
use serde_json::{Value, json};
use std::{env, fs};

/// How many wait on the fuller one of two devices; `cargo xtask bench` asks for 10,000.
const WAITING: usize = 1_000;
/// How many wait on the other.
const FEW: usize = 10;
/// How much longer it may take; the budget is 1.2, and a small number of rounds is noisy.
const BUDGET: f64 = 1.2;
const ROUNDS: usize = 5;

/// Notes when the outbox knew what waits, and how long a report took from "send" to "stored".
const CLOCKS: &str = "
    globalThis.known = null; globalThis.begun = null; globalThis.stored = null;
    const look = () => {
        const waiting = document.querySelector('#outbox')?.dataset.waiting;
        if (globalThis.known === null && Number(waiting) > 0) globalThis.known = performance.now();
        const screen = document.querySelector('main')?.dataset.screen;
        if (screen === 'submitting') globalThis.begun ??= performance.now();
        if (screen === 'submitted') globalThis.stored ??= performance.now();
    };
    new MutationObserver(look).observe(document,
        { subtree: true, childList: true, attributes: true });";

/// Puts envelopes into the queue: one that was sealed, and others that differ from it in a few bytes.
/// Their shape and their names are right; that nobody can open them is not seen before the desk.
const FILL: &str = "
    const sealed = Uint8Array.from(atob('SEALED'), (it) => it.charCodeAt(0));
    const hex = (it) => it.toString(16).padStart(2, '0');
    const database = await new Promise((done, failed) => {
        const open = indexedDB.open('sealpost');
        open.onerror = failed;
        open.onsuccess = () => done(open.result);
    });
    for (let from = 0; from < COUNT; from += 500) {
        const some = [];
        for (let at = from; at < Math.min(from + 500, COUNT); at++) {
            const bytes = sealed.slice();
            new DataView(bytes.buffer).setUint32(20_000, at);
            const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
            some.push([Array.from(digest, hex).join(''), bytes]);
        }
        await new Promise((done, failed) => {
            const put = database.transaction(['envelopes', 'since'], 'readwrite');
            for (const [key, bytes] of some) {
                put.objectStore('envelopes').put(bytes, key);
                put.objectStore('since').put('2026-11-25', key);
            }
            put.oncomplete = done;
            put.onabort = failed;
        });
    }
    database.close();";

#[test]
fn many_waiting_reports_make_no_report_wait() {
    walk(async |stage, client| {
        let many = env::var("SEALPOST_OUTBOX").ok();
        let many = many.map_or(WAITING, |it| {
            it.parse().expect("SEALPOST_OUTBOX is a number")
        });
        let script = json!({ "source": CLOCKS });
        devtools(&client, "Page.addScriptToEvaluateOnNewDocument", script).await;
        // Two names of one machine: two devices, as far as the browser's storage goes.
        let full = stage.url("/staff");
        let quiet = full.replace("127.0.0.1", "localhost");
        for address in [&full, &quiet] {
            client.goto(address).await.expect("the app opens");
            see_screen(&client, "gate").await;
            see_it_stored(&client).await;
        }
        let (_, sealed) = stage.sealed_for_the_desk();
        stage.stop_intake();
        for (address, count) in [(&full, many), (&quiet, FEW)] {
            client
                .goto(address)
                .await
                .expect("the app opens from the device");
            see_screen(&client, "gate").await;
            let fill = FILL
                .replace("SEALED", &sealed)
                .replace("COUNT", &count.to_string());
            assert_eq!(evaluate(&client, &fill).await, Value::Null);
        }

        let mut times = [[vec![], vec![]], [vec![], vec![]]];
        for round in 0..ROUNDS {
            for (times, (address, count)) in times.iter_mut().zip([(&full, many), (&quiet, FEW)]) {
                let [start, add] = measure(&client, address, count + round).await;
                times[0].push(start);
                times[1].push(add);
            }
        }
        report(many, times);
    });
}

/// Milliseconds until the outbox is known after opening the app, and for storing one more report.
async fn measure(client: &Client, address: &str, waiting: usize) -> [f64; 2] {
    client
        .goto(address)
        .await
        .expect("the app opens from the device");
    see_outbox(client, waiting, 0).await;
    fill_in_for_staff(client).await;
    press(client, "send").await;
    see(client, "main[data-screen=submitted]").await;
    let clocks = evaluate(client, "return [known, stored - begun]").await;
    [0, 1].map(|at| clocks[at].as_f64().expect("both were noted"))
}

fn report(many: usize, times: [[Vec<f64>; 2]; 2]) {
    let [[full_start, full_add], [start, add]] = times.map(|it| it.map(median));
    let ratios = [full_start / start, full_add / add];
    println!("bench: outbox with {many} entries beside {FEW}, medians of {ROUNDS} rounds");
    println!(
        "bench: {full_start:8.1} {start:8.1} ms until it is known; {:.2} times",
        ratios[0]
    );
    println!(
        "bench: {full_add:8.1} {add:8.1} ms to seal and store one more; {:.2} times",
        ratios[1]
    );
    println!("bench: the budget is {BUDGET} times");
    let figures = json!({
        "entries": many, "few": FEW, "budget": BUDGET,
        "start_ms": [full_start, start], "add_ms": [full_add, add],
    });
    let path = target().join("bench-outbox.json");
    fs::write(path, format!("{figures:#}\n")).expect("a file is written");
    let strict = env::var_os("SEALPOST_OUTBOX").is_some();
    let budget = if strict { BUDGET } else { 2.0 };
    assert!(
        ratios.iter().all(|it| *it <= budget),
        "{ratios:?} times as long"
    );
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
