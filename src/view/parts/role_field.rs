//! Who must not read the report: the roles that would, and then everybody else at the site. And who may
//! read it too.

use leptos::prelude::*;
use report::{FieldId, Language};
use site::{Role, Wishes};

use super::choice_field::row;
use super::field::Place;
use super::readers::{note, place as place_of_work};
use crate::model::{Event, Model};
use crate::text::key;
use crate::view::markup::{Tag, live, tag, together};
use crate::view::{Ui, heed};

/// The roles of the site, as far as it is known.
pub(super) fn roles(place: &Place) -> AnyView {
    let ui = place.ui;
    let (field, id) = (place.field, place.id.clone());
    let edition = ui.edition();
    let list = live(move || {
        heed(edition);
        let lists = ui
            .model
            .with_untracked(|model| lists(ui, model, field, &id));
        Some(lists.unwrap_or_else(|| {
            tag("p")
                .class("notice")
                .put(ui.say(key!("exclude.unavailable")))
                .done()
        }))
    });
    tag("div").class("stack").put(list).done()
}

/// Every role; first those who would read this report if nobody were excluded. Or those that can be
/// added.
fn lists(ui: Ui, model: &Model, field: FieldId, field_id: &str) -> Option<AnyView> {
    let site = model.site()?;
    let category = model.draft()?.category()?;
    let setting = model.setting();
    let today = (ui.today)();
    let list = |roles: Vec<&Role>| {
        let rows: Vec<_> = roles
            .into_iter()
            .map(|it| tick(ui, field, field_id, it, setting.language))
            .collect();
        tag("div").class("choices").put(rows).done()
    };
    if field == FieldId::AlsoRead {
        return Some(list(model.on_choice(&today)));
    }
    let nothing_wished = Wishes::default();
    let route = site
        .route(setting.audience, category, nothing_wished, &today)
        .ok()?;
    let would_read = |it: &&Role| route.roles.iter().any(|role| role.id == it.id());
    let (readers, others): (Vec<_>, Vec<_>) = site.roles().iter().partition(would_read);
    Some(together(vec![
        tag("h2").put(ui.say(key!("exclude.readers"))).done(),
        list(readers),
        tag("h2").put(ui.say(key!("exclude.others"))).done(),
        list(others),
    ]))
}

fn tick(ui: Ui, field: FieldId, field_id: &str, role: &Role, language: Language) -> Tag {
    let id = role.id().to_owned();
    let is_in = move |model: &Model| {
        model
            .draft()
            .is_some_and(|it| it.roles(field).contains(&id))
    };
    let ticked = ui.flag(is_in);
    let id = role.id().to_owned();
    let control = tag("input")
        .with("type", "checkbox")
        .id(&[field_id, "-", role.id()].concat())
        .with("autocomplete", "off")
        .ticked(ticked)
        .on_ticked(move |on| ui.send(Event::RoleTicked(field, id.clone(), on)));
    let name = tag("bdi").put(role.name().get(language));
    let work = note().put(ui.say(place_of_work(role.on_site())));
    row(control, vec![name, work])
}
