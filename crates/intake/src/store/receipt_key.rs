use sqlx::Connection as _;
use submission::ReceiptKey;

use super::{Store, StoreError};

impl Store {
    /// Whether `key` is the key of this database's receipts: the first that is claimed, until it is
    /// replaced.
    ///
    /// Every process that uses the database must sign with the same key, or devices believe only some
    /// of the receipts.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database cannot be written.
    pub async fn claim_receipt_key(&self, key: &ReceiptKey) -> Result<bool, StoreError> {
        let claim = sqlx::query(
            "INSERT INTO receipt_key (only_one, public_key) VALUES (1, $1) ON CONFLICT DO NOTHING",
        );
        let mut connection = self.database.connect().await?;
        let mut transaction = self.database.begin(&mut connection).await?;
        let claim = claim.bind(key.to_text());
        claim.execute(&mut *transaction).await?;
        let claimed = sqlx::query_scalar("SELECT public_key FROM receipt_key");
        let claimed: String = claimed.fetch_one(&mut *transaction).await?;
        transaction.commit().await?;
        connection.close().await?;
        Ok(claimed == key.to_text())
    }

    /// Makes `key` the key of this database's receipts from now on, whichever it was.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database cannot be written.
    pub async fn replace_receipt_key(&self, key: &ReceiptKey) -> Result<(), StoreError> {
        let replace = sqlx::query(
            "INSERT INTO receipt_key (only_one, public_key) VALUES (1, $1)
             ON CONFLICT (only_one) DO UPDATE SET public_key = excluded.public_key",
        );
        let mut connection = self.database.connect().await?;
        let mut transaction = self.database.begin(&mut connection).await?;
        let replace = replace.bind(key.to_text());
        replace.execute(&mut *transaction).await?;
        transaction.commit().await?;
        connection.close().await?;
        Ok(())
    }
}
