//! Opening the file.

use super::writer::{Lane, failed};
use crate::error::{Result, StoreError};
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What each version of the schema adds to the one before it.
const MIGRATIONS: &[&str] = &[include_str!("schema.sql")];
/// Marks the file as a journal, for `file` and for this crate.
const APPLICATION: i32 = 0x4c4a_4e4c;

/// How a journal's file is opened.
///
/// ```
/// use leads_journal::SqliteOptions;
/// let options = SqliteOptions::new("leads.db").check(false);
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct SqliteOptions {
    path: PathBuf,
    check: bool,
    busy: Duration,
}

impl SqliteOptions {
    /// Opens this file, and creates it if it is missing.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), check: true, busy: Duration::from_secs(10) }
    }

    /// Sets whether the whole file is checked if its last user did not close it. On by default; it takes about a second
    /// for each gigabyte.
    pub fn check(mut self, check: bool) -> Self {
        self.check = check;
        self
    }

    /// Sets how long to wait while another process writes.
    pub fn busy_timeout(mut self, wait: Duration) -> Self {
        self.busy = wait;
        self
    }
}

/// A journal in one SQLite file. Several processes of one machine can use the file at the same time.
///
/// Everything that a method acknowledged was flushed to the disk: the file is in WAL mode with `synchronous=FULL`.
/// Changes that arrive at the same time share one flush.
///
/// The file has the mode 0600, because requests contain personal data. Open it with `sqlite3` to look at it: the views
/// `writes`, `open_writes`, `dead_letters`, `decisions` and `webhooks` have plain names and times.
#[derive(Debug)]
pub struct SqliteStore {
    pub(super) writer: Lane,
    pub(super) reader: Lane,
}

impl SqliteStore {
    /// Opens a file. Blocks the thread while it recovers what a crash left.
    ///
    /// # Errors
    ///
    /// Returns [`JournalError::Store`](crate::JournalError::Store) if the file cannot be opened, is damaged, is not a
    /// journal, or belongs to a newer version. Nothing was changed then.
    pub fn open(options: &SqliteOptions) -> Result<Self> {
        create_private(&options.path)?;
        let unclean = std::fs::metadata(beside(&options.path, "-wal")).is_ok_and(|wal| wal.len() > 0);
        let connection = connect(&options.path, options.busy)?;
        let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0)).map_err(failed)?;
        if mode != "wal" {
            return Err(StoreError::new("the file cannot be opened", format!("its journal mode stays {mode}")).into());
        }
        if options.check && unclean {
            check(&connection)?;
        }
        migrate(&connection)?;
        let reader = connect(&options.path, options.busy)?;
        reader.execute_batch("PRAGMA query_only = ON").map_err(failed)?;
        Ok(Self { writer: Lane::writing(connection)?, reader: Lane::reading(reader)? })
    }
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Creates the file for its owner only. SQLite gives the files next to it the same mode.
fn create_private(path: &Path) -> Result<()> {
    let cannot = |error| StoreError::new("the file cannot be created", error);
    let mut options = std::fs::OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
        let file = options.mode(0o600).open(path).map_err(cannot)?;
        let mode = file.metadata().map_err(cannot)?.permissions().mode();
        if mode & 0o077 != 0 {
            file.set_permissions(std::fs::Permissions::from_mode(0o600)).map_err(cannot)?;
        }
    }
    #[cfg(not(unix))]
    options.open(path).map_err(cannot)?;
    Ok(())
}

fn connect(path: &Path, busy: Duration) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(failed)?;
    connection.busy_timeout(busy).map_err(failed)?;
    connection.set_prepared_statement_cache_capacity(64);
    // What was deleted is overwritten, and a damaged page is an error instead of a wrong response.
    connection
        .execute_batch("PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA cell_size_check = ON;")
        .map_err(failed)?;
    Ok(connection)
}

fn check(connection: &Connection) -> Result<()> {
    let found: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).map_err(failed)?;
    if found == "ok" {
        return Ok(());
    }
    let why = format!("SQLite's check found: {found}; recover the file with `sqlite3 FILE .recover`, or use a backup");
    Err(StoreError::new("the file is damaged", why).into())
}

fn migrate(connection: &Connection) -> Result<()> {
    connection.execute_batch("BEGIN IMMEDIATE").map_err(failed)?;
    let migrated = migrate_in_transaction(connection);
    let end = if migrated.is_ok() { "COMMIT" } else { "ROLLBACK" };
    connection.execute_batch(end).map_err(failed)?;
    migrated
}

fn migrate_in_transaction(connection: &Connection) -> Result<()> {
    let number = |pragma: &str| connection.query_row(pragma, [], |row| row.get::<_, i32>(0)).map_err(failed);
    let (application, version) = (number("PRAGMA application_id")?, number("PRAGMA user_version")?);
    let tables = number("SELECT count(*) FROM sqlite_schema")?;
    let not_ours = |why: String| Err(StoreError::new("the file was not changed", why).into());
    if application != APPLICATION && (application != 0 || version != 0 || tables != 0) {
        return not_ours("it is a SQLite file of another program".to_owned());
    }
    let Some(missing) = usize::try_from(version).ok().and_then(|version| MIGRATIONS.get(version..)) else {
        return not_ours(format!(
            "its schema has version {version}, and this program knows {} at most",
            MIGRATIONS.len()
        ));
    };
    for migration in missing {
        connection.execute_batch(migration).map_err(failed)?;
    }
    let set = format!("PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {};", MIGRATIONS.len());
    if missing.is_empty() { Ok(()) } else { connection.execute_batch(&set).map_err(failed) }
}
