//! Complete records of each kind.

use super::people;
use super::store::{Store, USER_ID, iso};
use chrono::TimeDelta;
use serde_json::{Value, json};

/// When the records of a new company were last changed.
pub(super) const LONG_AGO: i64 = 1_700_000_000;

/// Returns the members of a record: those given, and plausible values of the others.
pub(super) fn complete(store: &mut Store, kind: &'static str, given: &Value) -> Value {
    let mut record = match kind {
        "contacts" | "accounts" => return people::record(store, kind, given),
        "leads" => {
            let description = given["description"].as_str().or(given["name"].as_str()).unwrap_or("Lead").to_owned();
            store.open_lead(&description)
        }
        _ => fresh(store, kind),
    };
    merge(&mut record, given);
    record
}

/// Overwrites members, and in `links` each relation alone.
pub(super) fn merge(record: &mut Value, given: &Value) {
    for (name, value) in given.as_object().into_iter().flatten() {
        match value {
            Value::Object(links) if name == "links" => {
                for (relation, ids) in links {
                    record["links"][relation] = ids.clone();
                }
            }
            value => record[name] = value.clone(),
        }
    }
}

fn price(amount: &str) -> Value {
    json!({"amount": amount, "currency": "USD", "formatted": format!("${amount}")})
}

/// Returns a record of which nothing was given.
fn fresh(store: &Store, kind: &str) -> Value {
    let now = store.now.timestamp();
    match kind {
        "activities" => {
            json!({"name": "Call", "agenda": "", "createdTime": now, "startTime": now, "endTime": now + 900,
            "loggedTime": null, "modifiedTime": now, "deletedTime": null, "isAllDay": false, "isEditable": true,
            "isCancelled": false, "isFlagged": false, "isLogged": false, "isOverdue": false, "isMediaLogged": false,
            "transcription": null, "showTranscribeLoggingFlow": false, "externalMeetingServiceType": null,
            "links": {"comments": [], "accounts": [], "activityType": "1-activityTypes", "contacts": [],
                "creator": USER_ID, "leads": [], "logger": null, "logNote": null, "users": []}})
        }
        "activityTypes" => json!({"name": "Call", "modifiedTime": LONG_AGO, "isBenchmarkable": true}),
        "accountTypes" => json!({"name": "Customer", "modifiedTime": LONG_AGO}),
        "competitors" => json!({"name": "Rival Wash", "modifiedTime": LONG_AGO}),
        "competitorMaps" => json!({"relationship": null, "name": "Rival Wash", "status": null, "deletedTime": null,
            "links": {"lead": null, "competitor": null}}),
        "editions" => json!({"name": "Spring letter"}),
        "emAudiences" => json!({"name": "Everyone", "isWebFX": false}),
        "emails" => json!({"subject": "Your offer", "excerpt": "Here is the offer", "createdTime": now,
            "sentTime": now, "deletedTime": null, "failedToSend": false, "shareable": true, "shared": false,
            "numViews": 0, "isAutomatedReply": false, "isEmailAutomation": false,
            "links": {"comments": [], "from": [], "to": [], "cc": [], "files": [], "emailQueued": null,
                "edition": null}}),
        "filters" => json!({"name": "Open leads", "value": "{}", "isShared": false,
            "reportType": "entity_list_leads", "createdTime": now, "isImmutable": false, "isDeleteable": true,
            "isUpdateable": true, "links": {"user": USER_ID, "usersAndTeams": []}}),
        "industries" => json!({"name": "Services", "modifiedTime": LONG_AGO}),
        "markets" => json!({"name": "Default", "currency": "USD", "currencySymbol": "$", "isDefault": true}),
        "notes" => json!({"createdTime": now, "deletedTime": null, "body": "", "bodyHtml": "", "bodyMarkup": "",
            "isEditable": true, "parentType": null,
            "links": {"comments": [], "parent": null, "accounts": [], "contacts": [], "leads": [], "users": [],
                "teams": []}}),
        "origins" => json!({"name": "Import", "modifiedTime": LONG_AGO, "lastseenTime": now, "originType": "import"}),
        "outcomes" => json!({"name": "Won", "status": "won"}),
        "productCategories" => json!({"name": "Services", "modifiedTime": now}),
        "productMaps" => json!({"relationship": null, "name": "Wash", "unit": null, "price": price("100.00"),
            "quantity": 1, "productType": "product", "deletedTime": null, "links": {"lead": null, "product": null}}),
        "products" => json!({"name": "Wash", "description": null, "sku": null, "productType": "product",
            "price": price("100.00"), "prices": [], "modifiedTime": LONG_AGO, "deletedTime": null}),
        "quotes" | "invoices" => sales_document(store, kind),
        "sources" => json!({"name": "Web", "modifiedTime": now, "deletedTime": null, "channel": null}),
        "stages" => json!({"name": "Stage", "description": null, "position": 1, "numSteps": 1,
            "canAdvanceStage": true, "links": {"stageset": null}}),
        "stagesets" => json!({"name": "Sales", "default": false, "canAccess": true, "links": {"stages": []}}),
        "tags" => json!({"name": "Hot", "tagType": "leads", "colorType": "COLOR_DEFAULT", "count": 0,
            "modifiedTime": now, "deletedTime": null}),
        "tasks" => json!({"title": "Call back", "description": null, "dueTime": null, "createdTime": now,
            "modifiedTime": now, "completedTime": null, "deletedTime": null, "recurrenceRule": null,
            "links": {"relatedEntity": null, "assignee": null, "creator": USER_ID}}),
        "territories" => json!({"name": "North", "modifiedTime": LONG_AGO}),
        "users" => json!({"name": "Agent", "firstName": "Agent", "emails": [], "isEnabled": true,
            "hasSetPassword": true, "isAdministrator": false, "isViewingRestricted": false,
            "isHiddenFromFilters": false, "canAccessEmailMarketing": false, "modifiedTime": LONG_AGO,
            "permissions": {"canExport": true}, "avatarUrl": null, "initials": null, "links": {"teams": []}}),
        "wfFields" => json!({"label": "Full name", "fieldName": "name", "fieldType": "textfield",
            "entityName": "Contacts"}),
        "wfForms" => json!({"name": "Enquiry", "createdTime": now, "links": {"fields": []}}),
        _ => json!({}),
    }
}

fn sales_document(store: &Store, kind: &str) -> Value {
    let number = 1000 + store.rows(kind).count();
    let line = json!({"id": "1-quoteProductLineItems", "position": 0, "product": "1-products", "name": "Wash",
        "description": "Wash of one car", "sku": null, "quantity": 2, "term": null, "price": price("100.00"),
        "total": price("200.00"), "discountUnit": null, "discountNumber": null});
    let subtotal = json!({"id": "1-quoteSubtotalLineItems", "position": 0, "label": "Tax", "modifierUnit": "%",
        "modifierValue": 10, "operation": "+", "total": price("20.00")});
    let mut document = json!({"number": format!("{number}-01"), "displayStatus": "SENT", "total": price("220.00"),
        "productLineItems": [line], "subtotalLineItems": [subtotal], "recipient": null,
        "validThroughTime": iso(store.now + TimeDelta::days(30)), "createdTime": iso(store.now),
        "publishedTime": iso(store.now), "sentTime": iso(store.now), "acceptedName": null, "acceptedEmail": null,
        "deletedTime": null, "links": {"lead": null}});
    if kind == "invoices" {
        document["paidTime"] = Value::Null;
        document["completionComment"] = Value::Null;
    } else {
        document["acceptedTime"] = Value::Null;
    }
    document
}
