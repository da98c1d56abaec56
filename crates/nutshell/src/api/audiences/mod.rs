//! E-mail marketing audiences.
//!
//! <!-- operations: begin -->
//!
//! | request | method and path | safety | reply | vendor |
//! |---|---|---|---|---|
//! | [`CreateAudience`] | POST `/rest/audiences` | non-idempotent | [`Audience`](crate::model::Audience) | [page](https://developers.nutshell.com/reference) |
//! | [`ListAudiences`] | GET `/rest/audiences` | read | list of [`Audience`](crate::model::Audience) | [page](https://developers.nutshell.com/reference) |
//!
//! <!-- operations: end -->

mod create_audience;
mod list_audiences;

pub use create_audience::{CreateAudience, NewAudience};
pub use list_audiences::ListAudiences;

/// The JSON bodies of the requests above, as they are sent.
pub mod body {
    pub use super::create_audience::CreateAudienceBody;
}

leads_core::operations! { crate::Nutshell;
    ListAudiences: [crate::model::Audience],
    CreateAudience body,
}
