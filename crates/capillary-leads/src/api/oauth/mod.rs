//! Fetches tokens of API clients.
//!
//! A client does this by itself. The request is for applications that manage tokens themselves.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`GenerateToken`] ([vendor's page](https://docs.capillarytech.com/reference/oauth))<br>POST `/v3/oauth/token/generate` | idempotent | [`TokenResponse`](crate::model::TokenResponse) |
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
