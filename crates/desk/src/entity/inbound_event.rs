//! What arrived, as it arrived. The columns' meanings are DESIGN's.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "inbound_event")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub inbox_id: i64,
    pub event_id: String,
    pub payload: String,
    pub received_at: i64,
    pub applied_at: Option<i64>,
    pub error: Option<String>,
    pub attempts: i64,
    pub next_attempt: i64,
    pub woken_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
