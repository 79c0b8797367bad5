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
pub(crate) use task::{Answer, Made, Refused, Task, framed, unframed};

use std::{
    ffi::OsString,
    io::{self, Read, Write},
    process::{Command, ExitCode},
};

/// Does what standard input asks, within the limits that the first two arguments set. More
/// arguments are a program that is run instead, within the same limits.
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
    let mut program = args;
    if let Some(name) = program.next() {
        return become_one(Command::new(name).args(program));
    }
    let mut input = Vec::new();
    io::stdin().lock().read_to_end(&mut input)?;
    let (task, bytes) = unframed::<Task>(&input)?;
    let (answer, files) = task::perform(&task, bytes);
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
