//! A PostgreSQL for the tests: our own, on a free loopback port, gone when the tests are done.

use std::fs::{self, File};
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

use crate::cleanup::{self, Guard};
use crate::{apt, process, progress};

/// Long enough for a busy machine with a slow disk.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running server. It ends, and its data goes, when this is dropped or the command interrupted.
pub(crate) struct Postgres {
    url: String,
    _guard: Guard,
}

impl Postgres {
    /// Starts a server with an empty cluster.
    pub(crate) fn start() -> Result<Self> {
        let bin = ensure()?;
        let user = User::to_run_it()?;
        let folder = TempDir::with_prefix("attache-postgres-")?;
        if let Some(user) = &user {
            chown(folder.path(), Some(user.uid), Some(user.gid))?;
        }
        let data = folder.path().join("data");
        process::run_quietly(
            as_user(&bin.join("initdb"), user.as_ref())
                .args(["--username=attache", "--auth=trust", "--encoding=UTF8"])
                .args(["--locale=C", "--no-sync", "--pgdata"])
                .arg(&data)
                .current_dir(folder.path()),
            PATIENCE,
        )?;
        let port = free_port()?;
        let log = folder.path().join("log");
        let child = as_user(&bin.join("postgres"), user.as_ref())
            .arg("-D")
            .arg(&data)
            .args(["-p", &port.to_string()])
            .args([
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "max_connections=300",
            ])
            // A socket's path has a length that temporary folders exceed.
            .args(["-c", "unix_socket_directories="])
            // Nobody wants this data back: a power cut may have it.
            .args(["-c", "fsync=off", "-c", "full_page_writes=off"])
            .args(["-c", "synchronous_commit=off"])
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(&log)?)
            // Ctrl-C goes to the whole group of a terminal: this child's end is the guard's.
            .process_group(0)
            .spawn()
            .context("cannot run postgres")?;
        let server = Arc::new(Mutex::new(Server { child, folder }));
        let guard = cleanup::at_exit({
            let server = Arc::clone(&server);
            move || lock(&server).end()
        });
        wait_until_ready(&server, &bin, port, &log)?;
        Ok(Self {
            url: format!("postgres://attache@127.0.0.1:{port}/postgres"),
            _guard: guard,
        })
    }

    /// Where it is; the tests make databases of their own.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

struct Server {
    child: Child,
    folder: TempDir,
}

impl Server {
    fn end(&mut self) {
        // SIGTERM would wait for every client; what is open at the end of a run may be cut.
        let _ = Command::new("kill")
            .args(["-INT", &self.child.id().to_string()])
            .status();
        let start = Instant::now();
        while matches!(self.child.try_wait(), Ok(None)) {
            if start.elapsed() > Duration::from_secs(10) {
                let _ = self.child.kill();
            }
            thread::sleep(Duration::from_millis(20));
        }
        // Here and not by its drop alone: an interrupted command exits without dropping anything.
        let _ = fs::remove_dir_all(self.folder.path());
    }
}

fn lock(server: &Mutex<Server>) -> MutexGuard<'_, Server> {
    server.lock().unwrap_or_else(PoisonError::into_inner)
}

fn wait_until_ready(server: &Mutex<Server>, bin: &Path, port: u16, log: &Path) -> Result<()> {
    let start = Instant::now();
    loop {
        let ended = lock(server).child.try_wait()?;
        if let Some(status) = ended {
            let said = fs::read_to_string(log).unwrap_or_default();
            bail!("postgres ended with {status}:\n{}", said.trim());
        }
        let ready = Command::new(bin.join("pg_isready"))
            .args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()])
            .status();
        if ready.is_ok_and(|status| status.success()) {
            return Ok(());
        }
        if start.elapsed() > PATIENCE {
            bail!("postgres is not ready after {} s", PATIENCE.as_secs());
        }
        thread::sleep(Duration::from_millis(100));
    }
}

/// PostgreSQL refuses root, so root runs it as somebody else.
struct User {
    uid: u32,
    gid: u32,
}

impl User {
    fn to_run_it() -> Result<Option<Self>> {
        if !apt::is_root() {
            return Ok(None);
        }
        let id = |flag: &str, name: &str| -> Result<u32> {
            Ok(process::output(Command::new("id").args([flag, name]))?.parse()?)
        };
        let name = ["postgres", "nobody"]
            .into_iter()
            .find(|name| id("-u", name).is_ok())
            .context("PostgreSQL refuses root, and there is no user postgres or nobody")?;
        Ok(Some(Self {
            uid: id("-u", name)?,
            gid: id("-g", name)?,
        }))
    }
}

fn as_user(program: &Path, user: Option<&User>) -> Command {
    let mut command = Command::new(program);
    if let Some(user) = user {
        command.uid(user.uid).gid(user.gid);
    }
    command
}

/// The folder with `initdb` and `postgres`, fetched from Debian where there is none.
fn ensure() -> Result<PathBuf> {
    if let Some(found) = installed() {
        return Ok(found);
    }
    progress::say("Fetching", "PostgreSQL from Debian");
    apt::install(&["postgresql"]).context("the tests run on PostgreSQL, too")?;
    installed().context("PostgreSQL was installed, but there is no initdb")
}

fn installed() -> Option<PathBuf> {
    let configured = process::output(Command::new("pg_config").arg("--bindir"));
    let on_path = process::on_path("initdb");
    let mut folders: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path().join("bin"))
        .collect();
    folders.sort();
    folders.extend(on_path.and_then(|file| Some(file.parent()?.to_owned())));
    folders.extend(configured.ok().map(PathBuf::from));
    // The last is the most particular: what `pg_config` or the PATH says, else the newest.
    folders
        .into_iter()
        .rfind(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
