//! Check answers, and who will read them, before anything is sealed.

mod answers;

use leptos::prelude::*;
use site::Route;

use super::Ui;
use super::parts::button::{Look, button};
use super::parts::heading::heading;
use super::parts::help::help;
use super::parts::notice::{Weight, pair, weight_of};
use super::parts::readers::readers;
use super::parts::summary::{attention, problem_summary};
use super::question::reading_time;
use crate::model::{Event, RouteProblem};
use crate::text::{self, trouble};

use answers::answers;

/// The check.
pub(super) fn reviewing_screen(ui: Ui) -> AnyView {
    let audience = ui.model.with_untracked(|model| model.setting().audience);
    view! {
        <div class="stack">
            {heading(ui.say(text::per_audience("review.title", audience)))}
            {failure(ui)}
            {problem_summary(ui)}
            <section class="card">
                <h2>{ui.say("review.readers")}</h2>
                {who_reads(ui)}
            </section>
            <section class="card">
                <h2>{ui.say("review.answers")}</h2>
                {answers(ui)}
            </section>
            <p class="hush">{ui.say("review.nothing-sent")}</p>
            <div class="actions">
                {send_button(ui)}
                {button(ui, "back", Look::Quiet, "button.back", || Event::BackPressed)}
            </div>
        </div>
    }
    .into_any()
}

/// Why the last try to hand the report over failed.
fn failure(ui: Ui) -> AnyView {
    let failed = ui.read(|model| model.reviewing().and_then(|it| it.failed));
    let shown = move || {
        let said = trouble::submit(failed.get()?);
        Some(attention(ui, Weight::Bad, pair(ui, said)))
    };
    view! { <div>{shown}</div> }.into_any()
}

/// The readers, or why there are none and where to go instead.
fn who_reads(ui: Ui) -> AnyView {
    let route = ui.look(move |model| model.route(&(ui.today)()));
    let language = ui.read(|model| model.setting().language);
    let shown = move || {
        // The names of roles are the site's own words and change with the language.
        language.track();
        match route.get() {
            Ok(route) => somebody(ui, &route),
            Err(problem) => nobody(ui, problem),
        }
    };
    view! { <div class="stack">{shown}</div> }.into_any()
}

fn somebody(ui: Ui, route: &Route) -> AnyView {
    view! {
        {readers(ui, route)}
        <p>{ui.say("review.sealed")}</p>
        {reading_time(ui)}
    }
    .into_any()
}

fn nobody(ui: Ui, problem: RouteProblem) -> AnyView {
    let weight = weight_of(problem);
    let help = (weight == Weight::Bad).then(|| help(ui));
    view! {
        {attention(ui, weight, pair(ui, trouble::route(problem)))}
        {button(ui, "retry", Look::Quiet, "button.retry", || Event::RetryPressed)}
        {help}
    }
    .into_any()
}

fn send_button(ui: Ui) -> AnyView {
    let audience = ui.model.with_untracked(|model| model.setting().audience);
    view! {
        <button
            type="button"
            id="send"
            class="button"
            on:click=move |_| ui.send(Event::SendPressed { day: (ui.today)() })
        >
            {ui.say(text::per_audience("button.send", audience))}
        </button>
    }
    .into_any()
}
