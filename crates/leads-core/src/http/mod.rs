//! The one HTTP pipeline: transport, limiter, retries, time limits and redaction.

mod auth;
mod base_url;
#[cfg(feature = "reqwest")]
mod causes;
mod config;
mod head;
pub mod limit;
mod options;
mod pipeline;
mod plan;
#[cfg(feature = "reqwest")]
mod pool;
mod redact;
#[cfg(feature = "reqwest")]
mod reqwest;
mod resolve;
mod retry;
mod secrets;
mod timeouts;
mod transport;
#[cfg(feature = "reqwest")]
mod unpack;

pub use auth::{Anonymous, Authenticate, CredentialProvider, Credentials, Expired, Fetch, Generation};
pub use base_url::{BaseUrl, UncheckedUrl};
pub use config::{ClientConfig, TransportOptions};
pub use head::Head;
pub use limit::{Lane, Limiter};
pub use options::CallOptions;
pub use pipeline::Core;
pub use plan::Plan;
pub use redact::{REDACTED, shows_header};
#[cfg(feature = "reqwest")]
pub use reqwest::HttpTransport;
pub use resolve::{Looks, Resolution, Resolve};
pub use retry::{RetryPolicy, retry_after};
pub(crate) use secrets::is_invisible;
pub use secrets::{SecretKind, check_secret, secret_problem};
pub use timeouts::{TimeLimit, TimeLimits};
pub use transport::{Progress, Transport, TransportError, TransportErrorKind, WireBody, WireRequest};
