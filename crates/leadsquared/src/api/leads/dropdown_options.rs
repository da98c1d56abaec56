//! What the calls that add and remove options of a dropdown share.

use super::ListLeadFields;
use crate::api::prelude::*;
use crate::model::LeadField;

/// The wire body of the calls that add and remove options of a dropdown field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct DropdownOptionsBody {
    schema_name: String,
    options: Vec<String>,
}

impl DropdownOptionsBody {
    pub(super) fn new(schema_name: String, options: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { schema_name, options: options.into_iter().map(Into::into).collect() }
    }

    pub(super) fn parts(&self) -> Result<Parts> {
        Parts::new()
            .require(!self.schema_name.trim().is_empty(), "schema_name", "must not be empty")
            .check(check_options(&self.options))
            .json(self)
    }

    /// Returns the read of the field. A field of a custom field set has none.
    pub(super) fn verification_read(&self) -> Option<ListLeadFields> {
        (!self.schema_name.contains('~')).then(|| ListLeadFields::new().schema_name(&self.schema_name))
    }

    /// Compares the options with those of the field: they must all be `present`, or all be missing. A field that was
    /// read without options proves nothing, because the vendor omits members.
    pub(super) fn interpret(&self, rows: &[Raw<LeadField>], present: bool) -> Resolution {
        let field = rows.iter().find(|row| row.schema_name.as_ref() == Some(&self.schema_name));
        let Some(field) = field.filter(|field| !field.options.is_empty()) else { return Resolution::CannotTell };
        let is_known = |wanted: &String| field.options.iter().any(|known| known.value.as_ref() == Some(wanted));
        crate::verification::all_or_unknown(self.options.iter().map(|wanted| Some(is_known(wanted) == present)))
    }
}

/// Rejects an empty list of options and a blank option.
pub(super) fn check_options(options: &[String]) -> Result<()> {
    if options.is_empty() || options.iter().any(|option| option.trim().is_empty()) {
        return Err(leads_core::Error::invalid("options", "must contain at least one option and no blank one"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_compared_with_those_of_the_field() {
        let body = |options: &[&str]| DropdownOptionsBody::new("mx_Segment".to_owned(), options.iter().copied());
        let rows = |text: &str| vec![Raw::<LeadField>::parse(text).unwrap()];
        let seen = rows(r#"{"SchemaName":"mx_Segment","Options":[{"Value":"New"},{"Value":"Old"}]}"#);
        for (options, present, expected) in [
            (&["New", "Old"][..], true, Resolution::Found),
            (&["Older"], false, Resolution::Found),
            (&["Old", "Older"], true, Resolution::CannotTell),
            (&["Old", "Older"], false, Resolution::CannotTell),
        ] {
            assert_eq!(body(options).interpret(&seen, present), expected, "{options:?} {present}");
        }
        for other in [r#"{"SchemaName":"mx_Segment"}"#, r#"{"SchemaName":"mx_Other","Options":[{"Value":"New"}]}"#] {
            assert_eq!(body(&["Old"]).interpret(&rows(other), false), Resolution::CannotTell);
        }
        let nested = DropdownOptionsBody::new("mx_Docs~mx_CustomObject_5".to_owned(), ["Approved"]);
        assert!(nested.verification_read().is_none());
    }
}
