//! A driver and the browser that it steers: one group of processes, which ends together.

use super::engine::Engine;
use crate::form::{GLANCE, PATIENCE};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use rustix::process::{
    Pid, Signal, WaitOptions, getpid, kill_process_group, set_child_subreaper, waitpgid,
};
use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Instant;

/// A running driver; ended when dropped, with its browser.
pub(crate) struct Driver {
    engine: Engine,
    child: Child,
    port: u16,
    /// Ends with the driver.
    _display: Option<Display>,
}

impl Driver {
    /// Starts the engine's driver and waits until it listens.
    pub(crate) fn start(engine: Engine) -> Self {
        // What a killed browser leaves behind becomes a child of this process, to be waited for.
        set_child_subreaper(Some(getpid())).expect("Linux has subreapers");
        let display = engine.needs_a_display().then(Display::start);
        let (mut command, port) = engine.driver();
        if let Some(display) = &display {
            command.env("DISPLAY", &display.name);
        }
        let mut child = command
            .process_group(0)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| {
                panic!("{command:?}: {error}; install it: `cargo xtask setup --browser`")
            });
        let output = child.stdout.take().expect("the output is piped");
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        let port = match port {
            Some(port) => see_it_listen(port),
            None => lines
                .find_map(|line| engine.port_in(&line))
                .expect("the driver says on which port it listens"),
        };
        // A driver whose output nobody takes ends at its next line.
        thread::spawn(move || lines.for_each(drop));
        Self {
            engine,
            child,
            port,
            _display: display,
        }
    }

    /// Opens the browser with what is stored in the folder `device`.
    pub(crate) async fn open(&self, device: &Path) -> Client {
        fs::create_dir_all(device).expect("a folder can be made");
        let opened = ClientBuilder::new(HttpConnector::new())
            .capabilities(self.engine.capabilities(device))
            .connect(&format!("http://127.0.0.1:{}", self.port))
            .await;
        opened.unwrap_or_else(|error| panic!("{:?} cannot be started: {error}", self.engine))
    }

    /// The group of its processes.
    pub(crate) fn group(&self) -> Pid {
        Pid::from_child(&self.child)
    }
}

/// Ends a group of processes at once, as a power cut does.
pub(crate) fn cut_power(group: Pid) {
    kill_process_group(group, Signal::KILL).ok();
}

impl Drop for Driver {
    fn drop(&mut self) {
        cut_power(self.group());
        // A browser that has not quite ended still holds its folder.
        while waitpgid(self.group(), WaitOptions::empty()).is_ok() {}
    }
}

/// Waits until something listens on the port; the driver does not say so.
fn see_it_listen(port: u16) -> u16 {
    let deadline = Instant::now() + PATIENCE;
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(Instant::now() < deadline, "the driver does not listen");
        thread::sleep(GLANCE);
    }
    port
}

/// A display that nobody sees.
struct Display {
    child: Child,
    name: String,
}

impl Display {
    fn start() -> Self {
        let mut child = Command::new("Xvfb")
            .args(["-displayfd", "1", "-nolisten", "tcp"])
            .args(["-screen", "0", "1024x1400x24"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb is installed: `cargo xtask setup --browser`");
        let mut lines = BufReader::new(child.stdout.take().expect("the output is piped")).lines();
        let number = lines
            .next()
            .expect("Xvfb says its number")
            .expect("in text");
        Self {
            child,
            name: format!(":{}", number.trim()),
        }
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
