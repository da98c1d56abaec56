//! `SalesActivity.svc`

use super::Call;
use super::records::{Field, OWNER_ID, Pairs, SalesActivity, get, set};
use super::responses::{Rejection, ok, success, text};
use super::state::State;
use super::types::{self, STATES};
use crate::FakeResponse;
use serde_json::{Value, json};

const PRODUCT: &str = "mx_Custom_1";
const VALUE: &str = "mx_Custom_2";
const DATE: &str = "mx_Custom_3";

pub(super) fn response(
    state: &mut State,
    call: &Call<'_>,
    method: &str,
    operation: &str,
) -> Result<FakeResponse, Rejection> {
    match (method, operation) {
        ("GET", "RetrieveSetting") => Ok(ok(&shown(state, "", None, true))),
        ("POST", "Create") => create(state, call),
        ("POST", "Update") => update(state, call),
        ("POST", "Cancel") => cancel(state, call),
        ("GET", "RetrieveActivity") => {
            let id = call.request.query("activityId").ok_or_else(|| Rejection::missing("activityId"))?;
            let found = state.sales.get(id).ok_or_else(Rejection::unknown_activity)?;
            Ok(ok(&shown(state, &found.id, Some(&found.fields), true)))
        }
        ("GET", "RetrieveByLeadId") => of_lead(state, call),
        ("POST", "Metadata/DropdownFieldValues/Remove") => remove_option(state, call),
        _ => {
            let known = [
                "RetrieveSetting",
                "Create",
                "Update",
                "Cancel",
                "RetrieveActivity",
                "RetrieveByLeadId",
                "Metadata/DropdownFieldValues/Remove",
            ];
            Err(Rejection::of_path(operation, &known))
        }
    }
}

/// Returns the fields of sales activities.
fn defined(state: &State, with_options: bool) -> Vec<Field> {
    let known = [
        (PRODUCT, "Product", "Product"),
        (VALUE, "Order Value", "Number"),
        (DATE, "Sales Date", "DateTime"),
        ("Status", "Status", "SearchableDropdown"),
        ("Owner", "Sales Owner", "ActiveUsers"),
    ];
    let fields = known.iter().map(|(name, label, data_type)| Field {
        name: (*name).to_owned(),
        label: (*label).to_owned(),
        data_type: (*data_type).to_owned(),
        is_mandatory: *name != "Owner",
        options: if *name == "Status" && with_options { STATES.map(str::to_owned).to_vec() } else { Vec::new() },
        ..Field::default()
    });
    let custom = state.sales_options.iter().map(|(name, options)| Field {
        name: name.clone(),
        label: name.clone(),
        data_type: "SearchableDropdown".to_owned(),
        options: if with_options { options.clone() } else { Vec::new() },
        ..Field::default()
    });
    fields.chain(custom).collect()
}

fn shown(state: &State, id: &str, fields: Option<&Pairs>, with_options: bool) -> Value {
    let values = fields.map(Vec::as_slice).unwrap_or_default();
    let values = values.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    json!({
        "ID": id,
        "Name": "Sales Activity - New",
        "DisplayName": "Sales Activity",
        "DefaultCurrencySymbol": "$",
        "DefaultCurrencyAbbreviation": "USD",
        "DefaultCurrencyName": "US Dollars",
        "CustomerStageName": "Customer",
        "ConvertToCustomer": true,
        "Fields": types::objects(&defined(state, with_options), values)
    })
}

/// Returns the fields that a body sets.
fn fields(state: &State, body: &Value) -> Result<Pairs, Rejection> {
    let mut all = Pairs::new();
    let product = text(body, "ProductSku").or_else(|| text(body, "ProductId"));
    for (name, value) in [(PRODUCT, product), (VALUE, text(body, "Revenue")), (DATE, text(body, "SalesDate"))] {
        all.extend(value.map(|value| (name.to_owned(), value)));
    }
    super::responses::time(body, "SalesDate")?;
    if let Some(owner) = text(body, "SalesOwner").or_else(|| text(body, "SalesOwnerEmail")) {
        let owner = state.find_user(&owner).ok_or_else(|| Rejection::input("SalesOwner"))?;
        all.push(("Owner".to_owned(), owner.id.clone()));
    }
    Ok(all)
}

