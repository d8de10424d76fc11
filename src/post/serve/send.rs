//! Sends what waits, for as long as this worker lives.

use std::cell::OnceCell;
use std::rc::Rc;

use crate::browser::task;
use crate::browser::worker;
use crate::post::job::outbox_message;
use crate::queue::drain::Drain;

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
        let begin = || {
            let drain = Drain::new(Box::new(|outbox| worker::answer(&outbox_message(outbox))));
            let first = Rc::clone(&drain);
            task::spawn(Box::pin(async move { first.sweep().await }));
            drain
        };
        let drain = drain.get_or_init(begin);
        drain.trust(key);
        drain.try_now();
    });
}
