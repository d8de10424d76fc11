-- What readers answer. AUTOINCREMENT: the order in which they were left, also after one has gone.
-- Who left it, and whether it was read, is kept nowhere.
CREATE TABLE messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    mailbox BLOB NOT NULL CHECK (length(mailbox) = 32),
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    day TEXT NOT NULL CHECK (length(day) = 10),
    bytes BLOB NOT NULL CHECK (length(bytes) = 42204),
    UNIQUE (mailbox, digest)
) STRICT;
