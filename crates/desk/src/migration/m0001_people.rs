//! Those who answer, those who ask, and the accounts they meet on.

pub(super) const UP: &str = "
CREATE TABLE agent (
    id {key},
    name TEXT NOT NULL,
    email TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL,
    locale TEXT,
    created_at BIGINT NOT NULL
);

CREATE TABLE session (
    id_hash TEXT NOT NULL PRIMARY KEY,
    record TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX session_expiry ON session (expires_at);

CREATE TABLE inbox (
    id {key},
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    public_key TEXT UNIQUE,
    settings TEXT NOT NULL,
    credentials TEXT,
    created_at BIGINT NOT NULL
);

CREATE TABLE contact (
    id {key},
    name TEXT NOT NULL,
    files BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE contact_handle (
    id {key},
    contact_id BIGINT NOT NULL REFERENCES contact (id),
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    UNIQUE (kind, value)
);
CREATE INDEX contact_handle_contact ON contact_handle (contact_id);

CREATE TABLE audit (
    id {key},
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    before TEXT,
    after TEXT,
    at BIGINT NOT NULL
);
";

pub(super) const DOWN: &str = "
DROP TABLE audit;
DROP TABLE contact_handle;
DROP TABLE contact;
DROP TABLE inbox;
DROP TABLE session;
DROP TABLE agent;
";
