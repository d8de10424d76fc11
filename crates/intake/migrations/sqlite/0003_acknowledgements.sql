-- Readers get a number that is never used twice, and the newest cursor at the time they were added:
-- nobody waits for a reader that was not there yet when an envelope came.
CREATE TABLE numbered_readers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    token_sha256 BLOB NOT NULL UNIQUE CHECK (length(token_sha256) = 32),
    since INTEGER NOT NULL
) STRICT;
INSERT INTO numbered_readers (name, token_sha256, since)
SELECT name, token_sha256, 0 FROM readers ORDER BY name;
DROP TABLE readers;
ALTER TABLE numbered_readers RENAME TO readers;

-- Which reader has which envelope. No time at all. They go with the envelope, and with the reader:
-- what a stolen token acknowledged counts for nothing once it is revoked.
CREATE TABLE acknowledgements (
    cursor INTEGER NOT NULL REFERENCES envelopes (cursor) ON DELETE CASCADE,
    reader INTEGER NOT NULL REFERENCES readers (id) ON DELETE CASCADE,
    PRIMARY KEY (cursor, reader)
) STRICT, WITHOUT ROWID;
CREATE INDEX acknowledgements_of_reader ON acknowledgements (reader);

-- What is left of an envelope that was delivered and deleted: enough to make its receipt again.
CREATE TABLE delivered (
    digest BLOB NOT NULL PRIMARY KEY CHECK (length(digest) = 32),
    size INTEGER NOT NULL,
    day TEXT NOT NULL CHECK (length(day) = 10),
    -- The day on which the envelope was deleted.
    deleted TEXT NOT NULL CHECK (length(deleted) = 10)
) STRICT, WITHOUT ROWID;

-- Envelopes that somebody has and nobody waits for. An intake without readers keeps everything.
CREATE VIEW acknowledged (cursor) AS
SELECT cursor FROM envelopes
WHERE EXISTS (SELECT 1 FROM acknowledgements AS it WHERE it.cursor = envelopes.cursor)
AND NOT EXISTS (
    SELECT 1 FROM readers WHERE since < envelopes.cursor AND NOT EXISTS (
        SELECT 1 FROM acknowledgements AS it
        WHERE it.cursor = envelopes.cursor AND it.reader = readers.id
    )
);
