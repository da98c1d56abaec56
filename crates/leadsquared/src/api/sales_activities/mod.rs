//! Creates, reads, updates and cancels sales activities: sales of products to leads.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`CancelSalesActivity`] ([vendor's page](https://apidocs.leadsquared.com/cancel-sales-activity/))<br>POST `/v2/SalesActivity.svc/Cancel` | non-idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//! | [`CreateSalesActivity`] ([vendor's page](https://apidocs.leadsquared.com/post-or-add-a-sales-activity-to-a-lead/))<br>POST `/v2/SalesActivity.svc/Create` | non-idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//! | [`GetSalesActivity`] ([vendor's page](https://apidocs.leadsquared.com/retrieve-sales-activity/))<br>GET `/v2/SalesActivity.svc/RetrieveActivity` | read | [`SalesActivity`](crate::model::SalesActivity) |
//! | [`GetSalesActivitySetting`] ([vendor's page](https://apidocs.leadsquared.com/get-sales-activity-settings/))<br>GET `/v2/SalesActivity.svc/RetrieveSetting` | read | [`SalesActivitySetting`](crate::model::SalesActivitySetting) |
//! | [`ListSalesActivitiesOfLead`] ([vendor's page](https://apidocs.leadsquared.com/retrieve-sales-activities-by-lead-id/))<br>GET `/v2/SalesActivity.svc/RetrieveByLeadId` | read | list of [`SalesActivity`](crate::model::SalesActivity) |
//! | [`RemoveSalesActivityDropdownOption`] ([vendor's page](https://apidocs.leadsquared.com/remove-value-from-dropdown-sales-field/))<br>POST `/v2/SalesActivity.svc/Metadata/DropdownFieldValues/Remove` | idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//! | [`UpdateSalesActivity`] ([vendor's page](https://apidocs.leadsquared.com/update-an-existing-sales-activity/))<br>POST `/v2/SalesActivity.svc/Update` | idempotent | [`Acknowledged`](crate::model::Acknowledged) |
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
