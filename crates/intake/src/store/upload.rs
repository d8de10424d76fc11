use envelope_format::Digest;
use sqlx::{AnyConnection, Row as _};
use submission::{Day, part_count};

use super::{
    Store, StoreError, Stored,
    row::{columns, signed, stored},
    task::{Done, Task},
};

/// An envelope that comes in parts, as its sender names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Upload {
    /// The digest that the whole shall have.
    pub digest: Digest,
    /// The length that the whole shall have, in bytes.
    pub size: u64,
}

/// How far an upload is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// The envelope is stored, in whatever way it came.
    Stored(Stored),
    /// These parts are not there, ascending; at least one.
    Missing(Vec<u32>),
    /// All parts are there, and nobody has looked at the whole yet.
    Complete(UploadId),
}

/// What became of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PutPart {
    /// Whether this call stored it; it, or the whole envelope, was there already otherwise.
    pub new: bool,
    /// How far its envelope is.
    pub progress: Progress,
}

/// The parts of one upload. Those under one id are never changed, and no id is used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UploadId(pub(super) i64);

/// An upload that has no place in the order of commits yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unfinished {
    /// Its parts.
    pub id: UploadId,
    /// What it shall become.
    pub upload: Upload,
    /// The day of its first part, in UTC.
    pub day: Day,
}

impl Store {
    /// Stores one part, unless it is there already or the whole envelope is.
    ///
    /// When this returns, the part is on the disk. Dropping the future may still store it.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; then the part may or may not be stored, and putting it again is safe.
    pub async fn put_part(
        &self,
        upload: Upload,
        n: u32,
        bytes: Vec<u8>,
        day: Day,
    ) -> Result<PutPart, StoreError> {
        let part = Task::Part {
            upload,
            n,
            bytes,
            day,
        };
        let Done::Part(put) = self.ask(part).await? else {
            return Err(StoreError::RowMalformed);
        };
        Ok(put)
    }

    /// How far an upload is.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database cannot be read.
    pub async fn progress(&self, upload: Upload) -> Result<Progress, StoreError> {
        // One look: between two, the envelope could be stored and its parts be gone.
        let progress = async |it: &mut AnyConnection| {
            let mut look = self.database.look(it).await?;
            let progress = progress(&mut look, &upload).await?;
            look.commit().await?;
            Ok::<_, StoreError>(progress)
        };
        self.readers.read(progress).await
    }

    /// The bytes of part `n`, when it is there: what is stored may be deleted between two parts.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database cannot be read.
    pub async fn part(&self, id: UploadId, n: u32) -> Result<Option<Vec<u8>>, StoreError> {
        let bytes = sqlx::query_scalar("SELECT bytes FROM parts WHERE upload = $1 AND n = $2");
        let bytes = bytes.bind(id.0).bind(i64::from(n));
        let bytes = self.readers.read(async |it| bytes.fetch_optional(it).await);
        bytes.await
    }

    /// Gives an upload, whose parts make up its envelope, its place in the order of commits.
    ///
    /// When it is gone, or has a place already, nothing is done. The answer is what is there now.
    ///
    /// # Errors
    ///
    /// [`StoreError`] as for [`Store::put`].
    pub async fn finish(
        &self,
        id: UploadId,
        upload: Upload,
        day: Day,
    ) -> Result<Progress, StoreError> {
        self.ask_progress(Task::Finish { id, upload, day }).await
    }

    /// Deletes an upload with its parts, unless it has a place in the order of commits.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; then it may or may not be deleted.
    pub async fn discard(&self, id: UploadId, upload: Upload) -> Result<Progress, StoreError> {
        self.ask_progress(Task::Discard { id, upload }).await
    }

    /// All uploads that have no place in the order of commits.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database cannot be read.
    pub async fn unfinished(&self) -> Result<Vec<Unfinished>, StoreError> {
        let rows = sqlx::query("SELECT id, digest, size, day FROM uploads WHERE cursor IS NULL");
        let rows = self.readers.read(async |it| rows.fetch_all(it).await);
        let rows = rows.await?;
        let unfinished = |row| {
            let (digest, size, day) = columns(row)?;
            Ok(Unfinished {
                id: UploadId(row.try_get("id")?),
                upload: Upload { digest, size },
                day,
            })
        };
        rows.iter().map(unfinished).collect()
    }
}

/// How far an upload is, as this connection sees it.
pub(super) async fn progress(
    connection: &mut AnyConnection,
    upload: &Upload,
) -> Result<Progress, StoreError> {
    if let Some(stored) = stored(connection, &upload.digest).await? {
        return Ok(Progress::Stored(stored));
    }
    let there = sqlx::query_scalar("SELECT n FROM parts WHERE upload = $1 ORDER BY n");
    let id = id(connection, upload).await?;
    let there: Vec<i64> = there.bind(id.map(|it| it.0)).fetch_all(connection).await?;
    let missing = missing(upload.size, &there);
    Ok(match id {
        Some(id) if missing.is_empty() => Progress::Complete(id),
        _ => Progress::Missing(missing),
    })
}

/// The id of an upload of which something is there.
pub(super) async fn id(
    connection: &mut AnyConnection,
    upload: &Upload,
) -> Result<Option<UploadId>, StoreError> {
    let id = sqlx::query_scalar("SELECT id FROM uploads WHERE digest = $1 AND size = $2");
    let id = id
        .bind(&upload.digest.as_bytes()[..])
        .bind(signed(upload.size)?);
    Ok(id.fetch_optional(connection).await?.map(UploadId))
}

/// The parts that are not `there`, which ascends.
fn missing(size: u64, there: &[i64]) -> Vec<u32> {
    let is_missing = |n: &u32| there.binary_search(&i64::from(*n)).is_err();
    (0..part_count(size)).filter(is_missing).collect()
}
