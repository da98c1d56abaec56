//! `leads man`.

use crate::args::Cli;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use clap::CommandFactory as _;
use std::path::PathBuf;

/// Writes the man pages of the program and of each command to a folder.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The folder. It is created if it does not exist.
    folder: PathBuf,
}

pub(crate) fn run(args: Args) -> Result<Exit> {
    let written = std::fs::create_dir_all(&args.folder)
        .and_then(|()| clap_mangen::generate_to(Cli::command().term_width(100), &args.folder));
    written.map_err(|error| Failure::file(&args.folder, "written", &error))?;
    Ok(Exit::Done)
}
