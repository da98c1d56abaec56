//! A fake on a real socket: the handler on a mock server, and in front of it a small proxy that does the faults which
//! no HTTP server can.

mod connection;
mod port;
mod running;
mod upstream;
mod wire;

pub(crate) use port::{By, Port};
pub use running::{Running, Traffic};
