//! Applies the status changes in a CSV file to leads of many accounts, within each account's rate limit.
//!
//! The run can be killed at any point and started again with the same files: a log next to the CSV file says which rows
//! are done and which were being sent.

use futures_util::future::join_all;
use indicatif::ProgressBar;
use leads::bulk::{BulkOptions, JsonLines, RowOutcome, RowReport};
use leads::client::{Change, StatusChange};
use leads::{Accounts, LeadClientExt, LeadState};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

/// A row of the CSV file.
#[derive(Deserialize)]
struct Row {
    account: String,
    lead: String,
    status: String,
    reason: Option<String>,
}

/// What happened to a row.
#[derive(Debug)]
pub struct Line {
    /// The number of the row in the file; the first one after the header is 1.
    pub row: usize,
    /// `applied`, `narrowed`, `rejected`, `unknown` or `not_tried`, and other outcomes of the library.
    pub outcome: String,
    /// What was wrong: a kind of error, and the field that it concerns.
    pub problem: String,
}

impl Line {
    fn rejected(row: usize, problem: impl ToString) -> Self {
        Self { row, outcome: RowOutcome::Rejected.to_string(), problem: problem.to_string() }
    }

    fn of(report: &RowReport) -> Self {
        let outcome = if report.is_narrowed() { "narrowed".to_owned() } else { report.outcome.to_string() };
        let problem = report
            .error
            .as_ref()
            .map(|error| [error.kind.to_string(), error.field.clone().unwrap_or_default()].join(" "));
        Self { row: report.key.parse().unwrap_or_default(), outcome, problem: problem.unwrap_or_default() }
    }
}

/// Applies the rows and returns a line for each, in the order of the file.
///
/// # Errors
/// Returns an error if a file cannot be read or written, or if its rows changed since an earlier run.
pub async fn run(accounts: &Path, rows: &Path) -> Result<Vec<Line>, Box<dyn Error>> {
    let (accounts, mut lines) =
        (Accounts::builder().file(accounts)?.counts_file(rows.with_extension("counts")).build()?, Vec::new());
    let mut by_account = BTreeMap::<String, Vec<(String, Change)>>::new();
    for (row, read) in (1..).zip(csv::Reader::from_path(rows)?.into_deserialize()) {
        let Row { account, lead, status, reason } = read?;
        match (accounts.names().contains(&account), status.parse::<LeadState>()) {
            (false, _) => lines.push(Line::rejected(row, format!("no account {account}"))),
            (_, Err(error)) => lines.push(Line::rejected(row, error)),
            (true, Ok(state)) => {
                let change = reason.into_iter().fold(StatusChange::to(state), StatusChange::reason);
                by_account.entry(account).or_default().push((row.to_string(), Change::set_status(lead, change)));
            }
        }
    }
    let bar = ProgressBar::new(by_account.values().map(|rows| rows.len() as u64).sum());
    let runs = by_account.into_iter().map(|(name, changes)| {
        let (accounts, bar) = (&accounts, &bar);
        async move {
            let (log, record) = JsonLines::open(rows.with_extension(format!("{name}.jsonl")))?;
            let account = accounts.get(&name).await?;
            let options = BulkOptions::new().in_flight(16).log(&log).resume(record);
            let report = account.apply_all(changes, options.on_progress(|_| bar.inc(1))).await?;
            Ok::<_, Box<dyn Error>>(report.rows.iter().map(Line::of).collect::<Vec<_>>())
        }
    });
    for run in join_all(runs).await {
        lines.extend(run?);
    }
    bar.finish_and_clear();
    accounts.save_counts()?;
    lines.sort_by_key(|line| line.row);
    Ok(lines)
}
