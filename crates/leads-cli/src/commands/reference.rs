//! `leads operations` and `leads explain`.

use crate::args::Global;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::output::Row;
use crate::vendor;
use leads::tables;
use leads_core::Host;

/// Lists operations with method, path, safety and evidence. Needs no profile.
#[derive(Debug, clap::Args)]
pub(crate) struct OperationsArgs {
    /// Only those of this vendor.
    vendor: Option<String>,
}

pub(crate) fn operations(global: &Global, args: OperationsArgs) -> Result<Exit> {
    let output = global.printer();
    let mut list = output.list();
    let wanted = |vendor: &&str| args.vendor.as_deref().is_none_or(|wanted| wanted == *vendor);
    let vendors: Vec<&str> = vendor::NAMES.into_iter().filter(wanted).collect();
    if vendors.is_empty() {
        return Err(unknown_vendor());
    }
    for vendor in vendors {
        for operation in vendor::operations(vendor).unwrap_or_default() {
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
    }
    list.end()?;
    Ok(Exit::Done)
}

/// The error for a vendor that the program does not have.
pub(super) fn unknown_vendor() -> Failure {
    Failure::usage("VENDOR", "is not known", format!("the vendors are {}", vendor::NAMES.join(", ")))
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
