//! `leads journal`.

use super::show;
use crate::args::Global;
use crate::exit::Exit;
use crate::failure::Result;
use crate::job;
use crate::output::Row;
use clap::Subcommand;
use leads_journal::store::Query;
use leads_journal::{EntryReport, Journal, JournalError, State};
use std::path::PathBuf;

/// Shows the writes in a journal, and decides about those that need a person.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The journal, an SQLite file.
    #[arg(long, default_value = "leads.db", value_name = "FILE")]
    journal: PathBuf,
    #[command(subcommand)]
    command: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Lists the entries.
    List {
        /// Entries in this state: ready, begun, unknown, review, applied, accepted, partial, refused, ..
        #[arg(long)]
        state: Option<State>,
        /// The most entries to print; 0 prints all.
        #[arg(long, default_value_t = 100)]
        limit: usize,
    },
    /// Lists the entries that a person should look at: in review, refused, or partly applied.
    Dead,
    /// Sends an entry again. Look at the vendor's data first: an entry in review may have taken effect.
    Retry(Decision),
    /// Gives up an entry.
    Drop(Decision),
    /// Records that an entry took effect, as a person saw at the vendor.
    MarkApplied(Decision),
    /// Waits until the entry with a key has ended or needs a person.
    Wait {
        /// The key.
        key: String,
    },
}

/// A decision about an entry. Who decided it and why are written into the journal's audit.
#[derive(Debug, clap::Args)]
struct Decision {
    /// The number of the entry.
    entry: i64,
    /// Who decides.
    #[arg(long)]
    by: String,
    /// Why.
    #[arg(long)]
    why: String,
}

pub(crate) async fn run(global: &Global, args: Args) -> Result<Exit> {
    if !args.journal.exists() {
        let missing = std::io::Error::from(std::io::ErrorKind::NotFound);
        return Err(crate::failure::Failure::file(&args.journal, "read", &missing));
    }
    let journal = job::open(&args.journal).await?;
    let failed = |error: JournalError| job::failure(&args.journal, error);
    let report = match &args.command {
        Action::List { state, limit } => return list(global, &args, &journal, *state, *limit).await,
        Action::Dead => {
            let dead = State::ALL.into_iter().filter(|state| state.is_dead());
            let query = dead.fold(Query::new(), Query::state);
            return pages(global, &args, &journal, query, 0).await;
        }
        Action::Retry(it) => journal.retry(it.entry, &it.by, &it.why).await.map_err(failed)?,
        Action::Drop(it) => journal.drop(it.entry, &it.by, &it.why).await.map_err(failed)?,
        Action::MarkApplied(it) => journal.mark_applied(it.entry, &it.by, &it.why).await.map_err(failed)?,
        Action::Wait { key } => {
            let profile = crate::profile::Profiles::read(global)?.select(global)?.name.clone();
            let report = journal.wait(&profile, key).await.map_err(failed)?;
            let exit = job::RowResult::of(report.state).exit();
            global.printer().one(row(&report))?;
            return Ok(exit);
        }
    };
    global.printer().one(row(&report))?;
    Ok(Exit::Done)
}

async fn list(global: &Global, args: &Args, journal: &Journal, state: Option<State>, limit: usize) -> Result<Exit> {
    let query = state.into_iter().fold(Query::new(), Query::state);
    pages(global, args, journal, query, limit).await
}

/// Prints the entries of a query, page by page.
async fn pages(global: &Global, args: &Args, journal: &Journal, query: Query, limit: usize) -> Result<Exit> {
    let output = global.printer();
    let (mut list, mut printed, mut after) = (output.list(), 0, 0);
    loop {
        let page = journal.list(query.clone().after(after)).await;
        let page = page.map_err(|error| job::failure(&args.journal, error))?;
        let Some(last) = page.last() else { break };
        after = last.entry;
        for report in &page {
            if limit > 0 && printed == limit {
                list.end()?;
                return Ok(Exit::Done);
            }
            list.push(row(report))?;
            printed += 1;
        }
    }
    list.end()?;
    Ok(Exit::Done)
}

fn row(report: &EntryReport) -> Row {
    Row::new()
        .with("entry", report.entry)
        .with("account", report.account.as_str())
        .with("key", report.key.clone())
        .with("operation", report.operation.as_str())
        .with("state", report.state.to_string())
        .with("outcome", report.outcome.to_string())
        .with("attempts", report.attempts)
        .with("id", report.id.clone())
        .with("error", report.error.as_ref().map(show::error))
        .with("begun", report.begun.map(|time| time.to_rfc3339()))
        .with("ended", report.ended.map(|time| time.to_rfc3339()))
}
