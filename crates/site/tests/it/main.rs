//! The signed site manifest, through the front door: `verify`, then `route`.

mod broken;
mod operator;
mod routing;
mod saying;
mod schema;
mod sealing;
mod signature;
