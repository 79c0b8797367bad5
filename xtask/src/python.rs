//! A Python with the providers' clients that we did not write: the simulator is held to what they say.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use crate::{apt, paths, process, progress};

/// Where the tests find it.
pub(crate) const PYTHON: &str = "SIMULATOR_PYTHON";

/// Written last: what is whole has it.
const INSTALLED: &str = "installed";

/// Makes sure of the packages that the list names and answers with the Python that has them.
pub(crate) fn clients() -> Result<PathBuf> {
    let list = paths::root().join("crates/simulator/tests/clients/requirements.txt");
    let wanted = fs::read(&list).with_context(|| format!("cannot read {}", list.display()))?;
    let folder = paths::cache().join("python").join(name(&wanted));
    let python = folder.join("bin/python");
    if is_whole(&folder) {
        return Ok(python);
    }
    let base = ensure()?;
    progress::say("Fetching", "the providers' own clients from PyPI");
    install(&folder, |folder| {
        process::run_quietly(
            Command::new(&base).args(["-m", "venv"]).arg(folder),
            Duration::from_secs(120),
        )?;
        process::run_quietly(
            Command::new(&python)
                .args(["-m", "pip", "install", "--quiet", "--no-input"])
                .args(["--disable-pip-version-check", "--no-deps", "--requirement"])
                .arg(&list),
            Duration::from_secs(300),
        )
    })?;
    Ok(python)
}

/// A folder for each list: two checkouts with different ones do not undo each other's.
fn name(list: &[u8]) -> String {
    let hash = Sha256::digest(list);
    hash.iter().take(8).map(|b| format!("{b:02x}")).collect()
}

fn is_whole(folder: &Path) -> bool {
    folder.join(INSTALLED).is_file()
}

/// All of it, or nothing: what is left half way is made anew.
fn install(folder: &Path, make: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)
            .with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    fs::create_dir_all(folder)?;
    if let Err(error) = make(folder) {
        let _ = fs::remove_dir_all(folder);
        return Err(error);
    }
    fs::write(folder.join(INSTALLED), "")?;
    Ok(())
}

/// A Python that can make environments: the one on the PATH, else Debian's.
fn ensure() -> Result<PathBuf> {
    if let Some(python) = able() {
        return Ok(python);
    }
    progress::say("Fetching", "Python from Debian");
    apt::install(&["python3", "python3-venv"])
        .context("the providers' clients need Python 3 with venv")?;
    match able() {
        Some(python) => Ok(python),
        None => bail!("install Python 3 with its venv"),
    }
}

fn able() -> Option<PathBuf> {
    let on_path = process::on_path("python3");
    let debians = Some(PathBuf::from("/usr/bin/python3"));
    [on_path, debians].into_iter().flatten().find(|python| {
        // Debian's has `venv` without what it needs, `ensurepip`, until a package brings it.
        let asked = Command::new(python)
            .args(["-c", "import venv, ensurepip"])
            .output();
        asked.is_ok_and(|done| done.status.success())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_environment_is_whole_or_not_there() -> Result<()> {
        let home = tempfile::tempdir()?;
        let folder = home.path().join(name(b"twilio==9.13.0"));
        let half = |folder: &Path| {
            fs::write(folder.join("half"), "x")?;
            bail!("no line")
        };
        assert!(install(&folder, half).is_err());
        assert!(!folder.exists(), "the next run makes it anew");

        // Ended by a power cut: there, without the mark.
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("half"), "x")?;
        assert!(!is_whole(&folder));
        install(&folder, |_| Ok(()))?;
        assert!(is_whole(&folder));
        assert!(!folder.join("half").exists());
        assert_ne!(name(b"twilio==9.13.0"), name(b"twilio==9.13.1"));
        Ok(())
    }
}
