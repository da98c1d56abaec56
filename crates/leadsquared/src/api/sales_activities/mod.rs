//! Sales activities of leads: the sale of a product, with its status and revenue.

mod cancel_sales_activity;
mod create_sales_activity;
mod get_sales_activity;
mod get_sales_activity_setting;
mod list_sales_activities_of_lead;
mod remove_sales_activity_dropdown_option;
mod update_sales_activity;

pub use cancel_sales_activity::{CancelSalesActivity, CancelSalesActivityBody};
pub use create_sales_activity::CreateSalesActivity;
pub use get_sales_activity::GetSalesActivity;
pub use get_sales_activity_setting::GetSalesActivitySetting;
pub use list_sales_activities_of_lead::ListSalesActivitiesOfLead;
pub use remove_sales_activity_dropdown_option::{
    RemoveSalesActivityDropdownOption, RemoveSalesActivityDropdownOptionBody,
};
pub use update_sales_activity::UpdateSalesActivity;

leads_core::operations! { crate::LeadSquared;
    CancelSalesActivity body,
    CreateSalesActivity body,
    GetSalesActivity,
    GetSalesActivitySetting,
    ListSalesActivitiesOfLead: [crate::model::SalesActivity],
    RemoveSalesActivityDropdownOption body resolve,
    UpdateSalesActivity body,
}
