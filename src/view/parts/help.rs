//! Help that does not go through this channel: numbers the operator has tried.

use leptos::prelude::*;

use crate::text::key;
use crate::view::markup::{Tag, live, tag, together};
use crate::view::{Ui, heed};

/// The list of numbers, or 112 alone while the site is not known.
pub(in crate::view) fn help(ui: Ui) -> Tag {
    let edition = ui.edition();
    let list = live(move || {
        heed(edition);
        Some(numbers(ui))
    });
    tag("section")
        .class("card stack")
        .id("help")
        .put(tag("h2").put(ui.say(key!("help.title"))))
        .put(list)
}

fn numbers(ui: Ui) -> AnyView {
    ui.model.with_untracked(|model| {
        let language = model.setting().language;
        let site = model.site();
        let help: Vec<_> = site.into_iter().flat_map(|it| it.help(language)).collect();
        let Some(checked) = help.iter().map(|it| it.checked.clone()).min() else {
            return tag("p").put(ui.say(key!("help.none"))).done();
        };
        let lines: Vec<_> = help.into_iter().map(|it| number(it, language)).collect();
        let checked = ui.tell(key!("help.checked"), vec![("day", unbroken(&checked))]);
        together(vec![
            tag("ul").class("help").put(lines).done(),
            tag("p").class("hush").put(checked).done(),
        ])
    })
}

fn number(help: &site::Help, language: report::Language) -> Tag {
    let dialled: String = help
        .telephone
        .chars()
        .filter(|it| !matches!(it, ' ' | '-'))
        .collect();
    let number = tag("a")
        .class("tel")
        .with("href", &["tel:", &dialled].concat())
        .put(help.telephone.as_str());
    tag("li")
        .put(tag("bdi").put(help.name.get(language)))
        .put(number)
}

/// A day that no line break takes apart.
fn unbroken(day: &str) -> String {
    day.replace('-', "\u{2011}")
}
