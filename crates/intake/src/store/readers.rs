use super::{ReaderId, Store, StoreError};

impl Store {
    /// The reader who has the token of this SHA-256.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database cannot be read.
    pub async fn reader(&self, token_sha256: &[u8; 32]) -> Result<Option<ReaderId>, StoreError> {
        let found = sqlx::query_scalar("SELECT id FROM readers WHERE token_sha256 = $1");
        let found = found.bind(&token_sha256[..]);
        let found = self.readers.read(async |it| found.fetch_optional(it).await);
        Ok(found.await?.map(ReaderId))
    }

    /// Adds a reader; says whether the name was free.
    ///
    /// It may fetch what is stored already, but what is stored already does not wait for it.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database cannot be written.
    pub async fn add_reader(&self, name: &str, token: &[u8; 32]) -> Result<bool, StoreError> {
        let insert = sqlx::query(
            "INSERT INTO readers (name, token_sha256, since)
             VALUES ($1, $2, (SELECT cursor FROM newest)) ON CONFLICT (name) DO NOTHING",
        );
        let insert = insert.bind(name).bind(&token[..]);
        let done = self.change(async |it| insert.execute(it).await).await?;
        Ok(done.rows_affected() == 1)
    }

    /// Gives a reader another token; says whether there is one of this name.
    ///
    /// What waits for the reader and what it acknowledged stays as it is. From the next request on
    /// the token before is no token.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database cannot be written.
    pub async fn replace_token(&self, name: &str, token: &[u8; 32]) -> Result<bool, StoreError> {
        let update = sqlx::query("UPDATE readers SET token_sha256 = $2 WHERE name = $1");
        let update = update.bind(name).bind(&token[..]);
        let done = self.change(async |it| update.execute(it).await).await?;
        Ok(done.rows_affected() == 1)
    }

    /// Removes a reader with its acknowledgements; says whether there was one of this name.
    ///
    /// From the next request on its token is no token. What waited for this reader alone is
    /// deleted when the intake next looks, at its start or within a day.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database cannot be written.
    pub async fn revoke_reader(&self, name: &str) -> Result<bool, StoreError> {
        let delete = sqlx::query("DELETE FROM readers WHERE name = $1").bind(name);
        let done = self.change(async |it| delete.execute(it).await).await?;
        Ok(done.rows_affected() == 1)
    }

    /// The names of all readers, in the order of the alphabet.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database cannot be read.
    pub async fn reader_names(&self) -> Result<Vec<String>, StoreError> {
        let names = sqlx::query_scalar("SELECT name FROM readers ORDER BY name");
        self.readers
            .read(async |it| names.fetch_all(it).await)
            .await
    }
}
