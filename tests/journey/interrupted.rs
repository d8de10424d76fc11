//! What comes between a person and their report: another page, a reload, an update, a step back.

use crate::browser::{Engine, evaluate, walk};
use crate::form::hurried::{hurry_to_review, hurry_to_send};
use crate::form::{
    GLANCE, PATIENCE, press, reload, see_it_stored, see_outbox, see_screen, type_text,
};
use crate::hostile::SHORTEST;
use crate::kills::moment::Moment;
use crate::proxy::Proxy;
use crate::rebuilt::{change, run_first};
use crate::stage::Stage;
use crate::traces::Traces;
use fantoccini::Client;
use serde_json::{Value, json};
use std::time::Instant;

const TYPED: &str = "ድምጺ ሰሚዐ marker-merlin صوتًا في الممر 🕊️";

#[test]
fn two_pages_send_a_report_once() {
    walk(async |stage, client| {
        let proxy = Proxy::before(stage.intake_address());
        open(&client, &proxy).await;
        let one = client.window().await.expect("a window is open");
        let other = client.new_window(true).await.expect("a page can be opened");
        client
            .switch_to_window(other.handle.clone())
            .await
            .expect("it is there");
        open(&client, &proxy).await;

        client
            .switch_to_window(one.clone())
            .await
            .expect("it is there");
        proxy.close(Moment::WholeRequest);
        send_a_report(&client).await;
        see_it_come(&proxy, Moment::WholeRequest).await;

        client
            .switch_to_window(other.handle)
            .await
            .expect("it is there");
        let online = "dispatchEvent(new Event('online'))";
        client
            .execute(online, vec![])
            .await
            .expect("the script runs");
        // It has looked, seen the report, and left it to the page that sends it.
        see_outbox(&client, 1, 0).await;
        assert_eq!(proxy.deliveries(), 1);

        proxy.open();
        client.switch_to_window(one).await.expect("it is there");
        see_outbox(&client, 0, 1).await;
        assert_eq!(proxy.deliveries(), 1);
        assert_they_arrived(&stage, 1);
    });
}

#[test]
fn a_page_that_is_loaded_again_while_it_sends_sends_each_report_once() {
    walk(async |stage, client| {
        let proxy = Proxy::before(stage.intake_address());
        open(&client, &proxy).await;
        for held in [Moment::HalfRequest, Moment::WholeRequest, Moment::Answered] {
            proxy.close(held);
            send_a_report(&client).await;
            see_it_come(&proxy, held).await;
            reload(&client).await;
            see_outbox(&client, 1, 0).await;
            proxy.open();
            see_outbox(&client, 0, 1).await;
        }
        assert_they_arrived(&stage, 3);
    });
}

#[test]
fn an_update_takes_nothing_from_the_screen_and_nothing_that_waits() {
    walk(async |stage, client| {
        let proxy = Proxy::before(stage.intake_address());
        open(&client, &proxy).await;
        see_it_stored(&client).await;
        assert!(hurry_to_review(&client, SHORTEST, TYPED).await);
        change(&stage.app(), "manifest.webmanifest", |it| {
            it.replacen('{', "{ ", 1)
        });
        let updated = evaluate(&client, crate::install::UPDATE).await;
        assert_eq!(updated, json!({ "state": "installed", "caches": 2 }));
        assert_eq!(shows(&client, TYPED).await, json!(true));

        proxy.close(Moment::Request);
        press(&client, "send").await;
        see_screen(&client, "submitted").await;
        // Nobody uses the old version any more, and the report still waits.
        client.goto("about:blank").await.expect("the page is left");
        open(&client, &proxy).await;
        see_outbox(&client, 1, 0).await;
        proxy.open();
        see_outbox(&client, 0, 1).await;
        assert_they_arrived(&stage, 1);
    });
}

/// Notes what can be read when the page comes back, before the app has had a moment to do anything.
const NOTES_WHAT_COMES_BACK: &str = "
    addEventListener('pageshow', (event) => {
        if (!event.persisted) return;
        const fields = [...document.querySelectorAll('textarea, input')].map((it) => it.value);
        sessionStorage.setItem('came-back', document.body.innerText + fields.join());
    });";

