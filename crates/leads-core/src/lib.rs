//! The vocabulary and the HTTP pipeline shared by the typed lead clients.

pub mod http;
