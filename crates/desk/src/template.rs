//! Texts that a provider approved beforehand: which there are, and one of them filled in.

use crate::{Actor, Desk, Error, Result, db, inbox};
use channels::SendError;
use model::{InboxId, Template, TemplateUse, TicketId};
use sea_orm::FromQueryResult;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

/// How long what a provider told is believed. Approving one takes it minutes to hours.
const BELIEVED: Duration = Duration::from_secs(600);
/// Characters of what is put into one place (Meta's page on templates: the filled body has 1,024).
const VALUE_CHARS: usize = 1_000;

/// An inbox's, and since when they are known.
type Known = (Instant, Arc<Vec<Template>>);

/// What providers told of their templates. Kept by no row: they are the provider's, and change there.
#[derive(Default)]
pub(crate) struct Templates(Mutex<HashMap<InboxId, Known>>);

impl Templates {
    fn known(&self, inbox: InboxId) -> Option<Arc<Vec<Template>>> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, templates) = all.get(&inbox)?;
        (since.elapsed() < BELIEVED).then(|| Arc::clone(templates))
    }

    fn learn(&self, inbox: InboxId, templates: &Arc<Vec<Template>>) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(inbox, (Instant::now(), Arc::clone(templates)));
    }
}

/// Those that can be sent in a ticket, by name and language. `fresh`: asked for anew.
///
/// # Errors
/// For anybody but agents; when the provider does not answer, or the inbox lacks what it takes to ask.
pub async fn offered(
    desk: &Desk,
    actor: &Actor,
    ticket: TicketId,
    fresh: bool,
) -> Result<Vec<Template>> {
    actor.agent()?;
    let inbox = inbox_of(desk, ticket).await?;
    Ok(all(desk, inbox, fresh).await?.to_vec())
}

async fn inbox_of(desk: &Desk, ticket: TicketId) -> Result<InboxId> {
    #[derive(FromQueryResult)]
    struct Row {
        inbox_id: i64,
    }
    let sql = "SELECT inbox_id FROM ticket WHERE id = $1";
    let row: Option<Row> = db::one(desk.db().read(), sql, [ticket.into()]).await?;
    row.map(|row| row.inbox_id).ok_or(Error::NotFound)
}

async fn all(desk: &Desk, inbox: InboxId, fresh: bool) -> Result<Arc<Vec<Template>>> {
    if !fresh && let Some(known) = desk.templates().known(inbox) {
        return Ok(known);
    }
    let asked = inbox::get(desk, inbox).await?.open(desk).templates().await;
    let mut templates = asked.map_err(|error| match error {
        SendError::Rejected(problem) if problem.code == "no_waba" => {
            Error::invalid("no_waba", problem.sentence)
        }
        SendError::Rejected(problem) => Error::invalid("templates_refused", problem.sentence),
        SendError::Retry(_) | SendError::Unknown => Error::invalid(
            "provider_down",
            "The provider does not answer at the moment. Try again in a while.",
        ),
    })?;
    templates.sort_by(|a, b| (&a.name, &a.language).cmp(&(&b.name, &b.language)));
    let templates = Arc::new(templates);
    desk.templates().learn(inbox, &templates);
    Ok(templates)
}

/// One of them filled in: as the customer will read it, and as the provider is told.
///
/// # Errors
/// When there is no such template, or its places are not filled as the provider wants them.
pub(crate) async fn fill(
    desk: &Desk,
    ticket: TicketId,
    wanted: &TemplateUse,
) -> Result<(String, channels::Template)> {
    let inbox = inbox_of(desk, ticket).await?;
    let all = all(desk, inbox, false).await?;
    let same = |one: &&Template| one.name == wanted.name && one.language == wanted.language;
    let template = all.iter().find(same).ok_or_else(|| {
        Error::invalid(
            "template_gone",
            "This template is not there any more. Choose another one.",
        )
    })?;
    let values: Vec<String> = wanted
        .values
        .iter()
        .map(|value| value.trim().to_owned())
        .collect();
    // Meta refuses line ends, tabs and more than four spaces in a row (132018).
    let fits = |value: &String| {
        !value.is_empty()
            && !value.contains(['\n', '\r', '\t'])
            && !value.contains("     ")
            && value.chars().count() <= VALUE_CHARS
    };
    if values.len() != template.places() || !values.iter().all(fits) {
        return Err(Error::invalid(
            "template_places",
            "Fill in each of the template's places, on one line each.",
        ));
    }
    let text = template.filled(&values);
    let template = channels::Template {
        name: wanted.name.clone(),
        language: wanted.language.clone(),
        body: values,
    };
    Ok((text, template))
}
