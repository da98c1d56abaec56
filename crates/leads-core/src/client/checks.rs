//! Checks that adapters share.

use crate::error::{Error, Result};
use serde_json::Value;
use std::collections::BTreeMap;

/// Rejects vendor fields that an adapter does not know, so that a misspelled name is never ignored.
///
/// # Errors
/// Returns an invalid-request error that names the field and lists the known ones in its help text.
pub fn ensure_known_fields(fields: &BTreeMap<String, Value>, known: &[&str]) -> Result<()> {
    match fields.keys().find(|name| !known.contains(&name.as_str())) {
        None => Ok(()),
        Some(name) => Err(Error::invalid(name.clone(), "is not a field of this vendor")
            .with_help(format!("known fields: {}", if known.is_empty() { "none".into() } else { known.join(", ") }))),
    }
}

/// Rejects fields that a vendor does not accept, by the name of the builder's field.
///
/// # Errors
/// Returns [`Unsupported`](crate::ErrorKind::Unsupported) for the first field that is set.
pub fn ensure_unset(fields: &[(&'static str, bool)]) -> Result<()> {
    match fields.iter().find(|(_, set)| *set) {
        None => Ok(()),
        Some((name, _)) => Err(Error::unsupported("the vendor has no such field").with_field(*name)),
    }
}

/// Checks the custom fields of a new lead: blank names and `null` are errors. Adapters call it first, so that `null`
/// means the same for every vendor: a new lead has nothing to clear.
///
/// # Errors
/// Returns an invalid-request error that names `custom`.
pub fn check_new_custom(fields: &BTreeMap<String, Value>) -> Result<()> {
    check_changed_custom(fields)?;
    match fields.iter().find(|(_, value)| value.is_null()) {
        None => Ok(()),
        Some((name, _)) => Err(Error::invalid("custom", format!("contains null for `{name}`"))
            .with_help("a new lead has nothing to clear: leave the field out")),
    }
}

/// Checks the custom fields of an update: a blank name is an error. `null` clears a field; an adapter whose vendor
/// cannot clear it returns [`Unsupported`](crate::ErrorKind::Unsupported) and names `custom`.
///
/// # Errors
/// Returns an invalid-request error that names `custom`.
pub fn check_changed_custom(fields: &BTreeMap<String, Value>) -> Result<()> {
    match fields.keys().any(|name| name.trim().is_empty()) {
        false => Ok(()),
        true => Err(Error::invalid("custom", "has a field with a blank name")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_clears_in_an_update_and_is_rejected_in_a_new_lead() {
        let null = BTreeMap::from([("colour".to_owned(), Value::Null)]);
        let error = check_new_custom(&null).unwrap_err();
        assert_eq!(error.field(), Some("custom"));
        assert!(error.to_string().contains("colour"), "{error}");
        assert!(check_changed_custom(&null).is_ok());
        let blank = BTreeMap::from([(" ".to_owned(), Value::from(1))]);
        assert_eq!(check_new_custom(&blank).unwrap_err().field(), Some("custom"));
        assert_eq!(check_changed_custom(&blank).unwrap_err().field(), Some("custom"));
    }
}
