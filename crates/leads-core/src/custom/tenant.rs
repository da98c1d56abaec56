//! The fields that a tenant has, and how a struct differs from them.

use super::probe::{FieldShape, fields_of};
use super::write::to_fields;
use crate::error::Result;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;

/// What a tenant's field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TenantFieldKind {
    /// Text of any form, a time included.
    Text,
    /// A number.
    Number,
    /// A flag.
    Flag,
    /// One or several of a list of options.
    Choice,
    /// Several values.
    List,
    /// A kind that the vendor does not document. It fits every type.
    Other,
}

impl fmt::Display for TenantFieldKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "text",
            Self::Number => "a number",
            Self::Flag => "a flag",
            Self::Choice => "one of several options",
            Self::List => "a list",
            Self::Other => "a value of an unknown kind",
        })
    }
}

/// A field that a tenant has.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TenantField {
    /// The name by which the field is read and written.
    pub name: String,
    /// What it holds.
    pub kind: TenantFieldKind,
    /// Whether it can be written.
    pub is_writable: bool,
    /// Whether it belongs to the tenant rather than to the vendor.
    pub is_custom: bool,
    /// The options; empty if the field has none, or if the vendor did not list them.
    pub options: Vec<String>,
}

impl TenantField {
    /// Creates a writable custom field.
    pub fn new(name: impl Into<String>, kind: TenantFieldKind) -> Self {
        Self { name: name.into(), kind, is_writable: true, is_custom: true, options: Vec::new() }
    }

    /// Sets whether it can be written.
    #[must_use]
    pub fn writable(mut self, writable: bool) -> Self {
        self.is_writable = writable;
        self
    }

    /// Sets whether it belongs to the tenant rather than to the vendor.
    #[must_use]
    pub fn custom(mut self, custom: bool) -> Self {
        self.is_custom = custom;
        self
    }

    /// Sets the options.
    #[must_use]
    pub fn options(mut self, options: Vec<String>) -> Self {
        self.options = options;
        self
    }

    fn fits(&self, shape: &FieldShape) -> bool {
        use TenantFieldKind as Kind;
        match (self.kind, shape) {
            (Kind::Other, _) | (_, FieldShape::Any) => true,
            // Everything but a list can be read as its text.
            (Kind::List, FieldShape::Text) => false,
            (_, FieldShape::Text) => true,
            (Kind::Number, FieldShape::Integer | FieldShape::Number) => true,
            (Kind::Flag, FieldShape::Flag) => true,
            (Kind::Choice | Kind::Text, FieldShape::Choice(_)) => true,
            (Kind::Choice | Kind::List, FieldShape::List) => true,
            _ => false,
        }
    }
}

/// A difference between a struct of the application and the fields of a tenant.
///
/// `Display` shows it in one line, without values of leads.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Difference {
    /// The tenant has no field with this name.
    #[non_exhaustive]
    Missing {
        /// The field of the struct.
        field: String,
        /// A field of the tenant whose name differs only in letter case and separators.
        similar: Option<String>,
    },
    /// The field of the struct cannot read what the tenant's field holds.
    #[non_exhaustive]
    WrongType {
        /// The field.
        field: String,
        /// What the field of the struct reads.
        shape: FieldShape,
        /// What the tenant's field holds.
        kind: TenantFieldKind,
    },
    /// The tenant's field cannot be written.
    #[non_exhaustive]
    NotWritable {
        /// The field.
        field: String,
    },
    /// A value, or a word of the struct's enum, is not an option of the tenant's field.
    #[non_exhaustive]
    NotAnOption {
        /// The field.
        field: String,
        /// The value or word. It is one of the application's own words; `None` if it is a value that could be personal.
        option: Option<String>,
    },
    /// An option of the tenant's field is not a word of the struct's enum, so a lead that has it cannot be read.
    #[non_exhaustive]
    UnknownOption {
        /// The field.
        field: String,
        /// The option.
        option: String,
    },
    /// The tenant has a custom field that the struct does not. Nothing is lost: the lead keeps its text.
    #[non_exhaustive]
    NotInStruct {
        /// The tenant's field.
        field: String,
    },
}

