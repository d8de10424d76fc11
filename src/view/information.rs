//! What a resident should know before writing: every line is true on this device, or is not there.

use leptos::prelude::*;

use super::Ui;
use super::parts::button::back_and_continue;
use super::parts::emergency::emergency_line;
use super::parts::heading::heading;
use super::parts::help::help;
use super::parts::notice::obstacles;
use crate::model::InformationView;
use crate::text::information_title;

/// One of the two views.
pub(super) fn information_screen(ui: Ui, view: InformationView) -> AnyView {
    let lines = match view {
        InformationView::First => first(ui),
        InformationView::Second => second(ui),
    };
    view! {
        <div class="stack">
            {heading(ui.say(information_title(view)))}
            {lines}
            {back_and_continue(ui, "button.continue")}
        </div>
    }
    .into_any()
}

fn first(ui: Ui) -> AnyView {
    // What only the site knows is said only when the site says it.
    let camera = ui.read(|model| model.site().is_some_and(|it| it.kiosk().camera));
    let wifi = ui.read(|model| model.site().is_some_and(|it| it.kiosk().shared_wifi));
    view! {
        {emergency_line(ui)}
        <ul class="facts">
            {fact(ui, "information.no-names")}
            {fact(ui, "information.readers")}
            {fact(ui, "information.sealed")}
        </ul>
        <p>{ui.say("close.hint")}</p>
        <h2>{ui.say("information.cannot-hide")}</h2>
        <ul class="facts">
            {limit(ui, "information.seen")}
            {limit(ui, "information.guess")}
            {move || camera.get().then(|| limit(ui, "information.camera"))}
            {move || wifi.get().then(|| limit(ui, "information.wifi"))}
        </ul>
    }
    .into_any()
}

fn second(ui: Ui) -> AnyView {
    view! {
        {obstacles(ui)}
        <ul class="facts">
            {fact(ui, "information.purpose")}
            {fact(ui, "information.not-at-once")}
            {fact(ui, "information.no-answer")}
            {limit(ui, "information.pass-on")}
            {limit(ui, "information.not-for")}
            {limit(ui, "information.true")}
        </ul>
        {help(ui)}
    }
    .into_any()
}

fn fact(ui: Ui, key: &'static str) -> AnyView {
    view! { <li class="fact"><span>{ui.say(key)}</span></li> }.into_any()
}

fn limit(ui: Ui, key: &'static str) -> AnyView {
    view! { <li class="fact fact-no"><span>{ui.say(key)}</span></li> }.into_any()
}
