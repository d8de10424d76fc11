//! What it is about: eight pictures for residents, then a short list; one grouped list for staff.

use leptos::prelude::*;
use report::{Audience, Category, Group, Tile};

use super::Ui;
use super::markup::{Tag, live, tag, together};
use super::parts::button::{actions, back};
use super::parts::heading::heading;
use super::parts::notice::{obstacles, remark};
use crate::model::Event;
use crate::text::{self, Key, key};

/// The eight pictures.
pub(super) fn tiles_screen(ui: Ui) -> AnyView {
    let tiles: Vec<_> = Tile::ALL.into_iter().map(|it| tile(ui, it)).collect();
    tag("div")
        .class("stack")
        .put(heading(ui.say(key!("tiles.title"))))
        .put(tag("p").class("hush").put(ui.say(key!("tiles.hint"))))
        .put(obstacles(ui))
        .put(tag("ul").class("tiles").put(tiles))
        .put(actions().put(back(ui)))
        .done()
}

fn tile(ui: Ui, tile: Tile) -> Tag {
    let picture = tag("img")
        .with("src", &["/icons/tiles.svg#", tile.id()].concat())
        .with("alt", "")
        .with("width", "76")
        .with("height", "76");
    let choose = tag("button")
        .with("type", "button")
        .id(&["tile-", tile.id()].concat())
        .class("tile")
        .put(picture)
        .put(tag("span").put(ui.say(text::tile(tile))))
        .on_press(move || ui.send(Event::TilePicked(tile)));
    tag("li").put(choose)
}

/// The categories of a picture, or all of them in groups.
pub(super) fn categories_screen(ui: Ui, tile: Option<Tile>) -> AnyView {
    let audience = ui.model.with_untracked(|model| model.setting().audience);
    let list = match tile {
        Some(tile) => of_a_tile(ui, tile),
        None => in_groups(ui),
    };
    tag("div")
        .class("stack")
        .put(heading(ui.say(text::per_audience(
            [
                key!("categories.title.resident"),
                key!("categories.title.staff"),
            ],
            audience,
        ))))
        .put(obstacles(ui))
        .put(list)
        .put(actions().put(back(ui)))
        .done()
}

/// What a picture leads to, and always a way out of coding.
fn of_a_tile(ui: Ui, tile: Tile) -> AnyView {
    let name = |it: Category| text::category(Audience::Resident, it);
    let rows: Vec<_> = tile
        .categories()
        .iter()
        .map(|it| row(ui, *it, name(*it)))
        .collect();
    let other = (!tile.categories().contains(&Category::OthOth))
        .then(|| row(ui, Category::OthOth, key!("categories.other")));
    tag("ul").class("rows").put(rows).put(other).done()
}

/// Advice first, as an equal choice; then the groups.
fn in_groups(ui: Ui) -> AnyView {
    let name = |it: Category| text::category(Audience::Staff, it);
    let advice = section(ui.say(key!("categories.advice-title")))
        .put(tag("p").put(ui.say(key!("categories.advice"))))
        .put(
            tag("ul")
                .class("rows")
                .put(row(ui, Category::AdvAsk, name(Category::AdvAsk))),
        );
    let mut parts = vec![remark(ui, key!("categories.conduct")).done(), advice.done()];
    for group in Group::ALL {
        let categories = group
            .categories(Audience::Staff)
            .filter(|it| *it != Category::AdvAsk);
        let rows: Vec<_> = categories.map(|it| row(ui, it, name(it))).collect();
        let list = tag("ul").class("rows").put(rows);
        parts.push(section(ui.say(text::group(group))).put(list).done());
    }
    together(parts)
}

fn section(title: super::Words) -> Tag {
    tag("section").class("rows-group").put(tag("h2").put(title))
}

/// One category, while the site takes it.
fn row(ui: Ui, category: Category, name: Key) -> AnyView {
    let offered = ui.flag(move |model| model.setting().offers(category));
    let chosen = ui
        .model
        .with_untracked(|model| model.draft().and_then(|it| it.category()) == Some(category));
    live(move || {
        let choose = tag("button")
            .with("type", "button")
            .id(&["category-", category.code()].concat())
            .class("row")
            .follows("aria-current", move || chosen.then(|| "true".to_owned()))
            .put(tag("span").put(ui.say(name)))
            .on_press(move || ui.send(Event::CategoryPicked(category)));
        offered.get().then(|| tag("li").put(choose).done())
    })
}
