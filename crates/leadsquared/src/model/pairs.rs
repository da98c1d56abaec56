//! Pairs of name and value, in both of the vendor's dialects.

use super::record_data::FieldValue;
use leads_core::vendor::is_blank;
use leads_core::{Error, Result};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

macro_rules! dialect {
    (
        $(#[$pair_meta:meta])* $pair:ident by $key:ident = $wire:literal;
        $(#[$set_meta:meta])* $set:ident;
    ) => {
        $(#[$pair_meta])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $pair {
            #[serde(rename = $wire)]
            name: String,
            #[serde(rename = "Value")]
            value: FieldValue,
            #[serde(rename = "Fields", default, skip_serializing_if = "Option::is_none")]
            fields: Option<Vec<$pair>>,
        }

        impl $pair {
            /// Creates a pair.
            pub fn new(name: impl Into<String>, value: impl Into<FieldValue>) -> Self {
                Self { name: name.into(), value: value.into(), fields: None }
            }

            /// Creates a composite field: a custom field set with its inner fields. Its own value is empty, as the
            /// vendor requires.
            pub fn composite(name: impl Into<String>, inner: $set) -> Self {
                Self { name: name.into(), value: FieldValue::from(""), fields: Some(inner.0) }
            }

            /// Returns the name, as the vendor spells it.
            #[must_use]
            pub fn name(&self) -> &str {
                &self.name
            }

            /// Returns the value.
            #[must_use]
            pub fn value(&self) -> &FieldValue {
                &self.value
            }

            /// Returns the inner fields of a composite field.
            #[must_use]
            pub fn fields(&self) -> Option<&[$pair]> {
                self.fields.as_deref()
            }
        }

        $(#[$set_meta])*
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $set(Vec<$pair>);

        impl $set {
            /// Creates an empty list.
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }

            /// Adds a pair, or replaces the value of an existing one, which keeps its position.
            #[must_use]
            pub fn with(mut self, name: impl Into<String>, value: impl Into<FieldValue>) -> Self {
                self.set(name, value);
                self
            }

            /// Adds a composite field with its inner fields.
            #[must_use]
            pub fn with_composite(mut self, name: impl Into<String>, inner: $set) -> Self {
                self.put($pair::composite(name, inner));
                self
            }

            /// Clears a field by writing an empty text (inferred: the vendor documents no other way).
            #[must_use]
            pub fn clearing(self, name: impl Into<String>) -> Self {
                self.with(name, "")
            }

            /// Adds a pair, or replaces the value of an existing one.
            pub fn set(&mut self, name: impl Into<String>, value: impl Into<FieldValue>) {
                self.put($pair::new(name, value));
            }

            fn put(&mut self, pair: $pair) {
                match self.0.iter_mut().find(|known| known.name == pair.name) {
                    Some(known) => *known = pair,
                    None => self.0.push(pair),
                }
            }

            /// Returns the value of a name, or `None` if it is not among the pairs.
            #[must_use]
            pub fn get(&self, name: &str) -> Option<&FieldValue> {
                self.0.iter().find(|pair| pair.name == name).map(|pair| &pair.value)
            }

            /// Returns every pair in order.
            #[must_use]
            pub fn pairs(&self) -> &[$pair] {
                &self.0
            }

            /// Returns the number of pairs.
            #[must_use]
            pub fn len(&self) -> usize {
                self.0.len()
            }

            /// Returns whether there are none.
            #[must_use]
            pub fn is_empty(&self) -> bool {
                self.0.is_empty()
            }

            /// Rejects empty names and names that occur twice.
            pub(crate) fn check(&self, field: &'static str) -> Result<()> {
                check_names(self.0.iter().map(|pair| pair.name.as_str()), field)
            }
        }

        impl<N: Into<String>, V: Into<FieldValue>> FromIterator<(N, V)> for $set {
            fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
                pairs.into_iter().fold(Self::new(), |set, (name, value)| set.with(name, value))
            }
        }

        impl<N: Into<String>, V: Into<FieldValue>, const COUNT: usize> From<[(N, V); COUNT]> for $set {
            fn from(pairs: [(N, V); COUNT]) -> Self {
                pairs.into_iter().collect()
            }
        }
    };
}

dialect! {
    /// One `Attribute`/`Value` pair.
    Attribute by Attribute = "Attribute";
    /// Attributes of a lead or a company, in order: `{"Attribute": .., "Value": ..}`.
    ///
    /// # Examples
    ///
    /// ```
    /// use leadsquared::model::Attributes;
    /// let kyc = Attributes::from([("Status", "Pending"), ("mx_CustomObject_1", "scan.png")]);
    /// let lead = Attributes::new()
    ///     .with("EmailAddress", "jane@example.com")
    ///     .with_composite("mx_KYC", kyc);
    /// assert_eq!(
    ///     serde_json::to_string(&lead).unwrap(),
    ///     concat!(
    ///         r#"[{"Attribute":"EmailAddress","Value":"jane@example.com"},"#,
    ///         r#"{"Attribute":"mx_KYC","Value":"","Fields":[{"Attribute":"Status","#,
    ///         r#""Value":"Pending"},{"Attribute":"mx_CustomObject_1","Value":"scan.png"}]}]"#,
    ///     )
    /// );
    /// ```
    Attributes;
}

dialect! {
    /// One `SchemaName`/`Value` pair.
    Field by SchemaName = "SchemaName";
    /// Fields of an opportunity or an activity, in order: `{"SchemaName": .., "Value": ..}`.
    ///
    /// # Examples
    ///
    /// ```
    /// use leadsquared::model::Fields;
    /// let fields = Fields::new().with("Status", "Won").with("mx_Custom_7", "180,000");
    /// assert_eq!(fields.get("Status").and_then(|value| value.text()), Some("Won"));
    /// ```
    Fields;
}

/// The most names that are compared with each other; more are looked up in a set.
const FEW: usize = 16;

pub(super) fn check_names<'a>(names: impl Iterator<Item = &'a str> + Clone, field: &'static str) -> Result<()> {
    let mut seen = HashSet::new();
    for (at, name) in names.clone().enumerate() {
        if is_blank(name) {
            return Err(Error::invalid(field, "must not contain a pair without a name"));
        }
        let twice = if at < FEW {
            names.clone().take(at).any(|earlier| earlier == name)
        } else {
            if seen.is_empty() {
                seen.extend(names.clone().take(at));
            }
            !seen.insert(name)
        };
        if twice {
            return Err(Error::invalid(field, "must not contain a name twice"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_position_are_kept() {
        let set = Fields::new().with("b", "1").with("a", "2").with("b", "3").clearing("c");
        let names: Vec<&str> = set.pairs().iter().map(Field::name).collect();
        assert_eq!(names, ["b", "a", "c"]);
        assert_eq!(set.get("b").unwrap().text(), Some("3"));
        assert_eq!(set.get("c").unwrap().text(), Some(""));
    }

    #[test]
    fn pair_of_the_other_dialect_is_rejected() {
        assert!(serde_json::from_str::<Fields>(r#"[{"Attribute":"a","Value":"1"}]"#).is_err());
        let mixed = r#"[{"Attribute":"a","Value":null},{"Attribute":"b","Value":1}]"#;
        assert_eq!(serde_json::to_string(&serde_json::from_str::<Attributes>(mixed).unwrap()).unwrap(), mixed);
    }

    #[test]
    fn blank_and_duplicate_names_are_rejected() {
        let twice: Fields =
            serde_json::from_str(r#"[{"SchemaName":"a","Value":"1"},{"SchemaName":"a","Value":"2"}]"#).unwrap();
        assert_eq!(twice.check("fields").unwrap_err().field(), Some("fields"));
        assert!(Fields::new().with(" ", "x").check("fields").is_err());
    }

    #[test]
    fn duplicate_name_is_found_at_every_position() {
        for count in [2, FEW, FEW + 1, FEW + 2, 40] {
            let names: Vec<String> = (0..count).map(|at| format!("mx_{at}")).collect();
            let check = |names: &[String]| check_names(names.iter().map(String::as_str), "fields");
            assert!(check(&names).is_ok(), "{count}");
            for (first, second) in [(0, 1), (0, count - 1), (count - 2, count - 1)] {
                let mut twice = names.clone();
                twice[second] = names[first].clone();
                assert!(check(&twice).is_err(), "{first} and {second} of {count}");
            }
        }
    }
}
