//! Every operation as a request type, one file each, grouped by resource.
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
