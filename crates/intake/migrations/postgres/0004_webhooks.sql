-- Whom the operator has told of envelopes, and how far. The reasons stand with SQLite's.
CREATE TABLE webhooks (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    target TEXT COLLATE "C" NOT NULL UNIQUE,
    cursor BIGINT NOT NULL
);

CREATE TABLE webhook_failures (
    cursor BIGINT NOT NULL REFERENCES envelopes (cursor) ON DELETE CASCADE,
    webhook BIGINT NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
    attempts BIGINT,
    failure TEXT NOT NULL,
    PRIMARY KEY (cursor, webhook)
);
CREATE INDEX webhook_failures_of_webhook ON webhook_failures (webhook);
