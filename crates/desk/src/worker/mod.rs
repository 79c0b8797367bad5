//! The picture worker: a process that lives for one file. It bounds itself before it reads a byte,
//! decodes, answers on its standard output, and ends.
//!
//! A process and not a thread, because a decoder that runs wild can be neither stopped nor kept
//! from the memory of the house as long as it is a thread; and one for each file, so that nothing
//! of one person's picture can ever reach another's.

mod limits;
mod pdf;
mod task;

pub use limits::Limits;
use task::framed;
pub(crate) use task::{Answer, Made, Refused, Task, unframed};

use std::{
    ffi::OsString,
    io::{self, Read, Write},
    process::{Command, ExitCode},
};

/// The argument before a [`Task`] that is to be done with what standard input holds.
pub(crate) const DO: &str = "do";
/// The argument before a program and its own arguments.
pub(crate) const RUN: &str = "run";

/// Does what the arguments ask, within the limits that the first two of them set: a task, or a
/// program that is run instead.
#[must_use]
pub fn main(args: impl Iterator<Item = OsString>) -> ExitCode {
    // Its standard error leads nowhere: the end of it is all that the pool needs to know.
    match work(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn work(mut args: impl Iterator<Item = OsString>) -> io::Result<()> {
    Limits::from_args(&mut args)?.impose()?;
    let what = args.next().unwrap_or_default();
    let first = args.next().ok_or(io::ErrorKind::InvalidInput)?;
    if what == RUN {
        return become_one(Command::new(first).args(args));
    }
    let task: Task = serde_json::from_slice(first.as_encoded_bytes())?;
    let mut input = Vec::new();
    io::stdin().lock().read_to_end(&mut input)?;
    let (answer, files) = task::perform(&task, &input);
    drop(input);
    let mut output = io::stdout().lock();
    output.write_all(&framed(&answer)?)?;
    for file in files {
        output.write_all(&file)?;
    }
    output.flush()
}

#[cfg(unix)]
fn become_one(command: &mut Command) -> io::Result<()> {
    use std::os::unix::process::CommandExt;
    Err(command.exec())
}

#[cfg(not(unix))]
fn become_one(_: &mut Command) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
