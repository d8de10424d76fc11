use envelope_format::{Digest, Envelope};
use sqlx::AnyConnection;
use submission::{Day, PART_LEN};

use super::{
    StoreError, Stored,
    row::{signed, stored},
    upload::{Progress, PutPart, Upload, UploadId, id, progress},
};

/// Inserts unless the digest is there, and otherwise reads the row that is there.
pub(super) async fn put(
    connection: &mut AnyConnection,
    digest: &Digest,
    envelope: &Envelope,
    day: Day,
) -> Result<Stored, StoreError> {
    let bytes = envelope.as_bytes();
    let in_parts = bytes.len() as u64 > PART_LEN;
    let row = if in_parts { &[][..] } else { bytes };
    let cursor = insert(connection, digest, day, row).await?;
    if let Some(cursor) = cursor {
        if in_parts {
            // Parts of it that came before would stand where its own have to.
            drop_parts(connection, cursor).await?;
            insert_parts(connection, digest, bytes, day, cursor).await?;
        }
        return Ok(Stored {
            new: true,
            cursor: Some(cursor),
            size: bytes.len() as u64,
            day,
        });
    }
    let stored = stored(connection, digest).await?;
    stored.ok_or(StoreError::RowMalformed)
}

/// Deletes what came in parts of the envelopes from this cursor on, and is of no use any more.
pub(super) async fn drop_parts(
    connection: &mut AnyConnection,
    first: i64,
) -> Result<(), sqlx::Error> {
    let delete = sqlx::query(
        "DELETE FROM uploads WHERE cursor IS NULL
         AND digest IN (SELECT digest FROM envelopes WHERE cursor >= $1)",
    );
    delete.bind(first).execute(connection).await.map(drop)
}

/// Takes the next place in the order for an envelope, unless it has or had one; says which.
async fn insert(
    connection: &mut AnyConnection,
    digest: &Digest,
    day: Day,
    bytes: &[u8],
) -> Result<Option<i64>, StoreError> {
    let insert = sqlx::query_scalar(
        "INSERT INTO envelopes (digest, size, day, bytes) SELECT $1, $2, $3, $4
         WHERE NOT EXISTS (SELECT 1 FROM delivered WHERE digest = $1)
         ON CONFLICT (digest) DO NOTHING RETURNING cursor",
    );
    let insert = insert
        .bind(&digest.as_bytes()[..])
        .bind(signed(bytes.len() as u64)?)
        .bind(day.as_str())
        .bind(bytes);
    Ok(insert.fetch_optional(connection).await?)
}

/// The bytes of a long envelope that came whole.
async fn insert_parts(
    connection: &mut AnyConnection,
    digest: &Digest,
    bytes: &[u8],
    day: Day,
    cursor: i64,
) -> Result<(), StoreError> {
    let insert = sqlx::query_scalar(
        "INSERT INTO uploads (digest, size, day, cursor) VALUES ($1, $2, $3, $4) RETURNING id",
    );
    let insert = insert
        .bind(&digest.as_bytes()[..])
        .bind(signed(bytes.len() as u64)?)
        .bind(day.as_str())
        .bind(cursor);
    let id = UploadId(insert.fetch_one(&mut *connection).await?);
    let part_len = usize::try_from(PART_LEN).expect("a part fits the memory");
    for (n, part) in (0..).zip(bytes.chunks(part_len)) {
        insert_part(connection, id, n, part).await?;
    }
    Ok(())
}

/// Says whether it is new: a part that is there already stays as it is.
async fn insert_part(
    connection: &mut AnyConnection,
    id: UploadId,
    n: u32,
    bytes: &[u8],
) -> Result<bool, StoreError> {
    let insert = sqlx::query(
        "INSERT INTO parts (upload, n, bytes) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
    );
    let insert = insert.bind(id.0).bind(i64::from(n)).bind(bytes);
    Ok(insert.execute(connection).await?.rows_affected() > 0)
}

pub(super) async fn put_part(
    connection: &mut AnyConnection,
    upload: &Upload,
    n: u32,
    bytes: &[u8],
    day: Day,
) -> Result<PutPart, StoreError> {
    if let Some(stored) = stored(connection, &upload.digest).await? {
        return Ok(PutPart {
            new: false,
            progress: Progress::Stored(stored),
        });
    }
    let begin = sqlx::query(
        "INSERT INTO uploads (digest, size, day) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
    );
    let begin = begin
        .bind(&upload.digest.as_bytes()[..])
        .bind(signed(upload.size)?)
        .bind(day.as_str());
    begin.execute(&mut *connection).await?;
    let id = id(connection, upload).await?;
    let id = id.ok_or(StoreError::RowMalformed)?;
    Ok(PutPart {
        new: insert_part(connection, id, n, bytes).await?,
        progress: progress(connection, upload).await?,
    })
}

pub(super) async fn finish(
    connection: &mut AnyConnection,
    id: UploadId,
    upload: &Upload,
    day: Day,
) -> Result<Progress, StoreError> {
    let waits = sqlx::query_scalar("SELECT count(*) FROM uploads WHERE id = $1 AND cursor IS NULL");
    let waits: i64 = waits.bind(id.0).fetch_one(&mut *connection).await?;
    if waits > 0
        && let Some(cursor) = insert(connection, &upload.digest, day, &[]).await?
    {
        let place = sqlx::query("UPDATE uploads SET cursor = $1, day = $2 WHERE id = $3");
        let place = place.bind(cursor).bind(day.as_str()).bind(id.0);
        place.execute(&mut *connection).await?;
        let stored = stored(connection, &upload.digest).await?;
        let stored = stored.ok_or(StoreError::RowMalformed)?;
        return Ok(Progress::Stored(Stored {
            new: true,
            ..stored
        }));
    }
    progress(connection, upload).await
}
