//! The HTML around a page: head, scripts by their hashed names, and what the page starts from.
//! A page is drawn in one go, from what was read before: no part of it waits.

use leptos::prelude::*;
use model::Boot;
#[cfg(feature = "ssr")]
use {
    crate::{
        Address, Asked, InboxPage,
        i18n::{I18n, Text, words as w},
    },
    model::{Agent, Greeting},
    serde::Serialize,
};

/// Provides what every page's parts ask the context for.
pub(crate) fn provide(boot: Boot) {
    use crate::{i18n::I18n, live::Live, ui::Clock};
    provide_context(I18n(boot.locale));
    let clock = Clock {
        now: RwSignal::new(boot.now),
        offset: RwSignal::new(boot.offset),
        locale: boot.locale,
    };
    provide_context(clock);
    provide_context(Live::new());
    provide_context(crate::conversation::GalleryState::new());
    provide_context(StoredValue::new(boot));
    crate::browser::effect(move || {
        clock.now.set(crate::browser::now());
        clock.offset.set(crate::browser::utc_offset());
        crate::browser::tick(30, move || {
            let _ = clock.now.try_set(crate::browser::now());
        });
    });
}

/// Where the pages' scripts and styles are: addresses with the hash of their content.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug, Default)]
pub struct Assets {
    /// The inbox's script.
    pub inbox_js: String,
    /// The inbox's wasm.
    pub inbox_wasm: String,
    /// The inbox's style.
    pub inbox_css: String,
    /// The style of what pages without a script have besides.
    pub pages_css: String,
    /// The widget's script.
    pub widget_js: String,
    /// The widget's wasm.
    pub widget_wasm: String,
    /// The widget's style.
    pub widget_css: String,
    /// The picture workshop's script.
    pub workshop_js: String,
    /// The picture workshop's wasm.
    pub workshop_wasm: String,
    /// The picture workshop's style.
    pub workshop_css: String,
    /// The image worker's script.
    pub worker_js: String,
    /// The script of what reads text in pictures; a site may have none.
    pub reader_js: Option<String>,
    /// Names this build; goes out with pages and on the live streams.
    pub build: String,
}

/// Somebody asks for a page.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug)]
pub struct Visit<'a> {
    /// What the page starts from.
    pub boot: Boot,
    /// Who is signed in, if anybody.
    pub me: Option<Agent>,
    /// Where its files are.
    pub assets: &'a Assets,
    /// A fresh random word: only inline scripts that carry it run.
    pub nonce: String,
}

/// A page, and the policy it must be served with.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug)]
pub struct Rendered {
    /// The document.
    pub html: String,
    /// Its `Content-Security-Policy`.
    pub policy: String,
}

#[cfg(feature = "ssr")]
impl Visit<'_> {
    /// Who is signed in.
    fn name(&self) -> String {
        let name = self.me.as_ref().map(|me| me.name.clone());
        name.unwrap_or_default()
    }

    fn i18n(&self) -> I18n {
        I18n(self.boot.locale)
    }

    /// A page of the desk's own, which no other site may frame.
    fn desk_page<V: IntoView + 'static>(
        &self,
        title: String,
        scripts: impl IntoView + 'static,
        body: impl FnOnce() -> V,
    ) -> Rendered {
        // So that the server renders the reader's hours next time.
        let clock = "let c=';path=/;max-age=31536000;samesite=lax';\
                     document.cookie='attache_offset='+-new Date().getTimezoneOffset()+c;\
                     document.cookie='attache_zone='+Intl.DateTimeFormat().resolvedOptions().timeZone+c";
        let head = view! {
            <title>{title}</title>
            <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
            <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
            <script nonce=self.nonce.clone() inner_html=clock></script>
            {scripts}
        };
        self.render("'none'", &self.assets.inbox_css, head, body)
    }

    fn draw<V: IntoView + 'static>(&self, draw: impl FnOnce() -> V) -> String {
        let owner = Owner::new();
        let html = owner.with(|| {
            provide_context(self.i18n());
            draw().to_html()
        });
        owner.cleanup();
        html
    }

    /// What a page that is there puts into itself, with the style that page may lack.
    fn part<V: IntoView + 'static>(&self, draw: impl FnOnce() -> V) -> String {
        let css = self.assets.pages_css.clone();
        self.draw(|| (view! { <link rel="stylesheet" href=css /> }, draw()))
    }

    /// One that needs no script.
    fn still_page<V: IntoView + 'static>(
        &self,
        title: String,
        body: impl FnOnce() -> V,
    ) -> Rendered {
        let css = self.assets.pages_css.clone();
        self.desk_page(title, view! { <link rel="stylesheet" href=css /> }, body)
    }

    fn render<V: IntoView + 'static>(
        &self,
        frames: &str,
        css: &str,
        head: impl IntoView + 'static,
        body: impl FnOnce() -> V,
    ) -> Rendered {
        let html = self.draw(|| {
            view! {
                <!DOCTYPE html>
                <html lang=self.boot.locale.as_str()>
                    <head>
                        <meta charset="utf-8" />
                        <meta name="color-scheme" content="light dark" />
                        <link rel="stylesheet" href=css.to_owned() />
                        {head}
                    </head>
                    <body>{body()}</body>
                </html>
            }
        });
        let policy = format!(
            "default-src 'self'; script-src 'self' 'nonce-{}' 'wasm-unsafe-eval'; \
             img-src 'self' blob: data:; object-src 'none'; base-uri 'none'; form-action 'self'; \
             frame-ancestors {frames}",
            self.nonce
        );
        Rendered { html, policy }
    }

    /// Fetches script and wasm side by side and brings the page to life with what it shows.
    fn hydrate(&self, js: &str, wasm: &str, page: String) -> impl IntoView + use<> {
        let Assets {
            workshop_js,
            workshop_wasm,
            workshop_css,
            reader_js,
            ..
        } = self.assets;
        let reader = reader_js.as_ref();
        let reader = reader.map_or_else(String::new, |url| format!("self.readerUrl='{url}';"));
        // A module that failed to load once stays failed under its name, so it is asked for under
        // another.
        let script = format!(
            "import start,{{hydrate}} from '{js}';let n=0,css;{reader}\
             self.fetchWorkshop=()=>Promise.all([\
             import('{workshop_js}'+(n?'?'+n:''))\
             .then(m=>m.default({{module_or_path:'{workshop_wasm}'}}).then(()=>m)),\
             css??=new Promise((ok,no)=>{{let l=document.createElement('link');\
             l.rel='stylesheet';l.href='{workshop_css}';l.onload=ok;\
             l.onerror=()=>{{css=null;l.remove();no()}};document.head.append(l)}})\
             ]).then(([m])=>m,e=>{{n++;throw e}});\
             start({{module_or_path:'{wasm}'}}).then(hydrate)"
        );
        view! {
            <link rel="modulepreload" href=js.to_owned() />
            <link rel="preload" href=wasm.to_owned() r#as="fetch" r#type="application/wasm" crossorigin="anonymous" />
            <script type="application/json" id="boot" inner_html=json(&self.boot)></script>
            <script type="application/json" id="page" inner_html=page></script>
            <script type="module" nonce=self.nonce.clone() inner_html=script></script>
        }
    }
}

