//! Help that does not go through this channel: numbers the operator has tried.

use leptos::prelude::*;
use report::Language;

use crate::view::Ui;

/// One number.
#[derive(Clone, PartialEq)]
struct Line {
    name: String,
    telephone: String,
    checked: String,
}

/// The list of numbers, or 112 alone while the site is not known.
pub(in crate::view) fn help(ui: Ui) -> AnyView {
    let lines = ui.read(|model| {
        let language = model.setting().language;
        model.site().map(|site| {
            site.help()
                .iter()
                .map(|it| line(it, language))
                .collect::<Vec<_>>()
        })
    });
    let list = move || match lines.get() {
        Some(lines) if !lines.is_empty() => {
            let checked = lines
                .iter()
                .map(|it| it.checked.clone())
                .min()
                .unwrap_or_default();
            view! {
                <ul class="help">{lines.into_iter().map(shown).collect::<Vec<_>>()}</ul>
                <p class="hush">{ui.tell("help.checked", vec![("day", checked)])}</p>
            }
            .into_any()
        }
        _ => view! { <p>{ui.say("help.none")}</p> }.into_any(),
    };
    view! {
        <section class="card" id="help">
            <h2>{ui.say("help.title")}</h2>
            {list}
        </section>
    }
    .into_any()
}

fn line(help: &site::Help, language: Language) -> Line {
    Line {
        name: help.name.get(language).to_owned(),
        telephone: help.telephone.clone(),
        checked: help.checked.clone(),
    }
}

fn shown(line: Line) -> AnyView {
    let dialled: String = line
        .telephone
        .chars()
        .filter(|it| !matches!(it, ' ' | '-'))
        .collect();
    view! {
        <li>
            <bdi>{line.name}</bdi>
            <a class="tel" href=["tel:", &dialled].concat()>{line.telephone}</a>
        </li>
    }
    .into_any()
}
