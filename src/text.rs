//! From what the app has to say to the key of a text, and from the key to the text of the language on the screen.
//!
//! # Where to start
//!
//! 1. [`key!`]: a text's name, which becomes a number while the app is compiled; [`Texts`] finds the text by it.
//! 2. [`Said`]: everything that went wrong is said in a pair, what happened (`err-…`) and what to do (`rec-…`).
//! 3. The functions in [`trouble`] and [`question`]: one exhaustive match each, so that a new problem or field
//!    cannot go without words.

pub mod question;
#[cfg(test)]
mod tests;
pub mod trouble;

use report::{Audience, Category, Group, Language, Tile};

use crate::model::{DangerReason, Delivery, InformationView, ScreenKind};

pub use texts::{Key, Malformed, Texts, key};
pub use trouble::Said;

/// The languages that have a file of texts.
pub const INSTALLED: &[Language] = &[Language::Dutch, Language::English];

/// A number in western digits.
pub fn number(value: usize) -> String {
    itoa::Buffer::new().format(value).to_owned()
}

/// A text that is worded apart for residents and for staff.
pub fn per_audience([resident, staff]: [Key; 2], audience: Audience) -> Key {
    match audience {
        Audience::Resident => resident,
        Audience::Staff => staff,
    }
}

/// What a category is called for this audience.
pub fn category(audience: Audience, category: Category) -> Key {
    Key::joined(&["category", audience.as_str(), category.code()])
}

/// What a group of categories is called.
pub fn group(group: Group) -> Key {
    Key::joined(&["group", group.id()])
}

/// What a picture is called.
pub fn tile(tile: Tile) -> Key {
    Key::joined(&["tile", tile.id()])
}

/// The title of the page in the browser. It says where the person is and nothing of what it is about, because
/// titles stay in lists of the device.
pub fn screen_title(screen: ScreenKind) -> Key {
    match screen {
        ScreenKind::Starting | ScreenKind::Gate | ScreenKind::Closed => key!("title.start"),
        ScreenKind::Danger(_) => key!("title.emergency"),
        ScreenKind::Information(_) => key!("title.information"),
        ScreenKind::Tiles | ScreenKind::Categories(_) => key!("title.choose"),
        ScreenKind::Question(..) => key!("title.question"),
        ScreenKind::Review => key!("title.check"),
        ScreenKind::Submitting => key!("title.sending"),
        ScreenKind::Submitted => key!("title.done"),
        ScreenKind::Outbox => key!("title.outbox"),
    }
}

/// The heading of the 112 screen.
pub fn danger_title(reason: DangerReason) -> Key {
    match reason {
        DangerReason::Yes => key!("danger.title-yes"),
        DangerReason::NotSure => key!("danger.title-not-sure"),
        DangerReason::Category => key!("danger.title-category"),
    }
}

/// The heading of a view of the information.
pub fn information_title(view: InformationView) -> Key {
    match view {
        InformationView::First => key!("information.title-first"),
        InformationView::Second => key!("information.title-second"),
    }
}

/// What is known of the delivery: a heading, and a sentence on it.
pub fn delivery(delivery: Delivery) -> (Key, Key) {
    match delivery {
        Delivery::Saved => (key!("submitted.saved-title"), key!("submitted.saved")),
        Delivery::Waiting => (key!("submitted.waiting-title"), key!("submitted.waiting")),
        Delivery::Received => (key!("submitted.received-title"), key!("submitted.received")),
        Delivery::NeedsPerson => (
            key!("submitted.needs-person-title"),
            key!("submitted.needs-person"),
        ),
    }
}
