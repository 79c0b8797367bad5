//! Those who answer: who they are, and how they show that they are.

use crate::{
    Actor, Desk, Error, Result, db,
    db::Write,
    entity::{agent, audit},
    password, rate,
};
use model::{Agent, AgentChip, AgentId, Locale, Role};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set, SqlErr};
use std::sync::Arc;

/// Signs in.
///
/// # Errors
/// `wrong_password` for an address nobody has as for a wrong password; too many tries.
pub async fn sign_in(desk: &Desk, email: &str, password: &str, client_ip: &str) -> Result<Agent> {
    let email = email.trim().to_lowercase();
    // By address of the network against those who try many people, by person against those who
    // come from many addresses.
    rate::take(desk, &format!("sign-in ip {client_ip}"), 30, 300).await?;
    rate::take(desk, &format!("sign-in email {}", short(&email)), 10, 300).await?;
    let found = agent::Entity::find()
        .filter(agent::Column::Email.eq(email))
        .one(desk.db().read())
        .await?;
    let hash = found.as_ref().map(|agent| agent.password_hash.clone());
    match (password::verify(password, hash).await?, found) {
        (true, Some(agent)) => Ok(agent.into()),
        _ => Err(Error::invalid(
            "wrong_password",
            "The e-mail address or the password is wrong.",
        )),
    }
}

/// Makes the first owner, for the bearer of [`Desk::setup_token`].
///
/// # Errors
/// With the wrong token, when there is an owner already, and when a field is not usable.
pub async fn set_up_owner(
    desk: &Desk,
    token: &str,
    name: &str,
    email: &str,
    password: &str,
) -> Result<Agent> {
    rate::take(desk, "set-up", 30, 300).await?;
    if has_owner(desk).await? {
        return Err(already());
    }
    // Hashed, so that comparing takes the same time for each wrong one.
    if crate::token::hash(token) != crate::token::hash(&desk.setup_token()) {
        return Err(Error::invalid(
            "token_wrong",
            "This set-up link is not the one the desk printed when it started.",
        ));
    }
    insert(desk, "set-up", name, email, password, Role::Owner, true).await
}

/// Whether anybody owns the desk yet.
///
/// # Errors
/// When the database does not answer.
pub async fn has_owner(desk: &Desk) -> Result<bool> {
    let known = all(desk).await?;
    Ok(known.iter().any(|agent| agent.role == Role::Owner.as_str()))
}

/// Adds an agent.
///
/// # Errors
/// For anybody but the desk itself and its owners and admins; when a field is not usable.
pub async fn create(
    desk: &Desk,
    actor: &Actor,
    name: &str,
    email: &str,
    password: &str,
    role: Role,
) -> Result<Agent> {
    let by = match actor {
        Actor::System => "system".to_owned(),
        // Nobody hands out more than they have.
        Actor::Agent { id, role: own } if *own >= Role::Admin && role <= *own => {
            format!("agent:{id}")
        }
        Actor::Nobody => return Err(Error::NotSignedIn),
        Actor::Agent { .. } | Actor::Visitor { .. } => return Err(Error::NotAllowed),
    };
    insert(desk, &by, name, email, password, role, false).await
}

/// The agent of that key.
///
/// # Errors
/// When there is none (any more).
pub async fn get(desk: &Desk, id: AgentId) -> Result<Agent> {
    let known = all(desk).await?;
    known
        .iter()
        .find(|agent| agent.id == id)
        .cloned()
        .map(Into::into)
        .ok_or(Error::NotFound)
}

/// Chooses the language of one's pages; none: what the browser asks for.
///
/// # Errors
/// For anybody but agents.
pub async fn set_locale(desk: &Desk, actor: &Actor, locale: Option<Locale>) -> Result<()> {
    let id = actor.agent()?;
    db::run(
        desk.db().write(),
        "UPDATE agent SET locale = $1 WHERE id = $2",
        [locale.map(Locale::as_str).into(), id.into()],
    )
    .await?;
    desk.agents().clear();
    Ok(())
}