fn create(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let lead = text(call.body, "ProspectId").ok_or_else(|| Rejection::missing("ProspectId"))?;
    if !state.leads.contains_key(&lead) {
        return Err(super::lead_writes::missing(state, &lead));
    }
    let status = text(call.body, "Status").ok_or_else(|| Rejection::missing("Status"))?;
    if !STATES.contains(&status.as_str()) {
        return Err(Rejection::input("Status"));
    }
    let mut fields = fields(state, call.body)?;
    fields.push(("Status".to_owned(), status));
    let id = add(state, &lead, fields);
    state.record("create_sales_activity");
    Ok(success(&json!({ "Id": id })))
}

/// Adds a sales activity. A field `ProspectActivityId` is its id.
pub(super) fn add(state: &mut State, lead: &str, mut fields: Pairs) -> String {
    let given = fields.iter().position(|(name, _)| name == "ProspectActivityId").map(|at| fields.remove(at).1);
    let id = given.unwrap_or_else(|| state.fresh_id(0x5a1e));
    if get(&fields, "Owner").is_none() {
        set(&mut fields, "Owner", OWNER_ID.to_owned());
    }
    state.sales.insert(id.clone(), SalesActivity { id: id.clone(), lead: lead.to_owned(), fields });
    id
}

/// The number of affected rows is 0 in the vendor's own sample of a success.
fn update(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let id = text(call.body, "Id").ok_or_else(|| Rejection::missing("Id"))?;
    let changes = fields(state, call.body)?;
    let lead = text(call.body, "ProspectId");
    let found = state.sales.get_mut(&id).filter(|found| lead.as_ref().is_none_or(|lead| found.lead == *lead));
    let found = found.ok_or_else(Rejection::unknown_activity)?;
    for (name, value) in changes {
        set(&mut found.fields, &name, value);
    }
    state.record("update_sales_activity");
    Ok(success(&json!({"AffectedRows": 0})))
}

/// Writes a new activity, whose id is returned.
fn cancel(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let id = text(call.body, "activityId").ok_or_else(|| Rejection::missing("activityId"))?;
    let found = state.sales.get_mut(&id).ok_or_else(Rejection::unknown_activity)?;
    set(&mut found.fields, "Status", "Cancelled".to_owned());
    let lead = found.lead.clone();
    let note = text(call.body, "activityEventNote").unwrap_or_default();
    let activity = state.add_system_activity(&lead, CANCELLED, &note);
    state.record("cancel_sales_activity");
    Ok(success(&json!({ "Id": activity })))
}

/// The event of the activity that records a cancellation; the vendor's is not known.
const CANCELLED: i64 = 31;

/// A bare list.
fn of_lead(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let lead = call.request.query("leadId").ok_or_else(|| Rejection::missing("leadId"))?;
    let with_options = call.request.query("includeOption") == Some("true");
    let found = state.sales.values().filter(|found| found.lead == lead);
    let rows = found.map(|found| shown(state, &found.id, Some(&found.fields), with_options));
    Ok(ok(&Value::Array(rows.collect())))
}

fn remove_option(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let name = text(call.body, "SchemaName").ok_or_else(|| Rejection::missing("SchemaName"))?;
    let option = text(call.body, "OptionValue").ok_or_else(|| Rejection::missing("OptionValue"))?;
    let options = state.sales_options.get_mut(&name).ok_or_else(|| Rejection::unknown_attributes(&[&name]))?;
    options.retain(|known| *known != option);
    state.record("remove_sales_activity_dropdown_option");
    Ok(success(&json!({"AffectedRows": 1, "IsSuccessful": true})))
}
