//! What narrows the list, and where a list is kept under a name. Drawn by the server when it is asked for, as a
//! page of its own or as a part of the inbox.

use crate::{
    field::Field,
    i18n::{Text, i18n, words as w},
    inbox::{Rail, at},
    listing::{has_name, sort_name, view_name},
};
use desk::ticket::{Filter, Has, SavedView, Sort, VIEW_MAX, View};
use leptos::prelude::*;
use model::{AgentChip, Channel, Priority, Status};

/// What the form offers.
#[derive(Clone, Debug, Default)]
pub struct Filters {
    /// What the list shows now.
    pub filter: Filter,
    /// Who tickets can be assigned to.
    pub agents: Vec<AgentChip>,
    /// The tags there are.
    pub tags: Vec<String>,
    /// The view that the list is, where the reader may remove it.
    pub saved: Option<SavedView>,
}

/// The page for readers without a script.
#[component]
pub(crate) fn FiltersPage(
    /// Who is signed in.
    me: String,
    /// What is offered.
    filters: Filters,
) -> impl IntoView {
    let t = i18n();
    let back = at("/inbox", &filters.filter.begin().query());
    view! {
        <div class="desk" data-page="settings">
            <Rail page="inbox" name=me />
            <main class="settings">
                <p><a href=back>{t.t(w::BACK)}</a></p>
                <FiltersPart filters />
            </main>
        </div>
    }
}

/// The forms themselves.
#[component]
pub(crate) fn FiltersPart(
    /// What is offered.
    filters: Filters,
) -> impl IntoView {
    let t = i18n();
    let Filters {
        filter,
        agents,
        tags,
        saved,
    } = filters;
    let query = filter.begin().query();
    let choice = |value: String, text: String, chosen: bool| {
        view! { <option value=value selected=chosen>{text}</option> }
    };
    let any = move || choice(String::new(), t.t(w::ANY).to_owned(), false);
    let named = |value: &str, text: Text, chosen: bool| {
        choice(value.to_owned(), t.t(text).to_owned(), chosen)
    };
    let views = View::ALL
        .map(|view| named(view.as_str(), view_name(view), filter.view == view))
        .collect_view();
    let statuses = Status::ALL
        .map(|status| {
            named(
                status.as_str(),
                w::status(status),
                filter.wanted() == Some(status),
            )
        })
        .collect_view();
    let channels = Channel::ALL
        .map(|channel| {
            let chosen = filter.channel == Some(channel);
            named(channel.as_str(), w::channel(channel), chosen)
        })
        .collect_view();
    let priorities = Priority::ALL
        .map(|priority| {
            let chosen = filter.priority == Some(priority);
            named(priority.as_str(), w::priority(priority), chosen)
        })
        .collect_view();
    let has = Has::ALL
        .map(|has| named(has.as_str(), has_name(has), filter.has == Some(has)))
        .collect_view();
    let sorts = Sort::ALL
        .map(|sort| named(sort.as_str(), sort_name(sort), filter.sort == sort))
        .collect_view();
    let agents = agents
        .into_iter()
        .map(|agent| {
            choice(
                agent.id.to_string(),
                agent.name,
                filter.agent == Some(agent.id),
            )
        })
        .collect_view();
    let tags = tags
        .into_iter()
        .map(|tag| view! { <option value=tag></option> })
        .collect_view();
    let day = |day: Option<desk::ticket::Day>| day.map_or(String::new(), |day| day.to_string());
    let remove = saved.map(|view| {
        view! {
            <form method="post" action=format!("/views/{}/remove", view.id) data-live>
                <button type="submit" class="button">{t.f(w::VIEW_REMOVE, &[&view.name])}</button>
            </form>
        }
    });
    let searches = filter.searches();
    view! {
        <section class="ticket-tools" data-testid="filters">
            <h2>{t.t(w::FILTERS)}</h2>
            <form class="stack filters" action="/inbox" data-live>
                <input type="hidden" name="q" value=filter.q.clone() />
                <Field label=t.t(w::VIEWS)><select name="view">{views}</select></Field>
                <Field label=t.t(w::STATUS)>
                    <select name="status">{searches.then(any)}{statuses}</select>
                </Field>
                <Field label=t.t(w::CHANNEL)><select name="channel">{any()}{channels}</select></Field>
                <Field label=t.t(w::ASSIGNED_TO)><select name="agent">{any()}{agents}</select></Field>
                <Field label=t.t(w::TAG)>
                    <input name="tag" list="known-tags" autocomplete="off" value=filter.tag.clone() />
                </Field>
                <datalist id="known-tags">{tags}</datalist>
                <Field label=t.t(w::PRIORITY)><select name="priority">{any()}{priorities}</select></Field>
                <Field label=t.t(w::HAS)><select name="has">{any()}{has}</select></Field>
                <Field label=t.t(w::SORT)><select name="sort">{sorts}</select></Field>
                <Field label=t.t(w::FROM)><input type="date" name="from" value=day(filter.from) /></Field>
                <Field label=t.t(w::UNTIL)><input type="date" name="until" value=day(filter.until) /></Field>
                <label class="check">
                    <input type="checkbox" name="unread" value="1" checked=filter.unread />
                    {t.t(w::UNREAD_ONLY)}
                </label>
                <div class="row">
                    <button type="submit" class="button primary">{t.t(w::SHOW)}</button>
                    <a class="button quiet" href="/inbox">{t.t(w::SHOW_ALL)}</a>
                </div>
            </form>
            <form class="stack" method="post" action="/views" data-live>
                <h3>{t.t(w::VIEW_SAVE)}</h3>
                <input type="hidden" name="query" value=query />
                <div class="row">
                    <input
                        name="name"
                        required
                        maxlength=VIEW_MAX.to_string()
                        autocomplete="off"
                        aria-label=t.t(w::VIEW_NAME)
                        placeholder=t.t(w::VIEW_NAME)
                    />
                    <button type="submit" class="button">{t.t(w::SAVE)}</button>
                </div>
                <label class="check">
                    <input type="checkbox" name="shared" value="1" />
                    {t.t(w::VIEW_SHARED)}
                </label>
            </form>
            {remove}
        </section>
    }
}
