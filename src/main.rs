//! Starts the app in the page.

use leptos::mount::mount_to_body;
use report::{Audience, Language};
use sealpost_app::app::{Start, app};
use sealpost_app::browser::{clock, page};
use sealpost_app::text;

fn main() {
    let start = Start {
        audience: audience(),
        site: page::query("site")
            .or_else(|| page::meta("sealpost-site"))
            .unwrap_or_default(),
        language: language(),
        today,
    };
    mount_to_body(move || app(start));
}

fn today() -> String {
    let [year, month, day] = clock::today();
    report::written_day(year, month, day)
}

fn audience() -> Audience {
    match page::path().trim_end_matches('/') {
        "/staff" => Audience::Staff,
        _ => Audience::Resident,
    }
}

/// The first language the device asks for that has texts, or Dutch.
fn language() -> Language {
    page::languages()
        .iter()
        .filter_map(|tag| tag.split('-').next()?.parse().ok())
        .find(|language| text::INSTALLED.contains(language))
        .unwrap_or(Language::Dutch)
}
