//! After a report was handed over: stored, waiting, received; never more than is known.

use leptos::prelude::*;
use report::{Audience, Urgency};

use super::Ui;
use super::parts::button::{Look, button, worded};
use super::parts::emergency::emergency_line;
use super::parts::help::help;
use super::parts::notice::{Weight, notice};
use super::question::reading_time;
use crate::model::{Delivery, Event};
use crate::text::{self, trouble};

/// How it stands with the report just sent.
pub(super) fn submitted_screen(ui: Ui) -> AnyView {
    let audience = ui.model.with_untracked(|model| model.setting().audience);
    let at_risk = ui.read(|model| model.submitted().and_then(|it| it.urgency) == Some(Urgency::U0));
    let another = ui.say(text::per_audience("button.another", audience));
    let resident = (audience == Audience::Resident).then(|| for_residents(ui));
    view! {
        <div class="stack">
            {move || at_risk.get().then(|| emergency_line(ui))}
            {standing(ui)}
            {reading_time(ui)}
            {resident}
            <div class="actions">
                {worded(ui, "another", Look::Quiet, another, || Event::AnotherPressed)}
            </div>
        </div>
    }
    .into_any()
}

/// The heading and what it rests on; both change by themselves when the delivery does.
fn standing(ui: Ui) -> AnyView {
    let delivery = ui.read(|model| {
        model
            .submitted()
            .map_or(Delivery::Saved, |it| it.delivery(model.setting()))
    });
    let last = ui.read(|model| model.setting().outbox.last);
    let class = move || match delivery.get() {
        Delivery::Saved | Delivery::Received => "notice notice-good",
        Delivery::Waiting | Delivery::NeedsPerson => "notice notice-warn",
    };
    let name = move || match delivery.get() {
        Delivery::Saved => "saved",
        Delivery::Waiting => "waiting",
        Delivery::Received => "received",
        Delivery::NeedsPerson => "needs-person",
    };
    let why = move || match delivery.get() {
        Delivery::Waiting | Delivery::NeedsPerson => {
            trouble::outcome(last.get()).map(|it| notice(ui, Weight::Warn, it))
        }
        Delivery::Saved | Delivery::Received => None,
    };
    view! {
        <div class=class id="delivery" data-delivery=name>
            <h1 tabindex="-1">{move || ui.say(text::delivery(delivery.get()).0)}</h1>
            <p>{move || ui.say(text::delivery(delivery.get()).1)}</p>
        </div>
        {why}
    }
    .into_any()
}

/// No answer is promised, help is named, and the way out is the main thing to press.
fn for_residents(ui: Ui) -> AnyView {
    view! {
        <p>{ui.say("submitted.no-answer")}</p>
        <p>{ui.say("submitted.leave")}</p>
        <div class="actions">{button(ui, "leave", Look::Main, "close.button", || Event::CloseAtOnce)}</div>
        {help(ui)}
    }
    .into_any()
}
