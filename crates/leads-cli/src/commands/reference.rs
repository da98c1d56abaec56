//! `leads operations` and `leads explain`.

use crate::args::Global;
use crate::exit::Exit;
use crate::failure::Result;
use crate::output::Row;
use leads::tables;
use leads_core::{Host, Operation};

/// Lists operations with method, path, safety and evidence. Needs no profile.
#[derive(Debug, clap::Args)]
pub(crate) struct OperationsArgs {
    /// Only those of this vendor.
    vendor: Option<String>,
}

pub(crate) fn operations(global: &Global, args: OperationsArgs) -> Result<Exit> {
    let output = global.printer();
    let mut list = output.list();
    let mut add = |vendor: &str, operations: Vec<&Operation>| -> Result<usize> {
        if args.vendor.as_deref().is_some_and(|wanted| wanted != vendor) {
            return Ok(0);
        }
        for operation in &operations {
            let host = match operation.host {
                Host::Async => "{async-host}",
                Host::Files => "{files-host}",
                _ => "",
            };
            list.push(
                Row::new()
                    .with("vendor", vendor)
                    .with("operation", operation.name)
                    .with("method", operation.method.to_string())
                    .with("path", format!("{host}{}", operation.path))
                    .with("safety", operation.safety.to_string())
                    .with("evidence", operation.evidence.to_string()),
            )?;
        }
        Ok(operations.len())
    };
    let found = add("capillary-leads", leads::capillary_leads::api::operations().collect())?
        + add("nutshell", leads::nutshell::api::operations().collect())?
        + add("leadsquared", leads::leadsquared::api::operations().collect())?
        + add("dealerstudio", leads::dealerstudio::api::operations().collect())?;
    if found == 0 {
        let help = "the vendors are capillary-leads, nutshell, leadsquared and dealerstudio";
        return Err(crate::failure::Failure::usage("VENDOR", "is not known", help));
    }
    list.end()?;
    Ok(Exit::Done)
}

/// Explains an error code. Needs no profile.
#[derive(Debug, clap::Args)]
pub(crate) struct ExplainArgs {
    /// The code, as in an error: 92024, MXDuplicateEntryException.
    code: String,
    /// Only of this vendor.
    #[arg(long)]
    vendor: Option<String>,
}

pub(crate) fn explain(global: &Global, args: ExplainArgs) -> Result<Exit> {
    let output = global.printer();
    let mut list = output.list();
    let mut found = false;
    let wanted = |vendor: &str| args.vendor.as_deref().is_none_or(|wanted| wanted == vendor);
    for table in tables().iter().filter(|table| wanted(table.vendor())) {
        for entry in table.entries().iter().filter(|entry| entry.code == args.code) {
            found = true;
            list.push(
                Row::new()
                    .with("vendor", table.vendor())
                    .with("code", entry.code)
                    .with("kind", entry.kind.to_string())
                    .with("retry", format!("{:?}", entry.retry))
                    .with("cause", entry.cause)
                    .with("remedy", entry.remedy)
                    .with("evidence", entry.evidence.to_string()),
            )?;
        }
    }
    if !found {
        return Err(leads::Error::new(leads::ErrorKind::NotFound, "no vendor's table has this code")
            .with_field("CODE")
            .with_help("the vendor's own message is in the error; codes are compared exactly as the vendor writes them")
            .into());
    }
    list.end()?;
    Ok(Exit::Done)
}
