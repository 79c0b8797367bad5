//! What must be undone however this command ends: by itself, on an error, or on Ctrl-C.

use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use anyhow::{Context, Result};

type Action = Box<dyn FnOnce() + Send>;

static PENDING: Mutex<Vec<(u64, Action)>> = Mutex::new(Vec::new());
static NEXT: AtomicU64 = AtomicU64::new(0);
static ENDING: AtomicBool = AtomicBool::new(false);

/// Does its work when dropped, or when the command is interrupted, whichever comes first.
#[must_use]
pub(crate) struct Guard(u64);

/// Answers Ctrl-C and SIGTERM: cleans up, last thing first, and leaves.
pub(crate) fn install() -> Result<()> {
    ctrlc::set_handler(|| {
        ENDING.store(true, Ordering::SeqCst);
        // Pops one by one: an action may still be registered while others run.
        while let Some((_, action)) = PENDING.lock().ok().and_then(|mut list| list.pop()) {
            action();
        }
        std::process::exit(130);
    })
    .context("cannot listen for Ctrl-C")
}

/// Goes no further once the command was interrupted: the next step would start in vain.
pub(crate) fn halt_if_ending() {
    while ENDING.load(Ordering::SeqCst) {
        thread::park();
    }
}

/// Registers work for the end.
pub(crate) fn at_exit(action: impl FnOnce() + Send + 'static) -> Guard {
    let id = NEXT.fetch_add(1, Ordering::Relaxed);
    PENDING
        .lock()
        .expect("no action panics")
        .push((id, Box::new(action)));
    Guard(id)
}

/// Ends a child of ours when the command is interrupted.
pub(crate) fn ends_with_us(pid: u32) -> Guard {
    at_exit(move || terminate(pid))
}

/// Asks a process we started to end.
pub(crate) fn terminate(pid: u32) {
    // The `kill` of every Unix: the call behind it would be this crate's only unsafe or libc line.
    let _ = Command::new("kill")
        .args(["-TERM", &pid.to_string()])
        .status();
}

impl Guard {
    /// Nothing is left to undo.
    pub(crate) fn disarm(self) {
        drop(self.take());
        std::mem::forget(self);
    }

    fn take(&self) -> Option<Action> {
        let mut list = PENDING.lock().ok()?;
        let at = list.iter().position(|(id, _)| *id == self.0)?;
        Some(list.remove(at).1)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        if let Some(action) = self.take() {
            action();
        }
    }
}
