//! A text that the provider approved beforehand, chosen and filled in: what goes on WhatsApp when free
//! words may not.

use crate::{
    ApiError, api, browser,
    i18n::{i18n, words as w},
};
use leptos::prelude::*;
use model::{Answer, Extras, InboxId, Message, NewMessage, Template, TemplateUse, TicketId};

/// In the composer's head, while it is open.
#[component]
pub(super) fn TemplatePicker(
    /// For which ticket.
    ticket: TicketId,
    /// Its inbox, for those who may set it up.
    inbox: Option<InboxId>,
    /// Whether it is wanted.
    #[prop(into)]
    open: Signal<bool>,
    /// Where the message appears.
    messages: RwSignal<Vec<Message>>,
    /// One has gone.
    #[prop(into)]
    sent: Callback<()>,
) -> impl IntoView {
    let t = i18n();
    let all = RwSignal::new(None::<Vec<Template>>);
    let chosen = RwSignal::new(None::<Template>);
    let values = RwSignal::new(Vec::<String>::new());
    let problem = RwSignal::new(None::<ApiError>);
    let busy = RwSignal::new(false);
    // The same until it has gone: pressed twice it is one.
    let key = StoredValue::new(String::new());
    let look = move |fresh| {
        problem.set(None);
        leptos::task::spawn_local(async move {
            match api::template::offered(ticket, fresh).await {
                Ok(found) => {
                    let _ = all.try_set(Some(found));
                }
                Err(error) => {
                    let _ = problem.try_set(Some(error));
                }
            }
        });
    };
    browser::effect(move || {
        if open.get() && all.with_untracked(Option::is_none) {
            look(false);
        }
    });
    let choose = move |event| {
        let place = browser::target_value(&event).parse::<usize>().ok();
        let found =
            place.and_then(|place| all.with_untracked(|all| all.as_ref()?.get(place).cloned()));
        let places = found.as_ref().map_or(0, Template::places);
        values.set(vec![String::new(); places]);
        key.set_value(browser::client_key());
        chosen.set(found);
    };
    let complete = move || {
        let filled = values.with(|values| values.iter().all(|value| !value.trim().is_empty()));
        filled && chosen.with(Option::is_some) && !busy.get()
    };
    let send = move |_| {
        let Some(template) = chosen.get_untracked() else {
            return;
        };
        let answer = Answer {
            message: NewMessage {
                client_key: key.get_value(),
                ticket,
                note: false,
                text: String::new(),
                files: Vec::new(),
            },
            extras: Extras {
                template: Some(TemplateUse {
                    name: template.name,
                    language: template.language,
                    values: values.get_untracked(),
                }),
                ..Extras::default()
            },
        };
        busy.set(true);
        problem.set(None);
        leptos::task::spawn_local(async move {
            let outcome = api::message::answer(answer).await;
            let _ = busy.try_set(false);
            match outcome {
                Ok(message) => {
                    let _ = messages.try_update(|all| {
                        if !all.iter().any(|one| one.id == message.id) {
                            all.push(message);
                        }
                    });
                    let _ = chosen.try_set(None);
                    sent.run(());
                }
                Err(error) => {
                    let _ = problem.try_set(Some(error));
                }
            }
        });
    };
    let options = move || {
        all.with(|all| {
            let all = all.as_deref().unwrap_or_default().iter().enumerate();
            all.map(|(place, template)| {
                let label = format!(
                    "{} · {}",
                    template.name.replace('_', " "),
                    template.language
                );
                view! { <option value=place.to_string()>{label}</option> }
            })
            .collect_view()
        })
    };
    let places = move || {
        let count = chosen.with(|chosen| chosen.as_ref().map_or(0, Template::places));
        (0..count)
            .map(|place| {
                let label = t.f(w::TEMPLATE_PLACE, &[&format!("{{{{{}}}}}", place + 1)]);
                view! {
                    <input
                        type="text"
                        class="place"
                        aria-label=label.clone()
                        placeholder=label
                        maxlength="1000"
                        on:input=move |event| {
                            let value = browser::target_value(&event);
                            values.update(|values| values[place] = value);
                        }
                    />
                }
            })
            .collect_view()
    };
    let preview = move || {
        let values = values.get();
        chosen.with(|chosen| chosen.as_ref().map(|template| template.filled(&values)))
    };
    view! {
        <div class="template" data-testid="template" hidden=move || !open.get()>
            <p class="template-choice">
                <select
                    aria-label=t.t(w::TEMPLATE)
                    on:change=choose
                    prop:value=move || if chosen.with(Option::is_none) { "" } else { "chosen" }.to_owned()
                >
                    <option value="">{t.t(w::TEMPLATE_CHOOSE)}</option>
                    {options}
                </select>
                <button type="button" class="button quiet" on:click=move |_| look(true)>
                    {t.t(w::TEMPLATE_REFRESH)}
                </button>
            </p>
            {move || {
                all.with(|all| all.as_ref().is_some_and(Vec::is_empty))
                    .then(|| view! { <p class="quiet">{t.t(w::TEMPLATE_NONE)}</p> })
            }}
            {places}
            {move || preview().map(|text| view! { <p class="preview" data-testid="template-preview">{text}</p> })}
            {move || {
                problem
                    .get()
                    .map(|error| {
                        let settings = inbox.filter(|_| error.code == "no_waba");
                        let settings = settings
                            .map(|inbox| {
                                let href = format!("/settings/channels/{inbox}");
                                view! { " " <a href=href>{t.t(w::TO_CHANNEL)}</a> }
                            });
                        view! {
                            <p class="problem" role="alert">
                                <span>{t.error(&error, w::desk_error)}</span>
                                {settings}
                            </p>
                        }
                    })
            }}
            <button
                type="button"
                class="button primary"
                data-testid="template-send"
                disabled=move || !complete()
                hidden=move || chosen.with(Option::is_none)
                on:click=send
            >
                {t.t(w::TEMPLATE_SEND)}
            </button>
        </div>
    }
}
