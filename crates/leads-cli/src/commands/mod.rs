//! The commands.

mod apply;
mod call;
mod check;
mod complete;
mod doctor;
mod export;
mod fake;
mod import;
mod inspect;
mod journal;
mod man;
mod markdown;
mod migrate;
mod plan;
mod read;
mod reference;
pub(crate) mod show;
mod tail;
mod undo;
mod write;

use crate::args::Cli;
use crate::exit::Exit;
use crate::failure::Result;
use clap::Subcommand;

/// What to do. The arguments of each command have its help.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Check(check::Args),
    Doctor(doctor::Args),
    Get(read::GetArgs),
    List(read::ListArgs),
    Create(write::CreateArgs),
    Update(write::UpdateArgs),
    Status(write::StatusArgs),
    Delete(write::DeleteArgs),
    Call(call::Args),
    Plan(plan::Args),
    Apply(apply::Args),
    Undo(undo::Args),
    Migrate(migrate::Args),
    Import(import::Args),
    Export(export::Args),
    Tail(tail::Args),
    Journal(journal::Args),
    Operations(reference::OperationsArgs),
    Explain(reference::ExplainArgs),
    Inspect(inspect::Args),
    Fake(fake::Args),
    Completions(complete::Args),
    Man(man::Args),
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
        Command::Import(args) => import::run(global, args).await,
        Command::Export(args) => export::run(global, args).await,
        Command::Tail(args) => tail::run(global, args).await,
        Command::Journal(args) => journal::run(global, args).await,
        Command::Operations(args) => reference::operations(global, args),
        Command::Explain(args) => reference::explain(global, args),
        Command::Inspect(args) => inspect::run(global, args),
        Command::Fake(args) => fake::run(global, args).await,
        Command::Completions(args) => complete::run(args),
        Command::Man(args) => man::run(args),
        Command::Markdown => global.printer().text(&markdown::page()).map(|()| Exit::Done),
    }
}
