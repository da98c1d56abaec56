//! Companies, which the vendor's newer pages call accounts.

mod bulk_create_or_update_companies;
mod create_company;
mod list_companies;
mod update_company;

pub use bulk_create_or_update_companies::{BulkCreateOrUpdateCompanies, BulkCreateOrUpdateCompaniesBody};
pub use create_company::{CreateCompany, CreateCompanyBody};
pub use list_companies::{ListCompanies, ListCompaniesBody};
pub use update_company::{UpdateCompany, UpdateCompanyBody};

leads_core::operations! { crate::LeadSquared;
    BulkCreateOrUpdateCompanies body,
    CreateCompany body,
    ListCompanies body: [crate::model::Company],
    UpdateCompany body,
}
