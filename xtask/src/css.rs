//! Style sheets: an entry file that imports the others in order becomes one small file.

use std::path::Path;

use anyhow::{Result, anyhow};
use lightningcss::bundler::{Bundler, FileProvider};
use lightningcss::printer::PrinterOptions;
use lightningcss::stylesheet::{MinifyOptions, ParserOptions};

/// The entry files below `style/`, each bundled under its own name.
pub(crate) const ENTRIES: &[&str] = &["inbox.css", "pages.css", "widget.css", "workshop.css"];

/// Bundles and minifies one entry file. What does not parse is an error with its place.
pub(crate) fn bundle(entry: &Path) -> Result<String> {
    let files = FileProvider::new();
    // Nothing is rewritten for older browsers: those that run our wasm know nesting and layers.
    let mut sheet = Bundler::new(&files, None, ParserOptions::default())
        .bundle(entry)
        .map_err(|error| anyhow!("{error}"))?;
    sheet
        .minify(MinifyOptions::default())
        .map_err(|error| anyhow!("{error}"))?;
    let printed = sheet
        .to_css(PrinterOptions {
            minify: true,
            ..PrinterOptions::default()
        })
        .map_err(|error| anyhow!("{error}"))?;
    Ok(printed.code)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn imports_are_inlined_in_order() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text);
        write("a.css", ":root { --ink: #000000; }")?;
        write("b.css", ".b { .c & { color: var(--ink); } }")?;
        write("entry.css", "@import './a.css';\n@import './b.css';\n")?;
        let css = bundle(&folder.path().join("entry.css"))?;
        assert_eq!(css, ":root{--ink:#000}.b{.c &{color:var(--ink)}}");
        Ok(())
    }

    #[test]
    fn an_error_names_its_file() -> Result<()> {
        let folder = tempfile::tempdir()?;
        fs::write(folder.path().join("entry.css"), ".a { color: red; } }")?;
        let error = bundle(&folder.path().join("entry.css")).expect_err("a stray brace");
        assert!(error.to_string().contains("entry.css"), "{error}");
        Ok(())
    }
}
