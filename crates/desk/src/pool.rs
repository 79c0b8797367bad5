//! The pool: how many picture workers there are at a time, and the end of those that take too much.
//!
//! What a person waits for has places of its own, so that it never stands behind thumbnails.
//! What may wait stands in the database, not in memory; what may not is turned away once too much
//! of it waits.

use crate::{
    Error, Result,
    worker::{Answer, DO, Limits, RUN, Refused, Task, unframed},
};
use bytes::Bytes;
use std::{
    ffi::OsString,
    fs::File,
    io,
    num::NonZero,
    path::{Path, PathBuf},
    process::{ExitStatus, Stdio},
    sync::Arc,
    thread,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    process::Command,
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

/// How many people may wait for a place.
const WAITING: usize = 64;
/// Bytes of an answer at most: no picture that we make is larger.
const ANSWER: u64 = 256 << 20;

/// How long something may wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Urgency {
    /// Somebody waits for it.
    Now,
    /// It stands in the database and is found again.
    Later,
}

/// What is worked on.
pub(crate) enum Input {
    /// Bytes that are here.
    Bytes(Bytes),
    /// A file, which the worker reads by itself.
    File(PathBuf),
}

impl Input {
    /// # Errors
    /// When there is no such file.
    fn stdin(&self) -> Result<Stdio> {
        match self {
            Self::Bytes(_) => Ok(Stdio::piped()),
            Self::File(path) => match File::open(path) {
                Ok(file) => Ok(file.into()),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Error::NotFound),
                Err(error) => Err(error.into()),
            },
        }
    }
}

/// The pool.
pub(crate) struct Pool {
    /// The worker's program with its first arguments.
    command: Vec<OsString>,
    limits: Limits,
    now: Arc<Semaphore>,
    later: Arc<Semaphore>,
    queue: Arc<Semaphore>,
}

/// A place in it, for one file.
pub(crate) struct Place<'a> {
    pool: &'a Pool,
    _held: OwnedSemaphorePermit,
}

impl Pool {
    pub(crate) fn new(command: Vec<OsString>, limits: Limits) -> Self {
        // Half of the processors and no more than four: a place takes a processor and up to a
        // gigabyte.
        let processors = thread::available_parallelism().map_or(1, NonZero::get);
        let places = (processors / 2).clamp(1, 4);
        Self {
            command,
            limits,
            now: Arc::new(Semaphore::new(places)),
            later: Arc::new(Semaphore::new(places)),
            queue: Arc::new(Semaphore::new(WAITING)),
        }
    }

    /// Waits for a place.
    ///
    /// # Errors
    /// When too many wait for what cannot wait.
    pub(crate) async fn place(&self, urgency: Urgency) -> Result<Place<'_>> {
        let held = match urgency {
            Urgency::Later => Arc::clone(&self.later).acquire_owned().await,
            Urgency::Now => {
                let _queued = self
                    .queue
                    .try_acquire()
                    .map_err(|_| Error::Unavailable("too many pictures at once".into()))?;
                Arc::clone(&self.now).acquire_owned().await
            }
        };
        Ok(Place {
            pool: self,
            _held: held.map_err(Error::internal)?,
        })
    }
}

impl Place<'_> {
    /// Has a worker do it. What it could not do with this file it will not be able to another time.
    ///
    /// # Errors
    /// When there is no worker to be had, which says nothing about the file.
    pub(crate) async fn perform(
        self,
        task: &Task,
        input: Input,
    ) -> Result<Result<Answer, Refused>> {
        let args = [DO.into(), serde_json::to_string(task)?.into()];
        let Some(output) = self.run(&args, input).await? else {
            return Ok(Err(Refused::died()));
        };
        let answer = unframed::<Answer>(&output)
            .ok()
            .and_then(|(answer, files)| answer.with_files(files))
            .unwrap_or_else(|| Answer {
                refused: Some(Refused::died()),
                ..Answer::default()
            });
        Ok(match answer.refused {
            Some(refused) => Err(refused),
            None => Ok(answer),
        })
    }

    /// Runs somebody else's program within the same limits; what it printed, if it was content.
    ///
    /// # Errors
    /// When it cannot be started.
    pub(crate) async fn program(
        self,
        program: &Path,
        args: &[OsString],
    ) -> Result<Option<Vec<u8>>> {
        let args = [&[RUN.into(), program.as_os_str().to_owned()], args].concat();
        self.run(&args, Input::Bytes(Bytes::new())).await
    }

    async fn run(self, args: &[OsString], input: Input) -> Result<Option<Vec<u8>>> {
        let gone = |error: io::Error| Error::Unavailable(format!("no picture worker: {error}"));
        let limits = self.pool.limits;
        let (name, first) = self
            .pool
            .command
            .split_first()
            .ok_or_else(|| gone(io::ErrorKind::NotFound.into()))?;
        let mut command = Command::new(name);
        command
            .args(first)
            .args(limits.to_args())
            .args(args)
            // Nothing of ours is its business, neither settings nor secrets.
            .env_clear()
            // Our allocator takes a gigabyte at once otherwise, as if it were used: the limit's whole.
            .env("MIMALLOC_ARENA_EAGER_COMMIT", "0")
            .stdin(input.stdin()?)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true);
        // Ctrl-C is meant for the house, not for the file in hand.
        #[cfg(unix)]
        command.process_group(0);
        let mut child = command.spawn().map_err(gone)?;
        let output = child.stdout.take();
        let output = output.ok_or_else(|| gone(io::ErrorKind::BrokenPipe.into()))?;
        let pipe = child.stdin.take();
        let give = async move {
            if let (Some(mut pipe), Input::Bytes(bytes)) = (pipe, input) {
                // One that is gone already tells by its end.
                let _ = pipe.write_all(&bytes).await;
            }
        };
        let take = async move {
            let mut answer = Vec::new();
            output.take(ANSWER).read_to_end(&mut answer).await?;
            Ok::<_, io::Error>(answer)
        };
        let worked = timeout(limits.clock, async {
            let ((), answer) = tokio::join!(give, take);
            Ok::<_, io::Error>((answer?, child.wait().await?))
        });
        match worked.await {
            Ok(Ok((answer, status))) if status.success() => Ok(Some(answer)),
            Ok(Ok((_, status))) if was_asked_to_end(status) => {
                Err(gone(io::ErrorKind::Interrupted.into()))
            }
            Ok(Ok(_)) => Ok(None),
            Ok(Err(error)) => Err(error.into()),
            Err(_) => {
                // Waited for, so that its place is free only when its memory is.
                let _ = child.kill().await;
                Ok(None)
            }
        }
    }
}

/// By somebody who ends the whole house, and not because of the file.
#[cfg(unix)]
fn was_asked_to_end(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt;
    const ASKED: [i32; 3] = [1, 2, 15]; // SIGHUP, SIGINT, SIGTERM
    status
        .signal()
        .is_some_and(|signal| ASKED.contains(&signal))
}

#[cfg(not(unix))]
fn was_asked_to_end(_: ExitStatus) -> bool {
    false
}
