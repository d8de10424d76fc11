//! What waits on a device, what was refused, and what an older version of the app left there.

use crate::browser::{Engine, devtools, evaluate, walk, walk_in};
use crate::form::{open_form, press, reload, see, see_outbox, see_screen};
use crate::hostile::{TYPED, assert_the_report_is_there, make_room, write_a_report};
use crate::site::{Site, run};
use crate::stage::Stage;
use crate::traces::Traces;
use fantoccini::Client;
use programs::program;
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// The intake refuses every envelope for good.
const REFUSES: &str = "
    const real = globalThis.fetch;
    const problem = { type: 'urn:sealpost:problem:too-large', title: '', status: 413, retry: false };
    const headers = { 'content-type': 'application/problem+json' };
    globalThis.fetch = (request, ...rest) => {
        const method = request instanceof Request ? request.method : rest[0]?.method;
        return method === 'PUT' && !globalThis.room
            ? Promise.resolve(new Response(JSON.stringify(problem), { status: 413, headers }))
            : real.call(globalThis, request, ...rest);
    };";

/// The device loses everything, as one that is reset.
const RESET: &str = "await new Promise((done) => {\
    const gone = indexedDB.deleteDatabase('sealpost');\
    gone.onsuccess = done; gone.onblocked = done;\
})";

/// The database as version 1 of it was made, with one envelope in it.
const VERSION_1: &str = "\
    const bytes = Uint8Array.from(atob(ENVELOPE), (it) => it.charCodeAt(0));\
    await new Promise((done, failed) => {\
        const open = indexedDB.open('sealpost', 1);\
        open.onerror = failed;\
        open.onupgradeneeded = () => ['envelopes', 'refusals', 'sites', 'self-test']\
            .forEach((name) => open.result.createObjectStore(name));\
        open.onsuccess = () => {\
            const put = open.result.transaction('envelopes', 'readwrite');\
            put.objectStore('envelopes').put(bytes, DIGEST);\
            put.oncomplete = () => { open.result.close(); done(); };\
        };\
    });";

#[test]
fn what_is_refused_is_kept_and_can_go_from_another_device() {
    // Only this driver can be told where downloads go.
    walk_in(Engine::Chromium, async |stage, client| {
        let downloads = let_downloads_go_to(&stage, &client).await;
        write_a_report(&client, &stage, "/staff", REFUSES).await;
        press(&client, "send").await;
        see_screen(&client, "submitted").await;
        see(&client, "#delivery[data-delivery=needs-person]").await;
        press(&client, "save-envelope").await;
        let sealed = only_file_in(&downloads, &client).await;
        let typed = Traces::of(&[TYPED, "marker-kept"]);
        assert_eq!(typed.in_folder(&downloads), []);

        // It is still there after a restart, and says so.
        reload(&client).await;
        see(&client, "#outbox[data-needs-person='1']").await;
        press(&client, "open-outbox").await;
        see_screen(&client, "outbox").await;
        see(&client, "li[data-state=refused]").await;

        client
            .goto(&stage.url("/v1/none"))
            .await
            .expect("the app is left");
        evaluate(&client, RESET).await;
        open_form(&client, &stage, "/staff").await;
        make_room(&client).await;
        press(&client, "open-outbox").await;
        let spoilt = downloads.join("spoilt");
        let mut bytes = fs::read(&sealed).expect("it was saved");
        bytes[0] ^= 1;
        fs::write(&spoilt, bytes).expect("a file can be written");
        pick(&client, &spoilt).await;
        see(&client, ".notice-bad").await;
        pick(&client, &sealed).await;
        see(&client, ".notice-good").await;
        see_outbox(&client, 0, 1).await;
        pick(&client, &sealed).await;
        see_outbox(&client, 0, 2).await;
        assert_the_report_is_there(&stage);
    });
}

#[test]
fn the_receipt_can_be_kept_as_a_proof() {
    // Only this driver can be told where downloads go.
    walk_in(Engine::Chromium, async |stage, client| {
        let downloads = let_downloads_go_to(&stage, &client).await;
        write_a_report(&client, &stage, "/staff", "").await;
        press(&client, "send").await;
        see(&client, "#delivery[data-delivery=received]").await;
        press(&client, "save-proof").await;
        let saved = only_file_in(&downloads, &client).await;
        let verified = run(Command::new(program("sealpost"))
            .args(["--json", "verify"])
            .arg(&saved)
            .arg("--site")
            .arg(Site::shared().manifests().join("demo.json"))
            .arg("--operator")
            .arg(Site::shared().operator()));
        let receipt: Value = serde_json::from_str(&verified).expect("it says so in JSON");
        let [report] = &stage.opened_at_the_desk()[..] else {
            panic!("one report was sent");
        };
        assert_eq!(receipt["digest"], report["digest"]);
    });
}

#[test]
fn what_an_older_version_kept_is_sent() {
    walk(async |stage, client| {
        client
            .goto(&stage.url("/icons/app.svg"))
            .await
            .expect("there is an icon");
        let (digest, envelope) = stage.sealed_for_the_desk();
        let before = format!("const DIGEST = '{digest}', ENVELOPE = '{envelope}'; {VERSION_1}");
        assert_eq!(evaluate(&client, &before).await, Value::Null);
        open_form(&client, &stage, "/staff").await;
        see_outbox(&client, 0, 1).await;
        let [report] = &stage.opened_at_the_desk()[..] else {
            panic!("one report was sent");
        };
        assert_eq!(report["digest"], json!(digest));
    });
}

async fn pick(client: &Client, file: &std::path::Path) {
    let input = see(client, "#import").await;
    let path = file.to_str().expect("a path in UTF-8");
    input.send_keys(path).await.expect("a file can be picked");
}

async fn let_downloads_go_to(stage: &Stage, client: &Client) -> PathBuf {
    let folder = stage.files().join("downloads");
    fs::create_dir_all(&folder).expect("a folder can be made");
    let how = json!({ "behavior": "allow", "downloadPath": folder });
    devtools(client, "Page.setDownloadBehavior", how).await;
    folder
}

/// Waits until the one file in a folder is there whole.
async fn only_file_in(folder: &std::path::Path, client: &Client) -> PathBuf {
    for _ in 0..200 {
        let files: Vec<_> = fs::read_dir(folder)
            .expect("the folder is there")
            .filter_map(|it| Some(it.ok()?.path()))
            .collect();
        match &files[..] {
            [file] if file.extension().is_some_and(|it| it != "crdownload") => {
                return file.clone();
            }
            // The browser works on while it is asked something.
            _ => evaluate(client, "await new Promise((done) => setTimeout(done, 50))").await,
        };
    }
    panic!("nothing was saved in {}", folder.display());
}
