//! `leads plan`.

use crate::args::Global;
use crate::exit::Exit;
use crate::failure::Result;
use crate::output::Row;
use crate::plan::map::Map;
use crate::plan::{AT_ONCE, Action, Plan, PlanRow, Planner, RowSource, rows};
use crate::profile::{Access, Profiles};
use crate::progress;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use std::path::PathBuf;

/// Decides what a CSV file changes, by reading only: create, update, unchanged or refused for each row, and what the vendor
/// cannot store of it.
#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
pub(crate) struct Args {
    /// The file, with a header line.
    file: PathBuf,
    /// The map from its columns to the fields of a lead.
    #[arg(long, value_name = "FILE")]
    map: PathBuf,
    /// Writes the plan to this file, for `leads apply`. It contains personal data.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replaces a file that exists.
    #[arg(long, requires = "out")]
    force: bool,
    /// Rejects each row of which a part would be lost.
    #[arg(long)]
    strict: bool,
    /// Prints the numbers of rows, and not each row.
    #[arg(long)]
    summary: bool,
    /// Ends with status 6 if the plan has changes.
    #[arg(long)]
    detailed_exitcode: bool,
}

const HELP: &str = "\
The map, in TOML; an empty cell leaves its field as it is:
  missing = \"create\"                      # or \"refuse\": what to do with a row whose lead does not exist
  [find]
  email = \"E-mail\"                        # or phone, id, or field = { name = \"..\", column = \"..\" }
  [set]
  name = \"Customer\"                       # also phone, email, note, source, owner, value, state, campaign, company
  state = \"Status\"
  [states]
  Sold = \"won\"                            # other texts must be states: open, won, lost, ..
  [custom]
  Showroom = \"Site\"                       # the tenant's custom fields; [vendor_fields] when a lead is created";

pub(crate) async fn run(global: &Global, args: Args) -> Result<Exit> {
    let map = Map::read(&args.map)?;
    let mut rows = rows(&args.file, &map)?;
    let profiles = Profiles::read(global)?;
    let profile = profiles.select(global)?;
    let session = profile.connect(Access::Read)?;
    Planner::refuse_doubles(&mut rows);
    let planner = Planner::new(&session, session.offline()?, map.missing).strict(args.strict);
    let planned = all(&planner, rows).await?;
    let plan = Plan::new(&profile.name, session.leads.vendor(), planned);
    if let Some(path) = &args.out {
        plan.write(path, args.force)?;
    }
    print(global, &plan, args.summary)?;
    Ok(if args.detailed_exitcode && plan.writes() > 0 { Exit::Changes } else { Exit::Done })
}

/// Plans the rows, several at once, and keeps their order.
pub(crate) async fn all(planner: &Planner, rows: Vec<RowSource>) -> Result<Vec<PlanRow>> {
    let bar = progress::bar(rows.len(), "reading", planner.pace());
    let planned = stream::iter(rows).map(|source| planner.plan(source)).buffered(AT_ONCE);
    let planned = planned.inspect_ok(|_| bar.inc(1)).try_collect().await;
    bar.finish_and_clear();
    planned
}

/// Prints each row, or the numbers. No value of a lead is printed.
pub(crate) fn print(global: &Global, plan: &Plan, summary: bool) -> Result<()> {
    let output = global.printer();
    if summary {
        let row = Row::new().with("job", plan.job.as_str()).with("profile", plan.profile.as_str());
        let row = Action::ALL.iter().fold(row, |row, action| row.with(action.as_str(), plan.count(*action)));
        let lossy = plan.rows.iter().filter(|row| !row.loss.is_empty()).count();
        return output.one(row.with("with_loss", lossy));
    }
    let mut list = output.list();
    for row in &plan.rows {
        let loss: Vec<_> = row.loss.iter().map(ToString::to_string).collect();
        list.push(
            Row::new()
                .with("row", row.row)
                .with("action", row.action.as_str())
                .with("lead", row.lead.as_ref().map(ToString::to_string))
                .with("fields", row.fields.clone())
                .with("loss", loss)
                .with("reason", row.reason.clone()),
        )?;
    }
    list.end()
}
