//! Tokens of API clients. A client fetches them automatically; the request is for applications that manage tokens
//! themselves.
//!
//! <!-- operations: begin -->
//!
//! | request | method and path | safety | reply | vendor |
//! |---|---|---|---|---|
//! | [`GenerateToken`] | POST `/v3/oauth/token/generate` | idempotent | [`TokenResponse`](crate::model::TokenResponse) | [page](https://docs.capillarytech.com/reference/oauth) |
//!
//! <!-- operations: end -->

mod generate_token;

pub use generate_token::GenerateToken;

/// The JSON bodies of the requests above, as they are sent.
pub mod body {
    pub use super::generate_token::GenerateTokenBody;
}

leads_core::operations! { crate::Capillary;
    GenerateToken body,
}
