//! Outcomes with which leads are closed.

mod get_outcome;
mod list_outcomes;

pub use get_outcome::GetOutcome;
pub use list_outcomes::ListOutcomes;

leads_core::operations! { crate::Nutshell;
    GetOutcome,
    ListOutcomes: [crate::model::Outcome],
}
