//! A file of a message. The columns' meanings are DESIGN's.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attachment")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub message_id: i64,
    pub ticket_id: i64,
    pub position: i64,
    pub name: String,
    pub mime: String,
    pub bytes: i64,
    pub sha256: Option<String>,
    pub width: i64,
    pub height: i64,
    pub caption: String,
    pub alt: String,
    pub state: String,
    pub source: Option<String>,
    pub original_sha256: Option<String>,
    pub sent_as: String,
    pub passing: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
