//! Who fills in the form.

use crate::word::words;

words! {
    /// Who fills in the form. The two have different questions and different readers.
    pub enum Audience by as_str {
        /// People who work at the reception site.
        Staff = "staff",
        /// People who live there; anonymous.
        Resident = "resident",
    }
}
