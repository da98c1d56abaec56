//! Newsletter editions.

mod get_edition;
mod list_editions;

pub use get_edition::GetEdition;
pub use list_editions::ListEditions;

leads_core::operations! { crate::Nutshell;
    ListEditions: [crate::model::Edition],
    GetEdition,
}
