//! Dovecot and Postfix for the tests: our own, on free loopback ports, gone when the tests are done.
//! No letter leaves the machine.

use std::fs::{self, File, Permissions};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use tempfile::TempDir;

use crate::cleanup::{self, Guard};
use crate::{apt, process, progress};

/// Long enough for a busy machine with a slow disk.
const PATIENCE: Duration = Duration::from_secs(60);
/// In Debian they are not on everybody's PATH.
const SBIN: &str = "/usr/sbin";

/// A mail server with a mailbox for each name at `desk.test`, whose password is `secret`, and none
/// at `refused.test`. It ends, and its letters go, when this is dropped or the command interrupted.
pub(crate) struct MailServer {
    told: String,
    _guard: Guard,
}

impl MailServer {
    /// Starts both.
    pub(crate) fn start() -> Result<Self> {
        ensure()?;
        ensure!(
            apt::is_root(),
            "Dovecot and Postfix change to users of their own, which takes root"
        );
        let folder = TempDir::with_prefix("attache-mail-")?;
        // Each of their users goes through it.
        fs::set_permissions(folder.path(), Permissions::from_mode(0o755))?;
        let [imap, lmtp, smtp] = [free_port()?, free_port()?, free_port()?];
        let dovecot = dovecot(folder.path(), imap, lmtp)?;
        let postfix = postfix(folder.path(), smtp, lmtp)?;
        let conf = folder.path().join("dovecot.conf");
        let told = format!(
            "imap=127.0.0.1:{imap} smtp=127.0.0.1:{smtp} conf={}",
            conf.display()
        );
        let log = folder.path().join("log");
        let run = |command: &mut Command| -> Result<Child> {
            let log = File::options().create(true).append(true).open(&log)?;
            command
                .stdin(Stdio::null())
                .stdout(log.try_clone()?)
                .stderr(log)
                // Ctrl-C goes to the whole group of a terminal: their end is the guard's.
                .process_group(0)
                .spawn()
                .context("cannot run the mail server")
        };
        let mut running = vec![run(Command::new(sbin("dovecot"))
            .arg("-F")
            .arg("-c")
            .arg(&dovecot))?];
        match run(Command::new(sbin("postfix"))
            .arg("-c")
            .arg(&postfix)
            .arg("start-fg"))
        {
            Ok(child) => running.push(child),
            Err(error) => {
                running.iter_mut().for_each(end);
                return Err(error);
            }
        }
        let servers = Arc::new(Mutex::new(Servers { running, folder }));
        let guard = cleanup::at_exit({
            let servers = Arc::clone(&servers);
            move || lock(&servers).end()
        });
        wait_until_ready(&servers, &[imap, lmtp, smtp], &log)?;
        Ok(Self {
            told,
            _guard: guard,
        })
    }

    /// Where its doors are: `imap`, `smtp`, and `conf` for `doveadm`.
    pub(crate) fn told(&self) -> &str {
        &self.told
    }
}

struct Servers {
    running: Vec<Child>,
    folder: TempDir,
}

impl Servers {
    fn end(&mut self) {
        self.running.iter_mut().for_each(end);
        // Here and not by its drop alone: an interrupted command exits without dropping anything.
        let _ = fs::remove_dir_all(self.folder.path());
    }
}

fn end(child: &mut Child) {
    cleanup::terminate(child.id());
    let start = Instant::now();
    while matches!(child.try_wait(), Ok(None)) {
        if start.elapsed() > Duration::from_secs(10) {
            let _ = child.kill();
        }
        thread::sleep(Duration::from_millis(20));
    }
}

fn lock(servers: &Mutex<Servers>) -> MutexGuard<'_, Servers> {
    servers.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Writes Dovecot's configuration.
