//! The power is cut while a report is on its way; afterwards it is there once, and nowhere readable.
//!
//! `SEALPOST_KILLS` says how often, `SEALPOST_SEED` with which first seed; each further kill has the
//! next one. A kill is repeated with its own seed and `SEALPOST_KILLS=1`.

pub(crate) mod moment;
mod tally;

use crate::browser::{Driver, Engine, cut_power, evaluate};
use crate::form::hurried::{hurry_to_review, hurry_to_send};
use crate::form::{GLANCE, PATIENCE, see_screen};
use crate::hostile::SHORTEST;
use crate::proxy::Proxy;
use crate::rebuilt::run_first;
use crate::stage::Stage;
use crate::traces::Traces;
use fantoccini::Client;
use moment::Moment;
use serde_json::json;
use std::env;
use std::path::PathBuf;
use std::sync::mpsc;
use std::thread;
use std::time::Instant;
use tally::{Run, Tally};
use tokio::runtime;

/// Parts of every text that is typed here; they occur nowhere else.
const MARKERS: [&str; 4] = ["marker-kestrel", "ድምጺ ሰሚዐ", "صوتًا في الممر", "🕊️👨‍👩‍👧"];

/// How often the power is cut when nobody says.
const KILLS: u64 = 4;

#[test]
fn a_report_survives_a_kill_at_any_moment() {
    let number = |name, otherwise| {
        let given = env::var(name).map(|text| text.parse().expect("a whole number"));
        given.unwrap_or(otherwise)
    };
    let (kills, seed) = (number("SEALPOST_KILLS", KILLS), number("SEALPOST_SEED", 1));
    let runtime = runtime::Builder::new_current_thread().enable_all().build();
    let tally = runtime.expect("a runtime can be made").block_on(async {
        let mut ground = Ground::new(Engine::asked_for());
        let mut tally = Tally::default();
        for seed in seed..seed + kills {
            tally.runs.push(ground.kill(seed).await);
        }
        tally.judge(&ground.stage);
        tally.plaintext(&ground.stage, &Traces::of(&MARKERS));
        tally
    });
    println!("{tally}");
    assert!(tally.is_clean(), "the failed seeds are printed above");
}

/// One intake for all runs, and the device in use.
struct Ground {
    engine: Engine,
    stage: Stage,
    proxy: Proxy,
    traces: Traces,
    device: PathBuf,
    devices: usize,
    open: Option<(Driver, Client)>,
}

impl Ground {
    fn new(engine: Engine) -> Self {
        let stage = Stage::set();
        run_first(&stage.app(), include_str!("kills/moments.js"));
        Self {
            engine,
            proxy: Proxy::before(stage.intake_address()),
            traces: Traces::of(&MARKERS),
            device: stage.device(),
            devices: 0,
            stage,
            open: None,
        }
    }

    /// Writes a report, cuts the power at the moment that the seed says, and opens the app again.
    async fn kill(&mut self, seed: u64) -> Run {
        let begin = Instant::now();
        let dice = Dice::thrown(seed);
        if dice.fresh {
            self.change_the_device();
        }
        let client = self.open_form().await;
        let typed = text(seed);
        assert!(
            hurry_to_review(&client, SHORTEST, &typed).await,
            "seed {seed}: the browser ended by itself"
        );

        let told = self.send_and_cut(&client, seed, dice).await;
        let mut plaintext = self.plaintext();

        let client = self.open_form().await;
        let settled = self.settles(&client).await;
        if !settled {
            // The runs after it must not be judged by what it left.
            self.change_the_device();
        }
        plaintext += self.plaintext();
        Run {
            seed,
            moment: dice.moment,
            typed,
            told,
            settled,
            plaintext,
            delivered: 0,
            took: begin.elapsed(),
        }
    }

    /// Presses "send" and cuts the power; answers whether the person had been told "saved".
    async fn send_and_cut(&mut self, client: &Client, seed: u64, dice: Dice) -> bool {
        let (driver, _) = self.open.take().expect("a browser is open");
        let (cut, is_cut) = mpsc::channel();
        let group = driver.group();
        self.proxy.at(dice.moment, move || {
            let cut_now = move || {
                cut_power(group);
                cut.send(()).ok();
            };
            if dice.held {
                cut_now();
            } else {
                thread::spawn(cut_now);
            }
        });
        hurry_to_send(client).await;
        is_cut.recv_timeout(PATIENCE).unwrap_or_else(|_| {
            panic!("seed {seed}: {:?} does not come", dice.moment);
        });
        drop(driver);
        self.proxy.has_passed(Moment::Told)
    }

    /// The browser that is open, or another one with the same device; the form is on the screen.
    async fn open_form(&mut self) -> Client {
        let client = match &self.open {
            Some((_, client)) => client.clone(),
            None => {
                let driver = Driver::start(self.engine);
                let client = driver.open(&self.device).await;
                self.open = Some((driver, client.clone()));
                client
            }
        };
        let url = self.proxy.url("/");
        client.goto(&url).await.expect("the app opens");
        see_screen(&client, "gate").await;
        client
    }

    /// Whether nothing waits on the device any more within the time a person would wait.
    async fn settles(&self, client: &Client) -> bool {
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            if evaluate(client, WAITING).await == json!(0) {
                return true;
            }
            tokio::time::sleep(GLANCE).await;
        }
        false
    }

    fn change_the_device(&mut self) {
        self.open = None;
        self.devices += 1;
        self.device = self.stage.new_device(self.devices);
    }

    /// How many bytes of what was typed can be read on the device.
    fn plaintext(&self) -> usize {
        let found = self.traces.in_folder(&self.device);
        found.iter().for_each(|it| println!("readable: {it:?}"));
        found.iter().map(|it| it.bytes).sum()
    }
}

/// How many envelopes the device holds, when its database is there; nothing before.
const WAITING: &str = "\
    const databases = await indexedDB.databases();\
    if (!databases.some((it) => it.name === 'sealpost')) return null;\
    const end = (request) => new Promise((done, failed) => {\
        request.onsuccess = () => done(request.result);\
        request.onerror = failed;\
    });\
    const database = await end(indexedDB.open('sealpost'));\
    try {\
        return await end(database.transaction('envelopes').objectStore('envelopes').count());\
    } finally {\
        database.close();\
    }";

/// What the report says; everybody's text is known by its seed.
fn text(seed: u64) -> String {
    let [kestrel, tigrinya, arabic, doves] = MARKERS;
    format!("{tigrinya} {kestrel}-{seed} {doves} {arabic}")
}

/// What a seed decides.
#[derive(Clone, Copy)]
struct Dice {
    moment: Moment,
    /// Whether the device is a new one.
    fresh: bool,
    /// Whether the report stands still at the moment; otherwise it goes on until the power is off.
    held: bool,
}

impl Dice {
    fn thrown(seed: u64) -> Self {
        // Each moment once before any comes again, in another order each time.
        let all = Moment::ALL.len() as u64;
        let (round, step) = (seed / all, seed % all);
        let place = (step * 7 + scattered(round) % all) % all;
        Self {
            moment: Moment::ALL[usize::try_from(place).expect("below the number of moments")],
            fresh: scattered(seed).is_multiple_of(8),
            held: !scattered(seed).is_multiple_of(3),
        }
    }
}

/// SplitMix64: neighbouring seeds have nothing to do with each other.
fn scattered(seed: u64) -> u64 {
    let mixed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
