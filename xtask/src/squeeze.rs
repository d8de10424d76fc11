//! Makes the script that starts the program one file, takes out of the built program what nothing can reach, and shortens the names by which its two
//! halves, the script and the wasm, know each other.
//!
//! wasm-bindgen cannot know which of its exports a page calls. leptos links classes for streaming
//! from a server that no script of ours makes; here their exports go, and with them all that only
//! they kept alive. The names carry a hash of 16 digits each, which no compression makes fewer.

use crate::failure::{Failure, at};
use crate::pack::loader::loader;
use crate::run::quietly;
use crate::setup;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{ExportSection, ImportSection, Module};
use wasmparser::{Export, Import, Imports, Parser, Payload};

/// What lets esbuild see that a class which nobody makes has no effect: wasm-bindgen writes a
/// finalizer and a `Symbol.dispose` beside each.
const WITHOUT_EFFECT: [&str; 2] = [
    "--pure:FinalizationRegistry",
    "--define:Symbol.dispose=undefined",
];

/// Binaryen's passes that make a program smallest.
pub(crate) const SMALL: [&str; 4] = ["--flatten", "--rereloop", "-Oz", "-Oz"];

/// Short names by the long ones.
type Names = BTreeMap<String, String>;

/// Makes the program that Trunk left in `built` smaller, in place.
pub(crate) fn squeeze(built: &Path) -> Result<(), Failure> {
    let wasm_path = program(built)?;
    let glue_path = PathBuf::from(wasm_path.to_string_lossy().replace("_bg.wasm", ".js"));
    let wasm = at(&wasm_path, fs::read(&wasm_path))?;

    let names = names(&wasm).map_err(unreadable)?;
    let live = bundle(&glue_path, &["--minify-syntax"])?;
    let called: Vec<&String> = names.iter().filter(|it| calls(&live, it)).collect();

    let cache = built.join("names.json");
    at(&cache, fs::write(&cache, "{}"))?;
    let glue = bundle(
        &glue_path,
        &[
            "--minify",
            &format!("--mangle-props={}", exactly(&called)),
            &format!("--mangle-cache={}", cache.display()),
        ],
    )?;
    let short = at(&cache, fs::read(&cache))?;
    let short: Names = serde_json::from_slice(&short)
        .map_err(|_| Failure::Program("esbuild's list of names is not JSON".to_owned()))?;
    at(&cache, fs::remove_file(&cache))?;

    let wasm = renamed(&wasm, &called, &short).map_err(unreadable)?;
    at(&wasm_path, fs::write(&wasm_path, wasm))?;
    optimise(&wasm_path)?;
    at(&glue_path, fs::write(&glue_path, glue))
}

/// The program's wasm file.
fn program(built: &Path) -> Result<PathBuf, Failure> {
    let mut entries = at(built, fs::read_dir(built))?
        .filter_map(Result::ok)
        .map(|it| it.path())
        .filter(|it| it.to_string_lossy().ends_with("_bg.wasm"));
    match (entries.next(), entries.next()) {
        (Some(path), None) => Ok(path),
        _ => Err(Failure::Program("Trunk left not exactly one".to_owned())),
    }
}

/// Every name by which the wasm takes something from the script or gives something to it.
fn names(wasm: &[u8]) -> wasmparser::Result<Vec<String>> {
    let mut names = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    names.push(import?.name.to_owned());
                }
            }
            Payload::ExportSection(section) => {
                for export in section {
                    names.push(export?.name.to_owned());
                }
            }
            _ => {}
        }
    }
    Ok(names)
}

/// The loader and all that it needs of the script, and nothing else.
fn bundle(glue: &Path, how: &[&str]) -> Result<String, Failure> {
    let folder = glue.parent().expect("the script is in a folder");
    let file = glue.file_name().expect("the script is a file");
    let entry = folder.join("entry.mjs");
    at(&entry, fs::write(&entry, loader(&file.to_string_lossy())))?;
    let bundled = quietly(
        Command::new(setup::esbuild())
            .arg(&entry)
            .args(["--bundle", "--format=esm", "--charset=utf8"])
            .arg("--log-level=error")
            // The console is read by whoever holds the device.
            .arg("--drop:console")
            .args(WITHOUT_EFFECT)
            .args(how),
    );
    at(&entry, fs::remove_file(&entry))?;
    bundled
}

/// Whether the script has a name as a word of its own.
fn calls(script: &str, name: &str) -> bool {
    let word = |it: char| it.is_alphanumeric() || it == '_' || it == '$';
    script.match_indices(name).any(|(at, _)| {
        !script[..at].ends_with(word) && !script[at + name.len()..].starts_with(word)
    })
}

/// The pattern of the names to shorten: those that wasm-bindgen made. A name without underscores
/// could be one of the browser's own.
fn exactly(names: &[&String]) -> String {
    let made: Vec<&str> = names
        .iter()
        .map(|it| it.as_str())
        .filter(|it| it.contains("__"))
        .collect();
    format!("^({})$", made.join("|"))
}

/// The wasm with the short names, and without the exports that nobody calls.
fn renamed(wasm: &[u8], called: &[&String], short: &Names) -> Result<Vec<u8>, Error> {
    let mut module = Module::new();
    Renaming { called, short }.parse_core_module(&mut module, Parser::new(0), wasm)?;
    Ok(module.finish())
}

struct Renaming<'a> {
    called: &'a [&'a String],
    short: &'a Names,
}

impl Renaming<'_> {
    fn short<'a>(&'a self, name: &'a str) -> &'a str {
        self.short.get(name).map_or(name, String::as_str)
    }
}

impl Reencode for Renaming<'_> {
    type Error = std::convert::Infallible;

    fn parse_imports(
        &mut self,
        section: &mut ImportSection,
        imports: Imports<'_>,
    ) -> Result<(), Error> {
        let Imports::Single(at, import) = imports else {
            return utils::parse_imports(self, section, imports);
        };
        let name = self.short(import.name).to_owned();
        let import = Import {
            name: &name,
            ..import
        };
        utils::parse_imports(self, section, Imports::Single(at, import))
    }

    fn parse_export(
        &mut self,
        exports: &mut ExportSection,
        export: Export<'_>,
    ) -> Result<(), Error> {
        if !self.called.iter().any(|it| *it == export.name) {
            return Ok(());
        }
        let name = self.short(export.name).to_owned();
        let export = Export {
            name: &name,
            ..export
        };
        utils::parse_export(self, exports, export)
    }
}

/// Drops what cannot be reached any more, and makes the rest as small as binaryen can.
///
/// In the order of their names, functions made from one generic stand together, and the compressor
/// sees that they are alike.
fn optimise(wasm: &Path) -> Result<(), Failure> {
    const IN_ORDER: [&str; 2] = ["--debuginfo", "--reorder-functions-by-name"];
    wasm_opt(wasm, &[&SMALL[..], &IN_ORDER].concat())?;
    wasm_opt(wasm, &["--strip-debug", "--strip-producers"])
}

/// Runs binaryen on a file, in place.
pub(crate) fn wasm_opt(wasm: &Path, passes: &[&str]) -> Result<(), Failure> {
    let mut command = Command::new(setup::wasm_opt());
    quietly(command.args(passes).arg(wasm).arg("-o").arg(wasm)).map(drop)
}

fn unreadable(error: impl std::fmt::Display) -> Failure {
    Failure::Program(error.to_string())
}

#[cfg(test)]
mod tests;
