//! Who reads a report: the role, how many people, and whether they work at the site.

use leptos::prelude::*;
use site::{Route, RoutedRole};

use crate::text::{Key, key, number};
use crate::view::Ui;
use crate::view::markup::{Tag, tag};

/// The roles of a route.
pub(in crate::view) fn readers(ui: Ui, route: &Route) -> Tag {
    let roles: Vec<_> = route.roles.iter().map(|it| reader(ui, it)).collect();
    tag("ul").class("readers").id("readers").put(roles)
}

fn reader(ui: Ui, role: &RoutedRole) -> Tag {
    let language = ui.model.with_untracked(|model| model.setting().language);
    let people = ui.tell(key!("reader.people"), vec![("count", number(role.people))]);
    let facts = note()
        .put(people)
        .put(" · ")
        .put(ui.say(place(role.on_site)));
    let fallback = role
        .fallback
        .then(|| note().put(ui.say(key!("reader.fallback"))));
    tag("li")
        .class("reader")
        .with("data-role", &role.id)
        .put(tag("bdi").class("reader-name").put(role.name.get(language)))
        .put(facts)
        .put(fallback)
}

/// A smaller line beside a name.
pub(super) fn note() -> Tag {
    tag("span").class("choice-note")
}

/// Where the people of a role work.
pub(super) fn place(on_site: bool) -> Key {
    if on_site {
        key!("reader.on-site")
    } else {
        key!("reader.off-site")
    }
}
