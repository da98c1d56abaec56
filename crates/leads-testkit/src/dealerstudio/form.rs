//! Form field names, nested as the vendor's platform nests them.

use crate::{FakeRequest, FormPart};
use serde_json::{Map, Value, json};

/// Returns the body of a request as JSON, whether sent as JSON or as a form; `None` if it is neither.
pub(super) fn body(request: &FakeRequest) -> Option<Map<String, Value>> {
    match request.content_type().as_deref() {
        Some("application/json") => match request.json().ok()? {
            Value::Object(members) => Some(members),
            _ => None,
        },
        Some("multipart/form-data") => {
            let mut members = Map::new();
            for part in request.multipart().ok()? {
                let names = names(&part.name)?;
                store(&mut members, &names, value(&part));
            }
            Some(members)
        }
        _ => None,
    }
}

/// A part with a file name is a file, any other is text.
fn value(part: &FormPart) -> Value {
    match (&part.file_name, part.text()) {
        (Some(name), _) => json!({"name": name, "content_type": part.content_type, "size": part.content.len()}),
        (None, text) => json!(text.unwrap_or_default()),
    }
}

/// Splits `lead[a][][b]` into `lead`, `a`, ``, `b`.
fn names(name: &str) -> Option<Vec<&str>> {
    let (first, mut rest) = name.split_at(name.find('[').unwrap_or(name.len()));
    let mut names = vec![first];
    while !rest.is_empty() {
        let (inside, after) = rest.strip_prefix('[')?.split_once(']')?;
        names.push(inside);
        rest = after;
    }
    Some(names)
}

fn store(target: &mut Map<String, Value>, names: &[&str], value: Value) {
    let Some((name, rest)) = names.split_first() else { return };
    match rest {
        [] => {
            target.insert((*name).to_owned(), value);
        }
        ["", below @ ..] => {
            let list = target.entry(*name).or_insert_with(|| json!([]));
            let Value::Array(list) = list else { return };
            if below.is_empty() {
                list.push(value);
                return;
            }
            // A repeated name starts a new object.
            let fits = matches!(list.last(), Some(Value::Object(last)) if !has(last, below));
            if !fits {
                list.push(json!({}));
            }
            if let Some(Value::Object(last)) = list.last_mut() {
                store(last, below, value);
            }
        }
        _ => {
            if let Value::Object(inside) = target.entry(*name).or_insert_with(|| json!({})) {
                store(inside, rest, value);
            }
        }
    }
}

fn has(members: &Map<String, Value>, names: &[&str]) -> bool {
    match names {
        [] | ["", ..] => false,
        [name] => members.contains_key(*name),
        [name, rest @ ..] => match members.get(*name) {
            Some(Value::Object(inside)) => has(inside, rest),
            Some(_) => true,
            None => false,
        },
    }
}

/// Returns the rows of a nested list, which is sent as a list or as an object with indices.
pub(super) fn rows(value: Option<&Value>) -> Vec<Value> {
    match value {
        Some(Value::Array(rows)) => rows.clone(),
        Some(Value::Object(rows)) => rows.values().cloned().collect(),
        _ => Vec::new(),
    }
}

/// Returns an integer, which may be sent as form text.
pub(super) fn integer(value: Option<&Value>) -> Option<i64> {
    match value? {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// Returns text that is not empty.
pub(super) fn text(value: Option<&Value>) -> Option<&str> {
    value.and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
}

/// Returns a flag, which may be sent as form text.
pub(super) fn flag(value: Option<&Value>) -> bool {
    matches!(value, Some(Value::Bool(true))) || text(value) == Some("true")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_names_are_nested_like_the_platform_does() {
        let mut members = Map::new();
        for (name, value) in [
            ("lead[tags][]", "a"),
            ("lead[tags][]", "b"),
            ("lead[charges][][name]", "x"),
            ("lead[charges][][amount]", "1"),
            ("lead[charges][][name]", "y"),
            ("lead[files_attributes][0][kind]", "k"),
        ] {
            store(&mut members, &names(name).unwrap_or_default(), json!(value));
        }
        assert_eq!(
            Value::Object(members),
            json!({"lead": {
                "tags": ["a", "b"],
                "charges": [{"name": "x", "amount": "1"}, {"name": "y"}],
                "files_attributes": {"0": {"kind": "k"}},
            }})
        );
        assert_eq!(names("lead[a"), None);
    }
}
