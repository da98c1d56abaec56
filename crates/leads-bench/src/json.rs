//! Made-up answers in the vendors' shapes.

/// One lead of Capillary as a write answers it: the whole record with its logs, and no warnings.
#[must_use]
pub fn capillary_lead(id: usize) -> String {
    let body = capillary_members(id);
    format!("{{{body},\"warnings\":[]}}")
}

/// The members of a lead.
fn capillary_members(id: usize) -> String {
    let user = 300_000_000 + id * 7;
    let follow_up = |n: usize| {
        format!(
            r#"{{"id":{},"userId":{user},"leadId":{id},"notes":"Asked for the blue one, call after {n}","createdBy":15002926,"createdOn":"2026-03-14T15:38:04+05:30","followedUpBy":28812689,"followedUpOn":"2026-03-04T12:45:00+05:30","scheduledFollowUp":"2026-03-04T12:30:00+05:30"}}"#,
            id * 3 + n
        )
    };
    let status = |n: usize, status: &str, reason: &str| {
        format!(
            r#"{{"id":{},"userId":{user},"leadId":{id},"status":"{status}","createdBy":15002926,"createdOn":"2026-03-14T15:38:04+05:30","reasonId":{n},"reason":"{reason}"}}"#,
            id * 5 + n
        )
    };
    let follow_ups = [follow_up(1), follow_up(2)];
    let log = [
        status(1, "OPEN", "Better price at another store"),
        status(2, "ON_HOLD", "Item not available in store"),
        status(3, "WON", "Deal closed"),
    ];
    format!(
        r#""id":{id},"userId":{user},"type":"SKU","leadFor":"item{id:05}","status":"WON","nextFollowUp":"2026-04-05T08:00:00+05:30","createdOn":"2026-03-04T13:30:00+05:30","createdBy":28812689,"lastUpdatedOn":"2026-03-14T15:44:26+05:30","lastUpdatedBy":15002926,"followUpDetails":[{}],"statusLogDetails":[{}],"orgSourceId":-1,"extendedFields":{{"trial_status":"Not Done","colour":"Indigo"}}"#,
        follow_ups.join(","),
        log.join(",")
    )
}
