//! What can be done with a statement as a whole.

use leptos::prelude::*;

use crate::model::Event;
use crate::view::Ui;
use crate::view::parts::button::{Look, button};

/// Add one more; take this one away, after a second thought, where it is not the only one.
pub(super) fn card_tools(ui: Ui) -> AnyView {
    let several = ui.read(|model| model.draft().is_some_and(|it| it.answers().cards() > 1));
    // Only whether the second thought is on the screen; the model is not asked before it is over.
    let asking = RwSignal::new(false);
    let removal = move || {
        several.get().then(|| {
            if asking.get() {
                sure(ui, asking)
            } else {
                opener(ui, "remove-card", "button.remove-card", asking, true)
            }
        })
    };
    view! {
        <div class="actions">
            {button(ui, "add-card", Look::Quiet, "button.add-card", || Event::AddCardPressed)}
            {removal}
        </div>
    }
    .into_any()
}

fn sure(ui: Ui, asking: RwSignal<bool>) -> AnyView {
    view! {
        <div class="notice notice-warn stack" role="group">
            <p>{ui.say("card.remove-sure")}</p>
            {button(ui, "remove-card-yes", Look::Danger, "button.remove-yes", || Event::RemoveCardPressed)}
            " "
            {opener(ui, "remove-card-no", "button.remove-no", asking, false)}
        </div>
    }
    .into_any()
}

/// A button that only opens or closes the second thought.
fn opener(
    ui: Ui,
    id: &'static str,
    key: &'static str,
    asking: RwSignal<bool>,
    open: bool,
) -> AnyView {
    view! {
        <button type="button" id=id class="button button-plain" on:click=move |_| asking.set(open)>
            {ui.say(key)}
        </button>
    }
    .into_any()
}
