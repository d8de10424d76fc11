use envelope_format::Digest;
use sqlx::{AnyConnection, Row as _, any::AnyRow};
use submission::Day;

use super::{Row, StoreError, Stored, acknowledging::delivered};

/// What is known of an envelope that is stored, or was delivered and deleted, as this connection
/// sees it.
pub(super) async fn stored(
    connection: &mut AnyConnection,
    digest: &Digest,
) -> Result<Option<Stored>, StoreError> {
    let select = sqlx::query("SELECT cursor, digest, size, day FROM stored WHERE digest = $1");
    let select = select.bind(&digest.as_bytes()[..]);
    if let Some(found) = select.fetch_optional(&mut *connection).await? {
        let row = row(&found)?;
        return Ok(Some(Stored {
            new: false,
            cursor: Some(row.cursor),
            size: row.size,
            day: row.day,
        }));
    }
    let delivered = delivered(connection, digest).await?;
    Ok(delivered.map(|(size, day)| Stored {
        new: false,
        cursor: None,
        size,
        day,
    }))
}

pub(super) fn row(row: &AnyRow) -> Result<Row, StoreError> {
    let (digest, size, day) = columns(row)?;
    Ok(Row {
        cursor: row.try_get("cursor")?,
        digest,
        size,
        day,
    })
}

/// What is said of an envelope in both tables.
pub(super) fn columns(row: &AnyRow) -> Result<(Digest, u64, Day), StoreError> {
    let digest: &[u8] = row.try_get("digest")?;
    let digest = digest.try_into().map_err(|_| StoreError::RowMalformed)?;
    let day: &str = row.try_get("day")?;
    Ok((
        Digest::from_bytes(digest),
        unsigned(row.try_get("size")?)?,
        day.parse().map_err(|_| StoreError::RowMalformed)?,
    ))
}

/// A length that stands in the database.
pub(super) fn unsigned(size: i64) -> Result<u64, StoreError> {
    size.try_into().map_err(|_| StoreError::RowMalformed)
}

/// A length as it stands in the database.
pub(super) fn signed(size: u64) -> Result<i64, StoreError> {
    i64::try_from(size).map_err(|_| StoreError::Full)
}
