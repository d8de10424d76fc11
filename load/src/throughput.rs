use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use hyper::body::Bytes;
use serde_json::{Value, json};
use submission::ReceiptKey;
use test_postgres::Server;
use tokio::task::JoinSet;

use crate::bare;
use crate::client::Client;
use crate::error::LoadError;
use crate::home::{Home, Place, Running};
use crate::made::Made;

/// How often both take their turn.
pub(crate) const ROUNDS: u64 = 7;

/// How many envelopes each takes in a turn: some seconds on a small machine.
pub(crate) const ENVELOPES: u64 = 6_400;

/// How many connections send at once, each as soon as it has the receipt of its last.
const CONNECTIONS: usize = 64;

/// Envelopes a second with a verified receipt, beside rows a second of the bare database. Each round
/// has an empty database for both; they take turns in who is first.
pub(crate) async fn measure(
    place: &Place,
    on_postgres: bool,
    rounds: u64,
    envelopes: u64,
) -> Result<Value, LoadError> {
    let server = on_postgres.then(Server::shared);
    if let Some(server) = server {
        bare::make_durable(&server.database()).await?;
    }
    let database = || server.map(Server::database);
    let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..rounds {
        let numbers = round * envelopes..(round + 1) * envelopes;
        let all: Arc<Vec<Made>> = Arc::new(numbers.map(Made::new).collect());
        let bare_first = round % 2 == 0;
        let mut bare = Duration::ZERO;
        if bare_first {
            bare = bare_round(place, database(), &all).await?;
        }
        let with_receipts = intake_round(place, database(), &all).await?;
        if !bare_first {
            bare = bare_round(place, database(), &all).await?;
        }
        let rate = |taken: Duration| envelopes as f64 / taken.as_secs_f64();
        ours.push(rate(with_receipts));
        theirs.push(rate(bare));
        ratios.push(rate(with_receipts) / rate(bare));
    }
    Ok(json!({
        "envelopes_per_s": median(ours),
        "bare_per_s": median(theirs),
        "ratio": median(ratios.clone()),
        "ratios": ratios,
        "envelopes": envelopes,
        "connections": CONNECTIONS,
    }))
}

async fn bare_round(
    place: &Place,
    database: Option<String>,
    all: &[Made],
) -> Result<Duration, LoadError> {
    match database {
        Some(url) => bare::postgres(&url, all, intake::today()).await,
        None => {
            let home = Home::new(place, None)?;
            bare::sqlite(home.path(), all, intake::today()).await
        }
    }
}

async fn intake_round(
    place: &Place,
    database: Option<String>,
    all: &Arc<Vec<Made>>,
) -> Result<Duration, LoadError> {
    let home = Home::new(place, database)?;
    let key = home.receipt_key().await?;
    let running = home.serve().await?;
    let taken = send_all(&running, &key, all).await;
    running.kill().await?;
    taken
}

async fn send_all(
    running: &Running,
    key: &ReceiptKey,
    all: &Arc<Vec<Made>>,
) -> Result<Duration, LoadError> {
    // Copied before the clock runs, because a body owns its bytes.
    let bodies = all.iter().map(|it| Bytes::copy_from_slice(&it.bytes));
    let bodies: Arc<Vec<Bytes>> = Arc::new(bodies.collect());
    let next = Arc::new(AtomicUsize::new(0));
    let mut clients = Vec::new();
    for _ in 0..CONNECTIONS {
        clients.push(Client::connect(running.address).await?);
    }
    let mut senders = JoinSet::new();
    let start = Instant::now();
    for mut client in clients {
        let (all, bodies, next, key) = (all.clone(), bodies.clone(), next.clone(), *key);
        senders.spawn(async move {
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                let Some(made) = all.get(index) else {
                    return Ok(());
                };
                let done = client
                    .put(&made.digest, bodies[index].clone(), &key)
                    .await?;
                if !done.new {
                    return Err(LoadError::Answer(200));
                }
            }
        });
    }
    while let Some(done) = senders.join_next().await {
        done??;
    }
    Ok(start.elapsed())
}

/// The middle one.
fn median(mut samples: Vec<f64>) -> f64 {
    samples.sort_by(f64::total_cmp);
    samples.get(samples.len() / 2).copied().unwrap_or(f64::NAN)
}
