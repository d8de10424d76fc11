//! Of two intakes that share a database one sends webhooks, until it is gone without a word.

use std::{
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::http::StatusCode;
use envelope_format::Digest;
use intake::{AppFiles, Intake, Limits, Store, Webhooks, send_webhooks};
use submission::ReceiptSigningKey;
use tempfile::TempDir;
use test_postgres::{Proxy, Server};
use tower::ServiceExt as _;

use crate::{
    receiver::{Receiver, Then, configure},
    rig::{envelope, limits, put},
};

/// Long enough for a machine that does much else, and short for a test.
const LEASE: Duration = Duration::from_secs(3);

/// Longer than the server lets a transaction wait for its next statement.
const STUCK: Duration = Duration::from_secs(15);

/// An intake that tells a receiver of its own, under the name that all of them use.
struct Node {
    intake: Arc<Intake>,
    receiver: Receiver,
    /// Holds the file of the webhooks.
    _folder: TempDir,
}

impl Node {
    async fn on(url: &str, answer: u16) -> Self {
        let store = Store::open_server(&url.parse().expect("a URL")).await;
        let receiver = Receiver::new(move |_, _| Then::Answer(answer));
        let folder = tempfile::tempdir().expect("a folder");
        let file = configure(folder.path(), &[("desk", receiver.address)]);
        let webhooks = Webhooks::load(&folder.path().join(file));
        let webhooks = webhooks.unwrap_or_else(|it| panic!("{it:?}"));
        let limits = Limits {
            webhook_lease: LEASE,
            ..limits()
        };
        let intake = Intake::new(
            store.expect("the database"),
            ReceiptSigningKey::make().expect("randomness"),
            PathBuf::new(),
            AppFiles::Inside(&[]),
            limits,
        );
        tokio::spawn(send_webhooks(Arc::clone(&intake), webhooks));
        Self {
            intake,
            receiver,
            _folder: folder,
        }
    }

    async fn put(&self, seed: u32) {
        let bytes = envelope(seed);
        let begun = Instant::now();
        loop {
            let request = put(&Digest::of(&bytes).to_string(), &bytes);
            let answer = intake::router(Arc::clone(&self.intake)).oneshot(request);
            let answer = answer.await.expect("a router always answers");
            // Whoever fell silent in the middle of a commit holds up the others for ten seconds.
            if answer.status() == StatusCode::SERVICE_UNAVAILABLE && begun.elapsed() < STUCK {
                continue;
            }
            assert_eq!(answer.status(), StatusCode::CREATED);
            return;
        }
    }

    /// Takes one after the other, from the second on, for longer than the right lasts by itself; gives
    /// the last.
    async fn put_for_long(&self, stored: impl Fn(u32)) -> u32 {
        let (begun, mut seed) = (Instant::now(), 1);
        while begun.elapsed() < LEASE * 2 {
            seed += 1;
            self.put(seed).await;
            stored(seed);
        }
        seed
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_sends_goes_on_until_it_is_gone_without_a_word_and_then_another_does() {
    let server = Server::shared();
    let url = server.database();
    let proxy = Proxy::before(server);
    let first = Node::on(&proxy.url(url.rsplit('/').next().expect("a name")), 204).await;
    first.put(1).await;
    assert_eq!(first.receiver.next().id(), "desk-1");

    // The first keeps the right for longer than it lasts by itself.
    let second = Node::on(&url, 204).await;
    let told = |seed| assert_eq!(first.receiver.next().id(), format!("desk-{seed}"));
    let seed = second.put_for_long(told).await;
    assert!(second.receiver.is_quiet());

    proxy.silence();
    let silent = Instant::now();
    second.put(seed + 1).await;
    let last = format!("desk-{}", seed + 1);
    // What the first had no time to note comes once more.
    while second.receiver.next().id() != last {}
    let taken_over = silent.elapsed();
    assert!(taken_over < LEASE * 2 + STUCK, "{taken_over:?}");

    // It is there again, and leaves it to the other.
    proxy.speak();
    second.put(seed + 2).await;
    assert_eq!(second.receiver.next().id(), format!("desk-{}", seed + 2));
    assert!(first.receiver.is_quiet());
}

/// A receiver that is gone is told nothing by the others either, for as long as that intake lives.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_knows_that_all_are_gone_keeps_the_right_to_tell_them() {
    let url = Server::shared().database();
    let first = Node::on(&url, 410).await;
    first.put(1).await;
    assert_eq!(first.receiver.next().id(), "desk-1");
    let second = Node::on(&url, 204).await;
    second.put_for_long(|_| ()).await;
    assert!(first.receiver.is_quiet() && second.receiver.is_quiet());
}
