//! Nobody touches the device any more.

use crate::browser::walk;
use crate::form::{press, see, see_screen};
use crate::hostile::{TYPED, write_a_report};
use fantoccini::Locator;

/// Minutes pass in no time, until somebody is there again.
const MINUTES_PASS: &str = "
    const timer = globalThis.setTimeout;
    const short = { 60000: 1500, 240000: 10 };
    const quick = () => globalThis.document?.documentElement.dataset.quick;
    globalThis.setTimeout = (call, millis, ...rest) =>
        timer(call, quick() && millis in short ? short[millis] : millis, ...rest);";

#[test]
fn what_a_person_leaves_on_the_screen_is_wiped_after_a_warning() {
    walk(async |stage, client| {
        write_a_report(&client, &stage, "/", MINUTES_PASS).await;
        let quick = "document.documentElement.dataset.quick = 'yes';\
            window.dispatchEvent(new Event('pointerdown'))";
        client.execute(quick, vec![]).await.expect("it runs");
        see(&client, ".idle").await;
        client
            .execute("delete document.documentElement.dataset.quick", vec![])
            .await
            .expect("it runs");
        press(&client, "still-here").await;
        see_screen(&client, "review").await;
        let asked = client.find(Locator::Css(".idle")).await;
        assert!(asked.is_err(), "the question is answered");

        client.execute(quick, vec![]).await.expect("it runs");
        see(&client, ".idle").await;
        see_screen(&client, "gate").await;
        let page = client.source().await.expect("there is a page");
        assert!(!page.contains(TYPED), "nothing typed is left");
    });
}
