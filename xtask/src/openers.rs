//! The openers for integrators under `examples/`, each run on every vector of the envelope.

use crate::failure::{Failure, at};
use crate::paths;
use crate::run::{cargo, quietly};
use crate::setup;
use base64ct::{Base64, Encoding};
use sha2::{Digest, Sha256};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Python with `cryptography`.
pub(crate) fn python() -> Result<(), Failure> {
    let python = |program: &str| {
        let mut command = Command::new(setup::python());
        // `-B`: nothing is written beside the example.
        command.arg("-B").arg(example("python").join(program));
        command
    };
    walk(&mut python("walk_vectors.py"))?;
    open_one(&mut python("open_envelope.py"))
}

/// TypeScript with `@hpke`: checked, bundled and run in a copy, with the packages of the set-up.
pub(crate) fn typescript() -> Result<(), Failure> {
    let folder = folder()?.join("typescript");
    if folder.exists() {
        at(&folder, fs::remove_dir_all(&folder))?;
    }
    build_typescript(&folder)?;
    let node = |program: &str| {
        let mut command = Command::new("node");
        command.arg(folder.join("dist").join(program));
        command
    };
    walk(&mut node("walk_vectors.mjs"))?;
    open_one(&mut node("cli.mjs"))
}

/// Checks and bundles the examples in TypeScript in a new folder.
pub(crate) fn build_typescript(folder: &Path) -> Result<(), Failure> {
    at(folder, fs::create_dir_all(folder))?;
    let source = example("typescript");
    for file in at(&source, fs::read_dir(&source))? {
        let file = at(&source, file)?;
        let name = file.file_name();
        let kind = Path::new(&name).extension();
        if kind.is_some_and(|kind| kind == "ts" || kind == "json") {
            at(&file.path(), fs::copy(file.path(), folder.join(name)))?;
        }
    }
    let packages = folder.join("node_modules");
    at(&packages, symlink(setup::TYPESCRIPT.packages()?, &packages))?;
    for script in ["check", "build"] {
        let mut npm = Command::new("npm");
        quietly(npm.current_dir(folder).args(["run", "--silent", script]))?;
    }
    Ok(())
}

/// Rust with the crate; its walk over the vectors is a test of its own.
pub(crate) fn rust() -> Result<(), Failure> {
    open_one(cargo().args(["run", "--quiet", "--locked", "-p", "open-envelope", "--"]))
}

/// Runs a program on the folder of the vectors, and shows how many it counts.
fn walk(program: &mut Command) -> Result<(), Failure> {
    print!("  {}", quietly(program.arg(vectors()))?);
    Ok(())
}

/// Runs a program as an integrator would, with the files of one identity and one envelope.
fn open_one(program: &mut Command) -> Result<(), Failure> {
    let path = vectors().join("one-reader.txt");
    let text = at(&path, fs::read_to_string(&path))?;
    let wrong = |what: &str| Failure::Program(format!("{}: {what}", path.display()));
    let (head, body) = text
        .split_once("\n\n")
        .ok_or_else(|| wrong("has no head"))?;
    let field = |name: &str| {
        head.lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
            .ok_or_else(|| wrong(name))
    };
    let envelope =
        Base64::decode_vec(&body.replace('\n', "")).map_err(|_| wrong("is not base64"))?;
    let (identity_file, envelope_file) = (folder()?.join("identity"), folder()?.join("envelope"));
    let identity = format!("{}\n", field("identity")?);
    at(&identity_file, fs::write(&identity_file, identity))?;
    at(&envelope_file, fs::write(&envelope_file, envelope))?;
    let document = quietly(program.arg(identity_file).arg(envelope_file))?;
    let digest: String = Sha256::digest(&document)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    if field("document")? == format!("{} {digest}", document.len()) {
        Ok(())
    } else {
        Err(wrong("another document came out"))
    }
}

fn vectors() -> PathBuf {
    paths::root().join("crates/envelope/tests/vectors")
}

fn example(language: &str) -> PathBuf {
    paths::root().join("examples").join(language)
}

/// Where the openers are built and run.
fn folder() -> Result<PathBuf, Failure> {
    let folder = paths::target().join("examples");
    at(&folder, fs::create_dir_all(&folder))?;
    Ok(folder)
}
