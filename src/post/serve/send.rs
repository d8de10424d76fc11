//! Sends what waits, for as long as this worker lives.

use std::cell::OnceCell;
use std::rc::Rc;

use submission::UnverifiedReceipt;

use crate::browser::channel::Channel;
use crate::browser::{task, worker};
use crate::model::Proof;
use crate::post::job::{Told, proof};
use crate::queue::drain::{Drain, News};

/// Where workers tell each other which receipts have come: each page waits for its own report,
/// whichever of them delivers it.
const RECEIPTS: &str = "sealpost-receipts";

thread_local! {
    static DRAIN: OnceCell<Rc<Drain>> = const { OnceCell::new() };
}

/// Sends now, believing receipts by this key alone.
pub(super) fn send(receipt_key: &str) {
    let Ok(key) = receipt_key.parse() else {
        // The manifest was refused unless its key had the right form; what is no key is no key.
        return;
    };
    DRAIN.with(|drain| {
        let drain = drain.get_or_init(begin);
        drain.trust(key);
        drain.try_now();
    });
}

fn begin() -> Rc<Drain> {
    let others = Channel::join(RECEIPTS, Box::new(heard));
    let drain = Drain::new(Box::new(move |news| {
        let told = match news {
            News::Outbox(outbox) => Told::Outbox(outbox),
            News::Refused(digest) => Told::Refused(digest.to_text()),
            News::Received(receipt) => {
                let proof = proof(&receipt);
                others.say(&proof.receipt);
                Told::Received(proof)
            }
        };
        worker::answer(&told.to_message());
    }));
    let first = Rc::clone(&drain);
    task::spawn(Box::pin(async move { first.sweep().await }));
    drain
}

/// Another worker's drain has verified this receipt, and deleted the envelope by it.
fn heard(receipt: String) {
    if let Ok(read) = UnverifiedReceipt::parse(receipt.as_bytes()) {
        let digest = read.digest().to_text();
        worker::answer(&Told::Received(Proof { digest, receipt }).to_message());
    }
}
