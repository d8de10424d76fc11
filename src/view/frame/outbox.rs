//! What waits on this device and what was received.

use leptos::prelude::*;
use report::Audience;

use crate::model::ScreenKind;
use crate::text::{key, number};
use crate::view::Ui;
use crate::view::markup::{Tag, live, tag};

/// The line at the foot of every screen. Staff see it as soon as there is something to say. On a device that
/// residents share, nothing may show that a report was made: they see it only right after their own.
pub(super) fn outbox_line(ui: Ui) -> Tag {
    let outbox = ui.counts(|model| {
        let it = model.setting().outbox;
        [it.waiting, it.received, it.needs_person]
    });
    // 0 stands for no work at all.
    let working = ui.counts(|model| [model.setting().outbox.working.map_or(0, |it| it + 1), 0, 0]);
    let may_show = ui.flag(|model| match model.setting().audience {
        Audience::Staff => model.screen() != ScreenKind::Closed,
        Audience::Resident => model.screen() == ScreenKind::Submitted,
    });
    let words = live(move || {
        let [waiting, received, refused] = outbox.get();
        let [working, ..] = working.get();
        let anything = waiting + received + refused > 0;
        (may_show.get() && anything).then(|| {
            let counts = vec![("waiting", number(waiting)), ("received", number(received))];
            let refused = (refused > 0).then(|| {
                let count = vec![("count", number(refused))];
                tag("strong")
                    .put(" ")
                    .put(ui.tell(key!("outbox.needs-person"), count))
            });
            let working = (working > 0).then(|| {
                let done = vec![("count", number(working - 1))];
                tag("span")
                    .put(" ")
                    .put(ui.tell(key!("outbox.working"), done))
            });
            tag("span")
                .put(ui.tell(key!("outbox.line"), counts))
                .put(working)
                .put(refused)
                .done()
        })
    });
    tag("p")
        .id("outbox")
        .class("outbox")
        .follows("data-waiting", move || Some(number(outbox.get()[0])))
        .follows("data-received", move || Some(number(outbox.get()[1])))
        .follows("data-needs-person", move || Some(number(outbox.get()[2])))
        .put(words)
}
