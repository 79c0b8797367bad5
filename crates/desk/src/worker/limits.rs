//! What a worker may take of the machine.

use std::{ffi::OsString, io, time::Duration};

/// What work on one file may take. Whoever takes more is ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Time of the processor.
    pub processor: Duration,
    /// Time of the clock: for what waits without working.
    pub clock: Duration,
    /// Bytes of memory.
    pub memory: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            processor: Duration::from_secs(20),
            clock: Duration::from_secs(60),
            // A picture of as many pixels as are let in, decoded and resized, and room.
            memory: 1 << 30,
        }
    }
}

impl Limits {
    /// As arguments of a worker.
    pub(crate) fn to_args(self) -> [OsString; 2] {
        let seconds = self.processor.as_secs().max(1);
        [seconds.to_string().into(), self.memory.to_string().into()]
    }

    /// As the worker reads them. The clock is the pool's.
    pub(super) fn from_args(args: &mut impl Iterator<Item = OsString>) -> io::Result<Self> {
        let mut number = || -> io::Result<u64> {
            let text = args.next().and_then(|text| text.into_string().ok());
            text.and_then(|text| text.parse().ok())
                .ok_or_else(|| io::ErrorKind::InvalidInput.into())
        };
        Ok(Self {
            processor: Duration::from_secs(number()?),
            memory: number()?,
            ..Self::default()
        })
    }

    /// Bounds this process, and whatever it becomes.
    #[cfg(unix)]
    pub(super) fn impose(self) -> io::Result<()> {
        use rustix::process::{Resource, Rlimit, nice, setrlimit};
        let set = |resource, limit: u64| {
            let limit = Rlimit {
                current: Some(limit),
                maximum: Some(limit),
            };
            setrlimit(resource, limit)
        };
        set(Resource::Cpu, self.processor.as_secs())?;
        // Memory that can be written to. Not the address space: allocators reserve gigabytes of
        // it that they never touch.
        set(Resource::Data, self.memory)?;
        set(Resource::Core, 0)?;
        // It writes to its pipe and nowhere else.
        set(Resource::Fsize, 0)?;
        // The web goes first.
        nice(5)?;
        Ok(())
    }

    /// Nothing to bound with: the clock alone ends it.
    #[cfg(not(unix))]
    pub(super) fn impose(self) -> io::Result<()> {
        Ok(())
    }
}
