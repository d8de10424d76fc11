use sqlx::AnyConnection;
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
        let claim = claim.bind(key.to_text());
        let claimed = sqlx::query_scalar("SELECT public_key FROM receipt_key");
        let claimed = async |it: &mut AnyConnection| {
            claim.execute(&mut *it).await?;
            claimed.fetch_one(it).await
        };
        let claimed: String = self.change(claimed).await?;
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
        let replace = replace.bind(key.to_text());
        self.change(async |it| replace.execute(it).await).await?;
        Ok(())
    }
}
