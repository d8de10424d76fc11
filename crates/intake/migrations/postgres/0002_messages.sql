-- What readers answer. The reasons stand with SQLite's.
CREATE TABLE messages (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    mailbox sha256_bytes NOT NULL,
    digest sha256_bytes NOT NULL,
    day day_text NOT NULL,
    bytes BYTEA NOT NULL CHECK (length(bytes) = 42204),
    UNIQUE (mailbox, digest)
);
ALTER TABLE messages ALTER bytes SET STORAGE EXTERNAL;
