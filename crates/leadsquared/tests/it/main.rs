//! The crate from outside: what it sends and receives.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout)]

mod adapter;
mod client;
mod files;
mod outcomes;
#[cfg(feature = "axum")]
mod receiver;
mod resolve;
#[cfg(feature = "inspect")]
mod samples;
mod services;
mod uploads;
mod wire;
