//! What stands around every screen: the bar with "Close at once", the outbox line, the one live region; and the
//! choice of the screen itself.

mod document;
mod outbox;

use leptos::prelude::*;
use report::Language;

use super::parts::button::{Look, button};
use super::{
    Ui, choosing, danger, gate, information, question, reviewing, starting, submitted, submitting,
};
use crate::model::{Event, ScreenKind};
use crate::text::{self, INSTALLED, trouble};

use document::follow;
use outbox::outbox_line;

/// The page. Only what has changed is drawn again: the screen by its kind, everything else by its own memo.
pub fn frame(ui: Ui) -> AnyView {
    let screen = ui.read(|model| model.screen());
    follow(ui, screen);
    let name = move || screen_name(screen.get());
    let page = move || match screen.get() {
        ScreenKind::Question(page, _) => Some(page.as_str()),
        _ => None,
    };
    view! {
        <div class="app">
            {move || match screen.get() {
                ScreenKind::Starting | ScreenKind::Closed => None,
                _ => Some(bar(ui)),
            }}
            <main class="page" data-screen=name data-page=page>
                {move || drawn(ui, screen.get())}
            </main>
            <div class="foot">{outbox_line(ui)}</div>
            {announcer(ui)}
        </div>
    }
    .into_any()
}

fn drawn(ui: Ui, screen: ScreenKind) -> AnyView {
    match screen {
        ScreenKind::Starting => starting::starting_screen(ui),
        ScreenKind::Gate => gate::gate_screen(ui),
        ScreenKind::Danger(reason) => danger::danger_screen(ui, reason),
        ScreenKind::Information(view) => information::information_screen(ui, view),
        ScreenKind::Tiles => choosing::tiles_screen(ui),
        ScreenKind::Categories(tile) => choosing::categories_screen(ui, tile),
        ScreenKind::Question(page, card) => question::question_screen(ui, page, card),
        ScreenKind::Review => reviewing::reviewing_screen(ui),
        ScreenKind::Submitting => submitting::submitting_screen(ui),
        ScreenKind::Submitted => submitted::submitted_screen(ui),
        ScreenKind::Closed => view! { <div class="cover"></div> }.into_any(),
    }
}

/// The name of a screen for whoever drives the page in a test.
fn screen_name(screen: ScreenKind) -> &'static str {
    match screen {
        ScreenKind::Starting => "starting",
        ScreenKind::Gate => "gate",
        ScreenKind::Danger(_) => "danger",
        ScreenKind::Information(_) => "information",
        ScreenKind::Tiles => "tiles",
        ScreenKind::Categories(_) => "categories",
        ScreenKind::Question(..) => "question",
        ScreenKind::Review => "review",
        ScreenKind::Submitting => "submitting",
        ScreenKind::Submitted => "submitted",
        ScreenKind::Closed => "closed",
    }
}

fn bar(ui: Ui) -> AnyView {
    view! {
        <header class="bar">
            {language_choice(ui)}
            {button(ui, "close-at-once", Look::Close, "close.button", || Event::CloseAtOnce)}
        </header>
    }
    .into_any()
}

/// The languages by their own names. Choosing one changes the words and nothing else.
fn language_choice(ui: Ui) -> AnyView {
    let offered = ui.read(|model| model.setting().languages(INSTALLED));
    let current = ui.read(|model| model.setting().language);
    let options = move || {
        let options = offered.get().into_iter().map(|it| {
            view! {
                <option value=it.tag() lang=it.tag() prop:selected=move || current.get() == it>
                    {it.own_name()}
                </option>
            }
        });
        options.collect::<Vec<_>>()
    };
    let choose = move |event| {
        if let Ok(language) = event_target_value(&event).parse::<Language>() {
            ui.send(Event::LanguageChosen(language));
        }
    };
    view! {
        <label>
            <span class="visually-hidden">{ui.say("language.label")}</span>
            <select id="language" class="language" autocomplete="off" on:change=choose>
                {options}
            </select>
        </label>
    }
    .into_any()
}

/// The one live region: what changed without the person doing anything.
fn announcer(ui: Ui) -> AnyView {
    let language = ui.read(|model| model.setting().language_problem);
    let delivery = ui.read(|model| model.submitted().map(|it| it.delivery(model.setting())));
    let words = move || {
        if let Some(problem) = language.get() {
            let said = trouble::texts(problem.error);
            return view! { {problem.language.own_name()}": "{ui.say(said.what)}" "{ui.say(said.remedy)} }.into_any();
        }
        delivery
            .get()
            .map(|it| ui.say(text::delivery(it).0))
            .into_any()
    };
    // Seen as well as heard when a language did not come; else only heard.
    let class = move || {
        if language.get().is_some() {
            "foot notice notice-warn"
        } else {
            "visually-hidden"
        }
    };
    view! { <div id="announcer" role="status" class=class>{words}</div> }.into_any()
}
