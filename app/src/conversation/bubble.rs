//! One message in the thread.

use super::{
    file_tile::FileTile,
    lines::{Line, Run},
    pictures::Pictures,
    remarks,
    ticks::Ticks,
};
use crate::{
    i18n::{I18n, i18n, words as w},
    ui::{Avatar, Time, TimeForm},
};
use leptos::{either::Either, prelude::*};
use model::{Attachment, Author, DeliveryState, Direction, FileKind, Message};

/// Who is looking. A type of its own each, so that the customer's page carries nothing of what
/// only agents see.
pub(crate) trait Side: Copy + Send + Sync + 'static {
    /// The reader wrote it themselves.
    fn is_own(direction: Direction) -> bool;
    /// A line that is no message.
    fn activity(message: &Message, t: I18n) -> Option<impl IntoView + use<Self>>;
    /// What stands under a message.
    fn under(line: &Line, t: I18n) -> impl IntoView + use<Self>;
}

/// An agent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Desk;

impl Side for Desk {
    fn is_own(_: Direction) -> bool {
        // Agents read each other's answers: each stands under its writer's name.
        false
    }

    fn activity(message: &Message, t: I18n) -> Option<impl IntoView + use<>> {
        let activity = message.direction == Direction::Activity;
        let text = activity.then(|| format!("{} {}", name(t, &message.author), message.text))?;
        Some(view! { <p class="activity">{text}" "<Time at=message.at /></p> })
    }

    fn under(line: &Line, t: I18n) -> impl IntoView + use<> {
        under(line, t)
    }
}

/// The customer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Visitor;

impl Side for Visitor {
    fn is_own(direction: Direction) -> bool {
        direction == Direction::In
    }

    fn activity(_: &Message, _: I18n) -> Option<impl IntoView + use<>> {
        None::<()>
    }

    fn under(_: &Line, _: I18n) -> impl IntoView + use<> {}
}

/// A message with its name, text, files and ticks.
#[component]
pub(super) fn Bubble<S: Side>(
    /// The message in its place; changes while it travels. Drawn as a whole: what stays the same
    /// in it is not touched, so a tick loads no picture anew.
    line: Memo<Line>,
    /// Who is looking.
    side: S,
) -> impl IntoView {
    let t = i18n();
    move || line.with(|line| draw(line, side, t))
}

fn draw<S: Side>(line: &Line, _: S, t: I18n) -> impl IntoView + use<S> {
    let Line {
        message, new_day, ..
    } = line;
    let direction = message.direction;
    let own = S::is_own(direction);
    let state = message
        .delivery
        .as_ref()
        .map(|delivery| delivery.state.as_str());
    let day = new_day
        .then(|| view! { <span class="day"><Time at=message.at form=TimeForm::Day /></span> });
    let inside = match S::activity(message, t) {
        Some(activity) => Either::Left(activity),
        None => Either::Right((
            by(line, own, name(t, &message.author)),
            view! { <div class="bubble">{show(&message.text, &message.attachments)}</div> },
            S::under(line, t),
        )),
    };
    view! {
        <li
            class="message"
            data-testid="message"
            data-direction=direction_name(direction)
            data-own=own.to_string()
            data-run=line.run.as_str()
            data-state=state
        >
            {day}
            {inside}
        </li>
    }
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

/// Ticks at the end of a run, what went wrong wherever it did, and what is said of the message.
fn under(line: &Line, t: I18n) -> impl IntoView + use<> {
    let delivery = line.message.delivery.as_ref();
    let problem = delivery.filter(|delivery| delivery.state == DeliveryState::Failed);
    let problem = problem.map(|delivery| {
        let problem = delivery.problem.as_ref();
        let sentence = problem.map_or_else(
            || t.t(w::FAILED).to_owned(),
            |problem| problem.sentence.clone(),
        );
        view! { <p class="problem" role="note">{sentence}</p> }
    });
    let ticks = delivery.filter(|_| Run::ends(line.run) || problem.is_some());
    let ticks = ticks.map(|delivery| view! { <Ticks state=delivery.state /> });
    (ticks, problem, remarks::under(&line.message, t))
}
