//! Before and after: the picture as it was picked against what will be sent, with the bytes of both
//! and the choice of what matters.

use super::super::sketch::Sketch;
use super::{bench::Bench, stage::turned, texts::letters};
use crate::{
    browser::{self, Prepared},
    i18n::{I18n, i18n, words as w},
    ui::bytes,
};
use futures::future::AbortHandle;
use leptos::prelude::*;
use model::{Area, Edits, Quality};
use std::rc::Rc;

/// Makes a picture as it would be sent; the answer hears what came of it, unless that is wanted no more.
pub(in crate::workshop) type Trial = Rc<dyn Fn(Edits, Quality, Answer) -> AbortHandle>;
/// Hears it.
pub(in crate::workshop) type Answer = Box<dyn FnOnce(Result<Prepared, String>)>;

/// What will be sent.
#[derive(Clone, Debug, PartialEq)]
enum After {
    /// It is being made.
    Waiting,
    /// It can be looked at there, and has so many bytes.
    Made {
        url: String,
        bytes: u64,
        quality: Quality,
    },
    /// It cannot be made, for this reason.
    Failed(String),
}

/// What it was and what it will be.
#[derive(Clone, Copy)]
pub(super) struct Comparison {
    pub(super) quality: RwSignal<Quality>,
    /// The quality is for every picture of the message.
    pub(super) for_all: RwSignal<bool>,
    /// There are others.
    several: bool,
    /// How much of the width shows the picture as it was, in hundredths.
    share: RwSignal<u32>,
    after: RwSignal<After>,
    /// Where the picture as it was is shown from, and where else when a browser cannot read it.
    before: RwSignal<String>,
    spare: StoredValue<String>,
    /// Bytes it had.
    picked: u64,
    /// Ends the trial that is under way.
    under_way: StoredValue<Option<AbortHandle>>,
}

impl Comparison {
    pub(super) fn new(
        quality: Quality,
        several: bool,
        picked: u64,
        before: String,
        spare: String,
    ) -> Self {
        Self {
            quality: RwSignal::new(quality),
            for_all: RwSignal::new(false),
            several,
            share: RwSignal::new(50),
            after: RwSignal::new(After::Waiting),
            before: RwSignal::new(before),
            spare: StoredValue::new(spare),
            picked,
            under_way: StoredValue::new(None),
        }
    }

    /// Makes what would be sent whenever that is another, as long as it is looked at.
    pub(super) fn keep_up(self, bench: Bench, file: (u32, u32), trial: Trial) {
        let state = Memo::new(move |_| {
            let state = || (bench.sketch.with(|s| s.now().clone()), self.quality.get());
            bench.comparing.get().then(state)
        });
        browser::effect(move || {
            self.forget();
            let Some((_, quality)) = state.get() else {
                return;
            };
            let edits = bench.sketch.with_untracked(|s| s.edits(file, letters));
            let answer = move |made: Result<Prepared, String>| {
                self.after.set(match made {
                    Ok(made) => {
                        browser::revoke_url(&made.preview_url);
                        After::of(&made, quality)
                    }
                    Err(sentence) => After::Failed(sentence),
                });
            };
            let under_way = trial(edits, quality, Box::new(answer));
            self.under_way.set_value(Some(under_way));
        });
    }

    /// What was made, or is being made, is not looked at any more.
    pub(super) fn forget(self) {
        let under_way = self.under_way.try_update_value(Option::take);
        if let Some(under_way) = under_way.flatten() {
            under_way.abort();
        }
        if let Some(After::Made { url, .. }) = self.after.try_get_untracked() {
            browser::revoke_url(&url);
        }
        let _ = self.after.try_set(After::Waiting);
    }
}

impl After {
    fn of(made: &Prepared, quality: Quality) -> Self {
        Self::Made {
            url: browser::object_url(&made.bytes, &made.mime).unwrap_or_default(),
            bytes: made.bytes.length().into(),
            quality,
        }
    }
}