impl Difference {
    /// Returns whether reading or writing the struct can fail because of it. `false` only for a custom field that the
    /// struct does not have.
    #[must_use]
    pub fn is_problem(&self) -> bool {
        !matches!(self, Self::NotInStruct { .. })
    }

    /// Returns the name of the field.
    #[must_use]
    pub fn field(&self) -> &str {
        match self {
            Self::Missing { field, .. }
            | Self::WrongType { field, .. }
            | Self::NotWritable { field }
            | Self::NotAnOption { field, .. }
            | Self::UnknownOption { field, .. }
            | Self::NotInStruct { field } => field,
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { field, similar: None } => write!(f, "`{field}`: the tenant has no such field"),
            Self::Missing { field, similar: Some(name) } => {
                write!(f, "`{field}`: the tenant has no such field, but `{name}`")
            }
            Self::WrongType { field, shape, kind } => {
                write!(f, "`{field}`: the struct reads {shape}, and the tenant's field holds {kind}")
            }
            Self::NotWritable { field } => write!(f, "`{field}`: the tenant's field cannot be written"),
            Self::NotAnOption { field, option: Some(option) } => {
                write!(f, "`{field}`: `{option}` is not an option of the tenant's field")
            }
            Self::NotAnOption { field, option: None } => {
                write!(f, "`{field}`: the value is not an option of the tenant's field")
            }
            Self::UnknownOption { field, option } => {
                write!(f, "`{field}`: the struct has no word for the tenant's option `{option}`")
            }
            Self::NotInStruct { field } => write!(f, "`{field}`: the tenant's field is not in the struct"),
        }
    }
}

/// The fields that a tenant has, read from the vendor.
///
/// ```
/// use leads_core::custom::{Difference, TenantField, TenantFieldKind, TenantFields};
/// #[derive(serde::Deserialize)]
/// struct MyFields {
///     #[serde(rename = "mx_Seats")]
///     seats: Option<u32>,
///     #[serde(rename = "mx_Colour")]
///     colour: Option<String>,
/// }
/// # fn read(fields: MyFields) -> (Option<u32>, Option<String>) { (fields.seats, fields.colour) }
/// let tenant = TenantFields::new([TenantField::new("mx_Seats", TenantFieldKind::Text)]);
/// for difference in tenant.compare::<MyFields>()? {
///     println!("{difference}");
/// }
/// # assert_eq!(tenant.compare::<MyFields>()?.len(), 2);
/// # Ok::<(), leads_core::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TenantFields {
    fields: BTreeMap<String, TenantField>,
}

impl TenantFields {
    /// Creates a description from fields.
    #[must_use]
    pub fn new(fields: impl IntoIterator<Item = TenantField>) -> Self {
        Self { fields: fields.into_iter().map(|field| (field.name.clone(), field)).collect() }
    }

