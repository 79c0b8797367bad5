//! What reads text in pictures, for the site: tesseract.js, its core and its models, from npm by
//! `frontend/reader/package-lock.json`. Where npm cannot be had the site has no reader, and the
//! picture editor no button for it.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::{node, paths, progress};

/// The script that a page starts; it names the others.
pub(crate) const SCRIPT: &str = "reader.js";

/// What the manifest calls each file, and where npm lays it. What ends in `traineddata` is gzipped
/// as it comes, and Tesseract's worker undoes that.
const FILES: &[(&str, &str)] = &[
    ("tesseract-worker.js", "tesseract.js/dist/worker.min.js"),
    (CORE_WASM, "tesseract.js-core/tesseract-core-simd-lstm.wasm"),
    (
        "eng.traineddata",
        "@tesseract.js-data/eng/4.0.0_best_int/eng.traineddata.gz",
    ),
    (
        "deu.traineddata",
        "@tesseract.js-data/deu/4.0.0_best_int/deu.traineddata.gz",
    ),
    (
        "ita.traineddata",
        "@tesseract.js-data/ita/4.0.0_best_int/ita.traineddata.gz",
    ),
];

/// Tesseract itself, and the script around it, which fetches the wasm from beside the page's own
/// worker under the name that it has in the package.
const CORE_WASM: &str = "tesseract-core-simd-lstm.wasm";
const CORE: (&str, &str) = (
    "tesseract-core.js",
    "tesseract.js-core/tesseract-core-simd-lstm.js",
);

/// The files of the reader; none, with a note, where they cannot be had. `add` takes a file under
/// its name and answers with the name it got; `SCRIPT` is not among them.
pub(crate) fn add(add: impl FnMut(&str, Vec<u8>) -> String) -> bool {
    match collect(&paths::root().join("frontend/reader"), add) {
        Ok(()) => true,
        Err(error) => {
            progress::note(&format!(
                "nothing to read pictures with, so the editor does not offer to find personal data: {error:#}"
            ));
            false
        }
    }
}

fn collect(folder: &Path, mut add: impl FnMut(&str, Vec<u8>) -> String) -> Result<()> {
    node::fetch(folder)?;
    // All of them or none.
    let (files, core) = read(&folder.join("node_modules")).inspect_err(|_| {
        // A folder that says it is whole and is not would stay so for ever.
        node::forget(folder);
    })?;
    ensure!(core.contains(CORE_WASM), "{} fetches another file", CORE.1);
    let mut wasm = String::new();
    for (name, bytes) in files {
        let hashed = add(name, bytes);
        if name == CORE_WASM {
            wasm = hashed;
        }
    }
    add(CORE.0, core.replace(CORE_WASM, &wasm).into_bytes());
    Ok(())
}

/// A file and the name it goes under.
type Named = (&'static str, Vec<u8>);

/// What of npm's folder goes into the site: the files under their names, and the core's script.
fn read(modules: &Path) -> Result<(Vec<Named>, String)> {
    let read = |place: &str| {
        let bytes = fs::read(modules.join(place)).with_context(|| place.to_owned())?;
        ensure!(!bytes.is_empty(), "{place} is empty");
        Ok(bytes)
    };
    let files = FILES
        .iter()
        .map(|(name, place)| Ok((*name, read(place)?)))
        .collect::<Result<Vec<_>>>()?;
    let core = String::from_utf8(read(CORE.1)?).context(CORE.1)?;
    Ok((files, core))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_files_come_or_none() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let modules = folder.path().join("node_modules");
        fs::create_dir_all(&modules)?;
        fs::write(folder.path().join("package-lock.json"), "{}")?;
        // npm's mark of what is whole.
        let mark = modules.join(".package-lock.json");
        fs::write(&mark, "{}")?;
        let mut names = Vec::new();
        let mut take = |name: &str, _: Vec<u8>| {
            names.push(name.to_owned());
            format!("{name}-1")
        };
        assert!(collect(folder.path(), &mut take).is_err());
        assert!(!modules.exists(), "so the next build fetches all again");
        fs::create_dir_all(&modules)?;
        fs::write(&mark, "{}")?;
        for (_, place) in FILES.iter().chain([&CORE]) {
            let file = modules.join(place);
            fs::create_dir_all(file.parent().context("a folder")?)?;
            fs::write(file, format!("fetch({CORE_WASM})"))?;
        }
        collect(folder.path(), &mut take)?;
        assert_eq!(
            names.len(),
            FILES.len() + 1,
            "nothing before all were there"
        );
        Ok(())
    }
}
