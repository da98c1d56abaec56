//! Creates, lists and updates companies, which the vendor's newer pages call accounts.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`BulkCreateOrUpdateCompanies`] ([vendor's page](https://apidocs.leadsquared.com/create-or-update-accounts-in-bulk/))<br>POST `/v2/CompanyManagement.svc/Company/Bulk/CreateOrUpdate` | idempotent | [`BulkResponse`](crate::BulkResponse) |
//! | [`CreateCompany`]<br>POST `/v2/CompanyManagement.svc/Company.Create` | non-idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//! | [`ListCompanies`]<br>POST `/v2/CompanyManagement.svc/Company.Get` | read | list of [`Company`](crate::model::Company) |
//! | [`UpdateCompany`]<br>POST `/v2/CompanyManagement.svc/Company.Update` | idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//!
//! <!-- operations: end -->

mod bulk_create_or_update_companies;
mod create_company;
mod list_companies;
mod update_company;

pub use bulk_create_or_update_companies::BulkCreateOrUpdateCompanies;
pub use create_company::CreateCompany;
pub use list_companies::ListCompanies;
pub use update_company::UpdateCompany;

/// The JSON bodies of the requests above, as they are sent.
pub mod body {
    pub use super::bulk_create_or_update_companies::BulkCreateOrUpdateCompaniesBody;
    pub use super::create_company::CreateCompanyBody;
    pub use super::list_companies::ListCompaniesBody;
    pub use super::update_company::UpdateCompanyBody;
}

leads_core::operations! { crate::LeadSquared;
    BulkCreateOrUpdateCompanies body,
    CreateCompany body,
    ListCompanies body: [crate::model::Company],
    UpdateCompany body,
}
