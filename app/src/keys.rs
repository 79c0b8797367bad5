//! The inbox by keyboard: which key presses or reaches what. The sheet that `?` shows is made from the same
//! table.

/// A key, and by which selector what it presses, or writes in, is found.
pub(crate) const KEYS: [(&str, &str); 13] = [
    ("j", ""),
    ("k", ""),
    ("x", ".tickets li:has([aria-current=true]) .pick > input"),
    ("r", ".composer-tabs label:first-of-type input"),
    ("n", ".composer-tabs label:last-of-type input"),
    ("a", ".assign select"),
    ("e", ".actions button.button:not(.no-script)"),
    (".", ".actions [data-part]"),
    ("u", ".thread-head .back"),
    ("c", ".list-head .start"),
    ("/", ".search input"),
    ("f", ".list-head [data-part]"),
    ("?", ".rail [data-part]"),
];

/// What it presses; nothing where the key means nothing.
pub(crate) fn selector(key: &str) -> Option<&'static str> {
    let named = KEYS.iter().find(|(known, _)| *known == key);
    named.map(|(_, selector)| *selector)
}
