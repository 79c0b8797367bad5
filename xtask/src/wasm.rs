//! The wasm modules: which there are, and how each is built, bound and shrunk.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;

use crate::optimize::{Effort, Optimizer};
use crate::toolchain::{TARGET, Toolchain};
use crate::{glue, paths, process, progress};

/// Bumped when what is made of the same input changes.
const RECIPE: u32 = 4;

/// One wasm module that a browser fetches.
pub(crate) struct Module {
    /// What the manifest calls it: `NAME.wasm`.
    pub(crate) name: &'static str,
    /// What the manifest calls the JavaScript made for it.
    pub(crate) glue: &'static str,
    /// The hand-written files around it, if it runs in a `Worker`: what the manifest calls each, and
    /// where it lies. They name each other and what is built as `"./NAME"`, what stands further up in
    /// this list or belongs to any module; that becomes the hashed name.
    pub(crate) scripts: &'static [(&'static str, &'static str)],
    package: &'static str,
    build: &'static Build,
}

/// How much time a build may take for what it saves the browser.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Quality {
    /// For one person, until the next file is saved.
    Quick,
    /// Optimised by the compiler.
    Plain,
    /// And by [`Optimizer`], where it can be had: what is released, and what budgets are held to.
    Smallest,
}

/// How cargo is called.
#[derive(PartialEq)]
struct Build {
    /// Whether modules are built in one call. Not when they want the same crate with other features: in
    /// one call these unify.
    together: bool,
    profile: &'static str,
    /// Instead, while somebody waits for each change.
    quick_profile: &'static str,
    rustflags: &'static [&'static str],
    /// Flags change every dependency, so each set of flags has a target folder of its own.
    target: &'static str,
    effort: Effort,
}

/// Pages: a visitor waits for their size.
const PAGE: Build = Build {
    together: true,
    profile: "wasm-release",
    quick_profile: "wasm-dev",
    rustflags: &[],
    target: "wasm",
    effort: Effort::Size,
};

/// Workers: an agent waits for their speed.
const WORKER: Build = Build {
    together: false,
    profile: "worker-release",
    quick_profile: "worker-release",
    rustflags: &["-Ctarget-feature=+simd128"],
    target: "wasm-worker",
    effort: Effort::Speed,
};

/// Every module.
pub(crate) const MODULES: &[Module] = &[
    Module {
        name: "inbox",
        glue: "inbox.js",
        scripts: &[],
        package: "frontend-inbox",
        build: &PAGE,
    },
    Module {
        // Not `widget`: `public/widget.js` is the loader on the customer's page.
        name: "widget-page",
        glue: "widget-page.js",
        scripts: &[],
        package: "frontend-widget",
        build: &PAGE,
    },
    Module {
        name: "workshop",
        glue: "workshop.js",
        scripts: &[],
        package: "frontend-workshop",
        build: &PAGE,
    },
    Module {
        name: "image-worker",
        glue: "image-worker-glue.js",
        scripts: &[
            (
                "image-worker-decoder.js",
                "frontend/image-worker/decoder.js",
            ),
            ("image-worker-engine.js", "frontend/image-worker/engine.js"),
            ("image-worker.js", "frontend/image-worker/worker.js"),
        ],
        package: "image-worker",
        build: &WORKER,
    },
    Module {
        name: "codec-web",
        glue: "codec-web-glue.js",
        scripts: &[],
        package: "codec-web",
        build: &WORKER,
    },
    Module {
        name: "codec-plain",
        glue: "codec-plain-glue.js",
        scripts: &[],
        package: "codec-plain",
        build: &WORKER,
    },
    Module {
        name: "codec-heic",
        glue: "codec-heic-glue.js",
        scripts: &[],
        package: "codec-heic",
        build: &WORKER,
    },
];

/// A module as a browser gets it.
pub(crate) struct Bound {
    pub(crate) module: &'static Module,
    pub(crate) wasm: Vec<u8>,
    pub(crate) glue: Vec<u8>,
}

/// Builds every module.
pub(crate) fn build(quality: Quality) -> Result<Vec<Bound>> {
    let toolchain = Toolchain::find()?;
    for build in [&PAGE, &WORKER] {
        compile(&toolchain, build, quality)?;
    }
    // One optimizer for all, looked for only when the first module needs it.
    let optimizer = &Optimizer::default();
    thread::scope(|scope| {
        let threads: Vec<_> = MODULES
            .iter()
            .map(|module| scope.spawn(move || bind(module, optimizer, quality)))
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().expect("a failure is an error, not a panic"))
            .collect()
    })
}

