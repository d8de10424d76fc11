//! The project's commands, behind `cargo xtask`.
//!
//! # Where to start
//!
//! 1. [`serve`]: the whole way on this machine, from an empty checkout to an open form.
//! 2. [`checks`]: everything that must hold before a change lands.
//! 3. [`build`] and [`pack`]: how the browser's app is made.
//! 4. [`setup`]: the tools all of them need, and where they come from.

mod bench;
mod build;
mod checks;
mod contract;
mod demo;
mod failure;
mod faults;
mod fuzz;
mod guide;
mod journeys;
mod openers;
mod pack;
mod paths;
mod program;
mod run;
mod serve;
mod setup;
mod squeeze;

use failure::Failure;
use pico_args::Arguments;
use std::process::ExitCode;

const USAGE: &str = "\
Usage: cargo xtask COMMAND

  serve [--port N]       build everything, start a demonstration site and say where to open it
  test                   run every check
  fuzz [--seconds N]     feed every parser what nobody would write, N seconds each (default: 300)
  faults [--seed N] [--deliveries N] [--kills N]
                         deliver N reports (default: 10,000) through everything that can go wrong, and
                         cut the power N times (default: 100) in each of three browsers; kill an intake
                         under load 50 times
  guide                  follow docs/integrate.md, command by command
  bench                  measure the first load, sealing beside others, and the intake under load; fails
                         when it is over a budget
  screenshots DIR        photograph every screen on the way of a report
  build [PACK OPTIONS]   build the app into dist/
  pack [PACK OPTIONS]    pack the last build again, for another operator
  program [PACK OPTIONS] build the app, then the intake as one static program with the app inside
  setup [--browser]      install the tools that are missing

PACK OPTIONS: --operator FILE (a minisign public key; default: the demonstration's)
              --site NAME (default: demo)   --output DIR (default: dist)";

fn main() -> ExitCode {
    match run(Arguments::from_env()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(mut arguments: Arguments) -> Result<(), Failure> {
    let usage = |error: pico_args::Error| Failure::Usage(format!("{error}\n\n{USAGE}"));
    let command = arguments.subcommand().map_err(usage)?;
    let port = arguments.opt_value_from_str("--port").map_err(usage)?;
    let seconds = arguments.opt_value_from_str("--seconds").map_err(usage)?;
    let asked = faults::Asked {
        seed: arguments.opt_value_from_str("--seed").map_err(usage)?,
        deliveries: arguments
            .opt_value_from_str("--deliveries")
            .map_err(usage)?,
        kills: arguments.opt_value_from_str("--kills").map_err(usage)?,
    };
    let browser = arguments.contains("--browser");
    let options = pack::Options::from_arguments(&mut arguments).map_err(usage)?;
    let rest = arguments.finish();

    match (command.as_deref(), rest.as_slice()) {
        (Some("serve"), []) => serve::serve(port.unwrap_or(serve::PORT)),
        (Some("test"), []) => checks::run_all(),
        (Some("fuzz"), []) => fuzz::long(seconds.unwrap_or(fuzz::SECONDS)),
        (Some("faults"), []) => faults::long(asked),
        (Some("guide"), []) => guide::alone(),
        (Some("bench"), []) => bench::bench(),
        (Some("screenshots"), [folder]) => journeys::screenshots(folder.as_ref()),
        (Some("build"), []) => build::build(&options),
        (Some("pack"), []) => build::pack_again(&options),
        (Some("program"), []) => program::program(&options),
        (Some("setup"), []) => setup::setup(browser),
        _ => Err(Failure::Usage(USAGE.to_owned())),
    }
}