/// Data for the page's script to read. The element it stands in runs nothing.
#[cfg(feature = "ssr")]
fn json(data: &impl Serialize) -> String {
    // "</script>" in somebody's message must not end the element; JSON has another name for "<".
    serde_json::to_string(data)
        .unwrap_or_default()
        .replace('<', "\\u003c")
}

/// `GET /inbox` and `GET /tickets/{number}`.
#[cfg(feature = "ssr")]
#[must_use]
pub fn inbox_page(visit: &Visit<'_>, address: Address, page: InboxPage) -> Rendered {
    use crate::inbox::{Inbox, title};
    let assets = visit.assets;
    let title = title(visit.i18n(), page.thread.as_ref());
    let scripts = visit.hydrate(&assets.inbox_js, &assets.inbox_wasm, json(&page));
    let boot = visit.boot.clone();
    visit.desk_page(title, scripts, || view! { <Inbox boot address page /> })
}

/// `GET /login`. Needs no script.
#[cfg(feature = "ssr")]
#[must_use]
pub fn login_page(visit: &Visit<'_>, asked: Asked) -> Rendered {
    use crate::login::LoginPage;
    let title = format!("{} · Attache", visit.i18n().t(w::SIGN_IN));
    visit.still_page(title, || view! { <LoginPage asked /> })
}

/// `GET /setup`. Needs no script.
#[cfg(feature = "ssr")]
#[must_use]
pub fn set_up_page(visit: &Visit<'_>, asked: Asked) -> Rendered {
    use crate::login::SetUpPage;
    let title = format!("{} · Attache", visit.i18n().t(w::SET_UP_TITLE));
    visit.still_page(title, || view! { <SetUpPage asked /> })
}

/// `GET /settings`. Needs no script.
#[cfg(feature = "ssr")]
#[must_use]
pub fn settings_page(visit: &Visit<'_>, settings: crate::Settings) -> Rendered {
    use crate::settings::SettingsPage;
    let title = format!("{} · Attache", visit.i18n().t(w::SETTINGS));
    let me = visit.me.clone();
    visit.still_page(title, || view! { <SettingsPage me settings /> })
}

/// `GET /settings/channels` and what lies under it. Needs no script.
#[cfg(feature = "ssr")]
#[must_use]
pub fn channels_page(visit: &Visit<'_>, channels: crate::Channels) -> Rendered {
    use crate::settings::ChannelsPage;
    let title = format!("{} · Attache", visit.i18n().t(w::INBOXES));
    let me = visit.me.clone();
    visit.still_page(title, || view! { <ChannelsPage me channels /> })
}

/// `GET /conversations/new`. Needs no script.
#[cfg(feature = "ssr")]
#[must_use]
pub fn start_page(visit: &Visit<'_>, start: crate::Start) -> Rendered {
    use crate::start::StartPage;
    let title = format!("{} · Attache", visit.i18n().t(w::START));
    let me = visit.name();
    visit.still_page(title, || view! { <StartPage me start /> })
}

