//! `cargo xtask serve`: the whole way on this machine.

use crate::build;
use crate::demo::Demo;
use crate::failure::Failure;
use crate::pack::Options;
use crate::paths::{self, program};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

/// The port of the form when none is asked for.
pub(crate) const PORT: u16 = 8080;

/// What `serve` waits for.
enum Event {
    /// A program printed a line.
    Line(&'static str, String),
    /// A program closed its output, which it does when it ends.
    Ended(&'static str),
    /// Ctrl-C, or a polite kill.
    Interrupted,
}

/// Builds all, starts the intake and the desk, and shows what arrives until it is interrupted.
pub(crate) fn serve(port: u16) -> Result<(), Failure> {
    let options = Options {
        operator: None,
        site: "demo".to_owned(),
        output: paths::target().join("demo-app"),
    };
    build::build(&options)?;
    let demo = Demo::ready()?;

    let (events, inbox) = mpsc::channel();
    interrupt_into(events.clone())?;
    let mut running = vec![start(
        "intake",
        &mut intake(&demo, &options, port),
        &events,
    )?];
    let result = follow(&demo, port, &events, &inbox, &mut running);
    for (_, child) in &mut running {
        // A program that has already ended cannot be killed, and need not be.
        child.kill().ok();
        child.wait().ok();
    }
    result
}

/// Starts the desk once the intake says that it listens, then prints lines until something ends.
fn follow(
    demo: &Demo,
    port: u16,
    events: &Sender<Event>,
    inbox: &Receiver<Event>,
    running: &mut Vec<(&'static str, Child)>,
) -> Result<(), Failure> {
    let mut last = HashMap::new();
    for event in inbox {
        match event {
            Event::Line("intake", line) if line.starts_with("listening on") => {
                running.push(start("sealpost watch", &mut desk(demo, port), events)?);
            }
            Event::Line("sealpost watch", line) if line.starts_with("Watching") => println!(
                "Open http://127.0.0.1:{port}/ (residents) or \
                 http://127.0.0.1:{port}/staff (staff). Reports appear here, opened."
            ),
            Event::Line(name, line) => {
                if name != "intake" {
                    println!("{line}");
                }
                last.insert(name, line);
            }
            Event::Ended(name) => {
                let output = last
                    .remove(name)
                    .unwrap_or_else(|| "it said nothing".to_owned());
                return Err(Failure::Ended {
                    program: name.to_owned(),
                    output,
                });
            }
            Event::Interrupted => return Ok(()),
        }
    }
    Ok(())
}

fn intake(demo: &Demo, options: &Options, port: u16) -> Command {
    let mut command = Command::new(program("intake"));
    command
        .args(["serve", "--listen", &format!("127.0.0.1:{port}"), "--data"])
        .arg(demo.intake_data())
        .arg("--sites")
        .arg(demo.sites())
        .arg("--app")
        .arg(&options.output);
    command
}

fn desk(demo: &Demo, port: u16) -> Command {
    let mut command = Command::new(program("sealpost"));
    command
        .args([
            "watch",
            "--intake",
            &format!("http://127.0.0.1:{port}"),
            "--token-file",
        ])
        .arg(demo.token())
        .arg("--identity")
        .arg(demo.desk());
    command
}

/// Starts a program whose lines and whose end become events.
fn start(
    name: &'static str,
    command: &mut Command,
    events: &Sender<Event>,
) -> Result<(&'static str, Child), Failure> {
    // A group of its own: Ctrl-C reaches this program alone, which then ends the others.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|source| Failure::Start {
            program: name.to_owned(),
            source,
        })?;
    let errors = child.stderr.take().expect("standard error is piped");
    let output = child.stdout.take().expect("standard output is piped");
    let to_inbox = events.clone();
    let error_lines = thread::spawn(move || forward(name, errors, &to_inbox));
    let to_inbox = events.clone();
    thread::spawn(move || {
        forward(name, output, &to_inbox);
        error_lines.join().ok();
        to_inbox.send(Event::Ended(name)).ok();
    });
    Ok((name, child))
}

fn forward(name: &'static str, source: impl Read, events: &Sender<Event>) {
    for line in BufReader::new(source).lines().map_while(Result::ok) {
        events.send(Event::Line(name, line)).ok();
    }
}

fn interrupt_into(events: Sender<Event>) -> Result<(), Failure> {
    ctrlc::set_handler(move || {
        events.send(Event::Interrupted).ok();
    })
    .map_err(|error| Failure::Missing {
        what: "A handler for Ctrl-C".to_owned(),
        remedy: error.to_string(),
    })
}
