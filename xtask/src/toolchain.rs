//! The Rust that builds WebAssembly: the installed one, rustup's addition to it, or Debian's.
//!
//! The server is always built by the default toolchain; hydration does not mind.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::{paths, process, progress, sysroot};

/// The target of every page.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Picks a route by name instead of the first that works: `installed`, `rustup` or `debian`.
const ROUTE: &str = "ATTACHE_WASM_ROUTE";

/// What a wasm build has to be told.
pub(crate) struct Toolchain {
    rustc: PathBuf,
    rustflags: Vec<OsString>,
    linker: Option<PathBuf>,
}

impl Toolchain {
    /// Finds or makes one: what costs nothing first, then what fetches, then what builds.
    pub(crate) fn find() -> Result<Self> {
        match env::var(ROUTE).ok().as_deref() {
            None => {}
            Some("installed") => return installed().context("the default Rust has no wasm32"),
            Some("rustup") => return rustup(),
            Some("debian") => return debian(),
            Some(other) => bail!("{ROUTE}={other}: say installed, rustup or debian"),
        }
        if let Some(toolchain) = installed() {
            return Ok(toolchain);
        }
        if let Some(made) = sysroot::made() {
            return Self::from_sysroot(made);
        }
        let refused = match rustup() {
            Ok(toolchain) => return Ok(toolchain),
            Err(refused) => refused,
        };
        progress::note(&format!("rustup cannot add {TARGET}: trying Debian's Rust"));
        debian().with_context(|| {
            format!(
                "no Rust here can build WebAssembly: \
                 run `rustup target add {TARGET}`, or use Debian's rustc-web ({refused:#})"
            )
        })
    }

    /// Cargo for a wasm build: every flag is in this child's environment and nowhere else.
    pub(crate) fn cargo(&self, flags: &[&str]) -> Command {
        let mut rustflags = self.rustflags.clone();
        rustflags.extend(flags.iter().map(OsString::from));
        // Panic messages name their file: not the folders it had on this machine.
        for folder in foreign_sources(&self.rustc) {
            let mut remap = OsString::from("--remap-path-prefix=");
            remap.push(folder);
            remap.push("=");
            rustflags.push(remap);
        }

        let mut command = process::cargo();
        command
            .env("RUSTC", &self.rustc)
            .env_remove("RUSTFLAGS")
            .env(
                "CARGO_ENCODED_RUSTFLAGS",
                rustflags.join(&OsString::from("\x1f")),
            );
        if let Some(linker) = &self.linker {
            command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
        }
        command
    }

    fn from_sysroot(made: sysroot::Sysroot) -> Result<Self> {
        Ok(Self {
            rustc: made.rustc,
            rustflags: vec!["--sysroot".into(), made.folder.into()],
            linker: Some(linker()?),
        })
    }
}

/// Where the sources of others lie: one folder for each registry, and the standard library's.
fn foreign_sources(rustc: &Path) -> Vec<PathBuf> {
    let registries = fs::read_dir(paths::cargo_home().join("registry/src"));
    let registries = registries.into_iter().flatten().flatten();
    let sysroot = process::output(Command::new(rustc).args(["--print", "sysroot"]));
    let standard = sysroot.map(|root| Path::new(&root).join("lib/rustlib/src/rust"));
    registries
        .map(|entry| entry.path())
        .chain(standard)
        .collect()
}

fn installed() -> Option<Toolchain> {
    let libdir = process::output(rustc().args(["--print", "target-libdir", "--target", TARGET]));
    Path::new(&libdir.ok()?).is_dir().then(|| Toolchain {
        rustc: rustc().get_program().into(),
        rustflags: Vec::new(),
        linker: None,
    })
}

fn rustup() -> Result<Toolchain> {
    progress::say("Adding", &format!("{TARGET} by rustup"));
    // A firewall that drops packets would keep rustup trying for a long time.
    process::run_quietly(
        Command::new("rustup")
            .args(["target", "add", TARGET])
            .current_dir(paths::root()),
        Duration::from_secs(180),
    )?;
    installed().context("rustup added the target to a Rust other than the one in use")
}

fn debian() -> Result<Toolchain> {
    Toolchain::from_sysroot(match sysroot::made() {
        Some(made) => made,
        None => sysroot::make()?,
    })
}

/// Debian's Rust comes without the linker for wasm, rustup's comes with it.
fn linker() -> Result<PathBuf> {
    let sysroot = process::output(rustc().args(["--print", "sysroot"]))?;
    let host = process::output(rustc().args(["--print", "host-tuple"]))?;
    let bundled = Path::new(&sysroot)
        .join("lib/rustlib")
        .join(host)
        .join("bin/rust-lld");
    Some(bundled)
        .filter(|file| file.is_file())
        .or_else(|| process::on_path("rust-lld"))
        .or_else(|| process::on_path("wasm-ld"))
        .context("no linker for wasm: install lld, so that wasm-ld is on the PATH")
}

fn rustc() -> Command {
    let mut command = Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    command.current_dir(paths::root());
    command
}
