use std::collections::{HashMap, HashSet};
use std::net::SocketAddr;

use envelope_format::Digest;
use hyper::body::Bytes;
use serde_json::{Value, json};
use submission::ReceiptKey;
use test_postgres::Server;
use tokio::task::JoinSet;

use crate::client::Client;
use crate::error::LoadError;
use crate::home::{Home, Place, Running};
use crate::made::Made;

/// How many envelopes are written in all.
pub(crate) const ENVELOPES: u64 = 100_000;

/// How many write at once.
const WRITERS: u64 = 4;

/// Has a reader follow the cursor through so many envelopes while they are written, and looks how
/// often it saw each. The intake's memory is looked at after each tenth of them.
pub(crate) async fn measure(
    place: &Place,
    on_postgres: bool,
    envelopes: u64,
) -> Result<Value, LoadError> {
    let home = Home::new(place, on_postgres.then(|| Server::shared().database()))?;
    let key = home.receipt_key().await?;
    let token = home.token().await?;
    let running = home.serve().await?;

    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        let numbers = (writer..envelopes).step_by(WRITERS as usize);
        writers.spawn(write(running.address, key, numbers));
    }
    let reading = read(&running, &token, envelopes).await?;
    let mut written = HashSet::new();
    while let Some(done) = writers.join_next().await {
        written.extend(done??);
    }
    running.kill().await?;

    let Reading { seen, memory } = reading;
    let early = memory.first().copied().unwrap_or_default();
    let late = memory.last().copied().unwrap_or_default();
    let twice = seen.values().filter(|it| **it > 1).count();
    let missed = written.iter().filter(|it| !seen.contains_key(it)).count();
    let strange = seen.keys().filter(|it| !written.contains(it)).count();
    Ok(json!({
        "envelopes": envelopes,
        "writers": WRITERS,
        "seen": seen.len(),
        "twice": twice,
        "missed": missed,
        "strange": strange,
        "memory_kib": memory,
        "early_kib": early,
        "late_kib": late,
        "memory_ratio": late as f64 / early as f64,
    }))
}

/// Writes the envelopes of these numbers, one after the other; gives their digests.
async fn write(
    address: SocketAddr,
    key: ReceiptKey,
    numbers: impl Iterator<Item = u64>,
) -> Result<Vec<Digest>, LoadError> {
    let mut client = Client::connect(address).await?;
    let mut written = Vec::new();
    for number in numbers {
        let Made { bytes, digest } = Made::new(number);
        client.put(&digest, Bytes::from(bytes), &key).await?;
        written.push(digest);
    }
    Ok(written)
}

struct Reading {
    /// How often each was seen.
    seen: HashMap<Digest, u32>,
    /// The intake's memory in KiB after each tenth.
    memory: Vec<u64>,
}

/// Follows until as many lines have come as there are envelopes, or none comes any more.
async fn read(running: &Running, token: &str, envelopes: u64) -> Result<Reading, LoadError> {
    let mut client = Client::connect(running.address).await?;
    let (mut seen, mut lines, mut memory) = (HashMap::new(), 0, Vec::new());
    let mut after = "0".to_owned();
    while lines < envelopes {
        let listing = client.list(&after, token).await?;
        if listing.envelopes.is_empty() {
            // Nothing for as long as an answer is held: what is missing now was missed.
            break;
        }
        for line in &listing.envelopes {
            *seen.entry(line.digest).or_default() += 1;
            lines += 1;
        }
        after = listing.next;
        let tenths = memory.len() as u64 + 1;
        if lines >= envelopes * tenths / 10 {
            memory.push(running.memory()?);
        }
    }
    Ok(Reading { seen, memory })
}
