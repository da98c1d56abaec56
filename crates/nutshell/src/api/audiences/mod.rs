//! E-mail marketing audiences.

mod create_audience;
mod list_audiences;

pub use create_audience::{CreateAudience, CreateAudienceBody, NewAudience};
pub use list_audiences::ListAudiences;

leads_core::operations! { crate::Nutshell;
    ListAudiences: [crate::model::Audience],
    CreateAudience body,
}
