//! JSON Patch in the vendor's dialect.

use super::answers::Refusal;
use super::store::number;
use serde_json::{Value, json};

/// Applies a whole patch to a record, or refuses it whole.
pub(super) fn apply(kind: &'static str, record: &Value, patch: &Value) -> Result<Value, Refusal> {
    let operations = patch.as_array().ok_or_else(|| Refusal::listed(kind, "Invalid patch"))?;
    if operations.is_empty() {
        return Err(Refusal::listed(kind, "There were no patches in the request."));
    }
    let mut changed = record.clone();
    for operation in operations {
        step(kind, &mut changed, operation)?;
    }
    Ok(changed)
}

fn step(kind: &'static str, record: &mut Value, operation: &Value) -> Result<(), Refusal> {
    let refused = || Refusal::listed(kind, "Invalid patch");
    let path = operation["path"].as_str().ok_or_else(refused)?;
    let segments: Vec<String> =
        path.trim_start_matches('/').split('/').map(|part| part.replace("~1", "/").replace("~0", "~")).collect();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let [root, "0", rest @ ..] = segments.as_slice() else { return Err(refused()) };
    if *root != kind {
        return Err(refused());
    }
    let value = operation.get("value");
    match (operation["op"].as_str().unwrap_or_default(), rest) {
        ("add", ["links", relation, "-"]) => {
            let id = value.filter(|value| value.is_string()).ok_or_else(refused)?.clone();
            change(&mut record["links"][*relation], |list| add(list, id));
        }
        // The vendor's own example ends in the id, against its own words: both are taken.
        ("add", ["links", relation, id]) => change(&mut record["links"][*relation], |list| add(list, json!(id))),
        ("remove", ["links", relation, id]) => {
            let wanted = number(id);
            change(&mut record["links"][*relation], |list| {
                list.retain(|known| known.as_str().and_then(number) != wanted);
            });
        }
        ("replace", ["links", relation]) => record["links"][*relation] = value.ok_or_else(refused)?.clone(),
        ("replace", ["valueToProductMode"]) if kind == "leads" => record["manualValue"] = Value::Null,
        ("replace", ["manualValue"]) if kind == "leads" => {
            let amount = value.and_then(Value::as_str).filter(|text| text.parse::<f64>().is_ok());
            record["manualValue"] = json!(amount.ok_or_else(refused)?);
        }
        ("replace", ["customFields"]) => {
            let fields = value.and_then(Value::as_object).ok_or_else(refused)?;
            for (name, value) in fields {
                record["customFields"][name] = value.clone();
            }
        }
        ("replace", ["customFields", name]) => record["customFields"][*name] = value.ok_or_else(refused)?.clone(),
        ("replace", ["description"]) if kind == "leads" => {
            let text = value.ok_or_else(refused)?;
            record["description"] = text.clone();
            record["name"] = text.clone();
        }
        ("replace", ["id" | "type" | "href" | "links" | "number" | "createdTime" | "deletedTime"]) => {
            return Err(refused());
        }
        ("replace", [field]) => {
            let value = value.ok_or_else(refused)?.clone();
            // A name that is no member of the record is a custom field.
            if record.get(*field).is_some() {
                record[*field] = value;
            } else {
                record["customFields"][*field] = value;
            }
        }
        _ => return Err(refused()),
    }
    Ok(())
}

fn change(relation: &mut Value, by: impl FnOnce(&mut Vec<Value>)) {
    let mut list = relation.as_array().cloned().unwrap_or_default();
    by(&mut list);
    *relation = Value::Array(list);
}

fn add(list: &mut Vec<Value>, id: Value) {
    if !list.contains(&id) {
        list.push(id);
    }
}
