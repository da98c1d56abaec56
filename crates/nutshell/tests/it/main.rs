//! The integration tests of this crate.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stderr)]

mod adapter;
mod errors;
#[cfg(feature = "axum")]
mod hooks;
mod limits;
#[cfg(feature = "inspect")]
mod missing;
mod paging;
mod resolve;
mod resources;
#[cfg(feature = "inspect")]
mod samples;
mod seed;
mod variants;
#[cfg(feature = "inspect")]
mod wire;
