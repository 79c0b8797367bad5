//! Where files stand: scanned or held, their small pictures, and what they were before they were
//! cleaned. And the desk's settings.

// `scan`: nothing, waiting, clean or infected. `previews`: nothing, waiting, made or failed; one
// that has a thumbnail from before gets the other sizes when it is looked at.
pub(super) const UP: &str = "
ALTER TABLE blob ADD COLUMN scan TEXT NOT NULL DEFAULT '';
ALTER TABLE blob ADD COLUMN found TEXT;
ALTER TABLE blob ADD COLUMN previews TEXT NOT NULL DEFAULT '';
ALTER TABLE blob ADD COLUMN medium_sha256 TEXT;
ALTER TABLE blob ADD COLUMN placeholder TEXT;
ALTER TABLE blob ADD COLUMN tries BIGINT NOT NULL DEFAULT 0;
ALTER TABLE blob ADD COLUMN look_at BIGINT NOT NULL DEFAULT 0;
UPDATE blob SET previews = 'failed' WHERE thumb_failed;
ALTER TABLE blob DROP COLUMN thumb_failed;
CREATE INDEX blob_work ON blob (look_at) WHERE scan = 'waiting' OR previews = 'waiting';
CREATE INDEX blob_infected ON blob (sha256) WHERE scan = 'infected';

ALTER TABLE attachment ADD COLUMN original_sha256 TEXT REFERENCES blob (sha256);
ALTER TABLE upload ADD COLUMN original_sha256 TEXT REFERENCES blob (sha256);
CREATE INDEX attachment_sha256 ON attachment (sha256);
CREATE INDEX attachment_original ON attachment (original_sha256)
    WHERE original_sha256 IS NOT NULL;

CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
";

pub(super) const DOWN: &str = "
DROP TABLE setting;
DROP INDEX attachment_original;
DROP INDEX attachment_sha256;
ALTER TABLE upload DROP COLUMN original_sha256;
ALTER TABLE attachment DROP COLUMN original_sha256;
DROP INDEX blob_infected;
DROP INDEX blob_work;
ALTER TABLE blob ADD COLUMN thumb_failed BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE blob DROP COLUMN look_at;
ALTER TABLE blob DROP COLUMN tries;
ALTER TABLE blob DROP COLUMN placeholder;
ALTER TABLE blob DROP COLUMN medium_sha256;
ALTER TABLE blob DROP COLUMN previews;
ALTER TABLE blob DROP COLUMN found;
ALTER TABLE blob DROP COLUMN scan;
";
