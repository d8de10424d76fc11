//! The report through its front door: answers in; a report, its bytes, or problems out.

mod cases;
mod decoding;
mod form;
mod lengths;
mod message;
mod pages;
mod random;
mod schema;
mod taxonomy;
mod words;
