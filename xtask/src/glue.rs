//! The JavaScript that wasm-bindgen makes around a module, without what nobody uses.
//!
//! Its names end in a hash each, which no compression takes away, and stand in the wasm and in the
//! JavaScript: together some 4 KB of a page. Both sides get short ones here.

use std::collections::HashMap;

use anyhow::{Context, Result, ensure};
use walrus::Module;

/// Where the functions begin that the wasm asks for.
const IMPORTS: &str = "const import0 = {";
/// Classes of a crate for streams that server_fn links. No server function of ours streams.
const STREAMS: &str = "IntoUnderlying";

/// Takes out what nobody uses and shortens the names of the rest, in both.
///
/// # Errors
/// When wasm-bindgen writes something else than it did when this was written.
pub(crate) fn shorten(wasm: &mut Module, js: &str) -> Result<String> {
    let streams = STREAMS.to_lowercase();
    let unused: Vec<_> = (wasm.exports.iter())
        .filter(|export| export.name.contains(&streams))
        .map(|export| export.id())
        .collect();
    for id in unused {
        wasm.exports.delete(id);
    }
    walrus::passes::gc::run(wasm);

    let imports = rename(wasm.imports.iter_mut().map(|import| &mut import.name));
    let exports = rename(wasm.exports.iter_mut().map(|export| &mut export.name));

    let js = without_streams(js).replace("export { initSync, ", "export { ");
    let js = rename_imports(&js, &imports)?;
    Ok(rename_exports(&js, &exports))
}

/// Gives each a short name; the new ones by the old.
fn rename<'a>(names: impl Iterator<Item = &'a mut String>) -> HashMap<String, String> {
    let short_ones = (0..).map(short);
    (names.zip(short_ones))
        .map(|(name, new)| (std::mem::replace(name, new.clone()), new))
        .collect()
}

/// `a`, `b`, … `Z`, `aa`, …
fn short(mut number: usize) -> String {
    const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let mut name = String::new();
    loop {
        name.push(char::from(LETTERS[number % LETTERS.len()]));
        number /= LETTERS.len();
        if number == 0 {
            return name;
        }
        number -= 1;
    }
}

/// Each of these classes is a `class … { … }`, a line after it, and a registry further below.
fn without_streams(js: &str) -> String {
    let mut kept = String::with_capacity(js.len());
    let (mut in_class, mut in_registry) = (false, false);
    for line in js.split_inclusive('\n') {
        let of_streams = |start: &str| line.starts_with(&format!("{start}{STREAMS}"));
        in_class |= of_streams("export class ");
        in_registry |= of_streams("const ");
        if !in_class && !in_registry {
            kept.push_str(line);
        }
        in_class &= !of_streams("if (Symbol.dispose) ");
        in_registry &= !line.trim_end().ends_with(';');
    }
    kept
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$'
}

/// The name at the start, and what follows it.
fn name(text: &str) -> (&str, &str) {
    text.split_at(text.bytes().take_while(|byte| is_name(*byte)).count())
}

fn rename_imports(js: &str, names: &HashMap<String, String>) -> Result<String> {
    let (before, rest) = js.split_once(IMPORTS).context("no imports in the glue")?;
    // Functions in them end like this, too, but are not followed by that.
    let end = (rest.match_indices("};\n"))
        .find(|(at, end)| rest[at + end.len()..].trim_start().starts_with("return {"))
        .map(|(at, _)| at)
        .context("no end of the imports in the glue")?;
    let (object, after) = rest.split_at(end);
    let (mut entries, mut found, mut wanted) = (String::new(), 0, true);
    for line in object.split_inclusive('\n') {
        let (key, value) = name(line.trim_start());
        if let Some(value) = value.strip_prefix(": ").filter(|_| key.starts_with("__w")) {
            let new = names.get(key);
            wanted = new.is_some();
            if let Some(new) = new {
                found += 1;
                entries.push_str(&format!("{new}: {value}"));
            }
        } else if wanted {
            entries.push_str(line);
        }
    }
    ensure!(
        found == names.len(),
        "the wasm asks for {} functions, the glue has {found} of them",
        names.len()
    );
    Ok(format!("{before}{IMPORTS}{entries}{after}"))
}

fn rename_exports(js: &str, names: &HashMap<String, String>) -> String {
    let mut parts = js.split("wasm.");
    let mut renamed = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let own = !renamed.ends_with(|last: char| last.is_ascii() && is_name(last as u8));
        let (long, rest) = name(part);
        let new = names.get(long).filter(|_| own).map_or(long, String::as_str);
        renamed.push_str("wasm.");
        renamed.push_str(new);
        renamed.push_str(rest);
    }
    renamed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_and_never_the_same() {
        let names: Vec<_> = (0..3_000).map(short).collect();
        assert_eq!((names[0].as_str(), names[51].as_str()), ("a", "Z"));
        assert_eq!((names[52].as_str(), names[53].as_str()), ("aa", "ba"));
        let mut unlike = names.clone();
        unlike.sort();
        unlike.dedup();
        assert_eq!(unlike.len(), names.len());
    }

    #[test]
    fn what_nobody_asks_for_is_left_out() {
        let js = "const import0 = {\n__proto__: null,\n__wbg_log_1: function(a) {\nlog(a);\n},\n\
                  __wbg_warn_2: function(a) {\nwarn(a);\n},\n__wbindgen_cast_3: (a) => {\nreturn a;\n},\n};\n\
                  return {\n__proto__: null,\n};\n";
        let names = HashMap::from([
            ("__wbg_warn_2".to_owned(), "a".to_owned()),
            ("__wbindgen_cast_3".to_owned(), "b".to_owned()),
        ]);
        let expected = "const import0 = {\n__proto__: null,\na: function(a) {\nwarn(a);\n},\n\
                        b: (a) => {\nreturn a;\n},\n};\nreturn {\n__proto__: null,\n};\n";
        assert_eq!(rename_imports(js, &names).unwrap(), expected);
        let more = HashMap::from([("__wbg_gone_4".to_owned(), "a".to_owned())]);
        assert!(
            rename_imports(js, &more).is_err(),
            "an import has to be there"
        );
    }

    #[test]
    fn calls_into_the_wasm_follow_its_names() {
        let names = HashMap::from([("hydrate".to_owned(), "a".to_owned())]);
        let js = "wasm.hydrate(); wasm.hydrate2(); mywasm.hydrate(); wasm = wasm.hydrate;";
        let expected = "wasm.a(); wasm.hydrate2(); mywasm.hydrate(); wasm = wasm.a;";
        assert_eq!(rename_exports(js, &names), expected);
    }

    #[test]
    fn classes_for_streams_go() {
        let js = "export class IntoUnderlyingSink {\nfree() {\n}\n}\n\
                  if (Symbol.dispose) IntoUnderlyingSink.prototype[0] = 1;\nexport class Tray {\n}\n\
                  const IntoUnderlyingSinkFinalization = (0)\n? 1\n: new Registry();\nconst kept = 1;\n";
        assert_eq!(
            without_streams(js),
            "export class Tray {\n}\nconst kept = 1;\n"
        );
    }
}
