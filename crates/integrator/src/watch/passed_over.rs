use submission::ProblemType;
use thiserror::Error;

use crate::client::ClientError;
use crate::failure::{Exit, Failure};

/// One envelope is not shown, and the watch goes on with the next.
#[derive(Debug, Error)]
#[error("{source}; passed over{}", place(.after.as_deref()))]
pub(super) struct PassedOver {
    source: ClientError,
    /// The cursor before it, unless it was the first of all.
    after: Option<String>,
}

impl PassedOver {
    pub(super) fn new(source: ClientError, after: Option<&str>) -> Self {
        let after = after.map(str::to_owned);
        Self { source, after }
    }
}

fn place(after: Option<&str>) -> String {
    after
        .map(|cursor| format!(", after the cursor {cursor}"))
        .unwrap_or_default()
}

impl Failure for PassedOver {
    fn advice(&self) -> &'static str {
        match (&self.source, &self.after) {
            (ClientError::Refused(ProblemType::NotFound), _) => {
                "The intake has deleted it meanwhile; nothing is to be done."
            }
            (_, Some(_)) => {
                "Get it by `sealpost fetch`, with this cursor as --after; when it cannot either, \
                 tell the intake's operator."
            }
            (_, None) => {
                "Get it by `sealpost fetch` into a new folder; when it cannot either, tell the \
                 intake's operator."
            }
        }
    }

    fn exit(&self) -> Exit {
        self.source.exit()
    }
}
