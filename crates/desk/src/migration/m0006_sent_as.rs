//! How a file went to the customer.

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
ALTER TABLE attachment ADD COLUMN sent_as TEXT NOT NULL DEFAULT 'itself';
";

const DOWN: &str = "
ALTER TABLE attachment DROP COLUMN sent_as;
";
