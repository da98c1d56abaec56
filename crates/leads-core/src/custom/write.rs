//! Writing a struct to custom fields.

use crate::error::{Error, Result};
use crate::lead::Decimal;
use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// Returns the fields that a struct serializes, by their names. A field that is `None` and not skipped is `null`.
///
/// ```
/// #[derive(serde::Serialize)]
/// struct MyFields {
///     #[serde(rename = "mx_Seats")]
///     seats: u32,
/// }
/// let fields = leads_core::custom::to_fields(&MyFields { seats: 12 })?;
/// assert_eq!(fields["mx_Seats"], 12);
/// # Ok::<(), leads_core::Error>(())
/// ```
///
/// # Errors
/// Returns an invalid-request error that names the field if the type does not serialize as an object, if it cannot be
/// serialized, or if a number has more digits than a JSON value holds: write it as text, with
/// [`Decimal::quoted`](crate::Decimal::quoted).
pub fn to_fields<T: Serialize + ?Sized>(value: &T) -> Result<BTreeMap<String, Value>> {
    let unreadable = || Error::invalid("custom_fields", "must be a struct that serializes as an object");
    // serde's message can contain a value, so it is not a source of the error.
    let text = serde_json::to_string(value).map_err(|_| unreadable())?;
    let fields: BTreeMap<String, Box<RawValue>> = serde_json::from_str(&text).map_err(|_| unreadable())?;
    fields
        .into_iter()
        .map(|(name, raw)| {
            let value: Value = serde_json::from_str(raw.get()).map_err(|_| unreadable())?;
            match keeps_digits(raw.get(), &value) {
                true => Ok((name, value)),
                false => Err(Error::invalid(name, "has a number with more digits than a JSON value holds")
                    .with_help("write it as text, with Decimal::quoted")),
            }
        })
        .collect()
}

/// Returns whether a number is the same after it was read. Only the outermost value is compared: numbers in lists and
/// objects are not amounts of a tenant's field.
fn keeps_digits(text: &str, value: &Value) -> bool {
    match value {
        Value::Number(number) => Decimal::of_json(text) == Decimal::of_json(&number.to_string()),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Mine {
        kept: Option<u8>,
        #[serde(skip_serializing_if = "Option::is_none")]
        left: Option<u8>,
        amount: Decimal,
    }

    #[test]
    fn none_is_null_unless_it_is_skipped() {
        let amount = Decimal::of_json("1.50").unwrap();
        let fields = to_fields(&Mine { kept: None, left: None, amount }).unwrap();
        assert!(fields["kept"].is_null() && !fields.contains_key("left"));
        assert_eq!(fields["amount"], 1.5);
    }

    #[test]
    fn number_that_would_change_is_rejected() {
        let amount = Decimal::of_json("12345678901234567890.50").unwrap();
        match to_fields(&Mine { kept: None, left: None, amount: amount.clone() }) {
            Err(error) => assert_eq!(error.field(), Some("amount")),
            // With serde_json's feature `arbitrary_precision`, a JSON value holds every digit.
            Ok(fields) => assert_eq!(fields["amount"].to_string(), "12345678901234567890.50"),
        }
        let quoted = to_fields(&Mine { kept: None, left: None, amount: amount.quoted() }).unwrap();
        assert_eq!(quoted["amount"], "12345678901234567890.50");
        assert_eq!(to_fields(&7).unwrap_err().field(), Some("custom_fields"));
    }
}
