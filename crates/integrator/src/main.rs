//! The command `sealpost`: reads the arguments, runs one command, says what happened.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let cli = integrator::cli::Cli::parse();
    integrator::run(cli).into()
}
