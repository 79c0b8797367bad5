//! Files that are not to be kept, but fetched each time somebody looks.

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

// `passing`: by the inbox's policy of that day, see `receive::pass`. Ready, such a file has a
// `source` and no bytes here.
const UP: &str = "
ALTER TABLE attachment ADD COLUMN passing BOOLEAN NOT NULL DEFAULT FALSE;
";

const DOWN: &str = "
ALTER TABLE attachment DROP COLUMN passing;
";
