//! The code that the budgets are measured with: what the clients do, next to the same thing written by hand.
//!
//! Programs whose instructions are counted are in `src/bin`, benches in `benches`;
//! `cargo run --release -p xtask -- budgets` runs the programs and checks their ratios against the budgets.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::missing_errors_doc)]

pub mod accounts;
pub mod application;
pub mod decode;
pub mod json;
pub mod limiter;
pub mod linear;
pub mod load;
pub mod recorder;
pub mod requests;
pub mod send;
pub mod server;
pub mod stream;
