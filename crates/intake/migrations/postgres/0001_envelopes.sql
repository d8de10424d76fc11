-- What the migrations of SQLite make, as PostgreSQL has it. The reasons stand there.

-- Whoever writes holds a lock on this table until its commit: one at a time in all processes, so that
-- the order of cursors is the order of commits. It never has a row, so nobody else wants a lock on it.
CREATE TABLE turn (nothing BOOLEAN);

-- Compared byte by byte, as SQLite does, whatever language the server speaks.
CREATE DOMAIN day_text AS TEXT COLLATE "C" CHECK (length(VALUE) = 10);
CREATE DOMAIN sha256_bytes AS BYTEA CHECK (length(VALUE) = 32);

-- A number that a failed commit took is left out, and given to nobody.
CREATE TABLE envelopes (
    cursor BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    digest sha256_bytes NOT NULL UNIQUE,
    size BIGINT NOT NULL,
    day day_text NOT NULL,
    bytes BYTEA NOT NULL CHECK (length(bytes) = size)
);

CREATE TABLE uploads (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    digest sha256_bytes NOT NULL,
    size BIGINT NOT NULL,
    day day_text NOT NULL,
    cursor BIGINT UNIQUE REFERENCES envelopes (cursor),
    UNIQUE (digest, size)
);

CREATE TABLE parts (
    upload BIGINT NOT NULL REFERENCES uploads (id) ON DELETE CASCADE,
    n BIGINT NOT NULL CHECK (n >= 0),
    bytes BYTEA NOT NULL,
    PRIMARY KEY (upload, n)
);

-- Sealed bytes cannot be made smaller.
ALTER TABLE envelopes ALTER bytes SET STORAGE EXTERNAL;
ALTER TABLE parts ALTER bytes SET STORAGE EXTERNAL;

CREATE VIEW stored (cursor, digest, size, day, upload, bytes) AS
SELECT envelopes.cursor, envelopes.digest, coalesce(uploads.size, envelopes.size), envelopes.day,
    uploads.id, envelopes.bytes
FROM envelopes LEFT JOIN uploads ON uploads.cursor = envelopes.cursor;

CREATE TABLE readers (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL UNIQUE,
    token_sha256 sha256_bytes NOT NULL UNIQUE,
    since BIGINT NOT NULL
);

CREATE TABLE acknowledgements (
    cursor BIGINT NOT NULL REFERENCES envelopes (cursor) ON DELETE CASCADE,
    reader BIGINT NOT NULL REFERENCES readers (id) ON DELETE CASCADE,
    PRIMARY KEY (cursor, reader)
);
CREATE INDEX acknowledgements_of_reader ON acknowledgements (reader);

CREATE TABLE delivered (
    digest sha256_bytes NOT NULL PRIMARY KEY,
    size BIGINT NOT NULL,
    day day_text NOT NULL,
    deleted day_text NOT NULL
);

CREATE VIEW acknowledged (cursor) AS
SELECT cursor FROM envelopes
WHERE EXISTS (SELECT 1 FROM acknowledgements AS it WHERE it.cursor = envelopes.cursor)
AND NOT EXISTS (
    SELECT 1 FROM readers WHERE since < envelopes.cursor AND NOT EXISTS (
        SELECT 1 FROM acknowledgements AS it
        WHERE it.cursor = envelopes.cursor AND it.reader = readers.id
    )
);

-- The newest cursor that was given, also when its envelope is gone. It is read while nobody writes:
-- with the lock on `turn`.
CREATE VIEW newest (cursor) AS
SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM envelopes_cursor_seq;
