//! The engine of the fakes, tried with a tiny vendor.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod catalogue;
mod in_process;
mod on_sockets;
mod rate;
mod tiny;
mod wire;
