//! Maintenance tasks of this repository.
//!
//! * `cargo run --release -p xtask -- budgets` measures every budget, and fails if one is missed.
//! * `cargo run --release -p xtask -- linear` measures only how the work grows with a vendor's input.
//! * `cargo run -p xtask -- check-words` finds banned phrases in the prose, and fails if there is one.
//! * `cargo run -p xtask -- public-api` compares the public API of each crate with its snapshot in `docs/public-api`, and
//!   fails if one differs; `--update` writes the snapshots.
//! * `cargo run -p xtask -- install-tools` installs what the measurements need.

#![allow(clippy::print_stdout, clippy::print_stderr)]

mod budgets;
mod count;
mod dependencies;
mod limiter;
mod linear;
mod public_api;
mod table;
mod tools;
mod words;

use std::process::ExitCode;

/// A result whose error is printed on the terminal.
type Result<T, E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

fn main() -> ExitCode {
    let argument = std::env::args().nth(1).unwrap_or_default();
    let done = public_api::as_rustdoc().unwrap_or_else(|| match argument.as_str() {
        "budgets" => budgets::run(),
        "linear" => linear::run(),
        "check-words" => words::run(),
        "public-api" => public_api::run(std::env::args().any(|argument| argument == "--update")),
        "install-tools" => tools::install().map(|()| true),
        _ => {
            Err("usage: cargo run --release -p xtask -- budgets | linear | check-words | public-api | install-tools"
                .into())
        }
    });
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
