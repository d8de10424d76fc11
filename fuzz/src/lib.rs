//! What the fuzz targets share. `cargo xtask fuzz` builds and runs them.
//!
//! # Where to start
//!
//! 1. `fuzz_targets/`: one file for each parser, with what must hold for any input at all.
//! 2. [`seeds`]: the inputs a target starts from, which it writes itself.
//! 3. [`restructured`]: changes JSON as JSON.
//! 4. [`sealed`] and [`signed`]: put any bytes behind the cryptography that guards a parser.

pub mod restructured;
pub mod sealed;
pub mod seeds;
pub mod signed;
