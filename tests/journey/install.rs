//! The service worker keeps the app on the device: whole, or not at all.

use crate::browser::{evaluate, walk};
use crate::form::{PATIENCE, open_form, reload, see_it_stored};
use crate::site::Site;
use crate::stage::Stage;
use fantoccini::Client;
use serde_json::{Value, json};
use std::fs;
use std::time::Instant;

/// Resolves to the state in which an installation ends; the app's own one may be under way or over.
const INSTALL: &str = "\
    const registration = await navigator.serviceWorker.register('/sw.js').catch(() => null);\
    const worker = registration?.installing ?? registration?.waiting ?? registration?.active;\
    while (worker && !['activated', 'redundant'].includes(worker.state))\
        await new Promise((changed) => worker.addEventListener('statechange', changed, { once: true }));\
    return { state: worker?.state ?? 'refused', caches: (await caches.keys()).length };";

/// Resolves when a newer version is stored beside the one in use, to the number of versions.
pub(crate) const UPDATE: &str = "\
    const registration = await navigator.serviceWorker.ready;\
    await registration.update();\
    const worker = registration.installing ?? registration.waiting;\
    while (worker.state === 'installing')\
        await new Promise((changed) => worker.addEventListener('statechange', changed, { once: true }));\
    return { state: worker.state, caches: (await caches.keys()).length };";

/// The site that the page was packed for tells its version.
const VERSION: &str = "return document.querySelector('meta[name=sealpost-site]').content";

/// The app opens and is not stored. An installation that fails may do so before or after the page
/// learns of the worker.
async fn assert_is_refused(client: &Client, stage: &Stage) {
    let opened = client.goto(&stage.url("/staff")).await;
    opened.expect("the app opens");
    let ended: Value = evaluate(client, INSTALL).await;
    let refused = ended["state"] != "activated" && ended["caches"] == 0;
    assert!(refused, "{ended}");
}

#[test]
fn an_app_with_one_changed_byte_is_not_stored() {
    walk(async |stage, client| {
        // The page runs as well with this file as without it: only the digest can tell.
        let manifest = stage.app().join("manifest.webmanifest");
        let content = fs::read_to_string(&manifest).expect("the app has a manifest");
        fs::write(&manifest, content.replacen('{', "{ ", 1)).expect("it can be changed");
        fs::remove_file(manifest.with_extension("webmanifest.br")).expect("and its twin removed");
        assert_is_refused(&client, &stage).await;
    });
}

#[test]
fn an_app_with_a_missing_file_is_not_stored() {
    walk(async |stage, client| {
        let manifest = stage.app().join("manifest.webmanifest");
        fs::remove_file(&manifest).expect("the app has a manifest");
        fs::remove_file(manifest.with_extension("webmanifest.br")).expect("with a twin");
        assert_is_refused(&client, &stage).await;
    });
}

#[test]
fn without_the_intake_the_stored_app_opens_at_both_addresses_and_at_no_other() {
    walk(async |stage, client| {
        client.goto(&stage.url("/")).await.expect("the app opens");
        let ended = evaluate(&client, INSTALL).await;
        assert_eq!(ended, json!({ "state": "activated", "caches": 1 }));
        stage.stop_intake();
        for path in ["/", "/staff", "/?site=demo"] {
            open_form(&client, &stage, path).await;
        }
        for path in ["/v1/sites/demo", "/nothing", "/healthz"] {
            let answer = evaluate(&client, &format!("return (await fetch('{path}')).status")).await;
            assert!(
                answer["failed"].is_string(),
                "{path} was answered from the device: {answer}"
            );
        }
        // Not every driver says that a page could not be loaded.
        let opened = client.goto(&stage.url("/nothing")).await;
        let app = "return document.querySelector('main') !== null";
        let nothing = opened.is_err() || evaluate(&client, app).await == json!(false);
        assert!(nothing, "there is no such page");
    });
}

/// Notes on the device which requests the service worker answers.
const NOTES_ITS_ANSWERS: &str = "\
    const respondWith = FetchEvent.prototype.respondWith;\
    FetchEvent.prototype.respondWith = function (answer) {\
        const { method, url } = this.request;\
        const noted = caches.open('noted');\
        this.waitUntil(noted.then((it) => it.put(`${url}?${method}`, new Response(method))));\
        return respondWith.call(this, answer);\
    };\n";

/// Asks for a file in each of these ways and gives back the methods that were noted.
const ASKS_IN_EVERY_WAY: &str = "\
    const body = new Uint8Array([1, 2, 3]);\
    for (const method of ['PUT', 'POST', 'DELETE', 'PATCH'])\
        await fetch('/manifest.webmanifest', { method, body });\
    await fetch('/manifest.webmanifest', { method: 'HEAD' });\
    const noted = await caches.open('noted');\
    let asked = [];\
    while (asked.length === 0) {\
        await fetch('/manifest.webmanifest');\
        asked = (await noted.keys()).filter((it) => it.url.includes('/manifest.webmanifest?'));\
    }\
    return asked.map((it) => it.url.split('?')[1]);";

/// WebKit once sent such a request again with an empty body.
#[test]
fn the_service_worker_answers_no_request_that_carries_anything() {
    walk(async |stage, client| {
        let worker = stage.app().join("sw.js");
        let content = fs::read_to_string(&worker).expect("the app has a service worker");
        fs::write(&worker, [NOTES_ITS_ANSWERS, &content].concat()).expect("it can be changed");
        fs::remove_file(worker.with_extension("js.br")).ok();
        open_form(&client, &stage, "/").await;
        see_it_stored(&client).await;
        assert_eq!(evaluate(&client, ASKS_IN_EVERY_WAY).await, json!(["GET"]));
    });
}

#[test]
fn an_update_waits_until_no_page_uses_the_version_before() {
    walk(async |stage, client| {
        open_form(&client, &stage, "/").await;
        see_it_stored(&client).await;
        Site::shared().pack("demo-2", &stage.app());
        let updated = evaluate(&client, UPDATE).await;
        assert_eq!(updated, json!({ "state": "installed", "caches": 2 }));

        reload(&client).await;
        assert_eq!(
            evaluate(&client, VERSION).await,
            "demo",
            "the page went on with its own version"
        );

        client.goto("about:blank").await.expect("the page is left");
        let deadline = Instant::now() + PATIENCE;
        loop {
            client.goto(&stage.url("/")).await.expect("the app opens");
            let version = evaluate(&client, VERSION).await;
            let caches = evaluate(&client, "return (await caches.keys()).length").await;
            if version == "demo-2" && caches == 1 {
                break;
            }
            assert!(
                Instant::now() < deadline,
                "still version {version} and {caches} stored"
            );
            client.goto("about:blank").await.expect("the page is left");
        }
    });
}
