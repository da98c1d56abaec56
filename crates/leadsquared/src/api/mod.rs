//! Every operation of the API as a request type, grouped by resource.
//!
//! Each module begins with a table of its requests: the method and path, how safe it is to send the request again, and
//! what the reply contains. [`Client::send`](crate::Client::send) sends a request, and
//! [`Client::preview`](crate::Client::preview) shows what it would send. The search finds a request by the vendor's path,
//! such as `LeadManagement.svc/Lead.Update`.
//!
//! Some operations of the vendor are known only by their name, or have no path or body that could be relied on. They are
//! not implemented; [`Client::execute`](crate::Client::execute) can send them once the missing part is known:
//!
//! * the owner of an activity's lead (query `activityId`), and unlocking an activity: the paths are not certain;
//! * removing options of a dropdown that depends on another field: the path is not known;
//! * removing options of a dropdown of a custom activity,
//!   `POST /v2/ProspectActivity.svc/CustomActivity/FieldOptions/Pop?code=&fieldName=`: body and response are not known;
//! * the final result of queued calls other than those on leads and call logs, and the load of the other queues: the
//!   paths are not known;
//! * products of sales activities: only an old library of the vendor has them;
//! * the number of members of a list, `List/Retrieve/MemberCount?listId=`, `List.CheckLead` and `AddLeadToStaticList`:
//!   the responses are not known;
//! * recently modified opportunities, `RetrieveRecentlyModified`: body and response are not known;
//! * a search of activities, `Activity/Retrieve/BySearchParameter`: the response is not known;
//! * `Lead.UpdateByEmailAddress`, `User/Update`, `UserGroup.svc/Retrieve` and `Task.svc/GetTypes`: named once, and
//!   nothing else is known;
//! * a bulk delete of leads does not exist, as the vendor says.
//!
//! Custom actions, account activities, tickets, the portal, analytics and sharing of accounts are outside the scope of
//! this crate.

pub(crate) mod op;
mod prelude;

pub mod activities;
pub mod asynchronous;
pub mod authentication;
pub mod calls;
pub mod companies;
pub mod emails;
pub mod files;
pub mod leads;
pub mod lists;
pub mod opportunities;
pub(crate) mod paging;
pub mod sales_activities;
pub mod sharing;
pub mod tasks;
pub mod users;
pub mod webhooks;

leads_core::resources! {
    crate::LeadSquared, ids: crate::created::id;
    ///
    /// # Examples
    ///
    /// ```
    /// let reads = leadsquared::api::operations().filter(|operation| !operation.safety.is_write());
    /// assert!(reads.count() > 50);
    /// ```
    operations,
    ///
    /// # Examples
    ///
    /// ```
    /// let catalog = leadsquared::api::catalog();
    /// let entry = catalog.iter().find(|entry| entry.operation.name == "create_lead").unwrap();
    ///
    /// // A captured response. The type does not have the field `mood`; its text is kept.
    /// let response = br#"{"Status":"Success","Message":{"Id":"3aee22bd"},"mood":"good"}"#;
    /// let found = entry.inspect_response(200, response);
    /// assert_eq!(found.unknown, ["mood"]);
    /// ```
    catalog,
    ///
    /// # Examples
    ///
    /// ```
    /// # mod offline { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/offline.rs")); }
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let config = offline::responses([(200, r#"{"Status":"Success","Message":{"Id":"5ca5b042-51ea-4699-b6f0-84c40ab12770"}}"#)]);
    /// # let client = leadsquared::Client::builder().region(leadsquared::Region::IndiaMumbai).keys("access", "secret").config(config).build()?;
    /// use leadsquared::api::opportunities::UpdateOpportunity;
    /// use leadsquared::{CallOptions, model::OpportunityStatus, registry::Stored};
    ///
    /// let won = UpdateOpportunity::new("5ca5b042-51ea-4699-b6f0-84c40ab12770")
    ///     .status(OpportunityStatus::Won);
    /// let kept = serde_json::to_string(&Stored::new(&won)?)?;
    ///
    /// // Later, in this process or in another:
    /// let registry = leadsquared::api::registry();
    /// let stored: Stored = serde_json::from_str(&kept)?;
    /// let reply = registry.send(&client, &stored, &CallOptions::new()).await?;
    /// assert_eq!(reply.meta.http_status, 200);
    /// # Ok(()) }
    /// ```
    registry;
    activities,
    asynchronous,
    authentication,
    calls,
    companies,
    emails,
    files,
    leads,
    lists,
    opportunities,
    sales_activities,
    sharing,
    tasks,
    users,
    webhooks,
}
