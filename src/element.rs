//! The ids of the elements on the screen, which labels, problems, focus and tests refer to.

use report::FieldId;

use crate::text::number;

/// The id of a field: its name, after `card-{number}-` when it stands on a statement. Statements
/// are counted from 0 here and from 1 on the screen. A choice adds `-{choice}`.
#[must_use]
pub fn field_id(field: FieldId, card: Option<usize>) -> String {
    match card {
        Some(card) => ["card-", &number(card + 1), "-", field.as_str()].concat(),
        None => field.as_str().to_owned(),
    }
}

/// The id of the element in which files are picked.
pub const FILES: &str = "files";

/// The id of the element in which a sealed file is picked.
pub const IMPORT: &str = "import";
