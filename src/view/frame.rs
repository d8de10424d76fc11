//! What stands around every screen: the bar with "Close at once", the outbox line, the one live region; and the
//! choice of the screen itself.

mod document;
mod outbox;

use leptos::prelude::*;
use report::Language;

use super::Ui;
use super::choosing::{categories_screen, tiles_screen};
use super::danger::danger_screen;
use super::gate::gate_screen;
use super::information::information_screen;
use super::markup::{Tag, live, tag, together};
use super::outbox::outbox_screen;
use super::parts::button::{Look, button};
use super::question::question_screen;
use super::reviewing::reviewing_screen;
use super::starting::starting_screen;
use super::submitted::submitted_screen;
use super::submitting::submitting_screen;
use crate::model::{Event, ScreenKind};
use crate::text::{self, INSTALLED, key, trouble};

use document::follow;
use outbox::outbox_line;

/// The page. Only what has changed is drawn again: the screen by its kind, everything else by its own memo.
pub fn frame(ui: Ui) -> AnyView {
    let screen = ui.screen();
    follow(ui, screen);
    let bar = live(move || match screen.get() {
        ScreenKind::Starting | ScreenKind::Closed => None,
        _ => Some(bar(ui)),
    });
    let main = tag("main")
        .class("page")
        .follows("data-screen", move || {
            Some(screen_name(screen.get()).to_owned())
        })
        .follows("data-page", move || match screen.get() {
            ScreenKind::Question(page, _) => Some(page.as_str().to_owned()),
            _ => None,
        })
        .put(live(move || Some(drawn(ui, screen.get()))));
    tag("div")
        .class("app")
        .put(bar)
        .put(main)
        .put(tag("div").class("foot").put(outbox_line(ui)))
        .put(announcer(ui))
        .put(still_there(ui))
        .done()
}

fn drawn(ui: Ui, screen: ScreenKind) -> AnyView {
    match screen {
        ScreenKind::Starting => starting_screen(ui),
        ScreenKind::Gate => gate_screen(ui),
        ScreenKind::Danger(reason) => danger_screen(ui, reason),
        ScreenKind::Information(view) => information_screen(ui, view),
        ScreenKind::Tiles => tiles_screen(ui),
        ScreenKind::Categories(tile) => categories_screen(ui, tile),
        ScreenKind::Question(page, card) => question_screen(ui, page, card),
        ScreenKind::Review => reviewing_screen(ui),
        ScreenKind::Submitting => submitting_screen(ui),
        ScreenKind::Submitted => submitted_screen(ui),
        ScreenKind::Outbox => outbox_screen(ui),
        ScreenKind::Closed => tag("div").class("cover").done(),
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
        ScreenKind::Outbox => "outbox",
        ScreenKind::Closed => "closed",
    }
}

fn bar(ui: Ui) -> AnyView {
    tag("header")
        .class("bar")
        .put(language_choice(ui))
        .put(button(
            ui,
            "close-at-once",
            Look::Close,
            key!("close.button"),
            || Event::CloseAtOnce,
        ))
        .done()
}

/// The languages by their own names. Choosing one changes the words and nothing else.
fn language_choice(ui: Ui) -> Tag {
    let offered = ui.string(|model| {
        let offered = model.setting().languages(INSTALLED);
        offered
            .iter()
            .map(|it| it.tag())
            .collect::<Vec<_>>()
            .join(" ")
    });
    let current = ui.string(|model| model.setting().language.tag().to_owned());
    let options = live(move || {
        let offered = offered.get();
        let offered = offered.split(' ').filter_map(|it| it.parse().ok());
        let options = offered.map(|it: Language| {
            let option = tag("option").with("value", it.tag()).with("lang", it.tag());
            option.put(it.own_name()).done()
        });
        Some(together(options.collect()))
    });
    let choose = tag("select")
        .id("language")
        .class("language")
        .with("autocomplete", "off")
        .put(options)
        // After its options, which it can only hold once they are there.
        .holds(current)
        .on_chosen(move |tag| {
            if let Ok(language) = tag.parse::<Language>() {
                ui.send(Event::LanguageChosen(language));
            }
        });
    tag("label")
        .put(
            tag("span")
                .class("visually-hidden")
                .put(ui.say(key!("language.label"))),
        )
        .put(choose)
}

/// The question whether somebody is still there. Any touch answers it; the button says so.
fn still_there(ui: Ui) -> AnyView {
    let away = ui.flag(|model| model.setting().away);
    live(move || {
        away.get().then(|| {
            let here = || Event::Away(false);
            let here = button(ui, "still-here", Look::Main, key!("idle.here"), here);
            tag("div")
                .class("idle")
                .with("role", "alertdialog")
                .with("aria-labelledby", "idle-title")
                .put(
                    tag("div")
                        .class("card stack")
                        .put(tag("h2").id("idle-title").put(ui.say(key!("idle.title"))))
                        .put(tag("p").put(ui.say(key!("idle.note"))))
                        .put(here),
                )
                .done()
        })
    })
}

/// The one live region: what changed without the person doing anything.
fn announcer(ui: Ui) -> Tag {
    let problem = ui.trouble(|model| Some(trouble::texts(model.setting().language_problem?.error)));
    let delivery = ui.delivery();
    let words = live(move || {
        let words = tag("span");
        let words = match problem.get() {
            Some(said) => words
                .put(refused(ui))
                .put(": ")
                .put(ui.say(said.what()))
                .put(" ")
                .put(ui.say(said.remedy())),
            None => words.put(ui.say(text::delivery(delivery()?).0)),
        };
        Some(words.done())
    });
    tag("div")
        .id("announcer")
        .with("role", "status")
        // Seen as well as heard when a language did not come; else only heard.
        .follows("class", move || {
            let seen = problem.get().is_some();
            Some(
                if seen {
                    "foot notice notice-warn"
                } else {
                    "visually-hidden"
                }
                .to_owned(),
            )
        })
        .put(words)
}

/// The language that did not come, by its own name.
fn refused(ui: Ui) -> Option<&'static str> {
    ui.model
        .with_untracked(|model| Some(model.setting().language_problem?.language.own_name()))
}
