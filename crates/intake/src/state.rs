use std::{path::PathBuf, sync::Arc};

use submission::ReceiptSigningKey;
use tokio::sync::{Mutex, Semaphore, watch};

use crate::{
    files::{AppFiles, Service},
    held::Places,
    metrics::Metrics,
    policy::Limits,
    postage::Load,
    store::Store,
};

/// All that the handlers share.
pub struct Intake {
    pub(crate) store: Store,
    pub(crate) receipt_key: ReceiptSigningKey,
    pub(crate) sites: PathBuf,
    pub(crate) app: Service,
    pub(crate) limits: Limits,
    /// One permit for each byte of an unfinished body.
    pub(crate) body_memory: Arc<Semaphore>,
    /// Held by who looks at a whole that came in parts: one at a time is as fast as the disk.
    pub(crate) judging: Mutex<()>,
    /// How much has arrived lately.
    pub(crate) load: Load,
    /// Taken by the answers that are held open.
    pub(crate) places: Arc<Places>,
    /// What the operator's monitoring is told.
    pub(crate) metrics: Metrics,
    closing: watch::Sender<bool>,
}

impl Intake {
    /// Puts together an intake that serves the signed manifests in the folder `sites`, and the app.
    #[must_use]
    pub fn new(
        store: Store,
        receipt_key: ReceiptSigningKey,
        sites: PathBuf,
        app: AppFiles,
        limits: Limits,
    ) -> Arc<Self> {
        Arc::new(Self {
            store,
            receipt_key,
            sites,
            app: Service::new(app),
            limits,
            body_memory: Arc::new(Semaphore::new(limits.body_memory)),
            judging: Mutex::new(()),
            load: Load::new(limits.free_per_minute),
            places: Places::new(&limits),
            metrics: Metrics::default(),
            closing: watch::Sender::new(false),
        })
    }

    /// Ends every held listing and every stream, so that their connections can be closed.
    pub fn close(&self) {
        self.closing.send_replace(true);
    }

    /// Whether [`Intake::close`] was called.
    pub(crate) fn is_closed(&self) -> bool {
        *self.closing.borrow()
    }

    /// Resolves once [`Intake::close`] was called.
    pub(crate) async fn closed(&self) {
        let mut closing = self.closing.subscribe();
        // The sender lives in `self`, so it cannot go away while this waits.
        drop(closing.wait_for(|it| *it).await);
    }
}
