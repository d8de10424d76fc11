//! The browsers that the journeys run in: how each is started, and what it may do.

use crate::form::PATIENCE;
use fantoccini::wd::Capabilities;
use serde_json::{Value, json};
use std::env;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

/// An engine, in the browser that stands for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    /// Blink, in Chromium.
    Chromium,
    /// Gecko, in Firefox.
    Firefox,
    /// WebKit, in a window of our own around WebKitGTK: its MiniBrowser keeps nothing on the
    /// device while a driver steers it, and what is kept is what the journeys are about.
    WebKit,
}

/// Nothing but the journey's own requests; `--no-sandbox`, because root may have no other.
const CHROMIUM_FLAGS: [&str; 8] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// The window around WebKitGTK.
const WEBKIT_WINDOW: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/journey/browser/webkit.py"
);

/// Debian's own: the bindings of WebKitGTK are packages of Debian.
const DEBIAN_PYTHON: &str = "/usr/bin/python3";

impl Engine {
    /// The engine that `SEALPOST_ENGINE` names, or Chromium.
    pub(crate) fn asked_for() -> Self {
        match env::var("SEALPOST_ENGINE").as_deref() {
            Err(_) | Ok("chromium") => Self::Chromium,
            Ok("firefox") => Self::Firefox,
            Ok("webkit") => Self::WebKit,
            Ok(other) => panic!("SEALPOST_ENGINE is chromium, firefox or webkit, not {other}"),
        }
    }

    /// Whether it draws on a display; the others have a mode without one.
    pub(super) fn needs_a_display(self) -> bool {
        self == Self::WebKit
    }

    /// The command that starts its driver, and the port if that has to be chosen beforehand.
    pub(super) fn driver(self) -> (Command, Option<u16>) {
        let program = match self {
            Self::Chromium => "chromedriver",
            Self::Firefox => "geckodriver",
            Self::WebKit => "WebKitWebDriver",
        };
        // This driver takes no 0 and does not say where it listens.
        let port = (self == Self::WebKit).then(free_port);
        let mut command = Command::new(program);
        command.arg(format!("--port={}", port.unwrap_or(0)));
        (command, port)
    }

    /// The port, if this line of the driver tells it.
    pub(super) fn port_in(self, line: &str) -> Option<u16> {
        let (_, after) = match self {
            Self::Chromium => line.split_once("ChromeDriver was started successfully on port ")?,
            Self::Firefox => line.split_once("Listening on 127.0.0.1:")?,
            Self::WebKit => return None,
        };
        after.trim_end().trim_end_matches('.').parse().ok()
    }

    /// How the driver shall start the browser, which keeps all it stores in the folder `device`.
    pub(super) fn capabilities(self, device: &Path) -> Capabilities {
        let folder = device.display();
        let options = match self {
            Self::Chromium => {
                let folder = format!("--user-data-dir={folder}");
                let flags: Vec<_> = CHROMIUM_FLAGS.into_iter().chain([&*folder]).collect();
                json!({
                    "goog:chromeOptions": { "args": flags },
                    "goog:loggingPrefs": { "browser": "ALL" }
                })
            }
            Self::Firefox => json!({
                "moz:firefoxOptions": {
                    "args": ["-headless", "-profile", folder.to_string()],
                    "prefs": firefox_settings()
                }
            }),
            Self::WebKit => json!({
                "webkitgtk:browserOptions": {
                    "binary": DEBIAN_PYTHON,
                    "args": [WEBKIT_WINDOW, folder.to_string()]
                }
            }),
        };
        let Value::Object(mut options) = options else {
            unreachable!("an object stands above");
        };
        // A script that waits for the page has as long as everything else.
        let patience = u64::try_from(PATIENCE.as_millis()).expect("below an age");
        options.insert("timeouts".into(), json!({ "script": patience }));
        options
    }
}

/// A driver's Firefox writes no session to the device, a person's does. What is not on this machine
/// is asked of a proxy that nobody runs.
fn firefox_settings() -> Value {
    json!({
        "browser.sessionstore.resume_from_crash": true,
        "browser.sessionstore.max_resumed_crashes": 0,
        "browser.sessionstore.interval": 500,
        "network.proxy.type": 1,
        "network.proxy.socks": "127.0.0.1",
        "network.proxy.socks_port": 9,
        "network.proxy.socks_remote_dns": true
    })
}

/// A port that was free a moment ago.
fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("this machine has a free port");
    let address = listener
        .local_addr()
        .expect("a bound socket has an address");
    address.port()
}
