//! 112, wherever it stands.

use leptos::prelude::*;

use crate::view::Ui;

/// "Danger now? Call 112." The number is in Western digits and left to right in every script.
pub(in crate::view) fn emergency_line(ui: Ui) -> AnyView {
    view! {
        <p class="emergency-line">
            <span>{ui.say("emergency.line")}" "<a href="tel:112" class="tel">"112"</a></span>
            <span class="hush">{ui.say("emergency.free")}</span>
        </p>
    }
    .into_any()
}
