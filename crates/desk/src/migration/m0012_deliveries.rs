//! What a worker that dies leaves behind, and what a provider asks for once more.

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

// `handed`: whether the call that a customer would see may have been made, of a part that needs
// something else before it. `again`: how often it goes once more because its provider, having taken
// it, told of trouble that passes.
const UP: &str = "
ALTER TABLE delivery ADD COLUMN handed BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE delivery ADD COLUMN again BIGINT NOT NULL DEFAULT 0;
";

const DOWN: &str = "
ALTER TABLE delivery DROP COLUMN again;
ALTER TABLE delivery DROP COLUMN handed;
";
