//! Maintenance tasks of this repository.
//!
//! * `cargo run --release -p xtask -- budgets` measures every budget, and fails if one is missed.
//! * `cargo run --release -p xtask -- linear` measures only how the work grows with a vendor's input.
//! * `cargo run --release -p xtask -- observers` measures only what observers cost.
//! * `cargo run -p xtask -- build-times` measures what the vendor crates cost to build, and fails if a budget is missed.
//! * `cargo run -p xtask -- check-words` finds banned phrases in the prose, and fails if there is one.
//! * `cargo run -p xtask -- check-docs` checks the links, commands and snippets of the Markdown pages.
//! * `cargo run -p xtask -- publish` makes the packages that are published and checks them; `--application` also runs the
//!   tests of an application that depends on nothing else, and `--test` those and the packages' own.
//! * `cargo run -p xtask -- public-api` compares the public API of each crate with its snapshot in `docs/public-api`, and
//!   fails if one differs; `--update` writes the snapshots.
//! * `cargo run -p xtask -- install-tools` installs what the measurements need.

#![allow(clippy::print_stdout, clippy::print_stderr)]

mod budgets;
mod build_times;
mod count;
mod dependencies;
mod docs;
mod limiter;
mod linear;
mod observers;
mod public_api;
mod publish;
mod table;
mod tools;
mod words;

use std::process::ExitCode;

/// A result whose error is printed on the terminal.
type Result<T, E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

fn main() -> ExitCode {
    let argument = std::env::args().nth(1).unwrap_or_default();
    let done = public_api::as_rustdoc().or_else(count::as_rustc).unwrap_or_else(|| match argument.as_str() {
        "budgets" => budgets::run(),
        "linear" => linear::run(),
        "observers" => observers::run(),
        "build-times" => build_times::run(),
        "check-words" => words::run(),
        "check-docs" => docs::run(),
        "publish" => publish::publish(publish::Tests::from_arguments(std::env::args())),
        "public-api" => public_api::run(std::env::args().any(|argument| argument == "--update")),
        "install-tools" => tools::install().map(|()| true),
        _ => Err("usage: cargo run --release -p xtask -- budgets | linear | observers | build-times | check-words | \
                  check-docs | publish | public-api | install-tools"
            .into()),
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
