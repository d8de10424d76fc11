//! Something that went wrong outside, in a pair: what happened, what to do.

use leptos::prelude::*;

use super::button::{Look, button};
use crate::model::{Event, RouteProblem};
use crate::text::{Said, trouble};
use crate::view::Ui;

/// How serious it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::view) enum Weight {
    /// Worth knowing.
    Warn,
    /// Nothing can be sent.
    Bad,
}

impl Weight {
    pub(super) fn classes(self) -> &'static str {
        match self {
            Weight::Warn => "notice notice-warn",
            Weight::Bad => "notice notice-bad",
        }
    }
}

/// What happened and what to do about it.
pub(in crate::view) fn notice(ui: Ui, weight: Weight, said: Said) -> AnyView {
    view! { <div class=weight.classes()>{pair(ui, said)}</div> }.into_any()
}

/// The two sentences.
pub(in crate::view) fn pair(ui: Ui, said: Said) -> AnyView {
    view! {
        <p><strong>{ui.say(said.what)}</strong></p>
        <p>{ui.say(said.remedy)}</p>
    }
    .into_any()
}

/// A plain remark.
pub(in crate::view) fn remark(ui: Ui, key: &'static str) -> AnyView {
    view! { <p class="notice">{ui.say(key)}</p> }.into_any()
}

/// How heavy a reason for nobody reading the report is: a missing connection passes, the rest does not.
pub(in crate::view) fn weight_of(problem: RouteProblem) -> Weight {
    use crate::model::SiteProblem;
    match problem {
        RouteProblem::Waiting
        | RouteProblem::NoCategory
        | RouteProblem::Site(SiteProblem::Unreachable) => Weight::Warn,
        RouteProblem::Site(_) | RouteProblem::Route(_) => Weight::Bad,
    }
}

/// Before the first question: what would keep a report from being stored or sent, said plainly.
pub(in crate::view) fn obstacles(ui: Ui) -> AnyView {
    let site = ui.look(move |model| model.obstacle(&(ui.today)()));
    let storage = ui.read(|model| model.setting().storage);
    let shown = move || {
        let site = site
            .get()
            .map(|it| notice(ui, weight_of(it), trouble::route(it)));
        let storage = storage
            .get()
            .map(|it| notice(ui, Weight::Warn, trouble::storage(it)));
        (site.is_some() || storage.is_some()).then(|| {
            view! {
                <div class="stack">
                    {storage}
                    {site}
                    {button(ui, "retry", Look::Quiet, "button.retry", || Event::RetryPressed)}
                </div>
            }
        })
    };
    view! { <div>{shown}</div> }.into_any()
}
