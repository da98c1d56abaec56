//! `leads check`.

use crate::args::Global;
use crate::exit::Exit;
use crate::failure::Result;
use crate::output::Row;
use crate::profile::{Access, Profile, Profiles};
use leads::{Error, LeadClientExt as _};

/// Verifies the credentials of a profile with the vendor's cheapest call.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Checks every profile of the configuration file. The exit status is that of the worst.
    #[arg(long)]
    all: bool,
}

pub(crate) async fn run(global: &Global, args: Args) -> Result<Exit> {
    let profiles = Profiles::read(global)?;
    if !args.all {
        let profile = profiles.select(global)?;
        let report = profile.connect(Access::Read)?.leads.check().await?;
        global.printer().one(row(profile, Ok(&report)))?;
        return Ok(Exit::Done);
    }
    let output = global.printer();
    let (mut list, mut worst) = (output.list(), Exit::Done);
    for profile in profiles.all() {
        let checked = match profile.connect(Access::Read) {
            Ok(session) => session.leads.check().await,
            Err(failure) => Err(failure.into_error()),
        };
        worst = worst.max(checked.as_ref().err().map_or(Exit::Done, Exit::of));
        list.push(row(profile, checked.as_deref()))?;
    }
    list.end()?;
    Ok(worst)
}

fn row(profile: &Profile, checked: Result<&leads::client::CheckReport, &Error>) -> Row {
    let report = checked.ok();
    let remedy = checked.err().map(|error| error.help().unwrap_or_else(|| crate::failure::remedy(error)).to_owned());
    let permissions = report.map(|report| report.permissions.clone()).filter(|names| !names.is_empty());
    Row::new()
        .with("profile", profile.name.as_str())
        .with("vendor", profile.vendor())
        .with("valid", checked.is_ok())
        .with("account", report.and_then(|report| report.account.clone()))
        .with("permissions", permissions)
        .with("error", checked.err().map(|error| super::show::error(&error.report())))
        .with("remedy", remedy)
}
