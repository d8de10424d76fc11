-- Whom the operator has told of envelopes, and how far. A target that is taken out of the operator's
-- file keeps its row, so that it goes on there when it is put back.
CREATE TABLE webhooks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    target TEXT NOT NULL UNIQUE,
    -- Everything up to here was delivered, or has a row below.
    cursor INTEGER NOT NULL
) STRICT;

-- Envelopes of which a target could not be told. They go with the envelope: then there is nothing left
-- to fetch. How often it was tried is written down only once it is given up, because while it is being
-- tried the number tells for how long, more finely than in days.
CREATE TABLE webhook_failures (
    cursor INTEGER NOT NULL REFERENCES envelopes (cursor) ON DELETE CASCADE,
    webhook INTEGER NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
    -- None while it is being tried.
    attempts INTEGER,
    failure TEXT NOT NULL,
    PRIMARY KEY (cursor, webhook)
) STRICT, WITHOUT ROWID;
CREATE INDEX webhook_failures_of_webhook ON webhook_failures (webhook);
