//! A site's manifest while it is being written, before the operator signs it.
//!
//! 1. [`draft`] writes the first one.
//! 2. [`edit`] changes one and leaves everything else as a person wrote it.
//! 3. [`mistakes`] names everything that is wrong with one, each with its place.

pub mod draft;
pub mod edit;
pub mod mistakes;

use jsonc_parser::ParseOptions;

/// JSON (RFC 8259) and nothing beyond it, since the app reads nothing else.
pub(crate) const JSON: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};
