//! One message in the thread.

use super::{
    Side,
    file_tile::FileTile,
    lines::{Line, Run},
    pictures::Pictures,
    ticks::Ticks,
};
use crate::{
    ApiError,
    i18n::{I18n, i18n, words as w},
    ui::{Avatar, Time, TimeForm},
};
use leptos::{either::Either, prelude::*};
use model::{Attachment, Author, DeliveryState, Direction, FileKind, Message};

/// A message with its name, text, files and ticks.
#[component]
pub(super) fn Bubble(
    /// The message in its place; changes while it travels.
    line: Memo<Line>,
    /// Who is looking.
    side: Side,
) -> impl IntoView {
    let t = i18n();
    let now = line.get_untracked();
    let direction = now.message.direction;
    if direction == Direction::Activity {
        let text = activity(t, &now.message);
        return Either::Left(view! {
            <li class="message" data-testid="message" data-direction="activity">
                {move || line.with(day)}
                <p class="activity">{text}" "<Time at=now.message.at /></p>
            </li>
        });
    }
    let own = matches!((side, direction), (Side::Visitor, Direction::In));
    let author = name(t, &now.message.author);
    let content = Memo::new(move |_| {
        line.with(|line| (line.message.text.clone(), line.message.attachments.clone()))
    });
    let state = move || {
        line.with(|line| {
            line.message
                .delivery
                .as_ref()
                .map(|delivery| delivery.state.as_str())
        })
    };
    Either::Right(view! {
        <li
            class="message"
            data-testid="message"
            data-direction=direction_name(direction)
            data-own=own.to_string()
            data-run=move || line.with(|line| line.run.as_str())
            data-state=state
        >
            {move || line.with(|line| (day(line), by(line, own, author.clone())))}
            // Apart from the rest, so that a tick does not draw the pictures anew.
            <div class="bubble">{move || content.with(|(text, files)| show(text, files))}</div>
            {move || under(line, side, t)}
        </li>
    })
}

const fn direction_name(direction: Direction) -> &'static str {
    match direction {
        Direction::In => "in",
        Direction::Out => "out",
        Direction::Note => "note",
        Direction::Activity => "activity",
    }
}

fn name(t: I18n, author: &Author) -> String {
    match author {
        Author::Agent(name) => name.clone(),
        Author::Contact(name) if name.is_empty() => t.t(w::VISITOR).to_owned(),
        Author::Contact(name) => name.clone(),
        Author::System => t.t(w::DESK).to_owned(),
    }
}

/// The day over its first message.
fn day(line: &Line) -> impl IntoView + use<> {
    let at = line.message.at;
    line.new_day
        .then(|| view! { <span class="day"><Time at form=TimeForm::Day /></span> })
}

/// Who and when, over the first message of a run.
fn by(line: &Line, own: bool, author: String) -> impl IntoView + use<> {
    let at = line.message.at;
    line.run.begins().then(|| {
        view! {
            <p class="by">
                {(!own).then(|| view! { <Avatar name=author.clone() /> })}
                <span class="who">{author}</span>
                <Time at form=TimeForm::Clock />
            </p>
        }
    })
}

fn show(text: &str, files: &[Attachment]) -> impl IntoView + use<> {
    let (pictures, others): (Vec<_>, Vec<_>) = files
        .iter()
        .cloned()
        .partition(|file| file.kind() == FileKind::Picture);
    let others = others
        .into_iter()
        .map(|file| view! { <FileTile file /> })
        .collect_view();
    (
        (!pictures.is_empty()).then(|| view! { <Pictures pictures /> }),
        others,
        (!text.is_empty()).then(|| view! { <p class="text">{text.to_owned()}</p> }),
    )
}

/// Ticks at the end of a run, and what went wrong wherever it did.
fn under(line: Memo<Line>, side: Side, t: I18n) -> impl IntoView {
    let (delivery, run) = line.with(|line| (line.message.delivery.clone(), line.run));
    let delivery = delivery.filter(|_| side == Side::Desk)?;
    let problem = (delivery.state == DeliveryState::Failed).then(|| {
        let sentence = delivery.problem.as_ref().map_or_else(
            || t.t(w::FAILED).to_owned(),
            |problem| t.error(&ApiError::new(&problem.code, problem.sentence.clone())),
        );
        view! { <p class="problem" role="note">{sentence}</p> }
    });
    let ticks =
        (Run::ends(run) || problem.is_some()).then(|| view! { <Ticks state=delivery.state /> });
    Some((ticks, problem))
}

/// What happened, in words. Stored as `verb` or `verb:name`, see [`Direction::Activity`].
fn activity(t: I18n, message: &Message) -> String {
    let who = name(t, &message.author);
    let (verb, whom) = message.text.split_once(':').unwrap_or((&message.text, ""));
    let what = match verb {
        "assigned" => t.f(w::ACT_ASSIGNED, &[whom]),
        "unassigned" => t.t(w::ACT_UNASSIGNED).to_owned(),
        "closed" => t.t(w::ACT_CLOSED).to_owned(),
        "reopened" => t.t(w::ACT_REOPENED).to_owned(),
        _ => message.text.clone(),
    };
    format!("{who} {what}")
}
