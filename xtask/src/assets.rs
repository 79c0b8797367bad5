//! The site: every file a browser may fetch, as the server serves and embeds it.
//!
//! ```text
//! target/site/manifest.json   logical name → file name in pkg/
//! target/site/pkg/            NAME-HASH.EXT: immutable, cached for ever
//! target/site/…               public/, as it is
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context, Result};

use crate::wasm::{Bound, hash};
use crate::{compress, css, paths, progress, reader};

/// Logical names and the hashed names they stand for.
pub(crate) type Manifest = BTreeMap<String, String>;

/// The files of a site to be, by their place in it.
#[derive(Default)]
struct Site {
    files: BTreeMap<PathBuf, Vec<u8>>,
    manifest: Manifest,
}

/// Puts the site together and brings the folder in line with it: what is right stays untouched.
pub(crate) fn assemble(modules: Vec<Bound>, compressed: bool) -> Result<()> {
    let mut site = Site::default();
    let mut scripts: Vec<_> = (modules.iter())
        .flat_map(|bound| bound.module.scripts)
        .copied()
        .collect();
    for bound in modules {
        site.add_hashed(&format!("{}.wasm", bound.module.name), bound.wasm);
        site.add_hashed(bound.module.glue, bound.glue);
    }
    if reader::add(|name, bytes| site.add_hashed(name, bytes)) {
        scripts.push((reader::SCRIPT, "frontend/reader/reader.js"));
    }
    for (name, path) in scripts {
        let text = fs::read_to_string(paths::root().join(path)).context(path)?;
        let text = with_hashed_names(&text, &site.manifest).context(path)?;
        site.add_hashed(name, text.into_bytes());
    }
    for name in css::ENTRIES {
        let sheet = css::bundle(&paths::root().join("style").join(name))?;
        site.add_hashed(name, sheet.into_bytes());
    }
    site.add_folder(&paths::root().join("public"), Path::new(""))?;
    let manifest = serde_json::to_vec_pretty(&site.manifest)?;
    site.files.insert("manifest.json".into(), manifest);

    let folder = paths::site();
    site.write(&folder)?;
    if compressed {
        site.compress(&folder)?;
    }
    progress::say(
        "Assembled",
        &format!("{} files in target/site", site.files.len()),
    );
    Ok(())
}

/// The manifest of the site as it lies there.
pub(crate) fn manifest() -> Result<Manifest> {
    let file = paths::site().join("manifest.json");
    let text = fs::read(&file).with_context(|| format!("no {}", file.display()))?;
    Ok(serde_json::from_slice(&text)?)
}

impl Site {
    fn add_hashed(&mut self, logical: &str, bytes: Vec<u8>) -> String {
        let (stem, ending) = logical.rsplit_once('.').unwrap_or((logical, ""));
        let name = format!("{stem}-{}.{ending}", &hash(&bytes)[..16]);
        self.files.insert(Path::new("pkg").join(&name), bytes);
        self.manifest.insert(logical.to_owned(), name.clone());
        name
    }

    fn add_folder(&mut self, from: &Path, to: &Path) -> Result<()> {
        for entry in fs::read_dir(from).with_context(|| format!("no {}", from.display()))? {
            let entry = entry?;
            let place = to.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                self.add_folder(&entry.path(), &place)?;
            } else {
                self.files.insert(place, fs::read(entry.path())?);
            }
        }
        Ok(())
    }

    fn write(&self, folder: &Path) -> Result<()> {
        for (place, bytes) in &self.files {
            let file = folder.join(place);
            if fs::read(&file).is_ok_and(|found| found == *bytes) {
                continue;
            }
            fs::create_dir_all(file.parent().unwrap_or(folder))?;
            for ending in compress::TWINS {
                let _ = fs::remove_file(compress::twin(&file, ending));
            }
            fs::write(&file, bytes)?;
        }
        let wanted: BTreeSet<PathBuf> = self
            .files
            .keys()
            .flat_map(|place| {
                let twins = compress::TWINS.iter().map(|end| compress::twin(place, end));
                twins.chain([place.clone()])
            })
            .collect();
        sweep(folder, Path::new(""), &wanted)
    }

    fn compress(&self, folder: &Path) -> Result<()> {
        thread::scope(|scope| {
            let threads: Vec<_> = self
                .files
                .keys()
                .map(|place| scope.spawn(move || compress::twins(&folder.join(place))))
                .collect();
            threads
                .into_iter()
                .try_for_each(|thread| thread.join().expect("a failure is an error, not a panic"))
        })
    }
}

/// Removes what no longer belongs.
fn sweep(folder: &Path, at: &Path, wanted: &BTreeSet<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder.join(at))? {
        let entry = entry?;
        let place = at.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            sweep(folder, &place, wanted)?;
        } else if !wanted.contains(&place) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Replaces every `"./LOGICAL"` by `"./HASHED"`. A name that nothing has is a mistake in the text.
fn with_hashed_names(text: &str, manifest: &Manifest) -> Result<String> {
    const START: &str = "\"./";
    let mut parts = text.split(START);
    let mut hashed = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (logical, rest) = part.split_once('"').unwrap_or((part, ""));
        let name =
            (manifest.get(logical)).with_context(|| format!("nothing is called {logical}"))?;
        hashed.push_str(&format!("{START}{name}\"{rest}"));
    }
    Ok(hashed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_learns_the_hashed_names() -> Result<()> {
        let text = r#"import init from "./w-glue.js"; init(new URL("./w.wasm", import.meta.url));"#;
        let manifest = [("w-glue.js", "w-glue-12.js"), ("w.wasm", "w-34.wasm")]
            .map(|(logical, hashed)| (logical.to_owned(), hashed.to_owned()))
            .into();
        let expected =
            r#"import init from "./w-glue-12.js"; init(new URL("./w-34.wasm", import.meta.url));"#;
        assert_eq!(with_hashed_names(text, &manifest)?, expected);
        assert!(with_hashed_names(text, &Manifest::new()).is_err());
        Ok(())
    }

    #[test]
    fn writing_again_changes_nothing_and_sweeps_the_old() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let text = "body{}".repeat(200).into_bytes();
        let mut old = Site::default();
        let name = old.add_hashed("a.css", text.clone());
        old.write(folder.path())?;
        old.compress(folder.path())?;
        let file = folder.path().join("pkg").join(&name);
        let twin = compress::twin(&file, "br");
        assert!(file.exists() && twin.exists());

        let mut same = Site::default();
        assert_eq!(same.add_hashed("a.css", text), name);
        same.write(folder.path())?;
        assert!(twin.exists(), "what has not changed keeps its twin");

        let mut new = Site::default();
        new.add_hashed("a.css", b"p{}".to_vec());
        new.write(folder.path())?;
        assert!(!file.exists() && !twin.exists());
        Ok(())
    }
}
