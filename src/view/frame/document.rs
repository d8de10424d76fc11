//! What the page says of itself: its title, its language, its direction.

use leptos::prelude::*;

use crate::model::ScreenKind;
use crate::text::{Texts, screen_title};
use crate::view::Ui;

/// Keeps the document's title, language and direction as the screen has them.
pub(super) fn follow(ui: Ui, screen: Memo<ScreenKind>) {
    let progress = ui.read(|model| model.progress());
    let language = ui.read(|model| model.setting().language);
    Effect::new(move |_| {
        let title = ui
            .texts
            .with(|texts| title(texts, screen.get(), progress.get()));
        document().set_title(&title);
    });
    Effect::new(move |_| {
        let language = language.get();
        if let Some(root) = document().document_element() {
            // Setting these two attributes cannot fail: their names are valid.
            let _ = root.set_attribute("lang", language.tag());
            let _ = root.set_attribute("dir", if language.is_rtl() { "rtl" } else { "ltr" });
        }
    });
}

fn title(texts: &Texts, screen: ScreenKind, progress: Option<(usize, usize)>) -> String {
    let (at, of) = progress.unwrap_or_default();
    texts.fill(
        screen_title(screen),
        &[("at", &at.to_string()), ("of", &of.to_string())],
    )
}
