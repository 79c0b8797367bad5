//! What a page keeps in the browser: drafts and the visitor's token. A browser that refuses
//! storage (private windows, partitioned frames) loses convenience, never function.

use std::cell::RefCell;

thread_local! {
    /// The visitor's token of this page, also where storage is refused.
    static TOKEN: RefCell<Option<String>> = const { RefCell::new(None) };
}

fn store() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// What was remembered under that name.
pub(crate) fn recall(name: &str) -> Option<String> {
    store()?.get_item(name).ok()?
}

/// Remembers a text; an empty one is forgotten.
pub(crate) fn remember(name: &str, text: &str) {
    if let Some(store) = store() {
        let _ = if text.is_empty() {
            store.remove_item(name)
        } else {
            store.set_item(name, text)
        };
    }
}

/// The token that calls carry.
pub(crate) fn visitor_token() -> Option<String> {
    TOKEN.with_borrow(Clone::clone)
}

/// From now on calls carry this token.
pub(crate) fn set_visitor_token(token: &str) {
    TOKEN.set(Some(token.to_owned()));
}
