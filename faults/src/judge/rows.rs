//! What the intake holds, seen by a reader through its API and in its database as a file.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;
use std::{io, thread};

use envelope::Digest;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Row as _};
use submission::{Listing, envelope_path};
use thiserror::Error;

use crate::reports::Reports;
use crate::wire::{self, Message};

/// Why it cannot be said what the intake holds.
#[derive(Debug, Error)]
pub enum RowsError {
    /// The reader got no answer.
    #[error("the intake does not answer its reader")]
    Reader(#[from] io::Error),
    /// The reader got another answer than the contract says.
    #[error("the intake answered its reader with {0}")]
    Answer(u16),
    /// The database cannot be read as a file.
    #[error("the intake's database cannot be read")]
    Database(#[from] sqlx::Error),
    /// The reader's list and the file do not agree.
    #[error("the reader was shown {shown} envelopes, and the database has {rows}")]
    Disagree {
        /// How many the reader was shown.
        shown: usize,
        /// How many rows there are.
        rows: usize,
    },
}

/// The envelopes at the intake.
#[derive(Default)]
pub(crate) struct Rows {
    /// Their names in the order in which a reader is shown them.
    shown: Vec<Digest>,
    /// How often each digest is there.
    digests: HashMap<Digest, u64>,
    /// How many envelopes hold each report.
    reports: HashMap<u64, u64>,
    unreadable: u64,
}

/// Names and bytes.
type Envelopes = [(Digest, Vec<u8>)];

impl Rows {
    /// Opens every one of these.
    fn open(&mut self, envelopes: &Envelopes, reports: &Reports) {
        for (digest, report) in opened(envelopes, reports) {
            self.shown.push(digest);
            *self.digests.entry(digest).or_default() += 1;
            match report {
                Some(report) => *self.reports.entry(report).or_default() += 1,
                None => self.unreadable += 1,
            }
        }
    }

    /// Their names in the order in which a reader is shown them.
    pub(crate) fn shown(&self) -> &[Digest] {
        &self.shown
    }

    pub(crate) fn holds(&self, digest: &Digest) -> bool {
        self.digests.contains_key(digest)
    }

    pub(crate) fn copies_of(&self, report: u64) -> u64 {
        self.reports.get(&report).copied().unwrap_or_default()
    }

    pub(crate) fn unreadable(&self) -> u64 {
        self.unreadable
    }
}

/// Each envelope's digest, and its report when it opens under its right name.
fn opened(envelopes: &Envelopes, reports: &Reports) -> Vec<(Digest, Option<u64>)> {
    let open = |(digest, bytes): &(Digest, Vec<u8>)| {
        let named = Digest::of(bytes) == *digest;
        (*digest, named.then(|| reports.open(bytes)).flatten())
    };
    let at_once = thread::available_parallelism().map_or(1, usize::from);
    let share = envelopes.len().div_ceil(at_once).max(1);
    thread::scope(|scope| {
        let shares = envelopes.chunks(share);
        let shares = shares.map(|it| scope.spawn(move || it.iter().map(open).collect::<Vec<_>>()));
        let shares: Vec<_> = shares.collect();
        let opened = shares
            .into_iter()
            .flat_map(|it| it.join().expect("opening does not panic"));
        opened.collect()
    })
}

/// How many envelopes a reader asks for at once. They are in memory until they are opened.
const PAGE: usize = 200;

/// What a reader is shown, from the first to the last, and what it opens to.
pub(crate) async fn by_reader(
    address: SocketAddr,
    token: &str,
    reports: &Reports,
) -> Result<Rows, RowsError> {
    let authorization = format!("authorization: Bearer {token}\r\n");
    let get = async |path: &str| {
        let request = Message::request("GET", path, &authorization, Vec::new());
        let answer = wire::exchange(address, &request).await?;
        match answer.status() {
            Some(200) => Ok(answer.body),
            other => Err(RowsError::Answer(other.unwrap_or_default())),
        }
    };
    let mut rows = Rows::default();
    let mut after = "0".to_owned();
    loop {
        let page = get(&format!("/v1/envelopes?limit={PAGE}&after={after}")).await?;
        let page = Listing::parse(&page).map_err(|_| RowsError::Answer(200))?;
        if page.envelopes.is_empty() {
            return Ok(rows);
        }
        let mut envelopes = vec![];
        for listed in page.envelopes {
            let bytes = get(&envelope_path(&listed.digest)).await?;
            envelopes.push((listed.digest, bytes));
        }
        rows.open(&envelopes, reports);
        after = page.next;
    }
}

/// The digests in the database file, in the order of their rows. The intake must not run.
pub(crate) async fn in_file(data: &Path) -> Result<Vec<Digest>, RowsError> {
    let options = SqliteConnectOptions::new().filename(data.join("intake.sqlite"));
    let mut connection = options.connect().await?;
    let rows = sqlx::query("SELECT digest FROM envelopes ORDER BY cursor");
    let rows = rows.fetch_all(&mut connection).await?;
    let digest = |bytes: Vec<u8>| Digest::from_bytes(bytes.try_into().unwrap_or_default());
    let digests = rows.iter().map(|row| row.try_get(0).map(digest));
    Ok(digests.collect::<Result<_, _>>()?)
}
