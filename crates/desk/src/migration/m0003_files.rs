//! Bytes, files in messages, and files on their way into one.

pub(super) const UP: &str = "
CREATE TABLE blob (
    sha256 TEXT NOT NULL PRIMARY KEY,
    bytes BIGINT NOT NULL,
    mime TEXT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    refs BIGINT NOT NULL,
    thumb_sha256 TEXT,
    thumb_failed BOOLEAN NOT NULL,
    touched_at BIGINT NOT NULL
);
CREATE INDEX blob_unreferenced ON blob (touched_at) WHERE refs = 0;

CREATE TABLE attachment (
    id {key},
    message_id BIGINT NOT NULL REFERENCES message (id),
    ticket_id BIGINT NOT NULL REFERENCES ticket (id),
    position BIGINT NOT NULL,
    name TEXT NOT NULL,
    mime TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    sha256 TEXT REFERENCES blob (sha256),
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    caption TEXT NOT NULL,
    alt TEXT NOT NULL,
    state TEXT NOT NULL,
    source TEXT
);
CREATE INDEX attachment_ticket ON attachment (ticket_id, message_id, position);

CREATE TABLE upload (
    id {key},
    owner TEXT NOT NULL,
    name TEXT NOT NULL,
    mime TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    sha256 TEXT NOT NULL REFERENCES blob (sha256),
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX upload_age ON upload (created_at);
";

pub(super) const DOWN: &str = "
DROP TABLE upload;
DROP TABLE attachment;
DROP TABLE blob;
";
