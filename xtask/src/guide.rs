//! The guide for integrators, `docs/integrate.md`, followed to the letter: every command of it in
//! one shell, from an empty folder, with a real intake; and what its receivers do when something
//! is wrong.

mod blocks;
mod fake;
mod outcome;
mod receiver;
mod terminal;
mod wrong;

use crate::build;
use crate::failure::{Failure, at};
use crate::openers;
use crate::paths;
use crate::setup;
use blocks::{Block, Kind};
use std::fs;
use std::path::{Path, PathBuf};
use terminal::{RunningIntake, Terminal};

/// What the reader of the guide puts in the place of these words: the folder of the examples.
const EXAMPLES: &str = "/path/to/sealpost/examples";
/// The address of the guide's intake. The check takes any free port in its place.
const ADDRESS: &str = "127.0.0.1:8080";

/// `cargo xtask guide`: the same with what it needs, without the other checks.
pub(crate) fn alone() -> Result<(), Failure> {
    setup::setup(false)?;
    setup::judges()?;
    build::programs()?;
    check()
}

/// Follows the guide, looks at what it left, and tries its receivers with whatever can be wrong.
pub(crate) fn check() -> Result<(), Failure> {
    let guide = at(&text(), fs::read_to_string(text()))?;
    let blocks = blocks::read(&guide)?;
    blocks::check_needs(&guide, &blocks)?;
    let sources = paths::root().join("examples");
    blocks::check_quotes(&blocks, &sources)?;

    let folder = empty_folder("guide")?;
    let examples = prepare_examples(&sources)?;
    let mut terminal = Terminal::open(&folder)?;
    let intake = follow(&blocks, &folder, &examples, &mut terminal)?;
    let site = outcome::Site {
        folder,
        intake: intake.url(),
    };
    outcome::check(&site)?;
    let commands = blocks.iter().filter(|it| it.kind == Kind::Shell).count();
    println!("  {commands} blocks of commands, all reports and answers arrived");
    let mut tried = wrong::curl::check(&blocks, &site)?;
    for receiver in receiver::all(&examples) {
        tried += wrong::check(&receiver, &site, &mut terminal)?;
    }
    println!("  {tried} times something was wrong, nothing lost");
    outcome::check_deletion(&site, blocks::with(&blocks, "-delete")?)?;
    Ok(())
}

/// Runs every command of the guide in its order.
fn follow(
    blocks: &[Block],
    folder: &Path,
    examples: &Path,
    terminal: &mut Terminal,
) -> Result<RunningIntake, Failure> {
    let mut running: Option<RunningIntake> = None;
    for block in blocks {
        let text = block
            .text
            .replace(EXAMPLES, &examples.display().to_string());
        match (block.kind, &running) {
            (Kind::Intake, None) => {
                let any_port = text.replace(ADDRESS, "127.0.0.1:0");
                running = Some(RunningIntake::start(folder, &any_port)?);
            }
            (Kind::Intake, Some(_)) => return Err(block.wrong("starts a second intake")),
            (Kind::Shell, None) => terminal.run(block.line, &text)?,
            (Kind::Shell, Some(intake)) => {
                terminal.run(block.line, &text.replace(ADDRESS, intake.address()))?;
            }
            (Kind::Python | Kind::TypeScript | Kind::Json, _) => {}
        }
    }
    running.ok_or_else(|| Failure::Guide("no intake is started".to_owned()))
}

/// A copy, in which the TypeScript is built and Python may leave what it compiles.
fn prepare_examples(sources: &Path) -> Result<PathBuf, Failure> {
    let examples = empty_folder("guide-examples")?;
    let (from, to) = (sources.join("python"), examples.join("python"));
    at(&to, fs::create_dir(&to))?;
    for file in at(&from, fs::read_dir(&from))? {
        let file = at(&from, file)?;
        if file.path().extension().is_some_and(|it| it == "py") {
            at(
                &file.path(),
                fs::copy(file.path(), to.join(file.file_name())),
            )?;
        }
    }
    openers::build_typescript(&examples.join("typescript"))?;
    Ok(examples)
}

fn empty_folder(name: &str) -> Result<PathBuf, Failure> {
    let folder = paths::target().join(name);
    if folder.exists() {
        at(&folder, fs::remove_dir_all(&folder))?;
    }
    at(&folder, fs::create_dir_all(&folder))?;
    Ok(folder)
}

fn text() -> PathBuf {
    paths::root().join("docs/integrate.md")
}
