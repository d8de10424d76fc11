//! Check answers, and who will read them, before anything is sealed.

mod answers;
mod files;

use leptos::prelude::*;
use site::Route;

use super::markup::{Tag, live, tag, together};
use super::parts::button::{Look, actions, back, bare, button};
use super::parts::heading::heading;
use super::parts::help::help;
use super::parts::notice::{Weight, pair, weight_of};
use super::parts::readers::readers;
use super::parts::summary::{attention, problem_summary};
use super::question::reading_time;
use super::{Ui, heed};
use crate::model::{Event, Model, RouteProblem};
use crate::text::{self, Key, key, trouble};

use answers::answers;
use files::files_card;

/// The check.
pub(super) fn reviewing_screen(ui: Ui) -> AnyView {
    let audience = ui.model.with_untracked(|model| model.setting().audience);
    let send = bare("send", Look::Main)
        .put(ui.say(text::per_audience(
            [key!("button.send.resident"), key!("button.send.staff")],
            audience,
        )))
        .on_press(move || ui.send(Event::SendPressed { day: (ui.today)() }));
    tag("div")
        .class("stack")
        .put(heading(ui.say(text::per_audience(
            [key!("review.title.resident"), key!("review.title.staff")],
            audience,
        ))))
        .put(failure(ui))
        .put(problem_summary(ui))
        .put(card(ui, key!("review.readers")).put(who_reads(ui)))
        .put(card(ui, key!("review.answers")).put(answers(ui)))
        .put(files_card(ui))
        .put(
            tag("p")
                .class("hush")
                .put(ui.say(key!("review.nothing-sent"))),
        )
        .put(actions().put(send).put(back(ui)))
        .done()
}

fn card(ui: Ui, title: Key) -> Tag {
    tag("section")
        .class("card stack")
        .put(tag("h2").put(ui.say(title)))
}

/// Why the last try to hand the report over failed.
fn failure(ui: Ui) -> AnyView {
    let failed = ui.trouble(|model| Some(trouble::submit(model.reviewing()?.failed?)));
    live(move || Some(attention(ui, Weight::Bad, pair(ui, failed.get()?))))
}

/// The readers, or why there are none and where to go instead.
fn who_reads(ui: Ui) -> AnyView {
    let route = move |model: &Model| model.route(&(ui.today)());
    let problem = ui.trouble(move |model| route(model).err().map(trouble::route));
    let edition = ui.edition();
    live(move || {
        heed(problem);
        heed(edition);
        Some(match ui.model.with_untracked(route) {
            Ok(route) => somebody(ui, &route),
            Err(problem) => nobody(ui, problem),
        })
    })
}

fn somebody(ui: Ui, route: &Route) -> AnyView {
    together(vec![
        readers(ui, route).done(),
        tag("p").put(ui.say(key!("review.sealed"))).done(),
        reading_time(ui).done(),
    ])
}

fn nobody(ui: Ui, problem: RouteProblem) -> AnyView {
    let weight = weight_of(problem);
    let again = || Event::RetryPressed;
    let mut parts = vec![
        attention(ui, weight, pair(ui, trouble::route(problem))),
        button(ui, "retry", Look::Quiet, key!("button.retry"), again).done(),
    ];
    if weight == Weight::Bad {
        parts.push(help(ui).done());
    }
    together(parts)
}
