//! The HTTP pipeline: transport, rate limiter, retries, timeouts and redaction.

mod auth;
mod base_url;
#[cfg(feature = "reqwest")]
mod causes;
mod config;
pub mod limit;
mod options;
mod pipeline;
#[cfg(feature = "reqwest")]
mod pool;
mod preview;
mod redact;
mod request_head;
#[cfg(feature = "reqwest")]
mod reqwest;
mod resolve;
mod retry;
mod secrets;
mod timeouts;
mod transport;
#[cfg(feature = "reqwest")]
mod unpack;

pub use auth::{
    Anonymous, Authenticate, CredentialCache, CredentialProvider, CredentialVersion, Expired, TokenRequester,
};
pub use base_url::{BaseUrl, UncheckedUrl};
pub use config::{ClientConfig, TransportOptions};
pub use limit::{Limiter, Priority};
pub use options::CallOptions;
pub use pipeline::Pipeline;
pub use preview::RequestPreview;
pub use redact::{REDACTED, shows_header};
pub use request_head::RequestHead;
#[cfg(feature = "reqwest")]
pub use reqwest::HttpTransport;
pub use resolve::{Resolution, Resolve, Verification};
pub use retry::{RetryPolicy, retry_after};
pub(crate) use secrets::is_invisible;
pub use secrets::{SecretKind, check_secret, secret_problem};
pub use timeouts::{TimeoutKind, Timeouts};
pub use transport::{Progress, Transport, TransportError, TransportErrorKind, WireBody, WireRequest};
