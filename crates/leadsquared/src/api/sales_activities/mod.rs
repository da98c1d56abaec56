//! Sales activities of leads: the sale of a product, with its status and revenue.
//!
//! <!-- operations: begin -->
//!
//! | request | method and path | safety | reply | vendor |
//! |---|---|---|---|---|
//! | [`CancelSalesActivity`] | POST `/v2/SalesActivity.svc/Cancel` | non-idempotent | `Acknowledged<ActivityId>` | [page](https://apidocs.leadsquared.com/cancel-sales-activity/) |
//! | [`CreateSalesActivity`] | POST `/v2/SalesActivity.svc/Create` | non-idempotent | `Acknowledged<ActivityId>` | [page](https://apidocs.leadsquared.com/post-or-add-a-sales-activity-to-a-lead/) |
//! | [`GetSalesActivity`] | GET `/v2/SalesActivity.svc/RetrieveActivity` | read | [`SalesActivity`](crate::model::SalesActivity) | [page](https://apidocs.leadsquared.com/retrieve-sales-activity/) |
//! | [`GetSalesActivitySetting`] | GET `/v2/SalesActivity.svc/RetrieveSetting` | read | [`SalesActivitySetting`](crate::model::SalesActivitySetting) | [page](https://apidocs.leadsquared.com/get-sales-activity-settings/) |
//! | [`ListSalesActivitiesOfLead`] | GET `/v2/SalesActivity.svc/RetrieveByLeadId` | read | list of [`SalesActivity`](crate::model::SalesActivity) | [page](https://apidocs.leadsquared.com/retrieve-sales-activities-by-lead-id/) |
//! | [`RemoveSalesActivityDropdownOption`] | POST `/v2/SalesActivity.svc/Metadata/DropdownFieldValues/Remove` | idempotent | [`Acknowledged`](crate::model::Acknowledged) | [page](https://apidocs.leadsquared.com/remove-value-from-dropdown-sales-field/) |
//! | [`UpdateSalesActivity`] | POST `/v2/SalesActivity.svc/Update` | idempotent | [`Acknowledged`](crate::model::Acknowledged) | [page](https://apidocs.leadsquared.com/update-an-existing-sales-activity/) |
//!
//! <!-- operations: end -->

mod cancel_sales_activity;
mod create_sales_activity;
mod get_sales_activity;
mod get_sales_activity_setting;
mod list_sales_activities_of_lead;
mod remove_sales_activity_dropdown_option;
mod update_sales_activity;

pub use cancel_sales_activity::CancelSalesActivity;
pub use create_sales_activity::CreateSalesActivity;
pub use get_sales_activity::GetSalesActivity;
pub use get_sales_activity_setting::GetSalesActivitySetting;
pub use list_sales_activities_of_lead::ListSalesActivitiesOfLead;
pub use remove_sales_activity_dropdown_option::RemoveSalesActivityDropdownOption;
pub use update_sales_activity::UpdateSalesActivity;

/// The JSON bodies of the requests above, as they are sent.
pub mod body {
    pub use super::cancel_sales_activity::CancelSalesActivityBody;
    pub use super::remove_sales_activity_dropdown_option::RemoveSalesActivityDropdownOptionBody;
}

leads_core::operations! { crate::LeadSquared;
    CancelSalesActivity body,
    CreateSalesActivity body,
    GetSalesActivity,
    GetSalesActivitySetting,
    ListSalesActivitiesOfLead: [crate::model::SalesActivity],
    RemoveSalesActivityDropdownOption body resolve,
    UpdateSalesActivity body,
}
