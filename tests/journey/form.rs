//! What a person does with the form. Only here stand its ids.

pub(crate) mod hurried;

use crate::browser::evaluate;
use crate::photographs::photograph;
use crate::stage::Stage;
use fantoccini::elements::Element;
use fantoccini::{Client, Locator};
use serde_json::json;
use std::time::{Duration, Instant};

/// How long something may take that has to come; a busy machine needs more of it than a person has.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);
/// How often they look.
pub(crate) const GLANCE: Duration = Duration::from_millis(25);

/// One thing a person does on a page of questions.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Act {
    /// Types into a field, which must be there.
    Type(&'static str, &'static str),
    /// Picks one answer of a field, or ticks one of several.
    Choose(&'static str, &'static str),
    /// Ticks "unknown" below a field.
    Unknown(&'static str),
}

/// A page by its name, what is done there, and the button that leads on.
pub(crate) type Visit = (&'static str, &'static [Act], &'static str);

/// Opens the app and sees its first question.
pub(crate) async fn open_form(client: &Client, stage: &Stage, path: &str) {
    client.goto(&stage.url(path)).await.expect("the app opens");
    see_screen(client, "gate").await;
}

/// Waits until the app is stored on the device and can be opened without the intake.
pub(crate) async fn see_it_stored(client: &Client) {
    let controlled = "\
        const workers = navigator.serviceWorker;\
        while (workers.controller === null)\
            await new Promise((done) => workers.addEventListener('controllerchange', done, { once: true }));\
        return true;";
    assert_eq!(evaluate(client, controlled).await, json!(true));
}

/// Loads the page again, as its own button in the browser does: some drivers' command goes past what
/// is stored on the device.
pub(crate) async fn reload(client: &Client) {
    let mark = "document.documentElement.id = 'before'; setTimeout(() => location.reload())";
    let marked = client.execute(mark, vec![]).await;
    marked.expect("the script runs");
    see(client, "html:not(#before) main[data-screen]").await;
}

/// Answers the danger question with "no".
pub(crate) async fn answer_that_nobody_is_in_danger(client: &Client) {
    see_screen(client, "gate").await;
    press(client, "gate-no").await;
}

/// Reads a screen that only tells something, and goes on.
pub(crate) async fn read_on(client: &Client, screen: &str, times: usize) {
    for _ in 0..times {
        see_screen(client, screen).await;
        press(client, "continue").await;
    }
}

/// Visits the pages of questions in this order.
pub(crate) async fn fill_in(client: &Client, visits: &[Visit]) {
    for (page, acts, button) in visits {
        see(
            client,
            &format!("main[data-screen=question][data-page={page}]"),
        )
        .await;
        for act in *acts {
            match act {
                Act::Type(field, text) => type_text(client, field, text).await,
                Act::Choose(field, choice) => press(client, &format!("{field}-{choice}")).await,
                Act::Unknown(field) => press(client, &format!("{field}-unknown")).await,
            }
        }
        photograph(client, page).await;
        press(client, button).await;
    }
}

/// Types a text at once, as an input method does: a driver's own keys end at U+FFFF.
pub(crate) async fn type_text(client: &Client, id: &str, text: &str) {
    press(client, id).await;
    let insert = "return document.execCommand('insertText', false, arguments[0])";
    let inserted = client.execute(insert, vec![json!(text)]).await;
    assert_eq!(inserted.expect("the script runs"), json!(true), "in {id}");
}

/// Presses a button, a choice or a field; once more where the page moved under the finger.
pub(crate) async fn press(client: &Client, id: &str) {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let element = see(client, &format!("[id='{id}']")).await;
        let shown = serde_json::to_value(&element).expect("an element has a name");
        let aimed = client.execute(AIM, vec![shown]).await;
        aimed.expect("the script runs");
        let pressed = element.click().await;
        // A page that came next has another element, or none, in its place.
        if pressed.is_ok() && !matches!(element.attr("data-aimed-at").await, Ok(Some(_))) {
            return;
        }
        let ended = Instant::now() > deadline;
        assert!(!ended, "{id} cannot be pressed: {pressed:?}");
    }
}

/// A person sees what they press, and not every driver scrolls as far. Whether the press arrives is
/// noted at the element, because the heading of a new page takes the focus at a moment of its own
/// and scrolls, and then a driver presses where the element was.
const AIM: &str = "
    const [element] = arguments;
    element.scrollIntoView({ block: 'center', behavior: 'instant' });
    element.dataset.aimedAt = '';
    const arrives = () => delete element.dataset.aimedAt;
    element.addEventListener('click', arrives, { once: true, capture: true });";

/// Picks a language by its tag.
pub(crate) async fn choose_language(client: &Client, tag: &str) {
    let list = see(client, "#language").await;
    list.select_by_value(tag)
        .await
        .expect("the language is offered");
    see(client, &format!("html[lang={tag}]")).await;
}

/// Waits for a screen by its name.
pub(crate) async fn see_screen(client: &Client, name: &str) {
    see(client, &format!("main[data-screen={name}]")).await;
    photograph(client, name).await;
}

/// Waits until this many reports wait on the device, and this many were received since it opened.
pub(crate) async fn see_outbox(client: &Client, waiting: usize, received: usize) {
    see(
        client,
        &format!("#outbox[data-waiting='{waiting}'][data-received='{received}']"),
    )
    .await;
}

/// Waits until something is there.
pub(crate) async fn see(client: &Client, selector: &str) -> Element {
    let wait = client.wait().at_most(PATIENCE).every(GLANCE);
    let found = wait.for_element(Locator::Css(selector)).await;
    found.unwrap_or_else(|error| panic!("{selector} is not there: {error}"))
}
