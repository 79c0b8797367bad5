//! What agents do with tickets: snooze, priority, tags, spam, merge, and take back what they did.

pub(super) const UP: &str = "
ALTER TABLE ticket ADD COLUMN snoozed_until BIGINT;
ALTER TABLE ticket ADD COLUMN priority BIGINT NOT NULL DEFAULT 1;
ALTER TABLE ticket ADD COLUMN merged_into BIGINT;
CREATE INDEX ticket_snoozed ON ticket (snoozed_until) WHERE snoozed_until IS NOT NULL;
ALTER TABLE contact ADD COLUMN blocked BOOLEAN NOT NULL DEFAULT FALSE;

CREATE TABLE tag (
    id {key},
    name TEXT NOT NULL,
    folded TEXT NOT NULL UNIQUE
);

CREATE TABLE ticket_tag (
    ticket_id BIGINT NOT NULL REFERENCES ticket (id),
    tag_id BIGINT NOT NULL REFERENCES tag (id),
    PRIMARY KEY (ticket_id, tag_id)
);
CREATE INDEX ticket_tag_tag ON ticket_tag (tag_id, ticket_id);

CREATE TABLE undo (
    id {key},
    agent_id BIGINT NOT NULL REFERENCES agent (id),
    steps TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX undo_age ON undo (at);
";

pub(super) const DOWN: &str = "
DROP TABLE undo;
DROP TABLE ticket_tag;
DROP TABLE tag;
ALTER TABLE contact DROP COLUMN blocked;
DROP INDEX ticket_snoozed;
ALTER TABLE ticket DROP COLUMN merged_into;
ALTER TABLE ticket DROP COLUMN priority;
ALTER TABLE ticket DROP COLUMN snoozed_until;
";
