//! A browser, driven over WebDriver.

mod driver;
mod engine;

pub(crate) use driver::{Driver, cut_power};
pub(crate) use engine::Engine;

use crate::stage::Stage;
use fantoccini::Client;
use fantoccini::wd::WebDriverCompatibleCommand;
use serde_json::{Value, json};
use std::env;
use std::panic;
use std::sync::Arc;
use tokio::runtime;

/// Sets a stage, opens the browser that is asked for, walks the journey, and closes the browser
/// however it ended.
///
/// Answers with the stage as the journey left it, to be searched: a browser writes much of what it
/// keeps only when it is closed.
pub(crate) fn walk<Journey, Walking>(journey: Journey) -> Arc<Stage>
where
    Journey: FnOnce(Arc<Stage>, Client) -> Walking,
    Walking: Future<Output = ()> + Send + 'static,
{
    walk_in(Engine::asked_for(), journey)
}

/// Walks a journey in this engine, whichever is asked for. Whoever names one says why.
pub(crate) fn walk_in<Journey, Walking>(engine: Engine, journey: Journey) -> Arc<Stage>
where
    Journey: FnOnce(Arc<Stage>, Client) -> Walking,
    Walking: Future<Output = ()> + Send + 'static,
{
    let runtime = runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime can be made").block_on(async {
        let stage = Arc::new(Stage::set());
        let driver = Driver::start(engine);
        let client = driver.open(&stage.device()).await;
        resize(engine, &client).await;
        let outcome = tokio::spawn(journey(Arc::clone(&stage), client.clone())).await;
        if outcome.is_err() {
            report_where_it_ended(engine, &client).await;
            println!("the intake's log:\n{}", stage.intake_log());
        }
        client.close().await.ok();
        if let Err(panicked) = outcome {
            panic::resume_unwind(panicked.into_panic());
        }
        stage
    })
}

/// The window of a phone, or the one that is asked for.
async fn resize(engine: Engine, client: &Client) {
    let window = env::var("SEALPOST_WINDOW").unwrap_or_else(|_| "390x844".to_owned());
    let (width, height) = window
        .split_once('x')
        .expect("SEALPOST_WINDOW is WIDTHxHEIGHT");
    let number = |text: &str| text.parse::<u32>().expect("SEALPOST_WINDOW is in pixels");
    let (width, height) = (number(width), number(height));
    if engine == Engine::Chromium {
        // Its window has a smallest width; this has none.
        let screen = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": true
        });
        devtools(client, "Emulation.setDeviceMetricsOverride", screen).await;
    } else {
        let resized = client.set_window_size(width, height).await;
        resized.expect("a window can be resized");
    }
}

/// What a failed journey leaves to look at.
async fn report_where_it_ended(engine: Engine, client: &Client) {
    let here = "const main = document.querySelector('main'); \
        return [location.pathname, main?.dataset.screen, main?.dataset.page, main?.innerText]";
    println!(
        "the journey ended at {:?}",
        client.execute(here, vec![]).await
    );
    if engine == Engine::Chromium {
        println!("the console: {:#?}", console(client).await);
    }
}

/// What the page and the browser wrote to the console since the last call. Only Chromium's driver
/// can be asked.
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

/// A command of the DevTools protocol, which is Chromium's.
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
