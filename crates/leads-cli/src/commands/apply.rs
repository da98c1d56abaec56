//! `leads apply`.

use crate::args::Global;
use crate::confirm;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::job;
use crate::plan::{Action, Plan};
use crate::profile::{Access, Profiles};
use std::path::PathBuf;
use std::time::Duration;

/// Writes what a plan says, through a journal.
///
/// It can be killed and run again: it continues, sends no write twice, and verifies the writes that were under way. A row whose
/// lead was changed after the plan was made is left as it is. Earlier jobs of the same profile in the same journal continue too.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The plan that `leads plan --out FILE` wrote.
    plan: PathBuf,
    #[command(flatten)]
    job: JobArgs,
}

/// Options of commands that write many rows.
#[derive(Debug, clap::Args)]
pub(crate) struct JobArgs {
    /// Does not ask.
    #[arg(short, long)]
    yes: bool,
    /// The journal, an SQLite file. The plan is kept in FILE.jobs for `leads undo`. Both contain personal data.
    #[arg(long, default_value = "leads.db", value_name = "FILE")]
    journal: PathBuf,
    /// The deadline of a call with its retries. A write that was under way when the program was killed is verified after it.
    #[arg(long, default_value_t = 60, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=3600))]
    call_deadline: u64,
    /// Does not read each lead at the end to compare it with the plan.
    #[arg(long)]
    no_verify: bool,
    /// Prints the numbers only, and not the rows that are not as planned.
    #[arg(long)]
    summary: bool,
}

impl JobArgs {
    pub(super) fn journal(&self) -> &std::path::Path {
        &self.journal
    }
}

pub(crate) async fn run(global: &Global, args: Args) -> Result<Exit> {
    write(global, &Plan::read(&args.plan)?, &args.job).await
}

/// Asks, writes, and prints the report.
pub(super) async fn write(global: &Global, plan: &Plan, args: &JobArgs) -> Result<Exit> {
    if let Some(other) = global.profile.as_ref().filter(|name| **name != plan.profile) {
        let message = format!("is `{other}`, and the plan was made for `{}`", plan.profile);
        return Err(Failure::usage("--profile", message, "make a plan for this profile"));
    }
    let profiles = Profiles::read(global)?;
    let profile = profiles.named(&plan.profile)?;
    if profile.vendor() != plan.vendor {
        let message = format!("is an account of {}, and the plan was made for {}", profile.vendor(), plan.vendor);
        return Err(Failure::usage(&plan.profile, message, "make the plan again"));
    }
    profile.allow(Access::Write)?;
    let count = |action| plan.count(action);
    let (create, update, delete) = (count(Action::Create), count(Action::Update), count(Action::Delete));
    let question = format!("{}: create {create}, update {update} and delete {delete} leads?", plan.profile);
    if plan.writes() > 0 {
        confirm::ask(&question, args.yes)?;
    }
    let session = profile.connect(Access::Write)?;
    let options = job::Options {
        journal: args.journal.clone(),
        deadline: Duration::from_secs(args.call_deadline),
        verify: !args.no_verify,
    };
    let report = job::apply(&session, plan, &options).await?;
    let output = global.printer();
    if args.summary || report.problems().next().is_none() {
        output.one(report.row())?;
    } else {
        let mut list = output.list();
        for row in report.problems() {
            list.push(row.shown())?;
        }
        list.end()?;
    }
    Ok(report.exit())
}
