use std::{
    env, fs,
    io::{BufRead as _, BufReader, Read as _},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    sync::{
        LazyLock,
        atomic::{AtomicU32, Ordering},
    },
};

use tempfile::TempDir;

/// Whom the server belongs to when the test program is root's: Debian's package brings this user.
const OWNER: &str = "postgres";

/// The name of everybody who connects. No password is asked for on the socket.
pub(crate) const USER: &str = "sealpost";

/// Its socket, in its folder.
pub(crate) const SOCKET: &str = ".s.PGSQL.5432";

/// Makes the server, starts it, says so, and ends it when nobody holds the other end of its standard
/// input any more, however the test program ended.
const WATCH: &str = r#"
trap '' INT TERM HUP PIPE
cd "$1" || exit 1
if "$2/initdb" --pgdata=data --username=sealpost --auth=trust --encoding=UTF8 --no-sync >log 2>&1 &&
cat >>data/postgresql.conf <<END &&
listen_addresses = ''
unix_socket_directories = '$1'
max_connections = 200
fsync = off
synchronous_commit = off
default_transaction_isolation = 'serializable'
END
"$2/pg_ctl" --pgdata=data --log=log --wait start >>log 2>&1
then
    echo ready
    read -r _
    "$2/pg_ctl" --pgdata=data --mode=immediate --wait stop >>log 2>&1
else
    cat log
fi
cd / && rm -rf "$1"
"#;

/// Makes a certificate that nobody else has signed.
const CERTIFY: [&str; 17] = [
    "req",
    "-x509",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-keyout",
    "key.pem",
    "-out",
    "cert.pem",
    "-days",
    "2",
    "-subj",
    "/CN=localhost",
    "-addext",
    "subjectAltName=DNS:localhost",
    "-addext",
    "basicConstraints=critical,CA:FALSE",
];

/// A server that lives as long as the test program, or until it is dropped.
///
/// Its defaults are those that the product must not rely on: commits that do not wait for the disk,
/// and another isolation.
pub struct Server {
    folder: PathBuf,
    databases: AtomicU32,
    watch: Child,
    /// Closed at the latest when the program ends.
    held: Option<ChildStdin>,
}