/// `GET /tickets/{number}/template`. Needs no script.
#[cfg(feature = "ssr")]
#[must_use]
pub fn template_page(visit: &Visit<'_>, templates: crate::Templates) -> Rendered {
    use crate::template::TemplatePage;
    let title = format!("{} · Attache", visit.i18n().t(w::USE_TEMPLATE));
    let me = visit.name();
    visit.still_page(title, || view! { <TemplatePage me templates /> })
}

/// `GET /tickets/tools`. Needs no script.
#[cfg(feature = "ssr")]
#[must_use]
pub fn tools_page(visit: &Visit<'_>, tools: crate::Tools) -> Rendered {
    use crate::tools::ToolsPage;
    let title = format!("{} · Attache", visit.i18n().t(w::TICKET_TOOLS));
    let (me, boot) = (visit.name(), visit.boot.clone());
    visit.still_page(title, || view! { <ToolsPage me tools boot /> })
}

/// `GET /inbox/filters`. Needs no script.
#[cfg(feature = "ssr")]
#[must_use]
pub fn filters_page(visit: &Visit<'_>, filters: crate::Filters) -> Rendered {
    use crate::filters::FiltersPage;
    let title = format!("{} · Attache", visit.i18n().t(w::FILTERS));
    let me = visit.name();
    visit.still_page(title, || view! { <FiltersPage me filters /> })
}

/// The same as a part of a page that is there.
#[cfg(feature = "ssr")]
#[must_use]
pub fn filters_part(visit: &Visit<'_>, filters: crate::Filters) -> String {
    use crate::filters::FiltersPart;
    visit.part(|| view! { <FiltersPart filters /> })
}

/// `GET /shortcuts`. Needs no script.
#[cfg(feature = "ssr")]
#[must_use]
pub fn shortcuts_page(visit: &Visit<'_>) -> Rendered {
    use crate::shortcuts::ShortcutsPage;
    let title = format!("{} · Attache", visit.i18n().t(w::SHORTCUTS));
    let me = visit.name();
    visit.still_page(title, || view! { <ShortcutsPage me /> })
}

/// The same as a part of a page that is there.
#[cfg(feature = "ssr")]
#[must_use]
pub fn shortcuts_part(visit: &Visit<'_>) -> String {
    visit.part(|| view! { <crate::shortcuts::ShortcutsPart /> })
}

/// What can be done to tickets, as a part of a page that is there.
#[cfg(feature = "ssr")]
#[must_use]
pub fn tools_part(visit: &Visit<'_>, tools: crate::Tools) -> String {
    use crate::tools::ToolsPart;
    let boot = visit.boot.clone();
    visit.part(|| view! { <ToolsPart tools boot /> })
}

/// `GET /widget/{key}`: shell and greeting. The history comes after hydration, because a
/// navigation cannot carry the visitor's token.
#[cfg(feature = "ssr")]
#[must_use]
pub fn widget_page(visit: &Visit<'_>, greeting: Greeting) -> Rendered {
    use crate::widget::WidgetPage;
    let assets = visit.assets;
    let boot = visit.boot.clone();
    let scripts = visit.hydrate(&assets.widget_js, &assets.widget_wasm, json(&greeting));
    let head = widget_head(greeting.name.clone(), scripts);
    visit.render("*", &assets.widget_css, head, || {
        view! { <WidgetPage boot greeting /> }
    })
}

#[cfg(feature = "ssr")]
fn widget_head(title: String, scripts: impl IntoView) -> impl IntoView {
    view! {
        <title>{title}</title>
        <meta
            name="viewport"
            content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content"
        />
        <meta name="robots" content="noindex" />
        // A frame shows none; a page that says nothing of it is asked for one.
        <link rel="icon" href="data:," />
        {scripts}
    }
}

/// What stands in the frame when the embedding page names no widget of ours.
#[cfg(feature = "ssr")]
#[must_use]
pub fn missing_widget_page(visit: &Visit<'_>) -> Rendered {
    // No page's wasm shows these, so they stand with the one that does.
    const TITLE: Text = Text(
        "This chat does not exist",
        "Diesen Chat gibt es nicht",
        "Questa chat non esiste",
    );
    const HINT: Text = Text(
        "The page that embeds it has a wrong key. Please reach the shop another way.",
        "Die einbettende Seite hat einen falschen Schlüssel. Bitte wenden Sie sich auf anderem Weg an den Shop.",
        "La pagina che la incorpora ha una chiave errata. Contatta il negozio in altro modo.",
    );
    let t = visit.i18n();
    let head = widget_head(t.t(TITLE).to_owned(), ());
    visit.render("*", &visit.assets.widget_css, head, || {
        view! {
            <main class="widget">
                <crate::ui::Empty icon=crate::ui::Icon::Chat title=t.t(TITLE) text=t.t(HINT) />
            </main>
        }
    })
}
