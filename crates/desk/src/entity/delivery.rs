//! One provider call that a message needs: the outbox. The columns' meanings are DESIGN's.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "delivery")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub message_id: i64,
    pub ticket_id: i64,
    pub inbox_id: i64,
    pub position: i64,
    pub part: String,
    pub state: String,
    pub provider_id: Option<String>,
    pub attempts: i64,
    pub next_attempt: i64,
    pub woken_at: i64,
    pub claimed_at: Option<i64>,
    pub code: Option<String>,
    pub sentence: Option<String>,
    pub created_at: i64,
    pub handed: bool,
    pub again: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