fn compile(toolchain: &Toolchain, build: &Build, quality: Quality) -> Result<()> {
    let modules: Vec<_> = MODULES.iter().filter(|m| m.build == build).collect();
    let at_once = if build.together { modules.len() } else { 1 };
    for modules in modules.chunks(at_once) {
        let mut cargo = toolchain.cargo(build.rustflags);
        cargo
            .args(["build", "--target", TARGET])
            .args(["--profile", build.profile(quality), "--target-dir"])
            .arg(paths::target().join(build.target));
        for module in modules {
            cargo.args(["--package", module.package]);
        }
        let names: Vec<_> = modules.iter().map(|module| module.name).collect();
        let what = format!("{} for wasm", names.join(", "));
        progress::say("Building", &what);
        progress::timed("Built", &what, || process::run(&mut cargo))?;
    }
    Ok(())
}

/// Makes the JavaScript for a module and shrinks it, unless that was done for the same input.
fn bind(module: &'static Module, optimizer: &Optimizer, quality: Quality) -> Result<Bound> {
    let artefact = module.artefact(quality);
    let input =
        fs::read(&artefact).with_context(|| format!("cargo made no {}", artefact.display()))?;
    let folder = paths::target()
        .join("xtask")
        .join(module.build.profile(quality))
        .join(module.name);
    let smallest = quality == Quality::Smallest;
    let (stamp, wasm, glue) = (
        folder.join("stamp"),
        folder.join("module.wasm"),
        folder.join("glue.js"),
    );
    let key = |optimized: &str| format!("{RECIPE} {} {optimized}\n", hash(&input));
    let found = fs::read_to_string(&stamp).unwrap_or_default();
    let fresh = found == key(&Optimizer::id())
        || found == key("as-is") && !(smallest && optimizer.available());
    if !fresh {
        progress::timed("Bound", module.name, || -> Result<()> {
            fs::create_dir_all(&folder)?;
            let _ = fs::remove_file(&stamp);
            fs::write(&glue, bindgen(&input, module, &wasm)?)?;
            let optimized = smallest && optimizer.shrink(&wasm, &glue, module.build.effort)?;
            fs::write(
                &stamp,
                key(&if optimized {
                    Optimizer::id()
                } else {
                    "as-is".to_owned()
                }),
            )?;
            Ok(())
        })?;
    }
    Ok(Bound {
        module,
        wasm: fs::read(&wasm)?,
        glue: fs::read(&glue)?,
    })
}

/// Writes the wasm, returns the JavaScript.
fn bindgen(input: &[u8], module: &Module, wasm: &Path) -> Result<String> {
    let mut output = Bindgen::new()
        .input_bytes(module.name, input.to_vec())
        .web(true)?
        .omit_default_module_path(true)
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()
        .with_context(|| format!("wasm-bindgen on {}", module.name))?;
    // A snippet would need a hashed name and an import rewritten; no dependency has one.
    let inline = output
        .snippets()
        .iter()
        .filter(|(_, list)| !list.is_empty());
    let foreign: Vec<_> = inline
        .map(|(name, _)| name)
        .chain(output.local_modules().keys())
        .collect();
    ensure!(
        foreign.is_empty(),
        "{}: a dependency brings JavaScript of its own: {foreign:?}",
        module.name
    );
    let js = output.js().to_owned();
    let js = glue::shorten(output.wasm_mut(), &js).with_context(|| module.name.to_owned())?;
    fs::write(wasm, output.wasm_mut().emit_wasm())?;
    Ok(js)
}

impl Build {
    fn profile(&self, quality: Quality) -> &'static str {
        match quality {
            Quality::Quick => self.quick_profile,
            Quality::Plain | Quality::Smallest => self.profile,
        }
    }
}

impl Module {
    fn artefact(&self, quality: Quality) -> PathBuf {
        paths::target()
            .join(self.build.target)
            .join(TARGET)
            .join(self.build.profile(quality))
            .join(format!("{}.wasm", self.package.replace('-', "_")))
    }
}

/// A content hash in hexadecimal.
pub(crate) fn hash(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}
