//! Maintenance tasks of this repository.
//!
//! * `cargo run --release -p xtask -- budgets` measures every budget, and fails if one is missed.
//! * `cargo run --release -p xtask -- linear` measures only how the work grows with a vendor's input.
//! * `cargo run -p xtask -- check-words` finds banned phrases in the prose, and fails if there is one.
//! * `cargo run -p xtask -- install-tools` installs what the measurements need.

#![allow(clippy::print_stdout, clippy::print_stderr)]

mod budgets;
mod count;
mod dependencies;
mod limiter;
mod linear;
mod table;
mod tools;
mod words;

use std::process::ExitCode;

/// A result whose error is printed on the terminal.
type Result<T, E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

fn main() -> ExitCode {
    let argument = std::env::args().nth(1).unwrap_or_default();
    let done = match argument.as_str() {
        "budgets" => budgets::run(),
        "linear" => linear::run(),
        "check-words" => words::run(),
        "install-tools" => tools::install().map(|()| true),
        _ => Err("usage: cargo run --release -p xtask -- budgets | linear | check-words | install-tools".into()),
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
