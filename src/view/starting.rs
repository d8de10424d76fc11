//! Before any text has come. What is said here stands in the program, because it must be said without texts.

use leptos::prelude::*;

use super::Ui;
use super::parts::button::{Look, worded};
use crate::model::{Event, Phase};

/// 112 in two languages; when the texts did not come, why.
pub(super) fn starting_screen(ui: Ui) -> AnyView {
    let failed = ui.read(|model| {
        matches!(
            model.phase(),
            Phase::Starting {
                failed: Some(_),
                ..
            }
        )
    });
    let shown = move || {
        failed.get().then(|| {
            let again = ArcSignal::stored("Opnieuw proberen / Try again".to_owned());
            view! {
                <div class="stack">
                    <h1 tabindex="-1" lang="nl">"De teksten konden niet worden geladen"</h1>
                    <p lang="nl">"Er is niets verstuurd. Controleer de verbinding en probeer het opnieuw."</p>
                    <p lang="en">
                        "The texts could not be loaded. Nothing was sent. Check the connection and try again."
                    </p>
                    {worded(ui, "retry", Look::Main, again, || Event::RetryPressed)}
                </div>
            }
        })
    };
    view! {
        <div class="stack">
            <p class="emergency-line">
                <span lang="nl">"Gevaar nu? Bel"</span>
                <span lang="en">"Danger now? Call"</span>
                <a href="tel:112" class="tel">"112"</a>
            </p>
            {shown}
        </div>
    }
    .into_any()
}
