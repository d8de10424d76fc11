//! Where a request waits until others have passed it.

use tokio::sync::watch;

/// How many requests there are, and how many came by.
#[derive(Clone, Copy, Debug, Default)]
struct State {
    under_way: u64,
    waiting: u64,
    passed: u64,
}

/// A waiting room. Nobody waits in it for somebody who waits there too.
#[derive(Debug, Default)]
pub(super) struct Room(watch::Sender<State>);

/// A request that is under way until this is dropped.
pub(super) struct UnderWay<'a>(&'a Room);

impl Room {
    /// Lets a request in.
    pub(super) fn enter(&self) -> UnderWay<'_> {
        self.0.send_modify(|it| it.under_way += 1);
        UnderWay(self)
    }

    /// Waits until nothing is under way.
    pub(super) async fn empty(&self) {
        let mut state = self.0.subscribe();
        // The sender lives as long as this room.
        let _ = state.wait_for(|it| it.under_way == 0).await;
    }
}

impl UnderWay<'_> {
    /// Waits until so many others came by, or until all others wait here too.
    pub(super) async fn let_pass(&self, others: u64) {
        let Room(sender) = self.0;
        let until = sender.borrow().passed + others;
        sender.send_modify(|it| it.waiting += 1);
        let mut state = sender.subscribe();
        // The sender lives as long as the room.
        let done = |it: &State| it.passed >= until || it.waiting >= it.under_way;
        let _ = state.wait_for(done).await;
        sender.send_modify(|it| it.waiting -= 1);
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        let Room(sender) = self.0;
        sender.send_modify(|it| {
            it.under_way -= 1;
            it.passed += 1;
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_request_is_overtaken_and_nobody_waits_for_ever() {
        let room = Room::default();
        let (slow, other) = (room.enter(), room.enter());
        {
            let mut wait = std::pin::pin!(slow.let_pass(1));
            let early = tokio::select! {
                biased;
                () = &mut wait => true,
                () = std::future::ready(()) => false,
            };
            assert!(!early, "the other has not passed");
            drop(other);
            wait.await;
        }

        slow.let_pass(1_000).await;
        drop(slow);
        room.empty().await;
    }
}
