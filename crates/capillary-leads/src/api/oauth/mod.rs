//! Tokens of API clients. A client fetches them automatically; the request is for applications that manage tokens
//! themselves.

mod generate_token;

pub use generate_token::{GenerateToken, GenerateTokenBody};

leads_core::operations! { crate::Capillary;
    GenerateToken body,
}
