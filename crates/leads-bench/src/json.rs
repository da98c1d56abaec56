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

/// A page of Capillary's list.
#[must_use]
pub fn capillary_page(rows: usize) -> String {
    let rows: Vec<String> = (1..=rows).map(|id| format!("{{{}}}", capillary_members(id))).collect();
    format!("{{\"data\":[{}],\"warnings\":[],\"errors\":[]}}", rows.join(","))
}

/// A page of Nutshell's list.
#[must_use]
pub fn nutshell_page(rows: usize) -> String {
    let rows: Vec<String> = (1..=rows).map(nutshell_lead).collect();
    format!(
        r#"{{"leads":[{}],"meta":{{"count":{}}},"sideloads":["contacts","accounts"],"contacts":[],"accounts":[]}}"#,
        rows.join(","),
        rows.len()
    )
}

fn nutshell_lead(id: usize) -> String {
    let (contact, account, user) = (id * 3, id * 2, id % 9 + 1);
    format!(
        r#"{{"id":"{id}-leads","type":"leads","href":"https://app.nutshell.com/rest/leads/{id}-leads","htmlUrl":"https://app.nutshell.com/lead/{id}","htmlUrlPath":"/lead/{id}","name":"Lead {id}: twelve desks, \"oak\" veneer","number":{},"description":"Asked by mail for a quote; wants delivery before the end of term.","status":0,"confidence":40,"isOverdue":false,"isPinned":false,"priority":1,"urgency":null,"value":{{"amount":{}.5,"currency":"USD","formatted":"$ {}.50"}},"normalizedValue":{{"amount":{}.5,"currency":"USD"}},"createdTime":"2026-03-04T13:30:00.000Z","modifiedTime":"2026-03-14T15:44:26.000Z","openedTime":"2026-03-04T13:30:00.000Z","dueTime":"2026-05-01T00:00:00.000Z","closedTime":null,"anticipatedClosedTime":"2026-05-01T00:00:00.000Z","avatarUrl":null,"initials":"TD","customFields":{{"Region":"North","Rooms":14,"Referred by":["Mail","Fair"]}},"tags":["school","oak"],"links":{{"contacts":["{contact}-contacts"],"accounts":["{account}-accounts"],"owner":"{user}-users","creator":"{user}-users","stage":"11-stages","stageset":"3-stagesets","sources":["5-sources"],"competitors":[],"products":["7-products","8-products"],"files":[]}}}}"#,
        id + 1000,
        id * 10,
        id * 10,
        id * 10
    )
}
