//! Who may live in which room: looks through the sources for strays.

use std::{
    fs,
    path::{Path, PathBuf},
};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Lines of `app/src` outside `rooms` that hold one of `words`.
fn strays(words: &[&str], rooms: &[&str]) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    sources(&root, &mut found);
    let mut strays = Vec::new();
    for path in found {
        let name = path
            .strip_prefix(&root)
            .expect("below src")
            .display()
            .to_string();
        if rooms.iter().any(|room| name.starts_with(room)) {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a source");
        for (number, line) in text.lines().enumerate() {
            if words.iter().any(|word| line.contains(word)) {
                strays.push(format!("{name}:{}: {line}", number + 1));
            }
        }
    }
    strays
}

#[test]
fn item_1_cfg_of_a_feature_stands_only_where_the_two_sides_part() {
    let rooms = [
        "lib.rs",
        "error.rs",
        "shell.rs",
        "live.rs",
        "browser/",
        "api/mod.rs",
    ];
    assert_eq!(
        strays(&["cfg(feature", "cfg!(feature"], &rooms),
        Vec::<String>::new()
    );
}

#[test]
fn item_1_only_browser_and_live_know_web_sys() {
    let words = ["web_sys::", "gloo_file", "js_sys::", "wasm_bindgen"];
    assert_eq!(
        strays(&words, &["live.rs", "browser/"]),
        Vec::<String>::new()
    );
}

#[test]
fn item_1_ui_knows_no_word_of_the_domain() {
    let rooms = [
        "api/",
        "browser/",
        "contact/",
        "conversation/",
        "i18n/",
        "inbox/",
        "listing/",
        "settings/",
        "workshop/",
        "error.rs",
        "filters.rs",
        "lib.rs",
        "live.rs",
        "login.rs",
        "reader.rs",
        "shell.rs",
        "tools.rs",
        "widget.rs",
    ];
    let words = [
        "Ticket",
        "Message",
        "Attachment",
        "Contact",
        "crate::api",
        "crate::i18n",
    ];
    assert_eq!(strays(&words, &rooms), Vec::<String>::new());
}
