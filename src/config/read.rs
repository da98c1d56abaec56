//! Reads configurations from fields, with errors that name the path and never show a value.

use super::VendorConfig;
use leads_core::{Error, Result};
use serde_json::{Map, Value};

/// Reads the fields of a vendor; `tag` is the source's name for the field `vendor`.
pub(crate) fn from_fields(mut fields: Map<String, Value>, tag: &str) -> Result<VendorConfig> {
    let Some(vendor) = fields.remove("vendor") else {
        return Err(Error::config(tag.to_owned(), "is missing"));
    };
    // The same names as in a file. Deserializing a tagged enum buffers all fields, which would lose their paths.
    match vendor.as_str().unwrap_or_default() {
        #[cfg(feature = "capillary")]
        "capillary" | "capillary-leads" => {
            read(fields, &["lead_for", "lead_type", "name", "note"]).map(VendorConfig::Capillary)
        }
        #[cfg(feature = "nutshell")]
        "nutshell" => read(fields, &["currency", "outcomes"]).map(VendorConfig::Nutshell),
        #[cfg(feature = "leadsquared")]
        "leadsquared" => read(fields, &[]).map(VendorConfig::LeadSquared),
        #[cfg(feature = "dealerstudio")]
        "dealerstudio" => {
            read(fields, &["dealership", "category", "source", "provider"]).map(VendorConfig::DealerStudio)
        }
        _ => Err(Error::config("vendor", "has an unknown value")
            .with_help(format!("the vendors that are compiled in are {}", VENDORS.join(", ")))),
    }
}

/// The names of the vendors that are compiled in.
const VENDORS: &[&str] = &[
    #[cfg(feature = "capillary")]
    "capillary",
    #[cfg(feature = "nutshell")]
    "nutshell",
    #[cfg(feature = "leadsquared")]
    "leadsquared",
    #[cfg(feature = "dealerstudio")]
    "dealerstudio",
];

/// Puts an error into the part of a file that it belongs to: its field becomes `path.field`.
pub(crate) fn within(error: Error, path: &str) -> Error {
    match error.field() {
        Some(field) if !field.is_empty() => {
            let field = format!("{path}.{field}");
            error.with_field(field)
        }
        _ => error.with_field(path.to_owned()),
    }
}

/// Reads a vendor's fields. The fields in `adapter` may be at the top level, because they describe the account. serde's
/// message may contain a key, so the error only names the field.
#[cfg(any(feature = "capillary", feature = "nutshell", feature = "leadsquared", feature = "dealerstudio"))]
fn read<T: serde::de::DeserializeOwned>(mut fields: Map<String, Value>, adapter: &[&str]) -> Result<T> {
    let mut lifted = Vec::new();
    for name in adapter {
        let Some(value) = fields.remove(*name) else { continue };
        let Value::Object(below) = fields.entry("adapter").or_insert_with(|| Value::Object(Map::new())) else {
            continue;
        };
        if below.contains_key(*name) {
            return Err(Error::config((*name).to_owned(), "is set here and in `adapter`"));
        }
        below.insert((*name).to_owned(), value);
        lifted.push(*name);
    }
    serde_path_to_error::deserialize(Value::Object(fields)).map_err(|error| {
        let message = error.inner().to_string();
        let missing = message.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
        let known = Some(error.path().to_string()).filter(|path| path != ".");
        let field = known.iter().map(String::as_str).chain(missing).collect::<Vec<_>>().join(".");
        // The path as it is in the file.
        let field = match field.strip_prefix("adapter.") {
            Some(below) if lifted.iter().any(|name| below.split('.').next() == Some(name)) => below.to_owned(),
            _ => field,
        };
        // What follows the last `, expected ` is serde's own list; the value is before it.
        let expected = message.rsplit_once(", expected ").map(|(_, expected)| expected);
        match expected {
            _ if missing.is_some() => Error::config(field, "is missing"),
            _ if message.starts_with("unknown field") => Error::config(field, "is not a field of this vendor"),
            Some(expected) if message.starts_with("unknown variant") => {
                Error::config(field, "has an unknown value").with_help(format!("use {expected}"))
            }
            _ => Error::config(field, "cannot be read"),
        }
    })
}
