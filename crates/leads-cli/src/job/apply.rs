//! Writing a plan.

use super::journal::{failure, keep, open};
use super::report::{Ended, Report, RowResult};
use crate::commands::show;
use crate::failure::Result;
use crate::pace::Pace;
use crate::plan::{AT_ONCE, Action, Plan, PlanRow, fingerprint, holds};
use crate::profile::Session;
use crate::progress;
use crate::steady;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use leads::client::{CreateKey, LeadKey, NewLead};
use leads::status::Presence;
use leads::{Error, ErrorKind, LeadClient, LeadClientExt as _, LeadId};
use leads_journal::{CommonAccount, Entry, EntryReport, Journal, JournalError, Worker, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// How to write.
pub(crate) struct Options {
    pub(crate) journal: PathBuf,
    /// The deadline of a call with its retries.
    pub(crate) deadline: Duration,
    /// Reads each lead again at the end.
    pub(crate) verify: bool,
}

struct Job<'a> {
    plan: &'a Plan,
    options: &'a Options,
    journal: Journal,
    leads: Arc<dyn LeadClient>,
    pace: Arc<Pace>,
}

/// Writes a plan through the journal, and waits until each row has ended.
///
/// It can be killed at any time: run again, it continues, and verifies the writes that were under way.
pub(crate) async fn apply(session: &Session, plan: &Plan, options: &Options) -> Result<Report> {
    keep(&options.journal, plan)?;
    let journal = open(&options.journal).await?;
    let account = CommonAccount::new(Arc::clone(&session.leads)).find_creates_by(create_key);
    let worker = Worker::new(journal.clone())
        .account(plan.profile.as_str(), account)
        .concurrency(AT_ONCE, AT_ONCE)
        .call_deadline(options.deadline);
    let (leads, pace) = (Arc::clone(&session.leads), Arc::clone(&session.pace));
    let job = Job { plan, options, journal, leads, pace };
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let running = async {
        let shutdown = async { drop(stopped.await) };
        worker.run_until(shutdown).await.map_err(|error| failure(&options.journal, error))
    };
    let work = async {
        let rows = tokio::select! {
            rows = job.rows() => rows,
            _ = tokio::signal::ctrl_c() => Err(interrupted()),
        };
        // Calls that are under way finish, and their responses are stored.
        drop(stop);
        Ok(rows)
    };
    let ((), rows) = tokio::try_join!(running, work)?;
    Ok(Report::new(plan, rows?))
}

fn interrupted() -> crate::failure::Failure {
    Error::new(ErrorKind::Other, "interrupted; the journal has what was done")
        .with_outcome(leads::WriteOutcome::Partial)
        .with_help("run the command again; it continues")
        .into()
}

/// Returns by what a create is found whose response was lost.
fn create_key(lead: &NewLead) -> Option<CreateKey> {
    let email = lead.emails.first().map(|email| LeadKey::email(email.as_str()));
    email.or_else(|| Some(LeadKey::phone(lead.phones.first()?.as_str()))).map(CreateKey::contact)
}