    /// Returns a field by its name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&TenantField> {
        self.fields.get(name)
    }

    /// Returns all fields in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = &TenantField> {
        self.fields.values()
    }

    /// Lists the differences from a struct: those of its fields in their order, then the tenant's custom fields that it
    /// does not have.
    ///
    /// # Errors
    /// Returns a configuration error if the type is not a struct with named fields.
    pub fn compare<T: DeserializeOwned>(&self) -> Result<Vec<Difference>> {
        let mut found = Vec::new();
        let own = fields_of::<T>()?;
        for field in &own {
            let name = || field.name.to_owned();
            let Some(tenant) = self.fields.get(field.name) else {
                found.push(Difference::Missing { field: name(), similar: self.similar(field.name) });
                continue;
            };
            if !tenant.fits(&field.shape) {
                let (shape, kind) = (field.shape.clone(), tenant.kind);
                found.push(Difference::WrongType { field: name(), shape, kind });
            }
            if !tenant.is_writable {
                found.push(Difference::NotWritable { field: name() });
            }
            if let FieldShape::Choice(words) = field.shape
                && !tenant.options.is_empty()
            {
                let is_option = |word: &str| tenant.options.iter().any(|option| option == word);
                found.extend(
                    words
                        .iter()
                        .filter(|word| !is_option(word))
                        .map(|word| Difference::NotAnOption { field: name(), option: Some((*word).to_owned()) }),
                );
                found.extend(
                    tenant
                        .options
                        .iter()
                        .filter(|option| !words.contains(&option.as_str()))
                        .map(|option| Difference::UnknownOption { field: name(), option: option.clone() }),
                );
            }
        }
        let is_own = |name: &str| own.iter().any(|field| field.name == name);
        found.extend(
            self.fields
                .values()
                .filter(|field| field.is_custom && !is_own(&field.name))
                .map(|field| Difference::NotInStruct { field: field.name.clone() }),
        );
        Ok(found)
    }

    /// Lists what the tenant's fields would not accept of a struct's values: fields that are missing or cannot be
    /// written, and values that are not options.
    ///
    /// # Errors
    /// As [`to_fields`](super::to_fields).
    pub fn compare_values<T: Serialize + ?Sized>(&self, values: &T) -> Result<Vec<Difference>> {
        let mut found = Vec::new();
        for (name, value) in to_fields(values)? {
            let Some(tenant) = self.fields.get(&name) else {
                let similar = self.similar(&name);
                found.push(Difference::Missing { field: name, similar });
                continue;
            };
            if !tenant.is_writable {
                found.push(Difference::NotWritable { field: name });
                continue;
            }
            let values = match &value {
                Value::Array(values) => values.as_slice(),
                other => std::slice::from_ref(other),
            };
            let is_option = |value: &Value| match value {
                Value::String(text) => text.is_empty() || tenant.options.contains(text),
                Value::Null => true,
                other => tenant.options.contains(&other.to_string()),
            };
            if !tenant.options.is_empty() && !values.iter().all(is_option) {
                found.push(Difference::NotAnOption { field: name, option: None });
            }
        }
        Ok(found)
    }

    /// Returns a field whose name differs only in letter case and separators.
    fn similar(&self, name: &str) -> Option<String> {
        let folded = |name: &str| -> String {
            name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
        };
        let wanted = folded(name);
        self.fields.keys().find(|known| folded(known) == wanted).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Serialize, Deserialize)]
    enum Colour {
        Red,
        Green,
    }

    #[derive(Serialize, Deserialize)]
    #[allow(non_snake_case)]
    struct Mine {
        mx_Seats: Option<u32>,
        mx_Trial: Option<bool>,
        mx_Colour: Option<Colour>,
        mx_Web_Id: Option<String>,
        mx_Score: Option<String>,
    }

    fn tenant() -> TenantFields {
        TenantFields::new([
            TenantField::new("mx_Seats", TenantFieldKind::Number),
            TenantField::new("mx_Trial", TenantFieldKind::Number),
            TenantField::new("mx_Colour", TenantFieldKind::Choice).options(vec!["Red".into(), "Blue".into()]),
            TenantField::new("mx_webid", TenantFieldKind::Text),
            TenantField::new("mx_Score", TenantFieldKind::Other).writable(false),
            TenantField::new("FirstName", TenantFieldKind::Text).custom(false),
        ])
    }

    #[test]
    fn every_kind_of_difference_is_listed() {
        let shown: Vec<String> =
            tenant().compare::<Mine>().unwrap().iter().map(|difference| format!("{difference}")).collect();
        assert_eq!(
            shown,
            [
                "`mx_Trial`: the struct reads a flag, and the tenant's field holds a number",
                "`mx_Colour`: `Green` is not an option of the tenant's field",
                "`mx_Colour`: the struct has no word for the tenant's option `Blue`",
                "`mx_Web_Id`: the tenant has no such field, but `mx_webid`",
                "`mx_Score`: the tenant's field cannot be written",
                "`mx_webid`: the tenant's field is not in the struct",
            ]
        );
    }

    #[test]
    fn values_are_compared_with_the_options() {
        let values = Mine {
            mx_Seats: Some(3),
            mx_Trial: None,
            mx_Colour: Some(Colour::Green),
            mx_Web_Id: None,
            mx_Score: Some("5".into()),
        };
        let found = tenant().compare_values(&values).unwrap();
        let fields: Vec<&str> = found.iter().map(Difference::field).collect();
        assert_eq!(fields, ["mx_Colour", "mx_Score", "mx_Web_Id"]);
        assert!(found.iter().all(Difference::is_problem));
        assert!(!format!("{found:?}").contains("Green"));
    }
}
