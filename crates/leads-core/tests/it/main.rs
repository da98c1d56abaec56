//! Tests of the crate from outside: one target, so that the crate is linked once.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod acme;
mod bulk;
mod cancel;
mod common;
mod derive;
mod foreign;
mod limiter;
mod observe;
mod pipeline;
mod properties;
mod resolve;
mod sockets;
