//! Who must not read the report: the roles that would, and then everybody else at the site.

use leptos::prelude::*;
use report::Language;
use site::Role;

use super::field::Place;
use super::readers::place as place_of_work;
use crate::model::{Event, Model};

/// One role to tick.
#[derive(Clone, PartialEq)]
struct Row {
    id: String,
    name: String,
    on_site: bool,
    would_read: bool,
}

/// The roles of the site, as far as it is known.
pub(super) fn roles(place: &Place) -> AnyView {
    let Place { ui, .. } = *place;
    let id = StoredValue::new(place.id.clone());
    let rows = ui.look(move |model| rows(model, &(ui.today)()));
    let shown = move || match rows.get() {
        None => view! { <p class="notice">{ui.say("exclude.unavailable")}</p> }.into_any(),
        Some(rows) => {
            let (readers, others): (Vec<_>, Vec<_>) =
                rows.into_iter().partition(|it| it.would_read);
            let list = |rows: Vec<Row>| -> Vec<_> {
                rows.into_iter()
                    .map(|it| tick(ui, &id.get_value(), it))
                    .collect()
            };
            view! {
                <h2>{ui.say("exclude.readers")}</h2>
                <div class="choices">{list(readers)}</div>
                <h2>{ui.say("exclude.others")}</h2>
                <div class="choices">{list(others)}</div>
            }
            .into_any()
        }
    };
    view! { <div class="stack">{shown}</div> }.into_any()
}

/// Every role, and whether it would read this report if nobody were excluded.
fn rows(model: &Model, day: &str) -> Option<Vec<Row>> {
    let site = model.site()?;
    let category = model.draft()?.category()?;
    let setting = model.setting();
    let route = site.route(setting.audience, category, &[], day).ok()?;
    let would_read = |it: &Role| route.roles.iter().any(|role| role.id == it.id());
    Some(
        site.roles()
            .iter()
            .map(|it| row(it, setting.language, would_read(it)))
            .collect(),
    )
}

fn row(role: &Role, language: Language, would_read: bool) -> Row {
    Row {
        id: role.id().to_owned(),
        name: role.name().get(language).to_owned(),
        on_site: role.on_site(),
        would_read,
    }
}

fn tick(ui: crate::view::Ui, field_id: &str, row: Row) -> AnyView {
    let role = row.id.clone();
    let ticked = ui.look(move |model| {
        model
            .draft()
            .is_some_and(|it| it.excluded().contains(&role))
    });
    let role = row.id.clone();
    view! {
        <label class="choice">
            <input
                type="checkbox"
                id=[field_id, "-", &row.id].concat()
                autocomplete="off"
                prop:checked=ticked
                on:change=move |event| ui.send(Event::RoleTicked(role.clone(), event_target_checked(&event)))
            />
            <span>
                <bdi>{row.name}</bdi>
                <span class="choice-note">{ui.say(place_of_work(row.on_site))}</span>
            </span>
        </label>
    }
    .into_any()
}
