//! What the screens are made of.

pub(super) mod button;
pub(super) mod choice_field;
pub(super) mod emergency;
pub(super) mod field;
pub(super) mod heading;
pub(super) mod help;
pub(super) mod notice;
pub(super) mod readers;
pub(super) mod role_field;
pub(super) mod summary;
pub(super) mod text_field;
