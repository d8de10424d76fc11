//! Takes sealed envelopes, stores them, hands them on; cannot open one.
//!
//! # Where to start
//!
//! 1. [`router()`]: the table of contents, which path leads where.
//! 2. `submit.rs`: the way of an envelope in, from the first byte to the signed receipt.
//! 3. `parts.rs`: the same for a long one, in parts and over many connections.
//! 4. [`Store`]: what is kept, and when it counts as kept.
//! 5. [`send_webhooks`]: who else is told of it.
//! 6. [`Failure`]: every refusal, and what the log may say about it.
//!
//! # What is absent
//!
//! No dependency of this crate opens an envelope or names a field of a report.
//! No address, no user agent and no time finer than a day reaches the storage or the log.

mod router;

mod submit;

mod parts;

mod judging;

mod body;

mod pace;

mod store;

mod list;

mod follow;

mod held;

mod fetch;

mod acknowledge;

mod webhooks;

mod mailboxes;

mod postage;

mod reader;

mod sites;

mod files;

mod health;

mod metrics;

mod description;

mod housekeeping;

mod failure;

mod headers;

mod receipt_key;

mod day;

mod number;

mod policy;

mod state;

mod serve;

pub use day::today;
pub use failure::{Failure, log_format};
pub use files::AppFiles;
pub use policy::Limits;
pub use reader::{TokenError, add_reader, replace_token, revoke_reader};
pub use receipt_key::{ReceiptKeyFileError, load_or_make_receipt_key, load_receipt_key};
pub use router::router;
pub use serve::{serve, serve_metrics};
pub use sites::{SiteFileError, check_sites};
pub use state::Intake;
pub use store::{
    Acknowledged, Content, Copied, CopyError, Daily, DatabaseMistake, DatabaseUrl,
    DatabaseUrlError, DeadWebhook, Left, OpenError, Progress, PutPart, ReaderId, Row, SqlState,
    Store, StoreError, Stored, Unfinished, Upload, UploadId, WebhookState, backup, check_database,
    restore,
};
pub use webhooks::{WebhookMistake, Webhooks, send_webhooks};
