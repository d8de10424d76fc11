//! The 112 screen. The form stays open behind it, for after the call.

use leptos::prelude::*;

use super::Ui;
use super::parts::button::back_and_continue;
use super::parts::heading::heading;
use super::parts::help::help;
use crate::model::DangerReason;
use crate::text::danger_title;

/// 112, as large as the screen allows, and what helps to decide.
pub(super) fn danger_screen(ui: Ui, reason: DangerReason) -> AnyView {
    let examples = (reason != DangerReason::Yes).then(|| {
        view! {
            <h2>{ui.say("danger.examples")}</h2>
            <ul class="facts">
                {["danger.example-1", "danger.example-2", "danger.example-3"]
                    .map(|it| view! { <li class="fact fact-no"><span>{ui.say(it)}</span></li> })}
            </ul>
        }
    });
    let help = (reason == DangerReason::Category).then(|| help(ui));
    let forward = match reason {
        DangerReason::Yes | DangerReason::NotSure => "danger.continue",
        DangerReason::Category => "danger.continue-category",
    };
    view! {
        <div class="stack">
            {heading(ui.say(danger_title(reason)))}
            <a class="call" href="tel:112">
                <span class="call-word">{ui.say("danger.call")}</span>
                <span class="call-number" dir="ltr">"112"</span>
                <span>{ui.say("emergency.free")}</span>
            </a>
            {examples}
            <p>{ui.say("danger.not-live")}</p>
            {help}
            {back_and_continue(ui, forward)}
        </div>
    }
    .into_any()
}
