//! What the page says of itself: its title, its language, its direction.

use leptos::prelude::*;
use report::Language;

use crate::model::ScreenKind;
use crate::text::{Texts, number, screen_title};
use crate::view::Ui;
use crate::view::question::progress;

/// Keeps the document's title, language and direction as the screen has them, and takes away what stood in for
/// the app while it was loading.
pub(super) fn follow(ui: Ui, screen: Memo<ScreenKind>) {
    if let Some(boot) = document().get_element_by_id("boot") {
        boot.remove();
    }
    let progress = ui.counts(progress);
    let language = ui.string(|model| model.setting().language.tag().to_owned());
    Effect::new(move |_| {
        let title = ui
            .texts
            .with(|texts| title(texts, screen.get(), progress.get()));
        document().set_title(&title);
    });
    Effect::new(move |_| {
        let language = language.get();
        let is_rtl = language.parse().is_ok_and(Language::is_rtl);
        if let Some(root) = document().document_element() {
            // Setting these two attributes cannot fail: their names are valid.
            let _ = root.set_attribute("lang", &language);
            let _ = root.set_attribute("dir", if is_rtl { "rtl" } else { "ltr" });
        }
    });
}

fn title(texts: &Texts, screen: ScreenKind, progress: [usize; 3]) -> String {
    let [at, of, _] = progress;
    texts.fill(
        screen_title(screen),
        &[("at", &number(at)), ("of", &number(of))],
    )
}
