//! Calls, streams and waiters that are dropped at any moment leak nothing and return nothing too early.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod calls;
mod interleavings;
mod small;
mod streams;
