//! What providers tell of messages besides themselves, files that are still with them, and how
//! the accounts at them fare.

// `awaits`: the provider's name for a message that an event is about and that is not here yet.
// `consent.refused`: 1 while they want no messages. `listing.up_to`: until when the provider's own
// list of what came in has been read.
pub(super) const UP: &str = "
ALTER TABLE attachment ADD COLUMN tries BIGINT NOT NULL DEFAULT 0;
ALTER TABLE attachment ADD COLUMN look_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE attachment ADD COLUMN problem_code TEXT;
ALTER TABLE attachment ADD COLUMN problem_sentence TEXT;
CREATE INDEX attachment_awaited ON attachment (look_at) WHERE state = 'pending';

ALTER TABLE message ADD COLUMN quoted_id BIGINT;
ALTER TABLE message ADD COLUMN edited_at BIGINT;
ALTER TABLE message ADD COLUMN unsent_at BIGINT;
CREATE INDEX message_provider ON message (provider_id) WHERE provider_id IS NOT NULL;

CREATE TABLE reaction (
    message_id BIGINT NOT NULL REFERENCES message (id),
    author TEXT NOT NULL,
    emoji TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (message_id, author)
);

CREATE TABLE consent (
    inbox_id BIGINT NOT NULL REFERENCES inbox (id),
    handle_id BIGINT NOT NULL REFERENCES contact_handle (id),
    refused BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (inbox_id, handle_id)
);

CREATE TABLE breaker (
    inbox_id BIGINT NOT NULL PRIMARY KEY REFERENCES inbox (id),
    failures BIGINT NOT NULL,
    open_until BIGINT NOT NULL,
    code TEXT,
    sentence TEXT
);

CREATE TABLE listing (
    inbox_id BIGINT NOT NULL PRIMARY KEY REFERENCES inbox (id),
    up_to BIGINT NOT NULL
);

ALTER TABLE inbound_event ADD COLUMN awaits TEXT;
CREATE INDEX inbound_event_awaits ON inbound_event (inbox_id, awaits)
    WHERE awaits IS NOT NULL AND applied_at IS NULL;
";

pub(super) const DOWN: &str = "
DROP INDEX inbound_event_awaits;
ALTER TABLE inbound_event DROP COLUMN awaits;
DROP TABLE listing;
DROP TABLE breaker;
DROP TABLE consent;
DROP TABLE reaction;
DROP INDEX message_provider;
ALTER TABLE message DROP COLUMN unsent_at;
ALTER TABLE message DROP COLUMN edited_at;
ALTER TABLE message DROP COLUMN quoted_id;
DROP INDEX attachment_awaited;
ALTER TABLE attachment DROP COLUMN problem_sentence;
ALTER TABLE attachment DROP COLUMN problem_code;
ALTER TABLE attachment DROP COLUMN look_at;
ALTER TABLE attachment DROP COLUMN tries;
";
