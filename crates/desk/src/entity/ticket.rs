//! A ticket. The columns' meanings are DESIGN's.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ticket")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub number: i64,
    pub inbox_id: i64,
    pub contact_id: i64,
    pub handle_id: i64,
    pub subject: String,
    pub status: String,
    pub assignee_id: Option<i64>,
    pub unread: bool,
    pub version: i64,
    pub last_message_at: i64,
    pub last_text: String,
    pub last_picture_id: Option<i64>,
    pub created_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
