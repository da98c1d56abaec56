//! `leads migrate`.

use super::plan::{all, print};
use crate::args::Global;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::plan::map::Missing;
use crate::plan::{By, Loss, Plan, Planner, RowSource};
use crate::profile::{Access, Profiles};
use leads::client::{LeadQuery, NewLead};
use leads::{Lead, LeadClientExt as _, LeadState, Personal};
use std::collections::HashMap;
use std::path::PathBuf;

/// Plans the leads of one account for another. Reads only; `leads apply` writes the plan.
///
/// Moved are the name, the first e-mail address, the phone numbers, the source, the value and the state. The loss of each row
/// lists what the lead has in addition. Notes, activities, files and custom fields are not read, so they are in no row's loss.
/// A lead whose key exists in the other account is left as it is.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The profile with the leads.
    #[arg(long, value_name = "PROFILE")]
    from: String,
    /// The profile that gets them.
    #[arg(long, value_name = "PROFILE")]
    to: String,
    /// The value by which a lead is found in the other account.
    #[arg(long, value_enum, default_value = "email")]
    by: By,
    /// Leads in this state only.
    #[arg(long)]
    state: Option<LeadState>,
    /// The most leads to read; 0 reads all.
    #[arg(long, default_value_t = 0)]
    limit: usize,
    /// Writes the plan to this file, for `leads apply`. It contains personal data.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replaces a file that exists.
    #[arg(long, requires = "out")]
    force: bool,
    /// Rejects each lead of which a part would be lost.
    #[arg(long)]
    strict: bool,
    /// Prints the numbers of leads, and not each lead.
    #[arg(long)]
    summary: bool,
}

pub(crate) async fn run(global: &Global, args: Args) -> Result<Exit> {
    if args.from == args.to {
        return Err(Failure::usage("--to", "is the same profile as --from", "choose another profile"));
    }
    let profiles = Profiles::read(global)?;
    let (from, to) = (profiles.named(&args.from)?, profiles.named(&args.to)?);
    let source = from.connect(Access::Read)?;
    let session = to.connect(Access::Read)?;
    let mut query = LeadQuery::new();
    query.state = args.state;
    let (mut rows, mut ledger) = (Vec::new(), HashMap::new());
    let mut leads = source.leads.list(query);
    while args.limit == 0 || rows.len() < args.limit {
        let Some(lead) = leads.next().await else { break };
        let lead = lead?;
        let row = u64::try_from(rows.len()).unwrap_or(u64::MAX) + 1;
        ledger.insert(row, left_behind(&*lead));
        rows.push(row_of(row, &*lead, args.by));
    }
    Planner::refuse_doubles(&mut rows);
    let planner = Planner::new(&session, session.offline()?, Missing::Create).strict(args.strict).only_new();
    let mut planned = all(&planner.with_loss(ledger), rows).await?;
    planned.sort_by_key(|row| row.row);
    let plan = Plan::new(&to.name, session.leads.vendor(), planned);
    if let Some(path) = &args.out {
        plan.write(path, args.force)?;
    }
    print(global, &plan, args.summary)?;
    Ok(Exit::Done)
}

fn row_of(row: u64, lead: &dyn Lead, by: By) -> RowSource {
    let (emails, phones) = (lead.emails(), lead.phones());
    let target = by.target(emails.first().cloned(), phones.first().cloned());
    let mut wanted = NewLead::default();
    wanted.name = lead.name().map(Personal);
    wanted.emails = emails.into_iter().take(1).map(Personal).collect();
    wanted.phones = phones.into_iter().map(Personal).collect();
    wanted.source = lead.source();
    wanted.value = lead.value();
    wanted.state = Some(lead.status().state).filter(|state| *state != LeadState::Open);
    RowSource { row, target, wanted: Ok(wanted) }
}

/// Returns what a lead has that is not moved.
fn left_behind(lead: &dyn Lead) -> Vec<Loss> {
    let detail = lead.status().detail;
    let own = "its notation is the old account's own";
    let other = "the common client cannot write it";
    let all = [
        ("owner", lead.owner().is_some(), own),
        ("sub_status", detail.sub_status.is_some(), own),
        ("reason", detail.reason.is_some(), own),
        ("stage", detail.stage.is_some(), own),
        ("emails", lead.emails().len() > 1, "only the first one is moved"),
        ("created_at", lead.created_at().is_some(), other),
        ("updated_at", lead.updated_at().is_some(), other),
    ];
    all.into_iter().filter(|(_, has, _)| *has).map(|(field, _, why)| Loss::lost(field, why)).collect()
}
