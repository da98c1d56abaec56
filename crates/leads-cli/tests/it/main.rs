//! Runs the program against the fakes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod adf;
mod apply;
mod common;
mod config;
mod fake;
mod journal;
mod leads;
#[cfg(unix)]
mod pty;
mod reference;
mod secrets;
mod tail;
#[cfg(unix)]
mod terminal;
mod vendors;