/// Everybody who answers. Few, and read with each page, so kept for some seconds.
pub(crate) async fn all(desk: &Desk) -> Result<Arc<Vec<agent::Model>>> {
    let read = async { Ok(agent::Entity::find().all(desk.db().read()).await?) };
    desk.agents().get(read).await
}

/// Everybody who answers, in passing.
///
/// # Errors
/// For anybody but agents.
pub async fn chips(desk: &Desk, actor: &Actor) -> Result<Vec<AgentChip>> {
    actor.agent()?;
    let known = all(desk).await?;
    let chip = |agent: &agent::Model| chip(&known, Some(agent.id));
    Ok(known.iter().filter_map(chip).collect())
}

/// In passing.
pub(crate) fn chip(known: &[agent::Model], id: Option<AgentId>) -> Option<AgentChip> {
    let agent = known.iter().find(|agent| Some(agent.id) == id)?;
    Some(AgentChip {
        id: agent.id,
        name: agent.name.clone(),
    })
}

async fn insert(
    desk: &Desk,
    by: &str,
    name: &str,
    email: &str,
    password: &str,
    role: Role,
    first: bool,
) -> Result<Agent> {
    let name = name.trim();
    let email = email.trim().to_lowercase();
    if name.is_empty() || name.chars().count() > 100 {
        return Err(Error::invalid(
            "name_empty",
            "Please give a name of at most 100 characters.",
        ));
    }
    let parts = email.split_once('@');
    if email.len() > 254
        || email.contains(char::is_whitespace)
        || parts
            .is_none_or(|(local, host)| local.is_empty() || host.is_empty() || host.contains('@'))
    {
        return Err(Error::invalid(
            "email_invalid",
            "This is not an e-mail address.",
        ));
    }
    password::check(password)?;
    let password_hash = password::hash(password).await?;
    let write = Write::begin(desk).await?;
    if first {
        // Asked again where it counts: two people with the link are two transactions.
        if desk.db().is_postgres() {
            db::run(&*write, "LOCK TABLE agent IN EXCLUSIVE MODE", []).await?;
        }
        let owners = agent::Entity::find().filter(agent::Column::Role.eq(Role::Owner.as_str()));
        if owners.one(&*write).await?.is_some() {
            return Err(already());
        }
    }
    let row = agent::ActiveModel {
        name: Set(name.into()),
        email: Set(email.clone()),
        password_hash: Set(password_hash),
        role: Set(role.as_str().into()),
        locale: Set(None),
        created_at: Set(db::now()),
        ..Default::default()
    };
    let row = row
        .insert(&*write)
        .await
        .map_err(|error| match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(_)) => Error::invalid(
                "email_taken",
                "An agent with this e-mail address exists already.",
            ),
            _ => error.into(),
        })?;
    let trail = audit::ActiveModel {
        actor: Set(by.into()),
        action: Set("agent.create".into()),
        subject: Set(format!("agent:{}", row.id)),
        before: Set(None),
        after: Set(Some(
            serde_json::json!({ "email": email, "role": role }).to_string(),
        )),
        at: Set(db::now()),
        ..Default::default()
    };
    trail.insert(&*write).await?;
    write.commit().await?;
    desk.agents().clear();
    Ok(row.into())
}

fn already() -> Error {
    Error::invalid(
        "already_set_up",
        "This desk has an owner already. Sign in instead.",
    )
}

/// Rate limits are kept by what people type; a novel is not.
fn short(text: &str) -> String {
    if text.len() <= 100 {
        text.to_owned()
    } else {
        crate::token::hash(text)
    }
}

impl From<agent::Model> for Agent {
    fn from(row: agent::Model) -> Self {
        Self {
            id: row.id,
            name: row.name,
            email: row.email,
            // A role of a newer build may do the least.
            role: Role::from_name(&row.role).unwrap_or(Role::Agent),
            locale: row.locale.as_deref().and_then(Locale::from_tag),
        }
    }
}
