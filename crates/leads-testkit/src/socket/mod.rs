//! A fake on a real socket: a mock server runs the handler, and a small proxy in front of it injects the faults that no
//! HTTP server can produce.

mod connection;
mod counters;
mod port;
mod running;
mod upstream;
mod wire;

pub use running::{RunningFake, Traffic};
