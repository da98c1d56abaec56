//! Tokens of API clients. A client fetches them by itself; the request is here for those who keep tokens elsewhere.

mod generate_token;

pub use generate_token::{GenerateToken, GenerateTokenBody, TokenAnswer};

leads_core::operations! { crate::Capillary;
    GenerateToken body,
}
