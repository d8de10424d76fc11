CREATE TABLE receipt_key (
    only_one BIGINT PRIMARY KEY CHECK (only_one = 1),
    public_key TEXT NOT NULL
);
