//! A journal in one SQLite file.

mod inbox;
mod open;
mod rows;
mod store;
mod writer;

pub use open::{SqliteOptions, SqliteStore};
