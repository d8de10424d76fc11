use std::collections::HashSet;
use std::net::SocketAddr;

use hyper::body::Bytes;
use serde_json::{Value, json};
use submission::ReceiptKey;
use test_postgres::Server;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::client::Client;
use crate::error::LoadError;
use crate::home::{Home, Place};
use crate::made::Made;

/// How often it is killed.
pub(crate) const KILLS: u64 = 50;

/// How many write while it is killed.
const WRITERS: u64 = 8;

/// A receipt that a client holds, and the number of its envelope.
struct Held {
    number: u64,
    receipt: Bytes,
}

/// Kills an intake so many times while clients write, starts it on what is left, and looks whether
/// every receipt is honoured: right then, and once more when all kills are over.
pub(crate) async fn count(
    place: &Place,
    on_postgres: bool,
    kills: u64,
) -> Result<Value, LoadError> {
    let home = Home::new(place, on_postgres.then(|| Server::shared().database()))?;
    let key = home.receipt_key().await?;
    let token = home.token().await?;
    let mut all = Vec::new();
    let mut lost = 0;
    for kill in 0..kills {
        let running = home.serve().await?;
        let (sender, mut receipts) = mpsc::unbounded_channel();
        let mut writers = JoinSet::new();
        for writer in 0..WRITERS {
            let first = (kill * WRITERS + writer) << 32;
            writers.spawn(write(running.address, key, first, sender.clone()));
        }
        drop(sender);
        // After another count each time, while the others are on their way.
        let mut held = Vec::new();
        for _ in 0..1 + kill * 37 % 101 {
            held.extend(receipts.recv().await);
        }
        running.kill().await?;
        while let Some(receipt) = receipts.recv().await {
            held.push(receipt);
        }
        while let Some(done) = writers.join_next().await {
            done?;
        }
        lost += not_honoured(&home, &key, &token, &held).await?;
        all.extend(held);
    }
    let lost_later = not_honoured(&home, &key, &token, &all).await?;
    let lost = lost.max(lost_later);
    Ok(json!({
        "kills": kills,
        "receipts": all.len(),
        "honoured": all.len() as u64 - lost,
        "lost": lost,
    }))
}

/// Writes until the intake is gone, and tells of each receipt.
async fn write(
    address: SocketAddr,
    key: ReceiptKey,
    first: u64,
    receipts: mpsc::UnboundedSender<Held>,
) {
    let Ok(mut client) = Client::connect(address).await else {
        return;
    };
    for number in first.. {
        let made = Made::new(number);
        let put = client.put(&made.digest, made.bytes.into(), &key).await;
        let Ok(done) = put else { return };
        let receipt = done.receipt;
        if receipts.send(Held { number, receipt }).is_err() {
            return;
        }
    }
}

/// Starts the intake and counts the receipts that are worth nothing: the envelope is not listed, or
/// cannot be fetched, or is not known with this very receipt when it is sent again.
async fn not_honoured(
    home: &Home,
    key: &ReceiptKey,
    token: &str,
    held: &[Held],
) -> Result<u64, LoadError> {
    let running = home.serve().await?;
    let mut client = Client::connect(running.address).await?;
    let mut listed = HashSet::new();
    let mut after = "0".to_owned();
    loop {
        let listing = client.list_now(&after, token).await?;
        if listing.envelopes.is_empty() {
            break;
        }
        listed.extend(listing.envelopes.iter().map(|it| it.digest));
        after = listing.next;
    }
    let mut lost = 0;
    for Held { number, receipt } in held {
        let made = Made::new(*number);
        let there = listed.contains(&made.digest) && client.has(&made, token).await?;
        let again = client.put(&made.digest, made.bytes.into(), key).await?;
        let honoured = there && !again.new && again.receipt == *receipt;
        lost += u64::from(!honoured);
    }
    running.kill().await?;
    Ok(lost)
}
