//! Tells receivers that the operator has named that an envelope was stored.
//!
//! An event is a CloudEvent 1.0 as JSON, signed as Standard Webhooks has it. It goes out at least once:
//! it counts as delivered when the receiver has answered 200 to 299, and that is on the disk. It says
//! what a listing says, and the receiver fetches the envelope as any reader does. `docs/webhooks.md`
//! has it for receivers.

use std::{collections::HashSet, sync::Arc};

use tokio::{task::JoinSet, time::sleep};

use crate::{state::Intake, store::StoreError};

mod event;
mod rests;
mod secret;
mod sender;
mod target;
mod targets;
#[cfg(test)]
mod tests;
mod worker;

use rests::Rests;
use sender::Sender;
use target::Target;
pub use targets::{WebhookMistake, Webhooks};
use worker::Worker;

/// Tells all targets of everything that is stored, until [`Intake::close`] is called; then those who
/// are being told have as long to answer as running requests have.
///
/// Of the processes that share a database one sends at a time. What is cut off is sent again.
pub async fn send_webhooks(intake: Arc<Intake>, webhooks: Webhooks) {
    let sending = async {
        let mut gone = HashSet::new();
        while !intake.is_closed() {
            if let Err(cause) = send(&intake, &webhooks, &mut gone).await {
                tracing::error!(%cause, "webhooks cannot be sent");
            }
            tokio::select! {
                () = sleep(intake.limits.webhook_lease / 6) => {}
                () = intake.closed() => {}
            }
        }
    };
    let too_late = async {
        intake.closed().await;
        sleep(intake.limits.drain).await;
    };
    tokio::select! {
        () = sending => {}
        () = too_late => tracing::warn!("stopped before all webhooks were answered"),
    }
}

/// Sends, if no other process does, until the intake closes or the right to send is lost. Those that
/// are gone are told nothing.
async fn send(
    intake: &Arc<Intake>,
    webhooks: &Webhooks,
    gone: &mut HashSet<String>,
) -> Result<(), StoreError> {
    let lease = intake.store.lease_webhooks(intake.limits.webhook_lease);
    let Some(mut lease) = lease.await? else {
        return Ok(());
    };
    for target in &webhooks.targets {
        intake.store.add_webhook(&target.id).await?;
    }
    let source = event::source(&intake.receipt_key.receipt_key());
    // They end when this is dropped.
    let mut workers = JoinSet::new();
    let there = webhooks.targets.iter().filter(|it| !gone.contains(&it.id));
    for target in there {
        let worker = Worker {
            intake: Arc::clone(intake),
            sender: Sender::new(webhooks.client.clone(), intake.limits),
            target: target.clone(),
            source: source.clone(),
            rests: Rests::default(),
            failing: false,
            stuck: false,
        };
        workers.spawn(worker.run());
    }
    let all_told = async {
        while let Some(ended) = workers.join_next().await {
            gone.extend(ended.ok().flatten());
        }
        // The right is kept when nobody is left to be told: whoever got it would begin anew.
        intake.closed().await;
    };
    tokio::select! {
        () = all_told => {}
        () = lease.lost() => tracing::warn!("the right to send webhooks is lost"),
    }
    Ok(())
}
