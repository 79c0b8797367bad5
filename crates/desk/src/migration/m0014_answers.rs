//! What an agent's message has besides text and files, and who else a letter went to.

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

// `extras`: JSON, see `message::extras`.
const UP: &str = "
ALTER TABLE message ADD COLUMN extras TEXT;
";

const DOWN: &str = "
ALTER TABLE message DROP COLUMN extras;
";
