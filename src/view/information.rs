//! What a resident should know before writing: every line is true on this device, or is not there.

use leptos::prelude::*;

use super::Ui;
use super::markup::{Tag, live, tag, together};
use super::parts::button::continue_and_back;
use super::parts::emergency::emergency_line;
use super::parts::heading::heading;
use super::parts::help::help;
use super::parts::notice::obstacles;
use crate::model::InformationView;
use crate::text::{Key, information_title, key};

/// One of the two views.
pub(super) fn information_screen(ui: Ui, view: InformationView) -> AnyView {
    let lines = match view {
        InformationView::First => first(ui),
        InformationView::Second => second(ui),
    };
    tag("div")
        .class("stack")
        .put(heading(ui.say(information_title(view))))
        .put(lines)
        .put(continue_and_back(ui, key!("button.continue")))
        .done()
}

fn first(ui: Ui) -> AnyView {
    // What only the site knows is said only when the site says it.
    let camera = ui.flag(|model| model.site().is_some_and(|it| it.kiosk().camera));
    let wifi = ui.flag(|model| model.site().is_some_and(|it| it.kiosk().shared_wifi));
    let facts = tag("ul")
        .class("facts")
        .put(fact(ui, key!("information.no-names")))
        .put(fact(ui, key!("information.readers")))
        .put(fact(ui, key!("information.sealed")));
    let limits = tag("ul")
        .class("facts")
        .put(limit(ui, key!("information.seen")))
        .put(limit(ui, key!("information.guess")))
        .put(live(move || {
            camera
                .get()
                .then(|| limit(ui, key!("information.camera")).done())
        }))
        .put(live(move || {
            wifi.get()
                .then(|| limit(ui, key!("information.wifi")).done())
        }));
    together(vec![
        emergency_line(ui).done(),
        facts.done(),
        tag("h2")
            .put(ui.say(key!("information.cannot-hide")))
            .done(),
        limits.done(),
        tag("p")
            .class("hush")
            .put(ui.say(key!("close.hint")))
            .done(),
    ])
}

fn second(ui: Ui) -> AnyView {
    let lines = tag("ul")
        .class("facts")
        .put(fact(ui, key!("information.purpose")))
        .put(fact(ui, key!("information.not-at-once")))
        .put(fact(ui, key!("information.no-answer")))
        .put(limit(ui, key!("information.pass-on")))
        .put(limit(ui, key!("information.not-for")))
        .put(limit(ui, key!("information.true")));
    together(vec![obstacles(ui), lines.done(), help(ui).done()])
}

fn fact(ui: Ui, key: Key) -> Tag {
    line("fact", ui, key)
}

/// A line with a mark that asks for care.
pub(super) fn limit(ui: Ui, key: Key) -> Tag {
    line("fact fact-no", ui, key)
}

fn line(class: &'static str, ui: Ui, key: Key) -> Tag {
    tag("li").class(class).put(tag("span").put(ui.say(key)))
}
