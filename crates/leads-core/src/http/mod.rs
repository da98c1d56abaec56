//! The HTTP pipeline: transport, rate limiter, retries, timeouts and redaction.

mod attempt;
mod auth;
mod base_url;
mod call;
#[cfg(feature = "reqwest")]
mod causes;
mod classify;
mod client;
mod concurrency;
mod config;
mod failure;
mod hook;
mod hosts;
pub mod limit;
mod options;
mod path;
#[cfg(feature = "reqwest")]
mod pool;
mod preview;
pub(crate) mod redact;
mod request_head;
#[cfg(feature = "reqwest")]
mod reqwest;
mod resolve;
pub(crate) mod retry;
mod retry_loop;
mod secrets;
mod spans;
mod timeouts;
mod token_store;
mod transport;
mod transport_options;
#[cfg(feature = "reqwest")]
mod unpack;
mod watch;

pub use auth::{
    Anonymous, Authenticate, CredentialCache, CredentialProvider, CredentialVersion, Expired, TokenRequester,
};
pub use base_url::{BaseUrl, UncheckedUrl};
pub use client::Pipeline;
pub use concurrency::ConcurrencyLimit;
pub use config::ClientConfig;
pub use hosts::Hosts;
#[doc(inline)]
pub use limit::{Limiter, Priority};
pub use options::CallOptions;
pub use preview::RequestPreview;
pub use request_head::RequestHead;
#[cfg(feature = "reqwest")]
pub use reqwest::HttpTransport;
pub(crate) use resolve::SentWindow;
pub use resolve::{Absence, Lost, Resolution, Resolve, Seen, Verification};
pub use retry::RetryPolicy;
pub(crate) use secrets::is_invisible;
pub use secrets::{SecretKind, check_secret, secret_problem};
pub(crate) use timeouts::saturating_deadline;
pub use timeouts::{TimeoutKind, Timeouts};
pub use token_store::{LocalTokens, StoredToken, TokenClaim, TokenKey, TokenStore, TokenTurn};
pub use transport::{Progress, Transport, TransportError, TransportErrorKind, WireBody, WireRequest};
pub use transport_options::TransportOptions;
