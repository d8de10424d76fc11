//! What it is about: eight pictures for residents, then a short list; one grouped list for staff.

use leptos::prelude::*;
use report::{Audience, Category, Group, Tile};

use super::Ui;
use super::parts::button::{Look, button};
use super::parts::heading::heading;
use super::parts::notice::{obstacles, remark};
use crate::model::Event;
use crate::text;

/// The eight pictures.
pub(super) fn tiles_screen(ui: Ui) -> AnyView {
    view! {
        <div class="stack">
            {heading(ui.say("tiles.title"))}
            <p class="hush">{ui.say("tiles.hint")}</p>
            {obstacles(ui)}
            <ul class="tiles">{Vec::from(Tile::ALL.map(|it| tile(ui, it)))}</ul>
            {back(ui)}
        </div>
    }
    .into_any()
}

fn tile(ui: Ui, tile: Tile) -> AnyView {
    view! {
        <li>
            <button
                type="button"
                id=["tile-", tile.id()].concat()
                class="tile"
                on:click=move |_| ui.send(Event::TilePicked(tile))
            >
                <img src=["/icons/", tile.id(), ".svg"].concat() alt="" width="76" height="76"/>
                <span>{ui.say(text::tile(tile))}</span>
            </button>
        </li>
    }
    .into_any()
}

/// The categories of a picture, or all of them in groups.
pub(super) fn categories_screen(ui: Ui, tile: Option<Tile>) -> AnyView {
    let audience = ui.model.with_untracked(|model| model.setting().audience);
    let list = match tile {
        Some(tile) => of_a_tile(ui, tile),
        None => in_groups(ui),
    };
    view! {
        <div class="stack">
            {heading(ui.say(text::per_audience("categories.title", audience)))}
            {obstacles(ui)}
            {list}
            {back(ui)}
        </div>
    }
    .into_any()
}

/// What a picture leads to, and always a way out of coding.
fn of_a_tile(ui: Ui, tile: Tile) -> AnyView {
    let rows: Vec<_> = tile
        .categories()
        .iter()
        .map(|it| row(ui, *it, None))
        .collect();
    let other = (!tile.categories().contains(&Category::OthOth))
        .then(|| row(ui, Category::OthOth, Some("categories.other")));
    view! { <ul class="rows">{rows}{other}</ul> }.into_any()
}

/// Advice first, as an equal choice; then the groups.
fn in_groups(ui: Ui) -> AnyView {
    let advice = Category::AdvAsk;
    let group = |group: Group| {
        let of_group = group.categories(Audience::Staff).filter(|it| *it != advice);
        let rows: Vec<_> = of_group.map(|it| row(ui, it, None)).collect();
        view! {
            <section class="rows-group">
                <h2>{ui.say(text::group(group))}</h2>
                <ul class="rows">{rows}</ul>
            </section>
        }
        .into_any()
    };
    view! {
        {remark(ui, "categories.conduct")}
        <section class="rows-group">
            <h2>{ui.say("categories.advice-title")}</h2>
            <p>{ui.say("categories.advice")}</p>
            <ul class="rows">{row(ui, advice, None)}</ul>
        </section>
        {Vec::from(Group::ALL.map(group))}
    }
    .into_any()
}

/// One category, while the site takes it; in other words than its own where `key` says so.
fn row(ui: Ui, category: Category, key: Option<&'static str>) -> AnyView {
    let audience = ui.model.with_untracked(|model| model.setting().audience);
    let offered = ui.look(move |model| model.setting().offers(category));
    let chosen = ui
        .model
        .with_untracked(|model| model.draft().and_then(|it| it.category()) == Some(category));
    let key = key.map_or_else(|| text::category(audience, category), text::Key::Borrowed);
    let shown = move || {
        let key = key.clone();
        offered.get().then(|| {
            view! {
                <li>
                    <button
                        type="button"
                        id=["category-", category.code()].concat()
                        class="row"
                        aria-current=chosen.then_some("true")
                        on:click=move |_| ui.send(Event::CategoryPicked(category))
                    >
                        <span>{ui.say(key)}</span>
                    </button>
                </li>
            }
        })
    };
    view! { {shown} }.into_any()
}

fn back(ui: Ui) -> AnyView {
    view! {
        <div class="actions">{button(ui, "back", Look::Quiet, "button.back", || Event::BackPressed)}</div>
    }
    .into_any()
}
