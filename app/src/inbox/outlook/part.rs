//! One message that the customer will get, in words.

use super::{Plan, segments_line};
use crate::{
    i18n::{I18n, Text, i18n, words as w},
    ui::bytes,
};
use leptos::prelude::*;
use model::{CaptionPlace, Carried, Channel, Planned, TrayFile, carried};

/// Parts that the line names one by one; of more it tells the first, and how many.
const NAMED: usize = 4;

/// "2 messages: text, then picture with caption".
pub(super) fn summary(t: I18n, plan: &Plan) -> String {
    let parts: Vec<String> = (0..plan.parts.len()).map(|at| name(t, plan, at)).collect();
    let Some((first, rest)) = parts.split_first() else {
        return String::new();
    };
    if rest.is_empty() {
        return t.f(w::ONE_MESSAGE, &[first]);
    }
    let listed = if parts.len() > NAMED {
        format!("{first}, …")
    } else {
        t.f(w::FIRST_THEN, &[first, &rest.join(", ")])
    };
    t.f(w::SEVERAL_MESSAGES, &[&parts.len().to_string(), &listed])
}

/// What a part is: "text", "3 pictures", "picture with caption".
fn name(t: I18n, plan: &Plan, at: usize) -> String {
    let part = &plan.parts[at];
    let files = files(t, plan, part);
    let Some(files) = files else {
        let first = plan.parts[..at].iter().all(|part| part.files.is_empty());
        return t
            .t(if first { w::PART_TEXT } else { w::PART_CAPTION })
            .to_owned();
    };
    if part.text.is_empty() {
        return files;
    }
    match plan.channel.limits().caption {
        // A letter has text and files; with text and one file WhatsApp puts the one under the other.
        CaptionPlace::WithFile if plan.channel == Channel::Whatsapp => {
            t.f(w::WITH_CAPTION, &[&files])
        }
        _ => t.f(w::AND, &[t.t(w::PART_TEXT), &files]),
    }
}

/// "2 pictures and document"; nothing when there are none.
fn files(t: I18n, plan: &Plan, part: &Planned) -> Option<String> {
    const KINDS: [(Carried, Text, Text); 4] = [
        (Carried::Picture, w::PART_PICTURE, w::PART_PICTURES),
        (Carried::Video, w::PART_VIDEO, w::PART_VIDEOS),
        (Carried::Sound, w::PART_SOUND, w::PART_SOUNDS),
        (Carried::Document, w::PART_DOCUMENT, w::PART_DOCUMENTS),
    ];
    let kinds = part.files.iter().filter_map(|&at| plan.files.get(at));
    let kinds: Vec<Carried> = kinds.map(|file| arrives(plan.channel, file)).collect();
    let count = |which: Carried| kinds.iter().filter(|kind| **kind == which).count();
    KINDS
        .into_iter()
        .filter_map(|(kind, one, several)| match count(kind) {
            0 => None,
            1 => Some(t.t(one).to_owned()),
            count => Some(t.f(several, &[&count.to_string()])),
        })
        .reduce(|all, next| t.f(w::AND, &[&all, &next]))
}

/// As what a file arrives. What the channel does not carry is told of below it.
fn arrives(channel: Channel, file: &TrayFile) -> Carried {
    match carried(channel, &Plan::file(file)) {
        Carried::Kind | Carried::TooLarge => Carried::Document,
        kind => kind,
    }
}

/// "IMG_2041.HEIC, 3.9 MB → photo.jpg, 548 KB".
pub(super) fn made(t: I18n, file: &TrayFile) -> String {
    let is = format!("{}, {}", file.name, bytes(file.bytes, t.0));
    // What went off with the metadata alone is not worth a word.
    let same = file.name == file.picked && file.bytes * 20 > file.was * 19;
    let was = bytes(file.was, t.0);
    if same {
        is
    } else if file.name == file.picked {
        t.f(w::WAS_MADE, &[&file.name, &was, &bytes(file.bytes, t.0)])
    } else {
        t.f(w::WAS_MADE, &[&file.picked, &was, &is])
    }
}

/// A part in the list.
#[component]
pub(super) fn Part(
    /// Of what.
    plan: Plan,
    /// Which.
    at: usize,
) -> impl IntoView {
    let t = i18n();
    let part = plan.parts[at].clone();
    let told = (plan.channel == Channel::Sms && part.files.is_empty())
        .then(|| segments_line(t, model::segments(&part.text)));
    let files = part.files.iter().filter_map(|&at| plan.files.get(at));
    let place = plan.channel.limits().caption;
    let files = files.map(|file| {
        let goes = carried(plan.channel, &Plan::file(file));
        let refused = matches!(goes, Carried::Kind | Carried::TooLarge);
        // By letter and in the chat a caption is no part of the text before.
        let whole = matches!(plan.channel, Channel::Email | Channel::Webchat);
        let below = (whole && !file.caption.is_empty()).then(|| {
            let words = if place == CaptionPlace::InText { w::CAPTION_IN_TEXT } else { w::BELOW_CAPTION };
            view! { <span class="words">{t.f(words, &[&file.caption])}</span> }
        });
        view! {
            <span class="made">{made(t, file)}</span>
            {below}
            {refused.then(|| view! { <span class="problem">{t.f(w::GOES_NOT, &[&file.name])}</span> })}
        }
    });
    let words = (!part.text.is_empty()).then(|| {
        let words = if part.files.is_empty() || plan.channel != Channel::Whatsapp {
            part.text.clone()
        } else {
            t.f(w::BELOW_CAPTION, &[&part.text])
        };
        view! { <span class="words">{words}</span> }
    });
    let files = files.collect_view();
    view! {
        <li>
            <span class="what">{name(t, &plan, at)}</span>
            {told.map(|told| view! { <span class="quiet">{told}</span> })}
            {files}
            {words}
        </li>
    }
}
