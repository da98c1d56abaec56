//! Creates and lists audiences of e-mail marketing.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`CreateAudience`] ([vendor's page](https://developers.nutshell.com/reference))<br>POST `/rest/audiences` | non-idempotent | [`Audience`](crate::model::Audience) |
//! | [`ListAudiences`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/audiences` | read | list of [`Audience`](crate::model::Audience) |
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
