//! A rate limiter and a token store shared by many machines through Redis or Valkey.
//!
//! A vendor counts the calls of an account over all machines that use it. The limiter of `leads-core` counts within one
//! process: four processes send up to four times what the vendor allows, and a large part of their calls is rejected. With
//! this crate the counts are on a server that all machines reach, and the limit holds for all of them together.
//!
//! # Getting started
//!
//! ```text
//! cargo add leads-redis leadsquared
//! # A server, unless you have one: Redis 6 or later, or Valkey.
//! docker run -p 6379:6379 redis
//! ```
//!
//! The minimum Rust version is 1.88.
//!
//! ```no_run
//! use leads_redis::Shared;
//! use leadsquared::leads_core::http::{ClientConfig, limit::Limiter};
//! use leadsquared::{Client, Plan};
//! use std::sync::Arc;
//!
//! # async fn run() -> leads_core::Result<()> {
//! let redis = Shared::connect("redis://127.0.0.1:6379").await?;
//! let counts = redis.counts("leadsquared/eu/acme");
//! let limiter = Limiter::try_new(Plan::Pro { users: 12 }.windows(), Some(Arc::new(counts)))?;
//! let client = Client::builder()
//!     .base_url("https://api.leadsquared.com")
//!     .keys("access key", "secret key")
//!     .config(ClientConfig::new().limiter(limiter))
//!     .build()?;
//! # Ok(()) }
//! ```
//!
//! That is all: every process runs the same code. The example `four_workers` shows four processes on one account.
//!
//! # What is guaranteed
//!
//! No window of the vendor, however it is aligned, contains more calls than the limit, if
//!
//! 1. no other program uses the account, and all machines use the same name and server;
//! 2. no process sends a call later than its deadline: the client checks this right before it sends;
//! 3. the server's clock does not jump forward unnoticed: a machine notices a jump of more than 250 ms with its next call;
//! 4. what was written on the server survives, or its loss is noticed: see [`Fresh`].
//!
//! A permit is a lease in the server's own clock. The clock of no machine enters the counts. The permit returns one window
//! after the response was reported. If the machine ends before it reports, the permit returns after the deadline of the
//! call and one window. [`OnLoss`] decides what happens when the server cannot be reached.
//!
//! # In production
//!
//! * Use TLS (`rediss://`, with the feature `rustls` or `native-tls`) and a user that may run `EVAL`, `EVALSHA`,
//!   `SCRIPT LOAD`, `INFO` and the commands of the scripts on keys that begin with `{leads`.
//! * Set `maxmemory-policy noeviction`: an evicted key is a lost count. An account takes a few kilobytes.
//! * Set `appendonly yes` if you rely on daily quotas. Short windows need no persistence.
//! * Each permit takes one round trip. If it takes longer than 150 ms, the server counts as unreachable.
//! * Call [`RedisCounts::leave`] or [`Shared::flush`] when a process ends.
//! * A `redis://` URL names one server. With Redis Cluster, connect to an endpoint that routes commands (a proxy, or a
//!   managed service with one endpoint); all keys of an account share one hash tag.
//!
//! # Tokens
//!
//! With [`Shared::tokens`], all machines share Capillary's access tokens: one of them fetches a token, and the others use
//! it. Tokens are encrypted with an application's key before the server sees them. See [`RedisTokens`].
//!
//! # Features
//!
//! | feature | what it adds |
//! |---|---|
//! | `rustls` | connections with TLS by rustls (`rediss://`) |
//! | `native-tls` | connections with TLS by the platform's own library (`rediss://`) |
//! | `test-util` | a clock that a test sets, and a switch that cuts the connection |

#![cfg_attr(docsrs, feature(doc_cfg))]

mod account;
mod clock;
mod counts;
mod link;
mod on_loss;
mod own;
mod script;
mod seal;
mod share;
mod shared;
mod spec;
mod tokens;

pub use counts::RedisCounts;
pub use on_loss::{Fresh, OnLoss};
pub use seal::SealingKey;
pub use shared::Shared;
pub use tokens::RedisTokens;

/// Compiles the README's example.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;
