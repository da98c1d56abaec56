//! `leads completions`.

use crate::args::Cli;
use crate::exit::Exit;
use crate::failure::Result;
use clap::CommandFactory as _;

/// Prints the completions of a shell, to be saved where the shell looks them up.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The shell.
    shell: clap_complete::Shell,
}

pub(crate) fn run(args: Args) -> Result<Exit> {
    clap_complete::generate(args.shell, &mut Cli::command(), "leads", &mut std::io::stdout().lock());
    Ok(Exit::Done)
}
