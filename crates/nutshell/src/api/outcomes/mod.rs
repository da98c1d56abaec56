//! Outcomes with which leads are closed.
//!
//! <!-- operations: begin -->
//!
//! | request | method and path | safety | reply | vendor |
//! |---|---|---|---|---|
//! | [`GetOutcome`] | GET `/rest/outcomes/{id}` | read | [`Outcome`](crate::model::Outcome) | [page](https://developers.nutshell.com/reference) |
//! | [`ListOutcomes`] | GET `/rest/outcomes` | read | list of [`Outcome`](crate::model::Outcome) | [page](https://developers.nutshell.com/reference) |
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
