//! Maintenance tasks of this repository.
//!
//! `cargo run --release -p xtask -- budgets` measures every budget and fails if one is missed;
//! `cargo run --release -p xtask -- linear` only measures how the cost of processing a vendor's input grows;
//! `cargo run -p xtask -- install-tools` installs the required tools.

#![allow(clippy::print_stdout, clippy::print_stderr)]

mod budgets;
mod count;
mod dependencies;
mod limiter;
mod linear;
mod table;
mod tools;

use std::process::ExitCode;

/// An error message for the user.
type Result<T, E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

fn main() -> ExitCode {
    let argument = std::env::args().nth(1).unwrap_or_default();
    let done = match argument.as_str() {
        "budgets" => budgets::run(),
        "linear" => linear::run(),
        "install-tools" => tools::install().map(|()| true),
        _ => Err("usage: cargo run --release -p xtask -- budgets | linear | install-tools".into()),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
