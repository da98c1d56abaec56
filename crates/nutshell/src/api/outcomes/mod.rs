//! Reads and lists the outcomes with which leads are closed.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`GetOutcome`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/outcomes/{id}` | read | [`Outcome`](crate::model::Outcome) |
//! | [`ListOutcomes`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/outcomes` | read | list of [`Outcome`](crate::model::Outcome) |
//!
//! <!-- operations: end -->

mod get_outcome;
mod list_outcomes;

pub use get_outcome::GetOutcome;
pub use list_outcomes::ListOutcomes;

leads_core::operations! { crate::Nutshell;
    GetOutcome,
    ListOutcomes: [crate::model::Outcome],
}
