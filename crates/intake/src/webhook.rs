//! `intake webhook`: whom the webhooks did not reach.

use intake::{Store, StoreError};

use crate::{
    commands::{CommandError, say, store},
    config::{Forgotten, GivenUp, WebhookCommand},
};

/// Does what was asked with what is kept about webhooks, also while the intake runs.
pub(crate) async fn run(command: WebhookCommand) -> Result<(), CommandError> {
    match command {
        WebhookCommand::List(kept) => list(&store(kept).await?).await,
        WebhookCommand::Dead(kept) => dead(&store(kept).await?).await,
        WebhookCommand::Retry(GivenUp {
            target,
            digest,
            kept,
        }) => {
            let store = store(kept).await?;
            count(&store, store.retry_webhooks(&target, digest).await, "again")
        }
        WebhookCommand::Drop(GivenUp {
            target,
            digest,
            kept,
        }) => {
            let store = store(kept).await?;
            count(&store, store.drop_webhooks(&target, digest).await, "gone")
        }
        WebhookCommand::Forget(Forgotten { target, kept }) => {
            let store = store(kept).await?;
            let forgotten = store.forget_webhook(&target).await;
            match forgotten.map_err(|error| failed(&store, error))? {
                true => Ok(()),
                false => Err(CommandError::NoTarget),
            }
        }
    }
}

async fn list(store: &Store) -> Result<(), CommandError> {
    for it in store.webhooks().await.map_err(|it| failed(store, it))? {
        say(&format!(
            "{}: {} waiting, {} failing, {} given up",
            it.target, it.waiting, it.failing, it.dead
        ))?;
    }
    Ok(())
}

async fn dead(store: &Store) -> Result<(), CommandError> {
    for it in store
        .dead_webhooks()
        .await
        .map_err(|it| failed(store, it))?
    {
        say(&format!(
            "{} {} {} attempts, {}",
            it.target, it.digest, it.attempts, it.failure
        ))?;
    }
    Ok(())
}

fn count(store: &Store, changed: Result<u64, StoreError>, what: &str) -> Result<(), CommandError> {
    match changed.map_err(|error| failed(store, error))? {
        0 => Err(CommandError::NothingDead),
        rows => Ok(say(&format!("{rows} {what}"))?),
    }
}

fn failed(store: &Store, error: StoreError) -> CommandError {
    CommandError::Store(store.place(), error)
}