#[test]
fn a_step_back_shows_nothing_typed() {
    walk(async |stage, client| {
        run_first(&stage.app(), NOTES_WHAT_COMES_BACK);
        let proxy = Proxy::before(stage.intake_address());
        open(&client, &proxy).await;
        assert!(hurry_to_review(&client, SHORTEST, TYPED).await);
        assert_eq!(shows(&client, TYPED).await, json!(true));

        // Where `unload` would be called on the way, nothing is kept.
        client
            .goto(&proxy.url("/healthz"))
            .await
            .expect("another page opens");
        client.back().await.expect("there is a page before it");
        see_screen(&client, "gate").await;
        assert_eq!(shows(&client, "marker-merlin").await, json!(false));
        let came_back = "return sessionStorage.getItem('came-back') ?? ''";
        let came_back = evaluate(&client, came_back).await;
        let readable = came_back
            .as_str()
            .is_some_and(|it| it.contains("marker-merlin"));
        assert!(!readable, "{came_back}");
    });
}

/// What a page like many others leaves on the device: a text that it has stored, and one in a field
/// that may be remembered.
const OTHER_PAGE: &str = "
    const field = document.createElement('textarea');
    field.id = 'other';
    document.body.append(field);
    field.focus();
    document.execCommand('insertText', false, 'control-goshawk');
    localStorage.setItem('other', 'control-osprey');";

/// A browser writes the texts of a page's fields to the device, to have them after a crash.
#[test]
fn what_the_browser_remembers_of_a_page_holds_nothing_typed() {
    walk(async |stage, client| {
        let proxy = Proxy::before(stage.intake_address());
        open(&client, &proxy).await;
        press(&client, "gate-no").await;
        for _ in 0..2 {
            see_screen(&client, "information").await;
            press(&client, "continue").await;
        }
        press(&client, "tile-t1").await;
        press(&client, "category-THR-PER").await;
        type_text(&client, "happened", TYPED).await;
        client
            .execute(OTHER_PAGE, vec![])
            .await
            .expect("the script runs");

        // Some browsers store for the page only seconds later.
        see_on_the_device(&stage, "control-osprey").await;
        // WebKitGTK leaves remembering to the program around it.
        if Engine::asked_for() != Engine::WebKit {
            see_on_the_device(&stage, "control-goshawk").await;
        }
        let found = Traces::of(&["marker-merlin", "ድምጺ ሰሚዐ"]).in_folder(&stage.device());
        assert_eq!(found, []);
    });
}

async fn open(client: &Client, proxy: &Proxy) {
    client.goto(&proxy.url("/")).await.expect("the app opens");
    see_screen(client, "gate").await;
}

async fn send_a_report(client: &Client) {
    assert!(hurry_to_review(client, SHORTEST, TYPED).await);
    assert!(hurry_to_send(client).await);
    see_screen(client, "submitted").await;
}

async fn see_it_come(proxy: &Proxy, moment: Moment) {
    let deadline = Instant::now() + PATIENCE;
    while !proxy.has_passed(moment) {
        assert!(Instant::now() < deadline, "{moment:?} does not come");
        tokio::time::sleep(GLANCE).await;
    }
}

/// Waits until the browser has written a text to the device.
async fn see_on_the_device(stage: &Stage, text: &str) {
    let control = Traces::of(&[text]);
    let deadline = Instant::now() + PATIENCE;
    while control.in_folder(&stage.device()).is_empty() {
        assert!(Instant::now() < deadline, "{text} is not remembered");
        tokio::time::sleep(GLANCE).await;
    }
}

/// Whether a text stands on the screen, or in a field.
async fn shows(client: &Client, text: &str) -> Value {
    let script = "\
        const fields = [...document.querySelectorAll('textarea, input')].map((it) => it.value);\
        return [document.body.innerText, ...fields].some((it) => it.includes(arguments[0]));";
    let shown = client.execute(script, vec![json!(text)]).await;
    shown.expect("the script runs")
}

fn assert_they_arrived(stage: &Stage, count: usize) {
    let reports = stage.opened_at_the_desk();
    let texts: Vec<_> = reports
        .iter()
        .map(|it| &it["report"]["answers"]["happened"]["text"])
        .collect();
    assert_eq!(texts, vec![TYPED; count]);
}
