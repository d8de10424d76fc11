//! The 112 screen. The form stays open behind it, for after the call.

use leptos::prelude::*;

use super::Ui;
use super::information::limit;
use super::markup::{Tag, tag, together};
use super::parts::button::continue_and_back;
use super::parts::heading::heading;
use super::parts::help::help;
use crate::model::DangerReason;
use crate::text::{danger_title, key};

/// 112, as large as the screen allows, and what helps to decide.
pub(super) fn danger_screen(ui: Ui, reason: DangerReason) -> AnyView {
    let forward = match reason {
        DangerReason::Yes | DangerReason::NotSure => key!("danger.continue"),
        DangerReason::Category => key!("danger.continue-category"),
    };
    tag("div")
        .class("stack")
        .put(heading(ui.say(danger_title(reason))))
        .put(call(ui))
        .put((reason != DangerReason::Yes).then(|| examples(ui)))
        .put(tag("p").put(ui.say(key!("danger.not-live"))))
        .put((reason == DangerReason::Category).then(|| help(ui)))
        .put(continue_and_back(ui, forward))
        .done()
}

/// The number, in Western digits and left to right in every script.
fn call(ui: Ui) -> Tag {
    tag("a")
        .class("call")
        .with("href", "tel:112")
        .put(
            tag("span")
                .class("call-word")
                .put(ui.say(key!("danger.call"))),
        )
        .put(
            tag("span")
                .class("call-number")
                .with("dir", "ltr")
                .put("112"),
        )
        .put(tag("span").put(ui.say(key!("emergency.free"))))
}

fn examples(ui: Ui) -> AnyView {
    let keys = [
        key!("danger.example-1"),
        key!("danger.example-2"),
        key!("danger.example-3"),
    ];
    let examples: Vec<_> = keys.into_iter().map(|it| limit(ui, it)).collect();
    together(vec![
        tag("h2").put(ui.say(key!("danger.examples"))).done(),
        tag("ul").class("facts").put(examples).done(),
    ])
}
