//! What waits on this device and what was received.

use leptos::prelude::*;
use report::Audience;

use crate::model::ScreenKind;
use crate::view::Ui;

/// The line at the foot of every screen. Staff see it as soon as there is something to say. On a device that
/// residents share, nothing may show that a report was made: they see it only right after their own.
pub(super) fn outbox_line(ui: Ui) -> AnyView {
    let outbox = ui.read(|model| model.setting().outbox);
    let may_show = ui.read(|model| match model.setting().audience {
        Audience::Staff => model.screen() != ScreenKind::Closed,
        Audience::Resident => model.screen() == ScreenKind::Submitted,
    });
    let words = move || {
        let it = outbox.get();
        let anything = it.waiting + it.received + it.needs_person > 0;
        (may_show.get() && anything).then(|| {
            let counts = vec![
                ("waiting", it.waiting.to_string()),
                ("received", it.received.to_string()),
            ];
            let refused = (it.needs_person > 0).then(|| {
                let count = vec![("count", it.needs_person.to_string())];
                view! { " "<strong>{ui.tell("outbox.needs-person", count)}</strong> }
            });
            view! { {ui.tell("outbox.line", counts)}{refused} }
        })
    };
    view! {
        <p
            id="outbox"
            class="outbox"
            data-waiting=move || outbox.get().waiting.to_string()
            data-received=move || outbox.get().received.to_string()
            data-needs-person=move || outbox.get().needs_person.to_string()
        >
            {words}
        </p>
    }
    .into_any()
}
