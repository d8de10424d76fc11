-- Envelopes that come in parts, and those that came whole and are longer than one part, so that
-- nobody ever has to hold a long one in memory. AUTOINCREMENT: what was found out about the parts
-- of one upload is never taken for another's.
CREATE TABLE uploads (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    size INTEGER NOT NULL,
    -- The day of the first part; once it is whole, the day on which it was.
    day TEXT NOT NULL CHECK (length(day) = 10),
    -- Its place in the order of commits; none while it is not whole. Its row there has no bytes.
    cursor INTEGER UNIQUE REFERENCES envelopes (cursor),
    UNIQUE (digest, size)
) STRICT;

-- A part that is there is never changed. They go with their upload.
CREATE TABLE parts (
    upload INTEGER NOT NULL REFERENCES uploads (id) ON DELETE CASCADE,
    n INTEGER NOT NULL CHECK (n >= 0),
    bytes BLOB NOT NULL,
    UNIQUE (upload, n)
) STRICT;

-- Every envelope that is stored, however it came. It has bytes here, or an upload with parts.
CREATE VIEW stored (cursor, digest, size, day, upload, bytes) AS
SELECT envelopes.cursor, envelopes.digest, coalesce(uploads.size, envelopes.size), envelopes.day,
    uploads.id, envelopes.bytes
FROM envelopes LEFT JOIN uploads ON uploads.cursor = envelopes.cursor;
