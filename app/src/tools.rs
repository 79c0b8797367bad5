//! Everything one can do with a ticket, or with several that were picked in the list. Drawn by the server
//! when it is asked for, as a page of its own or as a part of the inbox.

use crate::{
    i18n::{i18n, words as w},
    inbox::Rail,
    ui::{Glyph, Icon, date_time},
};
use leptos::prelude::*;
use model::{
    AgentChip, Boot, MessageId, Millis, Pick, Priority, Status, TAG_MAX, TicketHead, TicketId,
};

/// What the tools are of.
#[derive(Clone, Debug, Default)]
pub struct Tools {
    /// The tickets.
    pub picks: Vec<Pick>,
    /// How it stands, where it is one.
    pub head: Option<TicketHead>,
    /// Who they can be given to.
    pub agents: Vec<AgentChip>,
    /// The tags there are.
    pub tags: Vec<String>,
    /// Until when they can be snoozed: the form's word, and when that is.
    pub later: Vec<(&'static str, Millis)>,
    /// The soonest and the usual time one may type, as a field for local times has them.
    pub soonest: (String, String),
    /// Tickets that it can become part of: key, name, when it last moved.
    pub mergeable: Vec<(TicketId, String, Millis)>,
    /// Messages that can begin one of their own: key, first words, when.
    pub splittable: Vec<(MessageId, String, Millis)>,
    /// Where the reader goes back to.
    pub back: String,
}

/// The page for readers without a script.
#[component]
pub(crate) fn ToolsPage(
    /// Who is signed in.
    me: String,
    /// What of.
    tools: Tools,
    /// What the page starts from.
    boot: Boot,
) -> impl IntoView {
    let t = i18n();
    let back = tools.back.clone();
    view! {
        <div class="desk" data-page="settings">
            <Rail page="inbox" name=me />
            <main class="settings">
                <p><a href=back>{t.t(w::BACK)}</a></p>
                <ToolsPart tools boot />
            </main>
        </div>
    }
}

/// The tools themselves.
#[component]
pub(crate) fn ToolsPart(
    /// What of.
    tools: Tools,
    /// What the page starts from.
    boot: Boot,
) -> impl IntoView {
    let t = i18n();
    let Tools {
        picks,
        head,
        agents,
        tags,
        later,
        soonest: (soonest, usual),
        mergeable,
        splittable,
        back,
    } = tools;
    let title = head.as_ref().map_or_else(
        || t.f(w::DONE_COUNT, &[&picks.len().to_string()]),
        |head| format!("#{} {}", head.number, head.subject),
    );
    let fields = StoredValue::new(picks);
    let back = StoredValue::new(back);
    let picked = move |what: &'static str| {
        let fields = fields.with_value(|picks| {
            let field = |pick: &Pick| {
                let value = format!("{}.{}", pick.ticket, pick.version);
                view! { <input type="hidden" name="ticket" value=value /> }
            };
            picks.iter().map(field).collect_view()
        });
        view! {
            {fields}
            <input type="hidden" name="change" value=what />
            <input type="hidden" name="back" value=back.get_value() />
        }
    };
    let status = head.as_ref().map(|head| head.status);
    let blocked = head.as_ref().map(|head| head.blocked);
    let priority = head.as_ref().map(|head| head.priority);
    let until = head.as_ref().and_then(|head| head.snoozed_until);
    let clock = move |at: Millis| date_time(at, boot.offset, boot.locale);
    let later = later
        .into_iter()
        .map(|(name, at)| {
            view! {
                <button type="submit" class="button" name="later" value=name>
                    {t.t(w::later(name))}
                    " "
                    <span class="quiet">{clock(at)}</span>
                </button>
            }
        })
        .collect_view();
    let priorities = Priority::ALL
        .map(|of| {
            let pressed = (priority == Some(of)).to_string();
            view! {
                <button
                    type="submit"
                    class="button"
                    name="priority"
                    value=of.as_str()
                    aria-pressed=pressed
                >
                    {t.t(w::priority(of))}
                </button>
            }
        })
        .collect_view();
    let offered = tags
        .iter()
        .map(|tag| view! { <option value=tag.clone()></option> })
        .collect_view();
    // Of several it is not told which have a tag: any can be taken from all.
    let own = head.as_ref().map_or(tags.clone(), |head| head.tags.clone());
    let own = own
        .into_iter()
        .map(|tag| {
            let label = t.f(w::UNTAG, &[&tag]);
            view! {
                <button type="submit" class="chip" name="untag" value=tag.clone() aria-label=label.clone() title=label>
                    {tag.clone()}
                    <Glyph icon=Icon::Close />
                </button>
            }
        })
        .collect_view();
    let several = head.is_none();
    // A ticket's own head has it, too, but on a phone.
    let assignee = head.as_ref().and_then(|head| head.assignee.as_ref());
    let assignee = assignee.map(|agent| agent.id);
    let options = agents
        .into_iter()
        .map(|agent| {
            let chosen = assignee == Some(agent.id);
            view! { <option value=agent.id.to_string() selected=chosen>{agent.name}</option> }
        })
        .collect_view();
    let assign = view! {
        <form class="row" method="post" action="/tickets/change" data-live>
            {picked("assign")}
            <select name="agent" aria-label=t.t(w::ASSIGNED_TO)>
                <option value="">{t.t(w::NOBODY)}</option>
                {options}
            </select>
            <button type="submit" class="button">{t.t(w::ASSIGN)}</button>
        </form>
    };
    let deed = move |word, change: &'static str| {
        view! {
            <form method="post" action="/tickets/change" data-live>
                {picked(change)}
                <button type="submit" class="button" data-testid=format!("do-{change}")>{t.t(word)}</button>
            </form>
        }
    };
    let options = |of: Vec<(i64, String, Millis)>| {
        of.into_iter()
            .map(|(id, name, at)| {
                view! { <option value=id.to_string()>{format!("{name} · {}", clock(at))}</option> }
            })
            .collect_view()
    };
    let merge = (!mergeable.is_empty()).then(|| {
        view! {
            <form class="stack" method="post" action="/tickets/merge" data-live>
                {picked("merge")}
                <h3>{t.t(w::MERGE_INTO)}</h3>
                <div class="row">
                    <select name="into" aria-label=t.t(w::MERGE_INTO)>{options(mergeable)}</select>
                    <button type="submit" class="button">{t.t(w::MERGE)}</button>
                </div>
            </form>
        }
    });
    let split = (!splittable.is_empty()).then(|| {
        view! {
            <form class="stack" method="post" action="/tickets/split" data-live>
                {picked("split")}
                <h3>{t.t(w::SPLIT_FROM)}</h3>
                <div class="row">
                    <select name="message" aria-label=t.t(w::SPLIT_FROM)>{options(splittable)}</select>
                    <button type="submit" class="button">{t.t(w::SPLIT)}</button>
                </div>
            </form>
        }
    });
    let is = move |of: Status| status == Some(of);
    view! {
        <section class="ticket-tools" data-testid="tools">
            <h2>{title}</h2>
            {assign}
            <form class="stack" method="post" action="/tickets/change" data-live>
                {picked("snooze")}
                <h3>{t.t(w::SNOOZE)}</h3>
                {until.map(|until| view! { <p class="quiet">{t.f(w::SNOOZED_UNTIL, &[&clock(until)])}</p> })}
                <div class="choices">{later}</div>
                <div class="row">
                    <input type="datetime-local" name="until" min=soonest value=usual aria-label=t.t(w::SNOOZE_UNTIL) />
                    <button type="submit" class="button">{t.t(w::SNOOZE_UNTIL)}</button>
                </div>
            </form>
            <form class="stack" method="post" action="/tickets/change" data-live data-stay>
                {picked("priority")}
                <h3>{t.t(w::PRIORITY)}</h3>
                <div class="segments">{priorities}</div>
            </form>
            <form class="stack" method="post" action="/tickets/change" data-live data-stay>
                {picked("tag")}
                <h3>{t.t(w::TAGS)}</h3>
                <div class="row">
                    <input name="tag" list="all-tags" maxlength=TAG_MAX.to_string() autocomplete="off" aria-label=t.t(w::TAG_ADD) placeholder=t.t(w::TAG_ADD) />
                    <button type="submit" class="button">{t.t(w::ADD)}</button>
                </div>
                <div class="chips">{own}</div>
                <datalist id="all-tags">{offered}</datalist>
            </form>
            {merge}
            {split}
            <div class="choices deeds-of-ticket">
                {(several || is(Status::Open) || is(Status::Snoozed)).then(|| deed(w::CLOSE_TICKET, "closed"))}
                {(several || is(Status::Closed) || is(Status::Snoozed)).then(|| deed(w::REOPEN, "open"))}
                {deed(w::MARK_UNREAD, "unread")}
                {several.then(|| deed(w::MARK_READ, "read"))}
                {(!is(Status::Spam)).then(|| deed(w::MARK_SPAM, "spam"))}
                {is(Status::Spam).then(|| deed(w::NOT_SPAM, "open"))}
                {(blocked != Some(true)).then(|| deed(w::BLOCK, "block"))}
                {(blocked == Some(true)).then(|| deed(w::UNBLOCK, "unblock"))}
            </div>
        </section>
    }
}
