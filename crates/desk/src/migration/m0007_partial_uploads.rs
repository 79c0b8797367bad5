//! Files that come in piece by piece, and finding one's own uploads by their bytes.

pub(super) const UP: &str = "
CREATE TABLE partial_upload (
    token TEXT NOT NULL PRIMARY KEY,
    owner TEXT NOT NULL,
    name TEXT NOT NULL,
    ticket_id BIGINT,
    sent_as TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    sha256 TEXT,
    received BIGINT NOT NULL,
    parts TEXT NOT NULL,
    upload_id BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX partial_upload_age ON partial_upload (created_at);
CREATE INDEX upload_owned ON upload (owner, sha256);
";

pub(super) const DOWN: &str = "
DROP INDEX upload_owned;
DROP TABLE partial_upload;
";
