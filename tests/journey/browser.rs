//! Chromium, driven over WebDriver.

use crate::stage::Stage;
use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::env;
use std::io::{BufRead, BufReader};
use std::panic;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use tokio::runtime;

/// Nothing but the journey's own requests; `--no-sandbox`, because root may have no other.
const FLAGS: [&str; 8] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// Sets a stage, opens a browser, walks the journey, and closes the browser however it ended.
///
/// Answers with the stage as the journey left it, to be searched: a browser writes much of what it
/// keeps only when it is closed.
pub(crate) fn walk<Journey, Walking>(journey: Journey) -> Arc<Stage>
where
    Journey: FnOnce(Arc<Stage>, Client) -> Walking,
    Walking: Future<Output = ()> + Send + 'static,
{
    let runtime = runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime can be made").block_on(async {
        let stage = Arc::new(Stage::set());
        let driver = Driver::start();
        let client = driver.open(&stage).await;
        resize(&client).await;
        let outcome = tokio::spawn(journey(Arc::clone(&stage), client.clone())).await;
        if outcome.is_err() {
            report_where_it_ended(&client).await;
            println!("the intake's log:\n{}", stage.intake_log());
        }
        client.close().await.ok();
        if let Err(panicked) = outcome {
            panic::resume_unwind(panicked.into_panic());
        }
        stage
    })
}

/// A running chromedriver; ended when dropped.
struct Driver {
    child: Child,
    url: String,
}

impl Driver {
    fn start() -> Self {
        let mut child = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is installed: `cargo xtask setup --browser`");
        let lines = BufReader::new(child.stdout.take().expect("the output is piped")).lines();
        let port = lines
            .map_while(Result::ok)
            .find_map(|line| {
                let port = line.strip_prefix("ChromeDriver was started successfully on port ")?;
                Some(port.trim_end_matches('.').to_owned())
            })
            .expect("chromedriver says on which port it listens");
        Self {
            child,
            url: format!("http://127.0.0.1:{port}"),
        }
    }

    async fn open(&self, stage: &Stage) -> Client {
        let device = format!("--user-data-dir={}", stage.device().display());
        let flags: Vec<&str> = FLAGS.into_iter().chain([device.as_str()]).collect();
        let mut capabilities = Capabilities::new();
        capabilities.insert("goog:chromeOptions".to_owned(), json!({ "args": flags }));
        capabilities.insert("goog:loggingPrefs".to_owned(), json!({ "browser": "ALL" }));
        ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&self.url)
            .await
            .expect("Chromium can be started")
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// The window of a phone, or the one that is asked for.
async fn resize(client: &Client) {
    let window = env::var("SEALPOST_WINDOW").unwrap_or_else(|_| "390x844".to_owned());
    let (width, height) = window
        .split_once('x')
        .expect("SEALPOST_WINDOW is WIDTHxHEIGHT");
    let number = |text: &str| text.parse::<u32>().expect("SEALPOST_WINDOW is in pixels");
    devtools(
        client,
        "Emulation.setDeviceMetricsOverride",
        json!({
            "width": number(width), "height": number(height), "deviceScaleFactor": 1, "mobile": true
        }),
    )
    .await;
}

/// What a failed journey leaves to look at.
async fn report_where_it_ended(client: &Client) {
    let here = "const main = document.querySelector('main'); \
        return [location.pathname, main?.dataset.screen, main?.dataset.page, main?.innerText]";
    println!(
        "the journey ended at {:?}",
        client.execute(here, vec![]).await
    );
    println!("the console: {:#?}", console(client).await);
}

/// What the page and the browser wrote to the console since the last call.
pub(crate) async fn console(client: &Client) -> Vec<String> {
    let command = Extension {
        path: "se/log",
        body: json!({ "type": "browser" }),
    };
    let entries = client.issue_cmd(command).await.unwrap_or_default();
    let entries = entries.as_array().cloned().unwrap_or_default();
    entries
        .iter()
        .map(|entry| entry["message"].as_str().unwrap_or_default().to_owned())
        .collect()
}

/// A command of the DevTools protocol.
pub(crate) async fn devtools(client: &Client, name: &str, parameters: Value) -> Value {
    let body = json!({ "cmd": name, "params": parameters });
    let command = Extension {
        path: "goog/cdp/execute",
        body,
    };
    client
        .issue_cmd(command)
        .await
        .expect("Chromium knows the command")
}

/// Runs JavaScript that calls its last argument when it is done, and answers with what it passed.
pub(crate) async fn evaluate(client: &Client, promise: &str) -> Value {
    let script = format!(
        "const done = arguments[arguments.length - 1]; \
         (async () => {{ {promise} }})().then(done, (error) => done({{ failed: String(error) }}));"
    );
    client
        .execute_async(&script, vec![])
        .await
        .expect("the script runs")
}

/// A command that only Chromium's driver knows.
#[derive(Debug)]
struct Extension {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Extension {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base.join(&format!(
            "session/{}/{}",
            session.unwrap_or_default(),
            self.path
        ))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}
