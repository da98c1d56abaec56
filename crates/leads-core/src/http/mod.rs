//! The one HTTP pipeline: transport, limiter, retries, time-outs and redaction.

pub mod limit;
