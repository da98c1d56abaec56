//! LeadSquared.

use super::Served;
use leads_core::inspect::Entry;
use leads_core::{ClientConfig, Pipeline};
use leads_testkit::IN_PROCESS_URL;
use leads_testkit::leadsquared::{ACCESS_KEY, ASYNC_KEY, FakeLeadSquared, SECRET_KEY};
use leadsquared::{Client, api};

pub(crate) enum LeadSquared {}

/// The operations that the fake does not serve yet.
pub(super) const UNSERVED: &[&str] = &[
    "add_activity_attachment",
    "add_leads_to_list",
    "bulk_add_opportunities",
    "bulk_create_activities_by_lead_field",
    "bulk_create_activities_by_lead_id",
    "bulk_create_activities_by_opportunity_id",
    "bulk_create_or_update_companies",
    "bulk_create_tasks",
    "bulk_delete_tasks",
    "bulk_update_activities",
    "bulk_update_leads",
    "bulk_update_leads_v2",
    "bulk_update_opportunities",
    "cancel_sales_activity",
    "capture_lead_async",
    "capture_opportunity_async",
    "complete_task",
    "convert_visitor",
    "create_activity",
    "create_activity_async",
    "create_activity_type",
    "create_company",
    "create_lead_field",
    "create_lead_with_activity",
    "create_lead_with_activity_async",
    "create_note",
    "create_sales_activity",
    "create_task",
    "create_user",
    "create_webhook",
    "delete_activities",
    "delete_lead",
    "delete_lead_owner_history",
    "delete_lead_stage_history",
    "delete_note",
    "delete_opportunity",
    "delete_webhook",
    "empty_list",
    "get_activity",
    "get_activity_setting",
    "get_call_log_async_status",
    "get_lead_async_status",
    "get_lead_owner",
    "get_opportunity",
    "get_sales_activity",
    "get_sales_activity_setting",
    "get_share_status",
    "get_user",
    "list_activities_by_event",
    "list_activity_changes",
    "list_activity_dropdown_options",
    "list_companies",
    "list_lead_references",
    "list_leads_by_ids",
    "list_leads_by_search_parameter",
    "list_lists_of_lead",
    "list_merged_leads",
    "list_opportunity_activities",
    "list_recently_modified_activities",
    "list_sales_activities_of_lead",
    "list_task_types",
    "list_tasks_of_opportunity",
    "list_todos_by_user_email",
    "list_todos_by_user_id",
    "list_webhooks",
    "lock_activity",
    "log_call",
    "log_call_async",
    "mark_email_invalid",
    "mark_email_valid",
    "merge_leads",
    "push_dependent_lead_dropdown_options",
    "push_lead_dropdown_options",
    "remove_lead_dropdown_options",
    "remove_lead_from_list",
    "remove_sales_activity_dropdown_option",
    "reset_lead",
    "revoke_entity",
    "search_todos",
    "search_users",
    "send_email_to_lead",
    "share_entity",
    "update_activity",
    "update_activity_type",
    "update_company",
    "update_lead",
    "update_lead_async",
    "update_note",
    "update_opportunity",
    "update_opportunity_async",
    "update_sales_activity",
    "update_task",
    "update_webhook",
    "upload_file",
];

impl Served for LeadSquared {
    type Vendor = leadsquared::LeadSquared;
    type Fake = FakeLeadSquared;

    fn catalog() -> Vec<Entry<Self::Vendor>> {
        api::catalog()
    }

    fn seeded(_operation: &str) -> FakeLeadSquared {
        FakeLeadSquared::new()
    }

    fn pipeline(config: ClientConfig) -> Pipeline<Self::Vendor> {
        let client = Client::builder()
            .base_url(IN_PROCESS_URL)
            .async_base_url(IN_PROCESS_URL)
            .files_base_url(IN_PROCESS_URL)
            .async_api_key(ASYNC_KEY)
            .keys(ACCESS_KEY, SECRET_KEY);
        client.config(config).build().unwrap().pipeline().clone()
    }
}
