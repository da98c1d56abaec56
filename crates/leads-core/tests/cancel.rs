//! Calls, streams and waiters that are dropped at any moment leak nothing and return nothing too early.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

#[path = "cancel/calls.rs"]
mod calls;
mod common;
#[path = "cancel/interleavings.rs"]
mod interleavings;
#[path = "cancel/small.rs"]
mod small;
#[path = "cancel/streams.rs"]
mod streams;
