use sqlx::{
    ConnectOptions as _, Connection as _,
    sqlite::{SqliteConnectOptions, SqliteConnection},
};
use tokio::sync::{mpsc, oneshot, watch};

use super::{
    StoreError,
    task::{Done, Task},
    upload::Progress,
};
use crate::policy::WRITER_GROUP;

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
    options: SqliteConnectOptions,
    connection: SqliteConnection,
    mut inbox: mpsc::Receiver<Job>,
    latest: watch::Sender<i64>,
) {
    let mut writer = Writer {
        options,
        connection: Some(connection),
        latest,
    };
    let mut group = Vec::new();
    while inbox.recv_many(&mut group, WRITER_GROUP).await > 0 {
        match writer.commit(&group).await {
            Ok(done) => {
                for (job, done) in group.drain(..).zip(done) {
                    job.answer(Ok(done));
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
    options: SqliteConnectOptions,
    /// Nothing after a failure: what state a failed transaction leaves behind depends on the
    /// failure, so the next one gets a fresh connection.
    connection: Option<SqliteConnection>,
    latest: watch::Sender<i64>,
}

impl Writer {
    /// Does the group in one transaction, and tells those who wait for arrivals.
    async fn commit(&mut self, group: &[Job]) -> Result<Vec<Done>, StoreError> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => self.options.connect().await?,
        };
        let done = run_all(&mut connection, group).await?;
        self.connection = Some(connection);

        let cursors = done.iter().filter_map(|it| match it {
            Done::Progress(Progress::Stored(stored)) => stored.cursor,
            Done::Progress(_) | Done::Acknowledged(_) | Done::Deleted => None,
        });
        let newest = cursors.max().unwrap_or_default();
        self.latest.send_if_modified(|latest| {
            let newer = newest > *latest;
            *latest = newest.max(*latest);
            newer
        });
        Ok(done)
    }
}

async fn run_all(
    connection: &mut SqliteConnection,
    group: &[Job],
) -> Result<Vec<Done>, StoreError> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    let mut done = Vec::with_capacity(group.len());
    for job in group {
        done.push(job.task.run(&mut transaction).await?);
    }
    transaction.commit().await?;
    Ok(done)
}
