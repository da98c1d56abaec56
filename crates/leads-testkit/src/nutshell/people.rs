//! Contacts and accounts.

use super::responses::Rejection;
use super::store::{Store, USER_ID};
use serde_json::{Value, json};

/// Creates a contact or an account from the members of a create and returns the id.
pub(super) fn create(store: &mut Store, kind: &'static str, given: &Value) -> Result<String, Rejection> {
    let named = given["name"].as_str().is_some_and(|name| !name.is_empty());
    let reachable = ["emails", "phones", "urls", "addresses"]
        .iter()
        .any(|name| given[*name].as_array().is_some_and(|list| !list.is_empty()));
    if !named && !reachable {
        return Err(Rejection::listed(kind, "At least one of name, phone, email, address or url is required."));
    }
    let record = record(store, kind, given);
    let id = store.add(kind, record);
    store.log("create", kind, &id, json!([]));
    Ok(id)
}

/// Returns a record with the given members, in which contact points have the live format.
pub(super) fn record(store: &Store, kind: &'static str, given: &Value) -> Value {
    let list = |name: &str| given[name].as_array().cloned().unwrap_or_default();
    let phones: Vec<Value> = list("phones").iter().map(phone).collect();
    let points = |name: &str| -> Vec<Value> {
        let point_kind = name.trim_end_matches('s');
        let shown = |(at, point): (usize, &Value)| {
            json!({"isPrimary": point.get("isPrimary").cloned().unwrap_or(json!(at == 0)),
                "name": point.get("name").cloned().unwrap_or(json!(point_kind)), "value": point["value"]})
        };
        list(name).iter().enumerate().map(shown).collect()
    };
    let links = &given["links"];
    let or = |name: &str, default: Value| links.get(name).cloned().unwrap_or(default);
    let relations = match kind {
        "contacts" => json!({"accounts": or("accounts", json!([])), "emAudiences": or("emAudiences", json!([]))}),
        _ => json!({"contacts": or("contacts", json!([])), "accountType": or("accountType", json!("1-accountTypes")),
            "industry": or("industry", Value::Null)}),
    };
    let mut members = json!({
        "name": given["name"], "description": given["description"], "createdTime": store.now.timestamp(),
        "deletedTime": null, "emails": points("emails"), "addresses": list("addresses"), "phones": phones,
        "urls": points("urls"), "avatarUrl": null, "initials": null,
        "customFields": given.get("customFields").cloned().unwrap_or(json!({})),
        "links": {"creator": USER_ID, "owner": or("owner", json!(USER_ID)), "territory": or("territory", Value::Null),
            "tags": or("tags", json!([])), "files": [], "relatedFiles": [], "followup": null, "recurringTask": null}
    });
    if kind == "contacts" {
        let name = given["name"].as_str().unwrap_or_default();
        let (first, last) = name.split_once(' ').unwrap_or((name, ""));
        members["firstName"] = given.get("firstName").cloned().unwrap_or(json!(first));
        members["lastName"] = given.get("lastName").cloned().unwrap_or(json!(last));
        members["jobTitle"] = given["jobTitle"].clone();
        // An empty map is returned as an empty list.
        members["jobs"] = json!([]);
    } else {
        members["revenue"] = given["revenue"].clone();
        members["employeeCount"] = given["employeeCount"].clone();
    }
    if let (Some(known), Value::Object(more)) = (members["links"].as_object_mut(), relations) {
        known.extend(more);
    }
    members
}

/// The live format of a phone number that may have been sent as text.
fn phone(point: &Value) -> Value {
    let value = &point["value"];
    let text = value.as_str().or(value["number"].as_str()).unwrap_or_default();
    json!({"isPrimary": point.get("isPrimary").cloned().unwrap_or(json!(true)), "name": "phone",
        "value": {"countryCode": "1", "number": text, "extension": value["extension"], "numberFormatted": text,
            "E164": text, "countryCodeAndNumber": text}})
}
