//! `cargo xtask program`: the intake as one file that needs no other, with the app inside.

use crate::build;
use crate::failure::{Failure, at};
use crate::pack::Options;
use crate::paths;
use crate::run::{cargo, quietly};
use std::collections::BTreeSet;
use std::env::consts::ARCH;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Builds the app for an operator, then the program around it; compares all that it serves with what
/// it serves of the app's folder, and prints its size and its place.
pub(crate) fn program(options: &Options) -> Result<(), Failure> {
    build::build(options)?;
    let app = at(&options.output, options.output.canonicalize())?;
    let program = linked(&app)?;
    needs_no_library(&program)?;
    compare(&program, &app)?;
    let bytes = at(&program, fs::metadata(&program))?.len();
    println!("{bytes:>10} bytes  {}", program.display());
    Ok(())
}

/// Whether what is inside is served as it is from the folder, with nothing but a folder for sites.
fn compare(program: &Path, app: &Path) -> Result<(), Failure> {
    let home = paths::target().join("program");
    if home.exists() {
        at(&home, fs::remove_dir_all(&home))?;
    }
    at(&home, fs::create_dir_all(home.join("sites")))?;
    let inside = answers(program, &home, app, false)?;
    let folder = answers(program, &home, app, true)?;
    let differ = inside.iter().zip(&folder).find(|(one, other)| one != other);
    match differ {
        None if inside.len() == folder.len() => {
            println!("  {} answers are those of the folder", inside.len());
            Ok(())
        }
        _ => {
            let asked = differ.map(|(one, _)| one.asked.as_str());
            let asked = asked.unwrap_or("one of the files");
            Err(broken(&format!("{asked}: not as from the folder")))
        }
    }
}

/// Links the intake with the C library and the app inside. The folders of such builds are apart from
/// the others, so that neither builds the other's dependencies anew.
fn linked(app: &Path) -> Result<PathBuf, Failure> {
    let target = format!("{ARCH}-unknown-linux-gnu");
    let mut command = cargo();
    // As deploy/Containerfile does it.
    command.env("RUSTFLAGS", "-C target-feature=+crt-static");
    command.env("SEALPOST_APP", app);
    command.args(["build", "--quiet", "--locked", "--release"]);
    command.args(["--package", "sealpost-intake", "--target", &target]);
    quietly(&mut command)?;
    Ok(paths::target().join(target).join("release/intake"))
}

/// No loader stands in it, which would look for libraries.
fn needs_no_library(program: &Path) -> Result<(), Failure> {
    let mut headers = Command::new("readelf");
    headers.args(["--wide", "--program-headers"]).arg(program);
    match quietly(&mut headers)?.contains("INTERP") {
        true => Err(broken("it asks for a loader of libraries")),
        false => Ok(()),
    }
}

/// What was asked for, and the whole answer but its date.
#[derive(PartialEq, Eq)]
struct Answered {
    asked: String,
    answer: Vec<u8>,
}

/// Serves the app that is inside, or the one in its folder, and asks for every file of it in each way a
/// browser does.
fn answers(
    program: &Path,
    home: &Path,
    app: &Path,
    from_folder: bool,
) -> Result<Vec<Answered>, Failure> {
    let mut command = Command::new(program);
    command.current_dir(home).env_clear();
    command.args([
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--data",
        "data",
        "--sites",
        "sites",
    ]);
    if from_folder {
        command.arg("--app").arg(app);
    }
    let mut running = start(&mut command)?;
    let asked = ask_all(program, &mut running, app);
    // It may have ended by itself, which was noticed then.
    running.kill().ok();
    running.wait().ok();
    asked
}

fn start(command: &mut Command) -> Result<Child, Failure> {
    let program = command.get_program().display().to_string();
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    let child = command.spawn();
    child.map_err(|source| Failure::Start { program, source })
}

fn ask_all(program: &Path, running: &mut Child, app: &Path) -> Result<Vec<Answered>, Failure> {
    let output = running.stdout.take().expect("standard output is piped");
    let mut line = String::new();
    at(program, BufReader::new(output).read_line(&mut line))?;
    let address = line.trim_end().strip_prefix("listening on http://");
    let address = address.ok_or_else(|| broken("it does not serve"))?;

    let mut paths: BTreeSet<_> = ["/", "/staff", "/icons", "/none"].map(str::to_owned).into();
    find(app, "/", &mut paths)?;
    let mut answers = Vec::new();
    for path in &paths {
        for method in ["GET", "HEAD"] {
            for encoding in ["identity", "br"] {
                let asked = format!("{method} {path} in {encoding}");
                let answer = at(program, ask(address, method, path, encoding))?;
                let found = answer.starts_with(b"HTTP/1.1 200 ");
                if !found && !["/icons", "/none"].contains(&path.as_str()) {
                    return Err(broken(&format!("{asked}: {}", answer.escape_ascii())));
                }
                answers.push(Answered { asked, answer });
            }
        }
    }
    Ok(answers)
}

fn find(folder: &Path, prefix: &str, paths: &mut BTreeSet<String>) -> Result<(), Failure> {
    for entry in at(folder, fs::read_dir(folder))? {
        let path = at(folder, entry)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let name = format!("{prefix}{name}");
        match path.is_dir() {
            true => find(&path, &format!("{name}/"), paths)?,
            false => drop(paths.insert(name)),
        }
    }
    Ok(())
}

/// The answer without the line of its date.
fn ask(address: &str, method: &str, path: &str, encoding: &str) -> std::io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(address)?;
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nhost: intake\r\nconnection: close\r\n\
         accept-encoding: {encoding}\r\n\r\n"
    )?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let date = answer.windows(8).position(|it| it == b"\r\ndate: ");
    if let Some(start) = date {
        let len = answer[start + 2..].windows(2).position(|it| it == b"\r\n");
        answer.drain(start..start + 2 + len.unwrap_or(0));
    }
    Ok(answer)
}

fn broken(what: &str) -> Failure {
    Failure::Program(format!("the intake with the app inside: {what}"))
}
