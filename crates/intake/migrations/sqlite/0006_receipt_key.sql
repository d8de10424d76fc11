-- The public half of the key that signs receipts for what is here. Whoever uses this database with
-- another key would sign receipts that no device believes.
CREATE TABLE receipt_key (
    only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
    public_key TEXT NOT NULL
) STRICT;
