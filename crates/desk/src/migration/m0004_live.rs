//! The live log, one-time tickets to it, and rate limits.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, DOWN).await
    }
}

const UP: &str = "
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

const DOWN: &str = "
DROP TABLE rate;
DROP TABLE stream_ticket;
DROP TABLE event;
";
