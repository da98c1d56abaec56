//! The commands.

mod apply;
mod call;
mod check;
mod complete;
mod doctor;
mod fake;
mod journal;
mod markdown;
mod migrate;
mod plan;
mod read;
mod reference;
pub(crate) mod show;
mod undo;
mod write;

use crate::args::Cli;
use crate::exit::Exit;
use crate::failure::Result;
use clap::Subcommand;

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Verifies the credentials of a profile, or of all.
    Check(check::Args),
    /// Checks a profile in detail: credentials, host, clock, limits and what the vendor supports, with remedies.
    Doctor(doctor::Args),
    /// Reads one lead.
    Get(read::GetArgs),
    /// Lists leads.
    List(read::ListArgs),
    /// Creates a lead.
    Create(write::CreateArgs),
    /// Updates fields of a lead.
    Update(write::UpdateArgs),
    /// Changes the status of a lead.
    Status(write::StatusArgs),
    /// Deletes a lead.
    Delete(write::DeleteArgs),
    /// Sends any operation of a vendor, or shows the request that would be sent.
    Call(call::Args),
    /// Decides what a CSV file changes, by reading only.
    Plan(plan::Args),
    /// Writes what a plan says, through a journal.
    Apply(apply::Args),
    /// Takes back what a job changed.
    Undo(undo::Args),
    /// Plans the leads of one account for another, and says what would be lost.
    Migrate(migrate::Args),
    /// Shows the writes in a journal, and decides about those that need a person.
    Journal(journal::Args),
    /// Lists the operations of the vendors.
    Operations(reference::OperationsArgs),
    /// Explains an error code of a vendor, and what to do about it.
    Explain(reference::ExplainArgs),
    /// Runs a fake of a vendor on this machine, for tests in any language.
    Fake(fake::Args),
    /// Prints the completions of a shell.
    Completions(complete::Args),
    /// Prints the page docs/cli.md.
    #[command(hide = true)]
    Markdown,
}

/// Runs the command.
pub(crate) async fn run(cli: Cli) -> Result<Exit> {
    let global = &cli.global;
    match cli.command {
        Command::Check(args) => check::run(global, args).await,
        Command::Doctor(args) => doctor::run(global, args).await,
        Command::Get(args) => read::get(global, args).await,
        Command::List(args) => read::list(global, args).await,
        Command::Create(args) => write::create(global, args).await,
        Command::Update(args) => write::update(global, args).await,
        Command::Status(args) => write::status(global, args).await,
        Command::Delete(args) => write::delete(global, args).await,
        Command::Call(args) => call::run(global, args).await,
        Command::Plan(args) => plan::run(global, args).await,
        Command::Apply(args) => apply::run(global, args).await,
        Command::Undo(args) => undo::run(global, args).await,
        Command::Migrate(args) => migrate::run(global, args).await,
        Command::Journal(args) => journal::run(global, args).await,
        Command::Operations(args) => reference::operations(global, args),
        Command::Explain(args) => reference::explain(global, args),
        Command::Fake(args) => fake::run(global, args).await,
        Command::Completions(args) => complete::run(args),
        Command::Markdown => global.printer().text(&markdown::page()).map(|()| Exit::Done),
    }
}
