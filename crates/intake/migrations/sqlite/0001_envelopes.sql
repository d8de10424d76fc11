-- Sealed envelopes, each once. AUTOINCREMENT: a cursor is never used a second time, so a reader
-- that has passed it misses nothing. One connection writes, so the order of cursors is the order
-- of commits. The bytes stand last: a listing never reads them.
CREATE TABLE envelopes (
    cursor INTEGER PRIMARY KEY AUTOINCREMENT,
    digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
    size INTEGER NOT NULL,
    day TEXT NOT NULL CHECK (length(day) = 10),
    bytes BLOB NOT NULL CHECK (length(bytes) = size)
) STRICT;

-- Readers by the SHA-256 of their token. The token itself is shown once and kept nowhere.
CREATE TABLE readers (
    name TEXT NOT NULL PRIMARY KEY,
    token_sha256 BLOB NOT NULL UNIQUE CHECK (length(token_sha256) = 32)
) STRICT, WITHOUT ROWID;
