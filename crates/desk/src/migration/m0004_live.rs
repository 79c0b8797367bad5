//! The live log, one-time tickets to it, and rate limits.

pub(super) const UP: &str = "
CREATE TABLE event (
    seq {key},
    kind TEXT NOT NULL,
    ticket_id BIGINT NOT NULL,
    visitor TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX event_age ON event (created_at);

CREATE TABLE stream_ticket (
    token_hash TEXT NOT NULL PRIMARY KEY,
    visitor TEXT NOT NULL,
    inbox_id BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE rate (
    key TEXT NOT NULL PRIMARY KEY,
    full_at BIGINT NOT NULL
);
";

pub(super) const DOWN: &str = "
DROP TABLE rate;
DROP TABLE stream_ticket;
DROP TABLE event;
";
