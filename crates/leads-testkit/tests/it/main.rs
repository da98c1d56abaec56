//! Tests of the fakes' engine with a minimal vendor.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod catalogue;
mod in_process;
mod on_sockets;
mod rate;
mod tiny;
mod wire;
