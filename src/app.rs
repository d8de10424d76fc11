//! The one place where the model meets the screen: one signal for the state, one callback for events.

use std::rc::Rc;

use leptos::ev;
use leptos::prelude::*;
use report::{Audience, Language};

use crate::effects::Shell;
use crate::model::{Event, Model, ThreeShifts};
use crate::text::Texts;
use crate::view::{Ui, frame};

/// What the app opens with.
#[derive(Clone, Debug)]
pub struct Start {
    /// For whom.
    pub audience: Audience,
    /// The id of the site.
    pub site: String,
    /// In which language at first.
    pub language: Language,
    /// The device's day as `YYYY-MM-DD`, whenever it is asked.
    pub today: fn() -> String,
}

/// The whole app. A function and not a component: the macro's builder would be one more to send.
pub fn app(start: Start) -> AnyView {
    let Start {
        audience,
        site,
        language,
        today,
    } = start;
    let (model, effects) = Model::start(audience, site.clone(), language);
    let model = RwSignal::new_local(model);
    let texts = RwSignal::new(Texts::default());
    let shell = StoredValue::new_local(None::<Rc<Shell>>);

    let run = move |effects: Vec<crate::model::Effect>| {
        if let Some(shell) = shell.get_value() {
            effects.into_iter().for_each(|it| shell.run(it));
        }
    };
    let dispatch = UnsyncCallback::new(move |event: Event| {
        let mut asked = vec![];
        model.update(|model| {
            let (next, effects) = model.take().update(event);
            *model = next;
            asked = effects;
        });
        run(asked);
    });
    shell.set_value(Some(Shell::new(
        site,
        audience,
        move |event| dispatch.run(event),
        move |_, loaded| texts.set(loaded),
    )));
    run(effects);

    close_at_three_shifts(dispatch);
    frame(Ui {
        model,
        texts,
        dispatch,
        today,
    })
}

/// Shift three times is "Close at once" on every screen.
fn close_at_three_shifts(dispatch: UnsyncCallback<Event>) {
    let shifts = StoredValue::new_local(ThreeShifts::default());
    let listener = window_event_listener(ev::keydown, move |press| {
        if press.repeat() {
            return;
        }
        let third = shifts.try_update_value(|it| it.pressed(&press.key(), press.time_stamp()));
        if third == Some(true) {
            dispatch.run(Event::CloseAtOnce);
        }
    });
    on_cleanup(move || listener.remove());
}
