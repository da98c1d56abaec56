//! Tests with a real server, which each test starts on a free port.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout, clippy::print_stderr)]

mod fleet;
mod journal;
mod limiter;
mod losses;
mod schedules;
mod support;
mod tokens;
mod tokens_fleet;
mod worker;
