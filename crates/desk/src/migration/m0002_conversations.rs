//! Tickets, messages, what goes out and what comes in.

pub(super) const UP: &str = "
CREATE TABLE counter (
    name TEXT NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);
INSERT INTO counter (name, value) VALUES ('ticket', 1000);

CREATE TABLE ticket (
    id {key},
    number BIGINT NOT NULL UNIQUE,
    inbox_id BIGINT NOT NULL REFERENCES inbox (id),
    contact_id BIGINT NOT NULL REFERENCES contact (id),
    handle_id BIGINT NOT NULL REFERENCES contact_handle (id),
    subject TEXT NOT NULL,
    status TEXT NOT NULL,
    assignee_id BIGINT REFERENCES agent (id),
    unread BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    last_message_at BIGINT NOT NULL,
    last_text TEXT NOT NULL,
    last_picture_id BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX ticket_newest ON ticket (status, last_message_at DESC, id DESC);
CREATE INDEX ticket_assigned ON ticket (status, assignee_id, last_message_at DESC, id DESC);
CREATE INDEX ticket_contact ON ticket (contact_id, last_message_at DESC);

CREATE TABLE message (
    id {key},
    ticket_id BIGINT NOT NULL REFERENCES ticket (id),
    direction TEXT NOT NULL,
    author_kind TEXT NOT NULL,
    author_id BIGINT,
    text TEXT NOT NULL,
    html TEXT,
    client_key TEXT,
    provider_id TEXT,
    files BIGINT NOT NULL,
    state TEXT,
    problem_code TEXT,
    problem_sentence TEXT,
    created_at BIGINT NOT NULL,
    UNIQUE (author_kind, author_id, client_key)
);
CREATE INDEX message_ticket ON message (ticket_id, id);

CREATE TABLE delivery (
    id {key},
    message_id BIGINT NOT NULL REFERENCES message (id),
    ticket_id BIGINT NOT NULL REFERENCES ticket (id),
    inbox_id BIGINT NOT NULL REFERENCES inbox (id),
    position BIGINT NOT NULL,
    part TEXT NOT NULL,
    state TEXT NOT NULL,
    provider_id TEXT,
    attempts BIGINT NOT NULL,
    next_attempt BIGINT NOT NULL,
    woken_at BIGINT NOT NULL,
    claimed_at BIGINT,
    code TEXT,
    sentence TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX delivery_message ON delivery (message_id, position);
CREATE INDEX delivery_ticket ON delivery (ticket_id, id);
CREATE INDEX delivery_provider ON delivery (inbox_id, provider_id);
CREATE INDEX delivery_due ON delivery (next_attempt) WHERE state = 'queued';
CREATE INDEX delivery_leased ON delivery (claimed_at) WHERE state = 'sending';
CREATE INDEX delivery_lost ON delivery (next_attempt) WHERE state = 'unknown';

CREATE TABLE inbound_event (
    id {key},
    inbox_id BIGINT NOT NULL REFERENCES inbox (id),
    event_id TEXT NOT NULL,
    payload TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    applied_at BIGINT,
    error TEXT,
    attempts BIGINT NOT NULL,
    next_attempt BIGINT NOT NULL,
    woken_at BIGINT NOT NULL,
    UNIQUE (inbox_id, event_id)
);
CREATE INDEX inbound_event_due ON inbound_event (next_attempt) WHERE applied_at IS NULL;
";

pub(super) const DOWN: &str = "
DROP TABLE inbound_event;
DROP TABLE delivery;
DROP TABLE message;
DROP TABLE ticket;
DROP TABLE counter;
";
