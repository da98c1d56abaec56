//! `leads export`.

use super::read::ListArgs;
use crate::adf::{self, Lost};
use crate::args::{ErrorFormat, Global};
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::profile::{Access, Profiles};
use leads::{LeadClientExt as _, LeadId};
use std::collections::BTreeMap;
use std::io::Write as _;

/// Prints leads as ADF 1.0, the XML form of leads in the car trade. What does not fit ADF is listed on standard error.
///
/// The name, the e-mail addresses, the phone numbers, the id, the time of creation and the source are written. ADF requires a
/// vehicle in each lead; a lead of the common client has none, so the receiver may refuse the document.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The ids of the leads; without them, the leads of the list.
    #[arg(conflicts_with_all = ["state", "owner", "email", "phone", "text", "changed_since"])]
    ids: Vec<String>,
    /// The name of the dealer that has the leads: ADF's `vendorname` [default: the name of the profile].
    #[arg(long, value_name = "NAME")]
    dealer: Option<String>,
    #[command(flatten)]
    list: ListArgs,
}

pub(crate) async fn run(global: &Global, args: Args) -> Result<Exit> {
    let query = args.list.query()?;
    let profiles = Profiles::read(global)?;
    let profile = profiles.select(global)?;
    let session = profile.connect(Access::Read)?;
    let unwritten = |error: std::io::Error| Failure::file(std::path::Path::new("standard output"), "written", &error);
    let dealer = args.dealer.as_deref().unwrap_or(&profile.name);
    let mut document = adf::document(session.leads.vendor(), dealer).map_err(unwritten)?;
    let mut is_cut = false;
    if args.ids.is_empty() {
        let (mut leads, mut printed) = (session.leads.list(query), 0);
        while let Some(lead) = leads.next().await {
            let lead = lead?;
            if !args.list.has_room(printed) {
                is_cut = true;
                break;
            }
            document.push(&*lead).map_err(unwritten)?;
            printed += 1;
        }
    }
    for id in args.ids {
        document.push(&**session.leads.get(&LeadId::new(id)).await?).map_err(unwritten)?;
    }
    let (text, lost) = document.end().map_err(unwritten)?;
    global.printer().text(&text)?;
    report(global, lost);
    if is_cut {
        let note = "--limit was reached; --limit 0 exports all leads";
        // If standard error is closed, the document is as it was asked for.
        let _ = match global.error_format {
            ErrorFormat::Json => writeln!(std::io::stderr(), "{}", serde_json::json!({ "note": note })),
            ErrorFormat::Text => writeln!(std::io::stderr(), "note: {note}"),
        };
    }
    Ok(Exit::Done)
}

/// Lists what does not fit on standard error: the fields, and how many leads have them.
fn report(global: &Global, lost: BTreeMap<&'static str, Lost>) {
    let mut stderr = std::io::stderr().lock();
    for (field, lost) in lost {
        // If standard error is closed, the document is complete in any case.
        let _ = match global.error_format {
            ErrorFormat::Json => {
                let line = serde_json::json!({ "field": field, "leads": lost.leads, "why": lost.why });
                writeln!(stderr, "{line}")
            }
            ErrorFormat::Text => writeln!(stderr, "lost: {field} ({} leads): {}", lost.leads, lost.why),
        };
    }
}