impl Server {
    /// The one of this program; started when it is wanted first.
    pub fn shared() -> &'static Self {
        static SHARED: LazyLock<Server> = LazyLock::new(Server::start);
        &SHARED
    }

    /// One more, which its test may stop and start.
    ///
    /// # Panics
    ///
    /// When it cannot be started, with the reason.
    #[must_use]
    pub fn start() -> Self {
        let folder = tempfile::tempdir().map(TempDir::keep).expect("a folder");
        own(&folder);
        let mut watch = unprivileged(Path::new("/bin/sh"));
        watch
            .args(["-c", WATCH, "watch"])
            .args([&folder, &folder_of("postgres")]);
        watch.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut watch = watch.spawn().expect("a shell");
        let mut said = BufReader::new(watch.stdout.take().expect("a pipe"));
        let mut line = String::new();
        said.read_line(&mut line).expect("a line");
        if line != "ready\n" {
            said.read_to_string(&mut line).expect("text");
            panic!("PostgreSQL does not start: {line}");
        }
        Self {
            folder,
            databases: AtomicU32::new(0),
            held: watch.stdin.take(),
            watch,
        }
    }

    /// The URL of a new, empty database.
    ///
    /// # Panics
    ///
    /// When it cannot be made.
    pub fn database(&self) -> String {
        let number = self.databases.fetch_add(1, Ordering::Relaxed);
        let name = format!("intake_{number}");
        let mut create = Command::new(program("createdb"));
        create.arg("--host").arg(&self.folder);
        create.args(["--username", USER, &name]);
        assert!(create.status().expect("it runs").success());
        self.url(&name)
    }

    /// The URL of a database of this name.
    #[must_use]
    pub fn url(&self, name: &str) -> String {
        let folder = self.folder.to_str().expect("text").replace('/', "%2F");
        format!("postgres://{USER}@{folder}/{name}")
    }

    /// Where it has its socket, its data and its log.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Ends the server at once, as a loss of power does to its processes.
    ///
    /// # Panics
    ///
    /// When it does not end.
    pub fn stop(&self) {
        self.control(&["--mode=immediate", "stop"]);
    }

    /// Starts it again.
    ///
    /// # Panics
    ///
    /// When it does not start.
    pub fn start_again(&self) {
        self.control(&["--log=log", "start"]);
    }

    /// Has it listen on this machine's network too, to TLS alone, and ask for a password there. Gives
    /// the port, and the certificate, which is for the name `localhost`.
    ///
    /// # Panics
    ///
    /// When it cannot be had.
    pub fn secure(&self, password: &str) -> (u16, PathBuf) {
        let mut certify = unprivileged(Path::new("openssl"));
        certify.current_dir(&self.folder).args(CERTIFY);
        let certified = certify.output().expect("there is openssl");
        assert!(certified.status.success(), "{certified:?}");
        let access = "local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n";
        fs::write(self.folder.join("data/pg_hba.conf"), access).expect("written");
        // Free a moment ago. The server says so if it is not any more.
        let port = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr());
        let port = port.expect("a port").port();
        let set = format!(
            "SET synchronous_commit = on; ALTER ROLE {USER} PASSWORD '{password}';
             ALTER SYSTEM SET listen_addresses = '127.0.0.1'; ALTER SYSTEM SET port = {port};
             ALTER SYSTEM SET ssl = on; ALTER SYSTEM SET ssl_key_file = '../key.pem';
             ALTER SYSTEM SET ssl_cert_file = '../cert.pem'"
        );
        let mut psql = Command::new(program("psql"));
        psql.arg("--host")
            .arg(&self.folder)
            .args(["--username", USER]);
        psql.args(["--quiet", "--dbname=postgres"]);
        // Each is a transaction of its own, as this statement must be.
        set.split(';').for_each(|it| {
            psql.args(["--command", it]);
        });
        assert!(psql.status().expect("it runs").success());
        self.stop();
        self.start_again();
        (port, self.folder.join("cert.pem"))
    }

    fn control(&self, words: &[&str]) {
        let mut control = unprivileged(&program("pg_ctl"));
        control.current_dir(&self.folder);
        control.args(["--pgdata=data", "--wait", "--silent"]);
        let done = control.args(words).status().expect("it runs");
        assert!(done.success(), "pg_ctl {words:?}");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.held.take());
        // What it could say now is of no use to anybody.
        let _ = self.watch.wait();
    }
}

/// Where a program of PostgreSQL is, such as `pg_dump`.
///
/// # Panics
///
/// When there is none, with what to install.
#[must_use]
pub fn program(name: &str) -> PathBuf {
    folder_of(name).join(name)
}

/// Debian keeps most of them out of `PATH`, in a folder for each version.
fn folder_of(program: &str) -> PathBuf {
    let path = env::var_os("PATH").unwrap_or_default();
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let mut versions: Vec<_> = versions.flatten().map(|it| it.path().join("bin")).collect();
    versions.sort();
    let folders = versions.into_iter().rev().chain(env::split_paths(&path));
    let found = folders.into_iter().find(|it| it.join(program).is_file());
    found.unwrap_or_else(|| panic!("there is no `{program}`: apt-get install postgresql"))
}

/// A command that is not root: the server refuses to be.
fn unprivileged(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command
        .args(["--reuid", OWNER, "--regid", OWNER, "--clear-groups"])
        .arg(program);
    command
}

fn own(folder: &Path) {
    if is_root() {
        let owner = format!("{OWNER}:");
        let done = Command::new("chown").arg(owner).arg(folder).status();
        assert!(done.expect("it runs").success(), "the folder has no owner");
    }
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    // Whoever runs this owns its own entry.
    fs::metadata("/proc/self").is_ok_and(|it| it.uid() == 0)
}
