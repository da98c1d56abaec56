//! Made-up responses in the vendors' formats.

/// A Capillary lead as in the response to a write: the whole record with its logs, and no warnings.
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
    let (contact, account, user, number) = (id * 3, id * 2, id % 9 + 1, id + 1000);
    let time = |day: usize, n: i64| {
        format!(r#"{{"absoluteLocalizedString":"March {day}, 2026","timestamp":{n},"value":"March {day}, 2026"}}"#)
    };
    let (created, due) = (time(4, 1_772_613_000), time(28, 1_774_686_600));
    let amount = id * 10;
    format!(
        r#"{{"id":"{id}-leads","type":"leads","isCurrentUserWatching":false,"deletedTime":null,"name":"Twelve desks, \"oak\" veneer","value":{{"amount":{amount}.5,"currency":"USD","formatted":"$ {amount}.50"}},"number":"{number}","description":"Asked by mail for a quote; wants delivery before the end of term.","createdTime":{created},"closedTime":null,"dueTime":{due},"anticipatedClosedTime":{due},"ownerType":"users","mcfxContactIds":[],"status":"open","lastContactedTime":{created},"pieState":"01","isOverdue":false,"overdueTime":null,"href":"https://app.nutshell.com/rest/leads/{id}-leads","confidence":42,"priority":0,"htmlUrl":"https://app.nutshell.com/lead/{number}","htmlUrlPath":"/lead/{number}","avatarUrl":"https://app.nutshell.com/avatar/leads/v1/0/1/3/0","initials":null,"urgency":null,"customFields":{{"Region":"North","Rooms":14,"Referred by":["Mail","Fair"]}},"links":{{"accounts":["{account}-accounts"],"contacts":["{contact}-contacts"],"tags":["2-tags"],"sources":["5-sources"],"owner":"{user}-users","files":[],"relatedFiles":[],"territory":null,"destinations":[],"stage":"101-stages","stageset":"1-stagesets","creator":"{user}-users","products":["7-products","8-products"],"productMaps":[],"competitors":[],"competitorMaps":[],"outcome":null,"watchers":[]}}}}"#
    )
}

/// A page of LeadSquared's search: flat rows, every value text or null.
#[must_use]
pub fn leadsquared_page(rows: usize) -> String {
    let rows: Vec<String> = (1..=rows).map(leadsquared_lead).collect();
    format!(r#"{{"RecordCount":{},"List":[{}]}}"#, rows.len(), rows.join(","))
}

fn leadsquared_lead(id: usize) -> String {
    format!(
        r#"{{"ProspectID":"ed477dea-d2fe-11e6-b5f1-{id:012}","ProspectAutoId":"{id}","FirstName":"Jane","LastName":"Doe","EmailAddress":"jane.doe{id}@example.com","Phone":"+91-9845000000","Mobile":null,"Company":"Acme Corporation","JobTitle":"Buyer","Website":null,"Source":"Organic Search","SourceMedium":null,"SourceCampaign":"Spring","Origin":"API","ProspectStage":"Opportunity","Score":"54","EngagementScore":"12","OwnerId":"b6b5ee1e-8c1c-11e6-b5f1-22000aa8e760","OwnerIdName":"Asha Rao","OwnerIdEmailAddress":"asha.rao@example.com","CreatedBy":"b6b5ee1e-8c1c-11e6-b5f1-22000aa8e760","CreatedOn":"2026-03-04 06:55:46.000","ModifiedBy":"b6b5ee1e-8c1c-11e6-b5f1-22000aa8e760","ModifiedOn":"2026-03-14 11:27:52.000","LastVisitDate":null,"TimeZone":null,"Notes":"Asked for the blue one, call after four","DoNotEmail":"0","DoNotCall":"0","mx_City":"Pune","mx_State":"Maharashtra","mx_Country":"India","mx_Zip":"411001","mx_Custom_1":null,"mx_Custom_2":"Indigo","mx_Custom_3":"2026-04-05 00:00:00.000"}}"#
    )
}

/// Dealer Studio's list of a dealership's identifiers.
#[must_use]
pub fn dealerstudio_list(rows: usize) -> String {
    let rows: Vec<String> = (1..=rows)
        .map(|id| {
            format!(
                r#"{{"id":{id},"identifier_name":"ford_dealer_code","primary_code":"FD{id:05}","secondary_code":null,"car_type":"new","dealership_id":42,"location_id":{},"location_name":"Northside Motors, yard {id}","manufacturer_id":7,"manufacturer_name":"Ford"}}"#,
                id * 3
            )
        })
        .collect();
    format!("[{}]", rows.join(","))
}
