//! The HTML around a page: head, scripts by their hashed names, and what the page starts from.

use leptos::prelude::*;
use model::Boot;
#[cfg(feature = "ssr")]
use model::{Agent, Greeting, Locale};

/// Provides what every page's parts ask the context for.
pub(crate) fn provide(boot: Boot) {
    use crate::{i18n::I18n, live::Live, ui::Clock};
    provide_context(I18n(boot.locale));
    provide_context(Clock {
        now: RwSignal::new(boot.now),
        offset: RwSignal::new(boot.offset),
        locale: boot.locale,
    });
    provide_context(Live::new());
    provide_context(crate::conversation::GalleryState::new());
    provide_context(StoredValue::new(boot));
    Effect::new(move || {
        let clock = expect_context::<Clock>();
        let offset = crate::browser::utc_offset();
        clock.now.set(crate::browser::now());
        clock.offset.set(offset);
        // So that the server renders the reader's hours next time.
        crate::browser::cookie("attache_offset", &offset.to_string());
        crate::browser::tick(30, move || {
            let _ = clock.now.try_set(crate::browser::now());
        });
    });
}

/// Gives the page that is being rendered the status 404.
pub(crate) fn answer_not_found() {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(axum::http::StatusCode::NOT_FOUND);
    }
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
    /// The widget's script.
    pub widget_js: String,
    /// The widget's wasm.
    pub widget_wasm: String,
    /// The widget's style.
    pub widget_css: String,
    /// The image worker's script.
    pub worker_js: String,
    /// Names this build; goes out with pages and on the live streams.
    pub build: String,
}

/// Which page frames may show ours.
#[cfg(feature = "ssr")]
enum Frames {
    None,
    Any,
}

/// The inbox's page.
#[cfg(feature = "ssr")]
#[must_use]
pub fn shell() -> impl IntoView {
    use leptos_meta::MetaTags;
    let assets = use_context::<Assets>().unwrap_or_default();
    let boot = boot(&assets);
    content_security_policy(&Frames::None);
    let locale = boot.locale.as_str();
    let data = serde_json::to_string(&boot).unwrap_or_default();
    view! {
        <!DOCTYPE html>
        <html lang=locale>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href=assets.inbox_css />
                <Hydrate js=assets.inbox_js wasm=assets.inbox_wasm />
                <MetaTags />
            </head>
            <body data-boot=data>
                <crate::App boot />
            </body>
        </html>
    }
}

/// The widget's page: shell and greeting. The history comes after hydration, because a
/// navigation cannot carry the visitor's token.
#[cfg(feature = "ssr")]
#[must_use]
pub fn greeting_shell(greeting: Greeting) -> impl IntoView {
    let assets = use_context::<Assets>().unwrap_or_default();
    let boot = Boot {
        me: None,
        ..boot(&assets)
    };
    content_security_policy(&Frames::Any);
    let locale = boot.locale.as_str();
    let data = serde_json::to_string(&boot).unwrap_or_default();
    let about = serde_json::to_string(&greeting).unwrap_or_default();
    view! {
        <!DOCTYPE html>
        <html lang=locale>
            <head>
                <meta charset="utf-8" />
                <title>{greeting.name.clone()}</title>
                <meta
                    name="viewport"
                    content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content"
                />
                <meta name="color-scheme" content="light dark" />
                <meta name="robots" content="noindex" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href=assets.widget_css />
                <Hydrate js=assets.widget_js wasm=assets.widget_wasm />
            </head>
            <body data-boot=data data-greeting=about>
                <crate::widget::WidgetPage boot greeting />
            </body>
        </html>
    }
}

/// What stands in the frame when the embedding page names no widget of ours.
#[cfg(feature = "ssr")]
#[must_use]
pub fn missing_widget_shell() -> impl IntoView {
    use crate::i18n::{I18n, Text};
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
    let assets = use_context::<Assets>().unwrap_or_default();
    let t = I18n(boot(&assets).locale);
    content_security_policy(&Frames::Any);
    view! {
        <!DOCTYPE html>
        <html lang=t.0.as_str()>
            <head>
                <meta charset="utf-8" />
                <title>{t.t(TITLE)}</title>
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="stylesheet" href=assets.widget_css />
            </head>
            <body>
                <main class="widget">
                    <crate::ui::Empty
                        icon=crate::ui::Icon::Chat
                        title=t.t(TITLE)
                        text=t.t(HINT)
                    />
                </main>
            </body>
        </html>
    }
}

/// Fetches script and wasm side by side and brings the page to life.
#[cfg(feature = "ssr")]
#[component]
fn Hydrate(js: String, wasm: String) -> impl IntoView {
    let nonce = use_nonce();
    let script = format!(
        "import start,{{hydrate}} from '{js}';start({{module_or_path:'{wasm}'}}).then(hydrate)"
    );
    view! {
        <link rel="modulepreload" href=js />
        <link rel="preload" href=wasm r#as="fetch" r#type="application/wasm" crossorigin="anonymous" />
        <script type="module" nonce=nonce inner_html=script></script>
    }
}

#[cfg(feature = "ssr")]
fn content_security_policy(frames: &Frames) {
    use axum::http::{HeaderValue, header::CONTENT_SECURITY_POLICY};
    let (Some(response), Some(nonce)) =
        (use_context::<leptos_axum::ResponseOptions>(), use_nonce())
    else {
        return;
    };
    let ancestors = match frames {
        Frames::None => "'none'",
        Frames::Any => "*",
    };
    let policy = format!(
        "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; \
         img-src 'self' blob: data:; object-src 'none'; base-uri 'none'; form-action 'self'; \
         frame-ancestors {ancestors}"
    );
    if let Ok(value) = HeaderValue::from_str(&policy) {
        response.insert_header(CONTENT_SECURITY_POLICY, value);
    }
}

/// What this request's page starts from.
#[cfg(feature = "ssr")]
fn boot(assets: &Assets) -> Boot {
    use axum::http::{header, request::Parts};
    let parts = use_context::<Parts>();
    let parts = parts.as_ref();
    let me = parts.and_then(|parts| parts.extensions.get::<Agent>().cloned());
    let text = |name| {
        parts
            .and_then(|parts| parts.headers.get(name))
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    };
    let offset = text(header::COOKIE)
        .split(';')
        .find_map(|pair| pair.trim().strip_prefix("attache_offset="))
        .and_then(|minutes| minutes.parse().ok())
        // Kiritimati is UTC+14, Baker Island UTC-12.
        .filter(|minutes| (-720..=840).contains(minutes))
        .unwrap_or(0);
    let locale = me
        .as_ref()
        .and_then(|me| me.locale)
        .unwrap_or_else(|| Locale::from_accept_language(text(header::ACCEPT_LANGUAGE)));
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |since| since.as_millis() as i64);
    Boot {
        locale,
        now,
        offset,
        build: assets.build.clone(),
        me,
        worker_url: assets.worker_js.clone(),
    }
}
