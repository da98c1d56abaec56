//! Tests of the crate from outside: one target, so that the crate is linked once.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod cancel;
mod common;
mod limiter;
mod pipeline;
mod properties;
mod resolve;
mod sockets;
