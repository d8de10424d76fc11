use std::sync::Arc;

use tokio::time::sleep;

use crate::{
    day::{days_ago, today},
    failure::Failure,
    judging::judged,
    policy::{DELIVERED_DAYS, HOUSEKEEPING, MAILBOX_DAYS, UNFINISHED_DAYS},
    state::Intake,
    store::{Progress, StoreError, Unfinished},
};

/// Looks after the storage once a day, until it is dropped.
pub(crate) async fn keep(intake: Arc<Intake>) {
    loop {
        delete(&intake).await;
        sleep(HOUSEKEEPING).await;
        look(&intake).await;
    }
}

/// Deletes what has been kept long enough.
async fn delete(intake: &Intake) {
    let oldest = days_ago(intake.limits.retention);
    let deleted = intake.store.delete_due(oldest, today()).await;
    deleted.unwrap_or_else(log);
    let forgotten = intake.store.forget_delivered(days_ago(DELIVERED_DAYS));
    forgotten.await.unwrap_or_else(log);
    let forgotten = intake.store.forget_messages(days_ago(MAILBOX_DAYS));
    forgotten.await.unwrap_or_else(log);
}

/// Looks after everything that came in parts and is not an envelope yet.
pub(crate) async fn look(intake: &Intake) {
    let unfinished = match intake.store.unfinished().await {
        Ok(unfinished) => unfinished,
        Err(error) => return log(error),
    };
    for it in unfinished {
        // One that fails must not keep the others.
        look_at(intake, it).await.unwrap_or_else(log);
    }
}

/// Brings to its end what the program's own end had left in the middle, and deletes what has
/// waited too long for its other parts.
async fn look_at(intake: &Intake, unfinished: Unfinished) -> Result<(), StoreError> {
    let Unfinished { id, upload, day } = unfinished;
    let progress = intake.store.progress(upload).await?;
    match judged(intake, upload, progress).await {
        Ok(Progress::Missing(_)) if day < days_ago(UNFINISHED_DAYS) => {
            intake.store.discard(id, upload).await?;
        }
        Err(Failure::Store(error)) => return Err(error),
        // Stored, or waiting, or refused and deleted: its sender will ask.
        Ok(_) | Err(_) => {}
    }
    Ok(())
}

fn log(error: StoreError) {
    tracing::error!(cause = %error, "the storage could not be looked after");
}
