//! What the budgets are measured with: each thing that the clients do, beside the same thing written by hand.
//!
//! Programs that are counted live in `src/bin`, benches in `benches`; `cargo run --release -p xtask -- budgets` runs the
//! programs and holds their ratios against the bars.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::missing_errors_doc)]

pub mod decode;
pub mod json;
pub mod limiter;
pub mod linear;
pub mod requests;
pub mod send;
pub mod server;
pub mod stream;