impl Job<'_> {
    fn failed(&self, error: JournalError) -> crate::failure::Failure {
        failure(&self.options.journal, error)
    }

    async fn rows(&self) -> Result<Vec<Ended>> {
        let rows: Vec<&PlanRow> = self.plan.rows.iter().filter(|row| !row.writes.is_empty()).collect();
        let bar = progress::bar(rows.len(), "comparing", &self.pace);
        let fed = stream::iter(rows).map(|row| self.feed(row)).buffered(AT_ONCE);
        let fed = fed.inspect_ok(|_| bar.inc(1)).try_collect().await;
        bar.finish_and_clear();
        let fed: Vec<(&PlanRow, Option<String>)> = fed?;
        let bar = progress::bar(fed.len(), "writing", &self.pace);
        let ended = stream::iter(fed).map(|(row, changed)| async {
            let ended = self.end(row, changed).await?;
            bar.inc(1);
            Ok(ended)
        });
        let ended = ended.buffered(AT_ONCE).try_collect().await;
        bar.finish_and_clear();
        ended
    }

    /// Enqueues a row if its lead is as it was when the plan was made. Otherwise it returns the reason.
    ///
    /// A row that is in the journal already was compared by an earlier run.
    async fn feed<'r>(&self, row: &'r PlanRow) -> Result<(&'r PlanRow, Option<String>)> {
        let first = self.plan.key(row, 0);
        match self.journal.find(&self.plan.profile, &first).await {
            Ok(_) => return Ok((row, None)),
            Err(JournalError::NotFound) => {}
            Err(error) => return Err(self.failed(error)),
        }
        if let Some(reason) = self.changed(row).await? {
            return Ok((row, Some(reason)));
        }
        let stream = row.lead.as_ref().map_or_else(|| first.clone(), ToString::to_string);
        let entries = row.writes.iter().enumerate().map(|(number, write)| {
            let entry = match write {
                Write::Create(lead) => Entry::create((**lead).clone()),
                Write::Update { lead, change } => Entry::update(lead.clone(), (**change).clone()),
                Write::Status { lead, change } => Entry::status(lead.clone(), (**change).clone()),
                Write::Delete { lead } => Entry::delete(lead.clone()),
                Write::Request(request) => Entry::stored(request.clone()),
                _ => return Err(self.failed(JournalError::NotFound)),
            };
            Ok((self.plan.profile.as_str(), entry.key(self.plan.key(row, number)).stream(stream.as_str())))
        });
        let entries: Vec<_> = entries.collect::<Result<_>>()?;
        self.journal.enqueue_all(entries).await.map_err(|error| self.failed(error))?;
        Ok((row, None))
    }

    /// Returns why a row can no longer be written as planned.
    async fn changed(&self, row: &PlanRow) -> Result<Option<String>> {
        let found = match (&row.lead, &row.key) {
            (Some(lead), _) => steady::read(async || self.leads.get(lead).await).await,
            (None, Some(key)) => steady::read(async || self.leads.find(key).await).await,
            (None, None) => return Ok(None),
        };
        match (found, row.action) {
            (Ok(_), Action::Create) => Ok(Some("a lead with this key exists now".to_owned())),
            (Ok(lead), _) if row.seen.as_ref() == Some(&fingerprint(&**lead)) => Ok(None),
            (Ok(_), _) => Ok(Some("the lead was changed after the plan was made".to_owned())),
            (Err(error), Action::Create) if error.kind() == ErrorKind::NotFound => Ok(None),
            (Err(error), Action::Create) if error.kind() == ErrorKind::Ambiguous => {
                Ok(Some("several leads with this key exist now".to_owned()))
            }
            (Err(error), _) if error.kind() == ErrorKind::NotFound => Ok(Some("the lead no longer exists".to_owned())),
            (Err(error), _) => Err(error.into()),
        }
    }

    /// Waits for the writes of a row, up to the first that did not take effect.
    async fn end(&self, row: &PlanRow, changed: Option<String>) -> Result<Ended> {
        let mut ended = Ended {
            row: row.row,
            action: row.action,
            result: RowResult::Changed,
            lead: row.lead.as_ref().map(ToString::to_string),
            entry: None,
            reason: changed,
            verified: None,
        };
        if ended.reason.is_some() {
            return Ok(ended);
        }
        for number in 0..row.writes.len() {
            let waited = self.journal.wait(&self.plan.profile, &self.plan.key(row, number)).await;
            let report = waited.map_err(|error| self.failed(error))?;
            let result = RowResult::of(report.state);
            let earlier = number > 0 && result == RowResult::Refused;
            ended.result = if earlier { RowResult::Partial } else { result };
            ended.entry = Some(report.entry);
            ended.reason = (result != RowResult::Applied).then(|| why(&report));
            ended.lead = report.id.clone().or(ended.lead);
            if result != RowResult::Applied {
                return Ok(ended);
            }
        }
        if self.options.verify {
            ended.verified = Some(self.verified(row, ended.lead.as_deref()).await?);
        }
        Ok(ended)
    }

    /// Reads the lead of a row, and returns whether it shows what was written.
    async fn verified(&self, row: &PlanRow, lead: Option<&str>) -> Result<bool> {
        let found = match (lead, &row.key) {
            (Some(lead), _) => steady::read(async || self.leads.get(&LeadId::new(lead)).await).await,
            (None, Some(key)) => steady::read(async || self.leads.find(key).await).await,
            (None, None) => return Ok(false),
        };
        match found {
            // Some vendors show a deleted lead, and say so.
            Ok(lead) if row.action == Action::Delete => Ok(lead.status().presence != Presence::Live),
            Ok(lead) => Ok(row.writes.iter().all(|write| holds(&**lead, write))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(row.action == Action::Delete),
            Err(error) if error.kind() == ErrorKind::Ambiguous => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}

fn why(report: &EntryReport) -> String {
    let error = report.error.as_ref().map(show::error);
    let state = format!("the write is {}", report.state);
    error.map_or_else(|| state.clone(), |error| format!("{state}: {error}"))
}
