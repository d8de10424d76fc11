use std::future::pending;

use sqlx::AnyConnection;
use tokio::{
    sync::{mpsc, oneshot, watch},
    time::{Instant, sleep_until},
};

use super::{
    Database, StoreError, postgres,
    putting::drop_parts,
    task::{Done, Task},
    upload::Progress,
};
use crate::policy::{SERVER_COMMIT, TIDY, WRITER_GROUP};

/// A task for the writer, and where to say that it is done.
pub(super) struct Job {
    pub(super) task: Task,
    pub(super) answer: oneshot::Sender<Result<Done, StoreError>>,
}

/// The one writer: takes all that waits, commits it together, then answers each.
///
/// One flush of the disk serves the whole group, and nobody is answered before it.
/// It ends when the store is dropped and all that was waiting is answered.
pub(super) async fn run(
    database: Database,
    connection: AnyConnection,
    mut inbox: mpsc::Receiver<Job>,
    latest: watch::Sender<i64>,
) {
    let mut writer = Writer {
        untidy: tidying(&database),
        tidied: true,
        database,
        connection: Some(connection),
        latest,
    };
    let mut group = Vec::new();
    loop {
        let taken = tokio::select! {
            taken = inbox.recv_many(&mut group, WRITER_GROUP) => taken,
            () = reached(writer.untidy) => {
                writer.tidy().await;
                continue;
            }
        };
        if taken == 0 {
            return;
        }
        match writer.commit(&group).await {
            Ok(done) => {
                for (job, done) in group.drain(..).zip(done) {
                    job.answer(Ok(done));
                }
            }
            // Nothing would be better one by one.
            Err(error @ (StoreError::Busy | StoreError::Unreachable)) => {
                for job in group.drain(..) {
                    job.answer(Err(error));
                }
            }
            // One that does not fit must not hold up those that do.
            Err(_) if group.len() > 1 => {
                for job in group.drain(..) {
                    let done = writer.commit(std::slice::from_ref(&job)).await;
                    job.answer(done.map(|mut it| it.remove(0)));
                }
            }
            Err(error) => {
                for job in group.drain(..) {
                    job.answer(Err(error));
                }
            }
        }
    }
}

impl Job {
    fn answer(self, done: Result<Done, StoreError>) {
        // The sender may have gone away. It sends again and finds what was done.
        let _ = self.answer.send(done);
    }
}

struct Writer {
    database: Database,
    /// Nothing after a failure: what state a failed transaction leaves behind depends on the
    /// failure, so the next one gets a fresh connection.
    connection: Option<AnyConnection>,
    latest: watch::Sender<i64>,
    /// When to tidy up after what was committed. From the beginning on: the program may have been
    /// killed before it could.
    untidy: Option<Instant>,
    /// Whether that was possible the last time.
    tidied: bool,
}

impl Writer {
    /// Takes what was deleted from the disk.
    async fn tidy(&mut self) {
        let (connection, database) = (self.connection.take(), &self.database);
        let work = async {
            let mut connection = match connection {
                Some(connection) => connection,
                None => database.connect().await?,
            };
            let done = database.tidy(&mut connection).await?;
            Ok::<_, StoreError>((connection, done))
        };
        let tidied = work.await;
        self.untidy = tidying(database);
        match tidied {
            Ok((connection, done)) => {
                self.connection = Some(connection);
                self.tidied = true;
                if done {
                    self.untidy = None;
                }
            }
            // Said once, not each second.
            Err(error) => {
                if std::mem::take(&mut self.tidied) {
                    tracing::error!(cause = %error, "what was deleted is still on the disk");
                }
            }
        }
    }

    /// Does the group in one transaction, and tells those who wait for arrivals.
    async fn commit(&mut self, group: &[Job]) -> Result<Vec<Done>, StoreError> {
        let (connection, database) = (self.connection.take(), &self.database);
        let work = async {
            let mut connection = match connection {
                Some(connection) => connection,
                None => database.connect().await?,
            };
            let done = run_all(database, &mut connection, group).await?;
            Ok::<_, StoreError>((connection, done))
        };
        let (connection, done) = database.within(SERVER_COMMIT, work).await?;
        self.connection = Some(connection);
        self.untidy = self.untidy.or_else(|| tidying(database));
        if let Some(newest) = new_cursors(&done).max() {
            postgres::raise(&self.latest, newest);
        }
        Ok(done)
    }
}

/// Resolves at this time, and never when there is none.
async fn reached(time: Option<Instant>) {
    match time {
        Some(time) => sleep_until(time).await,
        None => pending().await,
    }
}

/// When to tidy up after what is committed now.
fn tidying(database: &Database) -> Option<Instant> {
    database.is_tidied().then(|| Instant::now() + TIDY)
}

async fn run_all(
    database: &Database,
    connection: &mut AnyConnection,
    group: &[Job],
) -> Result<Vec<Done>, StoreError> {
    let mut transaction = database.begin(connection).await?;
    let mut done = Vec::with_capacity(group.len());
    for job in group {
        done.push(job.task.run(database, &mut transaction).await?);
    }
    // Once for all of them: each statement is a way to a server and back.
    if let Some(first) = new_cursors(&done).min() {
        drop_parts(&mut transaction, first).await?;
    }
    if let Some(newest) = new_cursors(&done).max() {
        database.announce(&mut transaction, newest).await?;
    }
    transaction.commit().await?;
    Ok(done)
}

/// The cursors that were given.
fn new_cursors(done: &[Done]) -> impl Iterator<Item = i64> {
    done.iter().filter_map(|it| match it {
        Done::Progress(Progress::Stored(stored)) if stored.new => stored.cursor,
        Done::Progress(_)
        | Done::Part(_)
        | Done::Acknowledged(_)
        | Done::Left(_)
        | Done::Deleted
        | Done::Changed(_) => None,
    })
}
