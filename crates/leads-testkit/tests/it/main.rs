//! Tests of the fakes' engine with a minimal vendor.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

#[cfg(feature = "server")]
mod catalogue;
mod in_process;
#[cfg(feature = "server")]
mod on_sockets;
#[cfg(feature = "server")]
mod outside;
mod rate;
mod tiny;
#[cfg(feature = "server")]
mod wire;
