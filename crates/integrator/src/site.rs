//! `sealpost site`: manifests are written, changed, checked and signed.

pub mod add;
pub mod check;
pub mod demo;
pub mod new;
pub mod sign;

mod changed;
mod public_key;

use crate::cli::SiteCommand;
use crate::failure::Failure;
use crate::finish;
use crate::output::Output;

/// Runs one of them.
pub fn run(command: &SiteCommand, output: &mut Output) -> Result<(), Box<dyn Failure>> {
    match command {
        SiteCommand::New(options) => finish(new::run(options, output)),
        SiteCommand::AddRole(options) => finish(add::role(options, output)),
        SiteCommand::AddHolder(options) => finish(add::holder(options, output)),
        SiteCommand::AddTablet(options) => finish(add::tablet(options, output)),
        SiteCommand::Check(options) => finish(check::run(options, output)),
        SiteCommand::Sign(options) => finish(sign::run(options, output)),
        SiteCommand::Demo(options) => finish(demo::run(options, output)),
    }
}
