//! A PostgreSQL server for one test.

use deadpool_postgres::{Manager, Pool};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::Duration;
use tempfile::TempDir;
use tokio_postgres::{Config, NoTls};

pub(crate) struct Server {
    folder: TempDir,
    programs: PathBuf,
    /// The user and the group that the server runs as, if this is root, which PostgreSQL rejects.
    user: Option<(u32, u32)>,
    process: Mutex<Option<Child>>,
}

/// Returns the folder of PostgreSQL's programs, which Debian keeps outside of `PATH`.
fn programs() -> Option<PathBuf> {
    if let Some(folder) = std::env::var_os("LEADS_POSTGRES_BIN") {
        return Some(folder.into());
    }
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|version| Some(version.ok()?.path().join("bin")))
        .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()))
        .filter(|folder| folder.join("postgres").is_file() && folder.join("initdb").is_file())
        .collect();
    found.sort();
    found.pop()
}

/// Returns an unprivileged user if this process is root.
fn other_user(folder: &Path) -> Option<(u32, u32)> {
    use std::os::unix::fs::MetadataExt as _;
    if std::fs::metadata(folder).unwrap().uid() != 0 {
        return None;
    }
    let users = std::fs::read_to_string("/etc/passwd").unwrap();
    let of = |name: &str| {
        let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    };
    Some(of("postgres").or_else(|| of("nobody")).expect("a user that PostgreSQL can run as"))
}

impl Server {
    /// Starts a server; `None` if there is no PostgreSQL, which is then reported.
    pub(crate) async fn start() -> Option<Self> {
        let Some(programs) = programs() else {
            assert!(
                std::env::var_os("LEADS_REQUIRE_SERVERS").is_none(),
                "PostgreSQL is required, and is not installed"
            );
            println!("SKIPPED: PostgreSQL is not installed (LEADS_POSTGRES_BIN names its folder of programs)");
            return None;
        };
        let folder = tempfile::Builder::new().prefix("leads-pg").tempdir().unwrap();
        let user = other_user(folder.path());
        if let Some((user, group)) = user {
            std::os::unix::fs::chown(folder.path(), Some(user), Some(group)).unwrap();
        }
        let server = Self { folder, programs, user, process: Mutex::default() };
        let made = server
            .command("initdb")
            .args(["-U", "leads", "--auth=trust", "-E", "UTF8", "--no-locale", "--no-sync", "-D"])
            .arg(server.data())
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        server.run();
        server.ready().await;
        Some(server)
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn command(&self, program: &str) -> Command {
        use std::os::unix::process::CommandExt as _;
        let mut command = Command::new(self.programs.join(program));
        command.current_dir(self.folder.path()).stdin(Stdio::null()).env_remove("PGDATA").env("LC_ALL", "C");
        if let Some((user, group)) = self.user {
            command.gid(group).uid(user);
        }
        command
    }

    fn run(&self) {
        let log = std::fs::OpenOptions::new().create(true).append(true).open(self.folder.path().join("log")).unwrap();
        let mut command = self.command("postgres");
        command.arg("-D").arg(self.data()).arg("-k").arg(self.folder.path());
        command.args(["-c", "listen_addresses=", "-c", "max_connections=200", "-c", "shared_buffers=64MB"]);
        let process = command.stdout(Stdio::null()).stderr(log).spawn().unwrap();
        *self.process.lock().unwrap() = Some(process);
    }

    /// Stops the server as a failing machine would, and starts it again.
    pub(crate) async fn restart(&self) {
        self.stop();
        self.run();
        self.ready().await;
    }

    fn stop(&self) {
        if let Some(mut process) = self.process.lock().unwrap().take() {
            // An immediate stop: no checkpoint, and recovery at the next start.
            let _ = Command::new("kill").args(["-QUIT", &process.id().to_string()]).status();
            let _ = process.wait();
        }
    }

    async fn ready(&self) {
        for _ in 0..1_500 {
            if self.config("postgres").connect(NoTls).await.is_ok() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{}", std::fs::read_to_string(self.folder.path().join("log")).unwrap());
    }

    /// Returns the text by which another process connects to a database.
    pub(crate) fn address(&self, database: &str) -> String {
        format!("host={} user=leads dbname={database}", self.folder.path().display())
    }

    fn config(&self, database: &str) -> Config {
        self.address(database).parse().unwrap()
    }

    /// Creates a database, and returns a pool of connections to it.
    pub(crate) async fn database(&self, name: &str) -> Pool {
        let (client, connection) = self.config("postgres").connect(NoTls).await.unwrap();
        let connection = tokio::spawn(connection);
        client.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
        connection.abort();
        pool(&self.address(name))
    }
}

/// Returns a pool of connections to an address.
pub(crate) fn pool(address: &str) -> Pool {
    let config: Config = address.parse().unwrap();
    Pool::builder(Manager::new(config, NoTls)).max_size(16).build().unwrap()
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}
