use submission::Day;

use super::{Store, StoreError};

/// What the storage holds, as it is shown for a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Daily {
    /// How many envelopes are held that were stored before this day.
    pub envelopes: i64,
    /// The day on which the oldest of them was stored.
    pub oldest: Option<Day>,
    /// The lengths of all of them together, in bytes. The database is somewhat larger.
    pub bytes: i64,
    /// How many readers have a token.
    pub readers: i64,
}

impl Store {
    /// Counts what is there. Envelopes that came on the day `today` are left out.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database cannot be read.
    pub async fn daily(&self, today: Day) -> Result<Daily, StoreError> {
        let count = sqlx::query_as(
            "SELECT count(*), CAST(min(day) AS TEXT), CAST(coalesce(sum(size), 0) AS BIGINT),
                 (SELECT count(*) FROM readers)
             FROM stored WHERE day < $1",
        );
        let count = count.bind(today.as_str());
        let count = self.readers.read(async |it| count.fetch_one(it).await);
        let (envelopes, oldest, bytes, readers): (i64, Option<String>, i64, i64) = count.await?;
        let oldest = oldest.map(|it| it.parse()).transpose();
        Ok(Daily {
            envelopes,
            oldest: oldest.map_err(|_| StoreError::RowMalformed)?,
            bytes,
            readers,
        })
    }
}