fn dovecot(folder: &Path, imap: u16, lmtp: u16) -> Result<PathBuf> {
    let mail = folder.join("mail");
    fs::create_dir(&mail)?;
    let (uid, gid) = (id("-u")?, id("-g")?);
    chown(&mail, Some(uid), Some(gid))?;
    // Looked up by what stands behind the @: whoever is at `desk.test` has a mailbox.
    let users = folder.join("users");
    fs::write(&users, "desk.test:{PLAIN}secret:::::\n")?;
    let at = |name: &str| folder.join(name).display().to_string();
    let conf = format!(
        "base_dir = {run}
state_dir = {state}
log_path = {log}
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{mail}/%u
first_valid_uid = 1
recipient_delimiter = +
mail_max_userip_connections = 100
passdb {{
  driver = static
  args = password=secret
}}
userdb {{
  driver = passwd-file
  args = username_format=%d {users}
  override_fields = uid={uid} gid={gid} home={mail}/%u
}}
namespace inbox {{
  inbox = yes
}}
protocol lmtp {{
  auth_username_format = %Lu
  postmaster_address = postmaster@desk.test
}}
service imap-login {{
  inet_listener imap {{
    address = 127.0.0.1
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
",
        run = at("dovecot"),
        state = at("dovecot-state"),
        log = at("dovecot.log"),
        mail = mail.display(),
        users = users.display(),
    );
    let file = folder.join("dovecot.conf");
    fs::write(&file, conf)?;
    Ok(file)
}

/// Writes Postfix's configuration.
fn postfix(folder: &Path, smtp: u16, lmtp: u16) -> Result<PathBuf> {
    let conf = folder.join("postfix");
    fs::create_dir(&conf)?;
    let main = format!(
        "compatibility_level = 3.6
myhostname = mail.desk.test
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mydestination =
local_recipient_maps =
alias_maps =
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
recipient_delimiter = +
virtual_mailbox_domains = desk.test refused.test
virtual_transport = lmtp:inet:127.0.0.1:{lmtp}
default_transport = error:5.4.4 no letter leaves the tests
relay_transport = error:5.4.4 no letter leaves the tests
smtp_host_lookup = native
smtp_dns_support_level = disabled
message_size_limit = 80000000
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
",
        folder = folder.display(),
    );
    let master = format!(
        "127.0.0.1:{smtp} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
lmtp unix - - n - - lmtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"
    );
    fs::write(conf.join("main.cf"), main)?;
    fs::write(conf.join("master.cf"), master)?;
    fs::create_dir(folder.join("queue"))?;
    fs::create_dir(folder.join("data"))?;
    let postfix: u32 = process::output(Command::new("id").args(["-u", "postfix"]))
        .context("Postfix brings a user of its name")?
        .parse()?;
    chown(folder.join("data"), Some(postfix), None)?;
    Ok(conf)
}

fn wait_until_ready(servers: &Mutex<Servers>, ports: &[u16], log: &Path) -> Result<()> {
    let start = Instant::now();
    loop {
        for child in &mut lock(servers).running {
            if let Some(status) = child.try_wait()? {
                let said = fs::read_to_string(log).unwrap_or_default();
                bail!("the mail server ended with {status}:\n{}", said.trim());
            }
        }
        if ports
            .iter()
            .all(|port| TcpStream::connect(("127.0.0.1", *port)).is_ok())
        {
            return Ok(());
        }
        if start.elapsed() > PATIENCE {
            bail!(
                "the mail server is not ready after {} s",
                PATIENCE.as_secs()
            );
        }
        thread::sleep(Duration::from_millis(100));
    }
}

/// Letters belong to somebody who may nothing else.
fn id(flag: &str) -> Result<u32> {
    Ok(process::output(Command::new("id").args([flag, "nobody"]))?.parse()?)
}

/// Both, fetched from Debian where they are not.
fn ensure() -> Result<()> {
    if are_there() {
        return Ok(());
    }
    progress::say("Fetching", "Dovecot and Postfix from Debian");
    apt::install(&["dovecot-imapd", "dovecot-lmtpd", "postfix"])
        .context("the tests send and fetch mail")?;
    ensure!(
        are_there(),
        "Dovecot and Postfix were installed, and are not there"
    );
    Ok(())
}

fn are_there() -> bool {
    sbin("dovecot").is_file()
        && sbin("postfix").is_file()
        && Path::new("/usr/lib/dovecot/imap").is_file()
        && Path::new("/usr/lib/dovecot/lmtp").is_file()
}

fn sbin(program: &str) -> PathBuf {
    process::on_path(program).unwrap_or_else(|| Path::new(SBIN).join(program))
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
