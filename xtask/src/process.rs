//! Running other programs: every child is waited for, and ends when this command is interrupted.

use std::env;
use std::ffi::OsString;
use std::io::{BufRead, BufReader, IsTerminal, Read, Write, stderr};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use crate::{cleanup, paths};

/// The cargo that runs us, in the workspace, with none of the flags meant for somebody else.
pub(crate) fn cargo() -> Command {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(cargo);
    command.current_dir(paths::root());
    // What cargo told this program about itself. Some build scripts look at it (`ring`'s does), and half of
    // the dependencies would be built anew whenever cargo is called by hand in between.
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&*name);
        }
    }
    // Hundreds of `Compiling` lines tell a person that it moves, and fill a log with nothing.
    if !stderr().is_terminal() {
        command.env("CARGO_TERM_QUIET", "true");
    }
    command
}

/// Runs a command to its end; anything but success is an error that names it.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let name = name(command);
    let status = wait(spawn(command)?, None)?;
    ensure!(status, "`{name}` failed");
    Ok(())
}

/// Like [`run`], but silent unless it fails, and no longer than `limit`.
pub(crate) fn run_quietly(command: &mut Command, limit: Duration) -> Result<()> {
    let name = name(command);
    let mut child = spawn(
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped()),
    )?;
    let streams = [
        child
            .stdout
            .take()
            .map(|s| Box::new(s) as Box<dyn Read + Send>),
        child
            .stderr
            .take()
            .map(|s| Box::new(s) as Box<dyn Read + Send>),
    ];
    let readers = streams.map(|stream| {
        thread::spawn(move || {
            let mut text = Vec::new();
            if let Some(mut stream) = stream {
                let _ = stream.read_to_end(&mut text);
            }
            text
        })
    });
    let success = wait(child, Some(limit)).with_context(|| format!("`{name}`"))?;
    if success {
        return Ok(());
    }
    let said: Vec<u8> = readers
        .into_iter()
        .flat_map(|reader| reader.join().unwrap_or_default())
        .collect();
    bail!(
        "`{name}` failed:\n{}",
        String::from_utf8_lossy(&said).trim()
    )
}

/// What a command prints, when it succeeds.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let name = name(command);
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot run `{name}`"))?;
    ensure!(
        output.status.success(),
        "`{name}` failed: {}",
        String::from_utf8_lossy(&output.stderr).trim()
    );
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Runs a command in full view and keeps what it says: whether it succeeded, and its words.
pub(crate) fn tee(command: &mut Command) -> Result<(bool, String)> {
    let mut child = spawn(command.stdout(Stdio::piped()).stderr(Stdio::piped()))?;
    let out = child.stdout.take().context("a piped stdout")?;
    let err = child.stderr.take().context("a piped stderr")?;
    let out = thread::spawn(move || copy_lines(out, std::io::stdout()));
    let err = thread::spawn(move || copy_lines(err, stderr()));
    let success = wait(child, None)?;
    let said = [out, err].map(|reader| reader.join().unwrap_or_default());
    Ok((success, said.concat()))
}

/// A program's place on the PATH.
pub(crate) fn on_path(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

/// Starts a child.
pub(crate) fn spawn(command: &mut Command) -> Result<Child> {
    cleanup::halt_if_ending();
    let name = name(command);
    command
        .spawn()
        .with_context(|| format!("cannot run `{name}`"))
}

fn wait(mut child: Child, limit: Option<Duration>) -> Result<bool> {
    let guard = cleanup::ends_with_us(child.id());
    let status = match limit {
        None => child.wait()?,
        Some(limit) => {
            let start = Instant::now();
            loop {
                if let Some(status) = child.try_wait()? {
                    break status;
                }
                if start.elapsed() > limit {
                    child.kill()?;
                    child.wait()?;
                    guard.disarm();
                    bail!("no end after {} s", limit.as_secs());
                }
                thread::sleep(Duration::from_millis(20));
            }
        }
    };
    guard.disarm();
    cleanup::halt_if_ending();
    Ok(status.success())
}

fn copy_lines(from: impl Read, mut to: impl Write) -> String {
    let mut reader = BufReader::new(from);
    let mut said = String::new();
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line).is_ok_and(|n| n > 0) {
        let _ = to.write_all(&line);
        said.push_str(&String::from_utf8_lossy(&line));
        line.clear();
    }
    said
}

fn name(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy()];
    words.extend(command.get_args().map(|word| word.to_string_lossy()));
    words.join(" ")
}
