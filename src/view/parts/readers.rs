//! Who reads a report: the role, how many people, and whether they work at the site.

use leptos::prelude::*;
use site::{Route, RoutedRole};

use crate::view::Ui;

/// The roles of a route.
pub(in crate::view) fn readers(ui: Ui, route: &Route) -> AnyView {
    let language = ui.model.with_untracked(|model| model.setting().language);
    let roles: Vec<_> = route
        .roles
        .iter()
        .map(|it| reader(ui, it, it.name.get(language).to_owned()))
        .collect();
    view! { <ul class="readers" id="readers">{roles}</ul> }.into_any()
}

fn reader(ui: Ui, role: &RoutedRole, name: String) -> AnyView {
    let fallback = role
        .fallback
        .then(|| view! { <span class="choice-note">{ui.say("reader.fallback")}</span> });
    view! {
        <li class="reader" data-role=role.id.clone()>
            <bdi class="reader-name">{name}</bdi>
            <span class="choice-note">
                {ui.tell("reader.people", vec![("count", role.people.to_string())])}
                " · "
                {ui.say(place(role.on_site))}
            </span>
            {fallback}
        </li>
    }
    .into_any()
}

/// Where the people of a role work.
pub(in crate::view) fn place(on_site: bool) -> &'static str {
    if on_site {
        "reader.on-site"
    } else {
        "reader.off-site"
    }
}
