//! `leads import`.

use super::plan::{all, print};
use crate::adf::{Prospect, prospects};
use crate::args::Global;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::plan::map::Missing;
use crate::plan::{By, Plan, Planner, RowSource};
use crate::profile::{Access, Profiles};
use std::collections::HashMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Plans the leads of an ADF file, the XML form of leads in the car trade. Reads only; `leads apply` writes the plan.
///
/// The person's name, e-mail addresses, phone numbers and address, the company and the comments become fields of the lead.
/// The vehicle, the id, the time of the request and the provider become text in the note. The loss of each row lists this,
/// and what does not fit at all. A lead whose key exists in the account is left as it is.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The file, of 16 MiB at most.
    file: PathBuf,
    /// The value by which a lead is found in the account.
    #[arg(long, value_enum, default_value = "email")]
    by: By,
    /// The source of the leads, as the vendor writes sources.
    #[arg(long)]
    source: Option<String>,
    /// Writes the plan to this file, for `leads apply`. It contains personal data.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replaces a file that exists.
    #[arg(long, requires = "out")]
    force: bool,
    /// Rejects each lead of which a part would be lost or become text.
    #[arg(long)]
    strict: bool,
    /// Prints the numbers of leads, and not each lead.
    #[arg(long)]
    summary: bool,
    /// Ends with status 6 if the plan has changes.
    #[arg(long)]
    detailed_exitcode: bool,
}

/// How large a file may be, in bytes.
const MAX: u64 = 16 * 1024 * 1024;

fn read(path: &Path) -> Result<Vec<Prospect>> {
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path);
    let read = file.and_then(|file| file.take(MAX + 1).read_to_end(&mut bytes));
    read.map_err(|error| Failure::file(path, "read", &error))?;
    let wrong = |message: String| {
        let help = "the file must be ADF 1.0 in UTF-8: <adf><prospect>..</prospect></adf>";
        Failure::usage(path.display().to_string(), message, help)
    };
    if bytes.len() as u64 > MAX {
        let help = "split it into files with fewer `prospect` elements";
        return Err(Failure::usage(path.display().to_string(), "is larger than 16 MiB", help));
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| wrong("is not UTF-8".to_owned()))?;
    prospects(text.trim_start_matches('\u{feff}')).map_err(wrong)
}

pub(crate) async fn run(global: &Global, args: Args) -> Result<Exit> {
    let found = read(&args.file)?;
    let profiles = Profiles::read(global)?;
    let profile = profiles.select(global)?;
    let session = profile.connect(Access::Read)?;
    let (mut rows, mut ledger) = (Vec::new(), HashMap::new());
    for (row, Prospect { mut lead, loss }) in (1..).zip(found) {
        lead.source = args.source.clone();
        let key = |values: &[leads::Personal<String>]| values.first().map(|value| value.as_str().to_owned());
        let target = args.by.target(key(&lead.emails), key(&lead.phones));
        ledger.insert(row, loss);
        rows.push(RowSource { row, target, wanted: Ok(lead) });
    }
    Planner::refuse_doubles(&mut rows);
    let planner = Planner::new(&session, session.offline()?, Missing::Create).strict(args.strict).only_new();
    let planned = all(&planner.with_loss(ledger), rows).await?;
    let plan = Plan::new(&profile.name, session.leads.vendor(), planned);
    if let Some(path) = &args.out {
        plan.write(path, args.force)?;
    }
    print(global, &plan, args.summary)?;
    Ok(if args.detailed_exitcode && plan.writes() > 0 { Exit::Changes } else { Exit::Done })
}
