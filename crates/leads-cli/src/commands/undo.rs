//! `leads undo`.

use super::apply::{JobArgs, write};
use crate::args::Global;
use crate::exit::Exit;
use crate::failure::Result;
use crate::job;
use crate::plan::{Inverse, Plan};
use crate::profile::{Access, Profiles};
use crate::progress;
use leads_journal::{Journal, JournalError, State};

/// Takes back what a job changed: it restores the values that the plan had read, and deletes the leads that were created.
///
/// A lead that was changed after the job is left as it is. So is what cannot be taken back: a note, and a lead at a vendor that
/// cannot delete. This is a separate job.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The job, as `leads apply` printed it.
    #[arg(value_name = "JOB")]
    id: String,
    /// Prints what would be written. Sends reads only.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    job: JobArgs,
}

pub(crate) async fn run(global: &Global, args: Args) -> Result<Exit> {
    let path = job::saved(args.job.journal(), &args.id)?;
    let plan = Plan::read(&path)?;
    let journal = job::open(args.job.journal()).await?;
    let profiles = Profiles::read(global)?;
    let profile = profiles.named(&plan.profile)?;
    let session = profile.connect(if args.dry_run { Access::Read } else { Access::Write })?;
    let inverse = Inverse::new(&session)?;
    let bar = progress::bar(plan.rows.len(), "reading", &session.pace);
    let mut rows = Vec::new();
    for row in plan.rows.iter().filter(|row| !row.writes.is_empty()) {
        let mut applied = Vec::new();
        for number in 0..row.writes.len() {
            applied.push(ended(&journal, &args, &plan, &plan.key(row, number)).await?);
        }
        rows.push(inverse.plan(row, &applied).await?);
        bar.inc(1);
    }
    bar.finish_and_clear();
    let inverse = Plan::new(&plan.profile, &plan.vendor, rows);
    if args.dry_run {
        super::plan::print(global, &inverse, false)?;
        return Ok(Exit::Done);
    }
    write(global, &inverse, &args.job).await
}

/// Returns the state of a write and the lead that it created, or `None` if it was never enqueued.
async fn ended(journal: &Journal, args: &Args, plan: &Plan, key: &str) -> Result<Option<(State, Option<String>)>> {
    match journal.find(&plan.profile, key).await {
        Ok(report) => Ok(Some((report.state, report.id))),
        Err(JournalError::NotFound) => Ok(None),
        Err(error) => Err(job::failure(args.job.journal(), error)),
    }
}
