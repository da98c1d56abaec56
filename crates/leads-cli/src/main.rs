//! The program `leads`.
//!
//! It is a thin layer over the library: each command reads its arguments, calls the library, and prints. `leads help` lists
//! the commands; `docs/cli.md` has the same text.

#![allow(clippy::print_stdout)] // a program prints

mod adf;
mod args;
mod commands;
mod confirm;
mod exit;
mod failure;
mod job;
mod mistake;
mod output;
mod pace;
mod plan;
mod profile;
mod progress;
mod steady;
mod trace;
mod vendor;

use exit::Exit;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = match mistake::parse() {
        Ok(cli) => cli,
        Err(exit) => return exit,
    };
    trace::start(cli.global.verbose);
    let (form, messages) = (cli.global.error_format, cli.global.show_messages);
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            failure::Failure::from(leads::Error::config("runtime", "cannot be started").with_source(error))
                .print(form, messages);
            return Exit::Usage.into();
        }
    };
    let ended = runtime.block_on(commands::run(cli));
    // A thread that waits for input or a slow disk must not hold the process.
    runtime.shutdown_background();
    match ended {
        Ok(exit) => exit.into(),
        Err(failure) => {
            failure.print(form, messages);
            failure.exit().into()
        }
    }
}
