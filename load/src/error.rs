use std::io;

use thiserror::Error;

/// Why nothing could be measured, or what an intake must not do.
#[derive(Debug, Error)]
pub(crate) enum LoadError {
    /// The intake cannot be started, or its folder cannot be used.
    #[error("the intake cannot be run: {0}")]
    Run(#[from] io::Error),
    /// A command of the intake's failed; the text is what it said.
    #[error("the intake failed; it said: {0}")]
    Said(String),
    /// The connection broke.
    #[error("the intake did not answer: {0}")]
    Connection(#[from] hyper::Error),
    /// It answered what it must not.
    #[error("the intake answered {0}, which it must not")]
    Answer(u16),
    /// A receipt that is none, or not by this intake for this envelope.
    #[error("a receipt is not by this intake for this envelope")]
    Receipt,
    /// A listing that is none.
    #[error("a listing is none")]
    Listing,
    /// The bare database failed.
    #[error("the bare database failed: {0}")]
    Bare(#[from] sqlx::Error),
    /// Its tables cannot be made.
    #[error("the tables of the bare database cannot be made: {0}")]
    Tables(#[from] intake::OpenError),
    /// A part of the load ended in a panic.
    #[error("a part of the load broke off: {0}")]
    Broken(#[from] tokio::task::JoinError),
}