/// The two pictures in the drawing, one beside the other, each as much as the slider says.
#[component]
pub(super) fn Compared(bench: Bench, comparison: Comparison, size: (u32, u32)) -> impl IntoView {
    let Comparison {
        share,
        after,
        before,
        spare,
        ..
    } = comparison;
    let kept = move || bench.sketch.with(Sketch::kept);
    let split = move || {
        let Area { x, width, .. } = kept();
        f64::from(width).mul_add(f64::from(share.get()) / 100.0, x.into())
    };
    let box_of = move |is_after: bool| {
        let Area {
            x,
            y,
            width,
            height,
            ..
        } = kept();
        let (x, end) = (f64::from(x), f64::from(x) + f64::from(width));
        let (left, right) = if is_after {
            (split(), end)
        } else {
            (x, split())
        };
        [left, y.into(), right - left, height.into()]
    };
    let side = move |is_after: bool, pick: usize| move || box_of(is_after)[pick].to_string();
    let window = move |is_after: bool| move || super::stage::numbers(&box_of(is_after));
    let made = move || match after.get() {
        After::Made { url, .. } => Some(url),
        _ => None,
    };
    let number = move |pick: fn(Area) -> u32| move || pick(kept()).to_string();
    view! {
        <svg
            data-testid="before"
            x=side(false, 0)
            y=side(false, 1)
            width=side(false, 2)
            height=side(false, 3)
            viewBox=window(false)
        >
            <image
                href=before
                width=size.0.to_string()
                height=size.1.to_string()
                preserveAspectRatio="none"
                transform=move || bench.sketch.with(|sketch| turned(sketch, size))
                // A type that the worker reads and this browser does not.
                on:error=move |_| before.set(spare.get_value())
            ></image>
        </svg>
        <svg
            data-testid="after"
            x=side(true, 0)
            y=side(true, 1)
            width=side(true, 2)
            height=side(true, 3)
            viewBox=window(true)
        >
            {move || made().map(|url| view! {
                <image
                    href=url
                    x=number(|area| area.x)
                    y=number(|area| area.y)
                    width=number(|area| area.width)
                    height=number(|area| area.height)
                    preserveAspectRatio="none"
                ></image>
            })}
        </svg>
        <line
            class="split"
            x1=move || split().to_string()
            x2=move || split().to_string()
            y1=number(|area| area.y)
            y2=number(|area| area.y + area.height)
        ></line>
    }
}

/// Slider, bytes and choice.
#[component]
pub(super) fn ComparePanel(comparison: Comparison) -> impl IntoView {
    let t = i18n();
    let Comparison {
        quality,
        for_all,
        several,
        share,
        after,
        picked,
        ..
    } = comparison;
    let sizes = move || match after.get() {
        After::Waiting => format!("{} → …", bytes(picked, t.0)),
        After::Made { bytes: now, .. } => {
            format!("{} → {}", bytes(picked, t.0), bytes(now, t.0))
        }
        After::Failed(sentence) => sentence,
    };
    // What is shown, as the tests know it.
    let made = move || match after.get() {
        After::Waiting => "",
        After::Made { quality, .. } => quality.as_str(),
        After::Failed(_) => "failed",
    };
    view! {
        <div class="editor-compare" data-testid="compare" data-made=made>
            <label class="editor-slider">
                <span>{t.t(w::BEFORE)}</span>
                <input
                    type="range"
                    min="0"
                    max="100"
                    step="2"
                    aria-label=t.t(w::BEFORE_AFTER)
                    prop:value=move || share.get().to_string()
                    on:input=move |event| {
                        share.set(browser::target_value(&event).parse().unwrap_or(50));
                    }
                />
                <span>{t.t(w::AFTER)}</span>
            </label>
            <p class="editor-bytes" data-testid="compare-bytes" role="status">{sizes}</p>
            <fieldset class="editor-quality">
                <legend>{t.t(w::QUALITY)}</legend>
                {Quality::ALL.map(|choice| view! {
                    <label>
                        <input
                            type="radio"
                            name="quality"
                            value=choice.as_str()
                            prop:checked=move || quality.get() == choice
                            on:change=move |_| quality.set(choice)
                        />
                        {name_of(t, choice)}
                    </label>
                })}
            </fieldset>
            {several.then(|| view! {
                <label class="editor-all">
                    <input
                        type="checkbox"
                        name="for_all"
                        prop:checked=for_all
                        on:change=move |_| for_all.update(|all| *all = !*all)
                    />
                    {t.t(w::QUALITY_FOR_ALL)}
                </label>
            })}
        </div>
    }
}

fn name_of(t: I18n, quality: Quality) -> &'static str {
    t.t(match quality {
        Quality::Automatic => w::QUALITY_AUTOMATIC,
        Quality::Sharper => w::QUALITY_SHARPER,
        Quality::Smaller => w::QUALITY_SMALLER,
    })
}
