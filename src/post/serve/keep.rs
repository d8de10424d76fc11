//! Where sealed pieces go: into one envelope while it is small, else into parts on the device.

use envelope::web::{Piece, Sink, SinkFull};
use envelope::{Digest, Envelope};

use crate::model::{StorageProblem, SubmitProblem};
use crate::queue::store;
use crate::queue::store::parts::Keeping;
use submission::PART_LEN;

/// Takes an envelope piece by piece.
pub(super) struct Keep {
    /// What has come while it still fits into one piece.
    small: Vec<u8>,
    /// Once it does not.
    parts: Option<Keeping>,
    /// Why a piece was not taken.
    failed: Option<StorageProblem>,
}

impl Keep {
    pub(super) fn begin() -> Self {
        Self {
            small: vec![],
            parts: None,
            failed: None,
        }
    }

    /// Keeps the whole. When this is `Ok` it was read back equal.
    pub(super) async fn finish(self) -> Result<Digest, StorageProblem> {
        match self.parts {
            Some(parts) => parts.finish().await,
            None => {
                let envelope = Envelope::parse(self.small).map_err(|_| StorageProblem::Broken)?;
                store::push(&envelope).await?;
                Ok(envelope.digest())
            }
        }
    }

    /// Takes away what was kept, and says what the person is told: the storage's reason where the
    /// storage was the reason.
    pub(super) async fn abandon(self, problem: SubmitProblem) -> SubmitProblem {
        if let Some(parts) = self.parts {
            parts.abandon().await;
        }
        self.failed.map_or(problem, SubmitProblem::Storage)
    }

    async fn keep(&mut self, piece: &[u8]) -> Result<(), StorageProblem> {
        if self.parts.is_none() && self.small.len() + piece.len() <= PART_LEN as usize {
            self.small.extend_from_slice(piece);
            return Ok(());
        }
        let parts = match &mut self.parts {
            Some(parts) => parts,
            None => self.parts.insert(Keeping::begin().await),
        };
        let small = std::mem::take(&mut self.small);
        parts.add(&small).await?;
        parts.add(piece).await
    }
}

impl Sink for Keep {
    async fn take(&mut self, piece: Piece) -> Result<(), SinkFull> {
        let kept = self.keep(&piece.to_vec()).await;
        kept.map_err(|problem| {
            self.failed = Some(problem);
            SinkFull
        })
    }
}
