use std::{
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

use futures_util::{StreamExt as _, stream};
use tokio::time::{sleep, sleep_until};

use super::{
    Target, event,
    rests::Rests,
    sender::{Failed, Sender},
};
use crate::{
    policy::{RECONNECT, WEBHOOK_LOOK, WEBHOOK_PAGE, WEBHOOKS_AT_ONCE},
    state::Intake,
    store::{Fate, Row, StoreError, Told},
};

/// Tells one target of everything that is stored, each envelope at least once, until the intake closes
/// or the receiver says that it is gone.
pub(super) struct Worker {
    pub(super) intake: Arc<Intake>,
    pub(super) sender: Sender,
    pub(super) target: Target,
    pub(super) source: String,
    pub(super) rests: Rests,
    /// Whether the last attempt failed. The log has a line only where that changes: one for each
    /// failure would tell when something came to whoever keeps the time of its lines.
    pub(super) failing: bool,
    /// The same for the storage.
    pub(super) stuck: bool,
}

/// How a round ended.
enum Round {
    /// There was nothing to send.
    Idle,
    /// Something was sent, and there may be more.
    Sent,
    /// The receiver answered 410.
    Gone,
}

impl Worker {
    /// Gives the target's id when its receiver is gone.
    pub(super) async fn run(mut self) -> Option<String> {
        while !self.intake.is_closed() {
            // Before the look: what is stored after it has a later cursor than this.
            let newest = self.intake.store.newest();
            let round = self.round().await;
            let stuck = std::mem::replace(&mut self.stuck, round.is_err());
            let target = &*self.target.id;
            match round {
                Ok(Round::Sent) => {}
                Ok(Round::Idle) => self.wait(newest).await,
                Ok(Round::Gone) => {
                    tracing::error!(target_id = target, "a webhook ends: its receiver says so");
                    return Some(self.target.id);
                }
                Err(cause) => {
                    if !stuck {
                        tracing::error!(%cause, target_id = target, "a webhook waits");
                    }
                    tokio::select! {
                        () = sleep(RECONNECT) => {}
                        () = self.intake.closed() => {}
                    }
                }
            }
        }
        None
    }

    /// Waits until something new is stored, something has rested long enough, or it is time to look.
    async fn wait(&self, newest: i64) {
        let look = Instant::now() + WEBHOOK_LOOK;
        let next = self.rests.next().map_or(look, |it| it.min(look));
        let mut next = pin!(sleep_until(next.into()));
        tokio::select! {
            () = self.intake.store.stored_after(newest) => {
                // It resolves for nothing when the writer is gone; without this the loop spins.
                if self.intake.store.newest() <= newest {
                    next.await;
                }
            }
            () = &mut next => {}
            () = self.intake.closed() => {}
        }
    }

    /// Sends a page of what is new and a few of what has rested long enough, and keeps how that ended. Few,
    /// so that those that stall do not hold up the others for long. Killed in between, it does so once more.
    async fn round(&mut self) -> Result<Round, StoreError> {
        if self.rests.is_held(Instant::now()) {
            return Ok(Round::Idle);
        }
        let (intake, id) = (Arc::clone(&self.intake), self.target.id.clone());
        let store = &intake.store;
        let fresh = store.untold(&id, WEBHOOK_PAGE).await?;
        let failing = store.failing(&id).await?;
        let due = self.rests.due(&failing, Instant::now(), WEBHOOKS_AT_ONCE);
        let mut again = Vec::with_capacity(due.len());
        for cursor in due {
            again.extend(store.row_at(cursor).await?);
        }
        if fresh.is_empty() && again.is_empty() {
            return Ok(Round::Idle);
        }
        let enough = AtomicBool::new(false);
        let new = self.send_all(&fresh, &enough).await;
        let old = self.send_all(&again, &enough).await;
        // They began in order, so what is left out stands at the end.
        let reached = new.last().map_or(0, |it| it.0);
        let gone = new.iter().chain(&old).any(|it| it.1 == Err(Failed::Gone));
        let mut told = Vec::with_capacity(new.len() + old.len());
        for (cursor, sent) in new.into_iter().chain(old) {
            told.push(Told {
                cursor,
                fate: self.fate(cursor, sent),
            });
        }
        store.settle_webhooks(&id, told, reached).await?;
        Ok(if gone { Round::Gone } else { Round::Sent })
    }

    /// How the telling of each ended, in the order of the rows, without those whose turn comes after the
    /// intake closed, or after the receiver has asked to be left alone, which is `enough`.
    async fn send_all(&self, rows: &[Row], enough: &AtomicBool) -> Vec<(i64, Result<(), Failed>)> {
        let sent = stream::iter(rows.iter().copied()).map(|row| async move {
            if self.intake.is_closed() || enough.load(Ordering::Relaxed) {
                return None;
            }
            let event = event::stored(&self.source, &self.target.id, &row);
            let sent = self.sender.send(&self.target, &event).await;
            if sent.is_err_and(|it| it.wait().is_some()) {
                enough.store(true, Ordering::Relaxed);
            }
            Some((row.cursor, sent))
        });
        let sent = sent.buffered(WEBHOOKS_AT_ONCE);
        sent.filter_map(std::future::ready).collect().await
    }

    fn fate(&mut self, cursor: i64, sent: Result<(), Failed>) -> Fate {
        let id = &*self.target.id;
        let Err(failed) = sent else {
            self.rests.forget(cursor);
            if std::mem::take(&mut self.failing) {
                tracing::info!(target_id = id, "a webhook arrives again");
            }
            return Fate::Delivered;
        };
        let failure = failed.name();
        if !std::mem::replace(&mut self.failing, true) {
            tracing::warn!(target_id = id, failure, "a webhook fails");
        }
        if let Some(wait) = failed.wait() {
            self.rests.hold(wait, Instant::now());
        }
        let limits = &self.intake.limits;
        let mut chance = [0];
        // Without randomness they come together; nothing else changes.
        let _ = getrandom::fill(&mut chance);
        let attempts = self.rests.failed(cursor, Instant::now(), limits, chance[0]);
        if attempts < limits.webhook_attempts {
            return Fate::Failing(failure);
        }
        self.rests.forget(cursor);
        tracing::error!(target_id = id, failure, "a webhook was given up");
        Fate::Dead(attempts.into(), failure)
    }
}
