//! Something that went wrong outside, in a pair: what happened, what to do.

use leptos::prelude::*;

use super::button::{Look, button};
use crate::model::{Event, RouteProblem, SiteProblem};
use crate::text::{Key, Said, key, trouble};
use crate::view::Ui;
use crate::view::markup::{Tag, live, tag, together};

/// How serious it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::view) enum Weight {
    /// Worth knowing.
    Warn,
    /// Nothing can be sent.
    Bad,
}

impl Weight {
    fn classes(self) -> &'static str {
        match self {
            Weight::Warn => "notice notice-warn",
            Weight::Bad => "notice notice-bad",
        }
    }

    /// How it looks where it takes the focus.
    pub(super) fn attention_classes(self) -> &'static str {
        match self {
            Weight::Warn => "notice notice-warn summary",
            Weight::Bad => "notice notice-bad summary",
        }
    }
}

/// What happened and what to do about it.
pub(in crate::view) fn notice(ui: Ui, weight: Weight, said: Said) -> Tag {
    tag("div").class(weight.classes()).put(pair(ui, said))
}

/// The two sentences.
pub(in crate::view) fn pair(ui: Ui, said: Said) -> AnyView {
    let what = tag("strong").put(ui.say(said.what()));
    together(vec![
        tag("p").put(what).done(),
        tag("p").put(ui.say(said.remedy())).done(),
    ])
}

/// A plain remark.
pub(in crate::view) fn remark(ui: Ui, key: Key) -> Tag {
    tag("p").class("notice").put(ui.say(key))
}

/// How heavy a reason for nobody reading the report is: a missing connection passes, the rest does not.
pub(in crate::view) fn weight_of(problem: RouteProblem) -> Weight {
    match problem {
        RouteProblem::Waiting
        | RouteProblem::NoCategory
        | RouteProblem::Site(SiteProblem::Unreachable) => Weight::Warn,
        RouteProblem::Site(_) | RouteProblem::Route(_) => Weight::Bad,
    }
}

/// Before the first question: what would keep a report from being stored or sent, said plainly.
pub(in crate::view) fn obstacles(ui: Ui) -> AnyView {
    let site = ui.trouble(move |model| model.obstacle(&(ui.today)()).map(trouble::route));
    let storage = ui.trouble(|model| model.setting().storage.map(trouble::storage));
    live(move || {
        let (site, storage) = (site.get(), storage.get());
        if site.is_none() && storage.is_none() {
            return None;
        }
        let again = || Event::RetryPressed;
        let weight = ui
            .model
            .with_untracked(|model| model.obstacle(&(ui.today)()));
        let weight = weight.map_or(Weight::Warn, weight_of);
        let shown = tag("div")
            .class("stack")
            .put(storage.map(|it| notice(ui, Weight::Warn, it)))
            .put(site.map(|it| notice(ui, weight, it)))
            .put(button(
                ui,
                "retry",
                Look::Quiet,
                key!("button.retry"),
                again,
            ));
        Some(shown.done())
    })
}
