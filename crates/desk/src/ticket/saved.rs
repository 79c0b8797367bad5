//! Views that agents keep, for themselves or for all.

use super::filter::Filter;
use crate::{Actor, Desk, Error, Result, cache::Cached, db};
use model::AgentId;
use sea_orm::FromQueryResult;
use std::sync::Arc;

/// The longest name of a view, in characters.
pub const VIEW_MAX: usize = 50;
/// Views of one agent, and shared ones, at most: each is counted for everybody who looks.
const MOST: i64 = 50;

/// A list that somebody keeps under a name.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct SavedView {
    /// Key.
    pub id: i64,
    /// Who keeps it.
    pub agent_id: AgentId,
    /// All agents see it.
    pub shared: bool,
    /// What it is called.
    pub name: String,
    /// What it shows, as [`Filter::query`] says it.
    pub query: String,
}

/// All views, of all agents.
pub(crate) type SavedViews = Cached<Vec<SavedView>>;

/// Those an agent sees: shared ones and their own, by name.
pub(super) async fn all(desk: &Desk, me: AgentId) -> Result<Vec<SavedView>> {
    let all: Arc<Vec<SavedView>> = desk
        .saved_views()
        .get(db::all(
            desk.db().read(),
            "SELECT id, agent_id, shared, name, query FROM saved_view ORDER BY shared DESC, name, id",
            [],
        ))
        .await?;
    let theirs = all.iter().filter(|view| view.shared || view.agent_id == me);
    Ok(theirs.cloned().collect())
}

/// Keeps a list under a name. What it shows is kept from its beginning.
///
/// # Errors
/// For anybody but agents; when the name is none, or there are too many.
pub async fn save(
    desk: &Desk,
    actor: &Actor,
    name: &str,
    filter: &Filter,
    shared: bool,
) -> Result<SavedView> {
    let me = actor.agent()?;
    let name = name.trim();
    if name.is_empty() || name.chars().count() > VIEW_MAX {
        return Err(Error::invalid(
            "view_name",
            "A view has a name of at most 50 characters.",
        ));
    }
    let held = all(desk, me).await?.len();
    if i64::try_from(held).unwrap_or(MOST) >= MOST {
        let sentence = "There are 50 views already. Remove one first.";
        return Err(Error::invalid("view_many", sentence));
    }
    let saved: Option<SavedView> = db::one(
        desk.db().write(),
        "INSERT INTO saved_view (agent_id, shared, name, query, created_at) \
         VALUES ($1, $2, $3, $4, $5) RETURNING id, agent_id, shared, name, query",
        [
            me.into(),
            shared.into(),
            name.into(),
            filter.begin().query().into(),
            db::now().into(),
        ],
    )
    .await?;
    desk.saved_views().clear();
    saved.ok_or(Error::NotFound)
}

/// The view that a list is, if the actor may remove it.
///
/// # Errors
/// For anybody but agents.
pub async fn removable(desk: &Desk, actor: &Actor, filter: &Filter) -> Result<Option<SavedView>> {
    let me = actor.agent()?;
    let query = filter.begin().query();
    let all = all(desk, me).await?;
    let removable = |view: &SavedView| view.query == query && may_remove(actor, me, view);
    Ok(all.into_iter().find(removable))
}

fn may_remove(actor: &Actor, me: AgentId, view: &SavedView) -> bool {
    view.agent_id == me || actor.sets_up()
}

/// Removes a view: one's own; a shared one also who sets the desk up.
///
/// # Errors
/// For anybody else; when there is none.
pub async fn forget(desk: &Desk, actor: &Actor, id: i64) -> Result<()> {
    let me = actor.agent()?;
    let all = all(desk, me).await?;
    let view = all.iter().find(|view| view.id == id);
    let view = view.ok_or(Error::NotFound)?;
    if !may_remove(actor, me, view) {
        return Err(Error::NotAllowed);
    }
    db::run(
        desk.db().write(),
        "DELETE FROM saved_view WHERE id = $1",
        [id.into()],
    )
    .await?;
    desk.saved_views().clear();
    Ok(())
}
