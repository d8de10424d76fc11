//! After a report was handed over: stored, waiting, received; never more than is known.

use leptos::prelude::*;
use report::{Audience, Urgency};

use super::Ui;
use super::markup::{Tag, live, tag, together};
use super::parts::button::{Look, actions, bare, button};
use super::parts::emergency::emergency_line;
use super::parts::heading::heading;
use super::parts::help::help;
use super::parts::notice::{Weight, notice};
use super::question::reading_time;
use crate::model::{Delivery, Event};
use crate::text::{self, key, trouble};

/// How it stands with the report just sent.
pub(super) fn submitted_screen(ui: Ui) -> AnyView {
    let (audience, urgency) = ui.model.with_untracked(|model| {
        (
            model.setting().audience,
            model.submitted().and_then(|it| it.urgency),
        )
    });
    let another = bare("another", Look::Quiet)
        .put(ui.say(text::per_audience(
            [
                key!("button.another.resident"),
                key!("button.another.staff"),
            ],
            audience,
        )))
        .on_press(move || ui.send(Event::AnotherPressed));
    tag("div")
        .class("stack")
        .put((urgency == Some(Urgency::U0)).then(|| emergency_line(ui)))
        .put(standing(ui))
        .put(why_not(ui))
        .put(saving(ui, audience))
        .put(reading_time(ui))
        .put((audience == Audience::Resident).then(|| for_residents(ui)))
        .put(actions().put(another))
        .done()
}

/// The heading and what it rests on; both change by themselves when the delivery does.
fn standing(ui: Ui) -> Tag {
    let delivery = ui.delivery();
    let title = live(move || {
        Some(
            tag("span")
                .put(ui.say(text::delivery(delivery()?).0))
                .done(),
        )
    });
    let words = live(move || {
        Some(
            tag("span")
                .put(ui.say(text::delivery(delivery()?).1))
                .done(),
        )
    });
    tag("div")
        .id("delivery")
        .follows("class", move || Some(class(delivery()?).to_owned()))
        .follows("data-delivery", move || Some(name(delivery()?).to_owned()))
        .put(heading(title))
        .put(tag("p").put(words))
}

fn class(delivery: Delivery) -> &'static str {
    match delivery {
        Delivery::Saved | Delivery::Received => "notice notice-good",
        Delivery::Waiting | Delivery::NeedsPerson => "notice notice-warn",
    }
}

/// The name of a delivery for whoever drives the page in a test.
fn name(delivery: Delivery) -> &'static str {
    match delivery {
        Delivery::Saved => "saved",
        Delivery::Waiting => "waiting",
        Delivery::Received => "received",
        Delivery::NeedsPerson => "needs-person",
    }
}

/// What keeps it on the device.
fn why_not(ui: Ui) -> AnyView {
    let why = ui.trouble(|model| match model.submitted()?.delivery(model.setting()) {
        Delivery::Saved | Delivery::Received => None,
        Delivery::Waiting | Delivery::NeedsPerson => trouble::outcome(model.setting().outbox.last),
    });
    live(move || Some(notice(ui, Weight::Warn, why.get()?).done()))
}

/// For staff the receipt, as a proof; on a device that residents share a file would show that a report was made.
/// What was refused can be taken to another device by anybody.
fn saving(ui: Ui, audience: Audience) -> AnyView {
    let delivery = ui.delivery();
    live(move || match delivery()? {
        Delivery::Received if audience == Audience::Staff => {
            let save = || Event::SaveProofPressed;
            let save = button(
                ui,
                "save-proof",
                Look::Plain,
                key!("submitted.save-proof"),
                save,
            );
            Some(save.done())
        }
        Delivery::NeedsPerson => {
            let save = || Event::SaveEnvelopePressed;
            let save = button(ui, "save-envelope", Look::Quiet, key!("outbox.save"), save);
            Some(save.done())
        }
        Delivery::Received | Delivery::Saved | Delivery::Waiting => None,
    })
}

/// No answer is promised, help is named, and the way out is the main thing to press.
fn for_residents(ui: Ui) -> AnyView {
    let leave = || Event::CloseAtOnce;
    together(vec![
        tag("p").put(ui.say(key!("submitted.no-answer"))).done(),
        tag("p").put(ui.say(key!("submitted.leave"))).done(),
        actions()
            .put(button(ui, "leave", Look::Main, key!("close.button"), leave))
            .done(),
        help(ui).done(),
    ])
}
