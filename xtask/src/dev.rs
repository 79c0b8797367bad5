//! `cargo xtask dev`: the demo, rebuilt and restarted as files are saved.
//!
//! The browser needs no help: the server's live stream announces its build, and a page of an
//! older build offers to reload.

use std::path::{Path, PathBuf};
use std::process::Child;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use notify::{EventKind, RecursiveMode, Watcher};

use crate::cleanup::{self, Guard};
use crate::wasm::Quality;
use crate::{DemoArgs, build, demo, paths, process, progress};

/// Editors save in bursts.
const BURST: Duration = Duration::from_millis(150);

/// What is watched, and what has to be built anew when it changes.
const WATCHED: &[(&str, Touches)] = &[
    ("app", Touches::Pages),
    ("crates/media", Touches::Pages),
    ("crates/model", Touches::Pages),
    ("crates", Touches::Server),
    ("frontend", Touches::Pages),
    ("public", Touches::Files),
    ("server", Touches::Server),
    ("style", Touches::Files),
];

/// How deep a change goes. The order counts: the deepest of a burst is what is built.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
enum Touches {
    /// Style sheets and plain files: no compiler runs.
    Files,
    Server,
    /// Code that runs on both sides.
    Pages,
}

/// Runs until it is interrupted.
pub(crate) fn run(args: &DemoArgs) -> Result<bool> {
    let (sender, changes) = channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        if let Ok(event) = event
            && !matches!(event.kind, EventKind::Access(_))
        {
            let _ = sender.send(event.paths);
        }
    })?;
    for folder in ["app", "crates", "frontend", "public", "server", "style"] {
        watcher
            .watch(&paths::root().join(folder), RecursiveMode::Recursive)
            .with_context(|| format!("cannot watch {folder}"))?;
    }

    let mut server = match rebuild(Touches::Pages, args) {
        Ok(binary) => Some(Server::start(&binary, args)?),
        Err(error) => {
            progress::failure(&format!("{error:#}"));
            None
        }
    };
    while let Some(touched) = next(&changes) {
        match rebuild(touched, args) {
            Ok(binary) => {
                drop(server.take());
                // Sample data is thrown away once, not on each save.
                let again = DemoArgs {
                    fresh: false,
                    ..*args
                };
                server = Some(Server::start(&binary, &again)?);
            }
            // The old server goes on serving while the mistake is being mended.
            Err(error) => progress::failure(&format!("{error:#}")),
        }
    }
    Ok(true)
}

fn rebuild(touched: Touches, args: &DemoArgs) -> Result<PathBuf> {
    if touched != Touches::Server {
        build::site(Quality::Quick)?;
    }
    build::server(args.release)
}

/// Waits for a change that matters, then for the burst to end.
fn next(changes: &Receiver<Vec<PathBuf>>) -> Option<Touches> {
    let mut deepest = None;
    while deepest.is_none() {
        deepest = of_all(&changes.recv().ok()?);
    }
    while let Ok(files) = changes.recv_timeout(BURST) {
        if let Some(touched) = of_all(&files) {
            deepest = deepest
                .filter(|deepest| *deepest >= touched)
                .or(Some(touched));
        }
    }
    deepest
}

fn of_all(files: &[PathBuf]) -> Option<Touches> {
    files
        .iter()
        .filter_map(|file| touches(file.strip_prefix(paths::root()).unwrap_or(file)))
        .reduce(|a, b| if a >= b { a } else { b })
}

fn touches(file: &Path) -> Option<Touches> {
    let name = file.file_name()?.to_str()?;
    // What editors leave beside a file while they save it.
    // What npm lays beside them is its own affair.
    let fetched = file
        .components()
        .any(|part| part.as_os_str() == "node_modules");
    if name.starts_with('.') || name.ends_with('~') || fetched {
        return None;
    }
    WATCHED
        .iter()
        .find(|(folder, _)| file.starts_with(folder))
        .map(|(_, touches)| *touches)
}

struct Server {
    child: Child,
    guard: Option<Guard>,
}

impl Server {
    fn start(binary: &Path, args: &DemoArgs) -> Result<Self> {
        let child = process::spawn(&mut demo::command(binary, args))?;
        let guard = Some(cleanup::ends_with_us(child.id()));
        Ok(Self { child, guard })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.guard.take()); // asks it to end
        let start = Instant::now();
        while matches!(self.child.try_wait(), Ok(None)) {
            if start.elapsed() > Duration::from_secs(5) {
                let _ = self.child.kill();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_says_what_to_build() {
        let check = |file: &str, expected| assert_eq!(touches(Path::new(file)), expected);
        check("style/tokens.css", Some(Touches::Files));
        check("app/src/lib.rs", Some(Touches::Pages));
        check("crates/model/src/lib.rs", Some(Touches::Pages));
        check("crates/desk/src/lib.rs", Some(Touches::Server));
        check("style/.tokens.css.swp", None);
        check("README.md", None);
        check(
            "frontend/reader/node_modules/tesseract.js/src/index.js",
            None,
        );
    }
}
