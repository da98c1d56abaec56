//! Custom fields as a struct of the application: its comparison with the account's fields, and writing it.

use crate::api::leads::ListLeadFields;
use crate::api::opportunities::{CaptureOpportunity, GetOpportunityTypeMetadata, UpdateOpportunity};
use crate::client::Client;
use crate::model::{Attributes, EventCode, FieldDefinition, FieldValue, Fields, LeadField};
use leads_core::custom::{Difference, TenantField, TenantFieldKind, TenantFields, to_fields};
use leads_core::{Error, Reply, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

impl Client {
    /// Returns a description of the account's lead fields.
    ///
    /// # Errors
    /// Returns the errors of [`ListLeadFields`].
    pub async fn lead_tenant_fields(&self) -> Result<Reply<TenantFields>> {
        let reply = self.send(&ListLeadFields::new()).await?;
        Ok(Reply::map(reply, |listed| TenantFields::new(listed.iter().filter_map(|row| lead_field(row.value())))))
    }

    /// Compares a struct of the application with the account's lead fields, and returns the differences. Sends one read.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
    /// #[derive(serde::Deserialize)]
    /// struct MyFields {
    ///     #[serde(rename = "mx_Budget")]
    ///     budget: Option<leadsquared::leads_core::Decimal>,
    /// }
    /// # fn read(fields: MyFields) -> Option<leadsquared::leads_core::Decimal> { fields.budget }
    /// for difference in client.check_lead_fields::<MyFields>().await?.iter() {
    ///     println!("{difference}");
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// Returns a configuration error, before anything is sent, if the type is not a struct with named fields, and the
    /// errors of [`ListLeadFields`].
    pub async fn check_lead_fields<T: DeserializeOwned>(&self) -> Result<Reply<Vec<Difference>>> {
        compare::<T>(|| self.lead_tenant_fields()).await
    }

    /// Returns a description of the fields of an opportunity type.
    ///
    /// # Errors
    /// Returns the errors of [`GetOpportunityTypeMetadata`].
    pub async fn opportunity_tenant_fields(&self, event_code: impl Into<EventCode>) -> Result<Reply<TenantFields>> {
        let reply = self.send(&GetOpportunityTypeMetadata::new(event_code.into())).await?;
        Ok(Reply::map(reply, |kind| TenantFields::new(kind.fields.iter().filter_map(opportunity_field))))
    }

    /// Compares a struct of the application with the fields of an opportunity type, and returns the differences. Sends
    /// one read.
    ///
    /// # Errors
    /// Returns a configuration error, before anything is sent, if the type is not a struct with named fields, and the
    /// errors of [`GetOpportunityTypeMetadata`].
    pub async fn check_opportunity_fields<T: DeserializeOwned>(
        &self,
        event_code: impl Into<EventCode>,
    ) -> Result<Reply<Vec<Difference>>> {
        let code = event_code.into();
        compare::<T>(|| self.opportunity_tenant_fields(code)).await
    }
}

/// Compares a struct with fields that are read only if the struct has names.
async fn compare<T: DeserializeOwned>(
    read: impl AsyncFnOnce() -> Result<Reply<TenantFields>>,
) -> Result<Reply<Vec<Difference>>> {
    leads_core::custom::fields_of::<T>()?;
    let (fields, meta) = Reply::into_parts(read().await?);
    Ok(Reply::new(fields.compare::<T>()?, meta))
}

/// Describes a lead field by its data type, which the vendor documents.
fn lead_field(field: &LeadField) -> Option<TenantField> {
    let name = field.schema_name.as_deref()?;
    let kind = match field.data_type.as_deref() {
        Some("Number") => TenantFieldKind::Number,
        Some("Boolean") => TenantFieldKind::Flag,
        Some("Select") => TenantFieldKind::Choice,
        Some("Text" | "Email" | "Phone" | "Website" | "Date" | "Time") => TenantFieldKind::Text,
        _ => TenantFieldKind::Other,
    };
    Some(
        TenantField::new(name, kind)
            .custom(name.starts_with("mx_"))
            .writable(field.is_read_only != Some(true))
            .options(field.options.iter().filter_map(|option| option.value.clone()).collect()),
    )
}

/// Describes a field of an opportunity type. The list of data types is open; a type that was not observed fits every
/// type of the struct.
fn opportunity_field(field: &FieldDefinition) -> Option<TenantField> {
    let name = field.schema_name.as_deref()?;
    let options: Vec<String> =
        field.options().unwrap_or_default().into_iter().filter_map(|option| option.value.or(option.text)).collect();
    let kind = match field.data_type.as_deref() {
        _ if !options.is_empty() => TenantFieldKind::Choice,
        Some("Number") => TenantFieldKind::Number,
        Some("Boolean") => TenantFieldKind::Flag,
        Some("String" | "DateTime" | "Date") => TenantFieldKind::Text,
        _ => TenantFieldKind::Other,
    };
    let others = field.include_others_option == Some(true);
    Some(
        TenantField::new(name, kind)
            .custom(name.starts_with("mx_Custom_"))
            .writable(field.is_read_only != Some(true))
            // With "others", a value that is not an option is accepted.
            .options(if others { Vec::new() } else { options }),
    )
}

/// Converts a custom field's JSON to the vendor's text; `null` clears.
pub(crate) fn field_text(name: &str, value: &Value) -> Result<FieldValue> {
    match value {
        Value::Null => Ok(FieldValue::from("")),
        Value::String(text) => Ok(FieldValue::from(text)),
        Value::Number(number) => Ok(FieldValue::from(number.to_string())),
        Value::Bool(flag) => Ok(FieldValue::from(*flag)),
        Value::Array(_) | Value::Object(_) => {
            Err(Error::invalid(name.to_owned(), "must be text, a number, a flag or null"))
        }
    }
}

macro_rules! from_struct {
    ($($set:ident)*) => { $(
        impl $set {
            /// Adds the fields of a struct of the application. A field that is not serialized is not added, and `null`
            /// clears; see [`leads_core::custom`].
            ///
            /// # Errors
            /// Returns an invalid-request error that names the field if a value is a list or an object, and the errors of
            /// [`to_fields`].
            pub fn with_custom_fields<T: Serialize + ?Sized>(mut self, fields: &T) -> Result<Self> {
                for (name, value) in to_fields(fields)? {
                    let value = field_text(&name, &value)?;
                    self.set(name, value);
                }
                Ok(self)
            }
        }
    )* };
}
from_struct! { Attributes Fields }

macro_rules! opportunity_from_struct {
    ($($request:ident)*) => { $(
        impl $request {
            /// Sets fields of the opportunity from a struct of the application. A field that is not serialized is not
            /// sent, and `null` clears; see [`leads_core::custom`].
            ///
            /// # Errors
            /// Returns an invalid-request error that names the field if a value is a list or an object, and the errors of
            /// [`to_fields`].
            pub fn custom_fields<T: Serialize + ?Sized>(mut self, fields: &T) -> Result<Self> {
                for (name, value) in to_fields(fields)? {
                    let value = field_text(&name, &value)?;
                    self = self.field(name, value);
                }
                Ok(self)
            }
        }
    )* };
}
opportunity_from_struct! { CaptureOpportunity UpdateOpportunity }

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Serialize, Deserialize)]
    struct Mine {
        #[serde(rename = "mx_Budget")]
        budget: Option<leads_core::Decimal>,
        #[serde(rename = "mx_Trial", skip_serializing_if = "Option::is_none")]
        trial: Option<bool>,
    }

    #[test]
    fn struct_is_written_as_pairs() {
        let mine = Mine { budget: Some("54.10".parse().unwrap()), trial: Some(true) };
        let attributes = Attributes::new().with("FirstName", "Jo").with_custom_fields(&mine).unwrap();
        assert_eq!(
            serde_json::to_string(&attributes).unwrap(),
            r#"[{"Attribute":"FirstName","Value":"Jo"},{"Attribute":"mx_Budget","Value":"54.10"},{"Attribute":"mx_Trial","Value":"true"}]"#
        );
        let cleared = Fields::new().with_custom_fields(&Mine { budget: None, trial: None }).unwrap();
        assert_eq!(serde_json::to_string(&cleared).unwrap(), r#"[{"SchemaName":"mx_Budget","Value":""}]"#);
        let error = Fields::new().with_custom_fields(&serde_json::json!({"mx_List": [1]})).unwrap_err();
        assert_eq!(error.field(), Some("mx_List"));
    }

    #[test]
    fn data_types_become_kinds() {
        let read = |text: &str| lead_field(&serde_json::from_str(text).unwrap()).unwrap();
        let field = read(r#"{"SchemaName":"mx_Budget","DataType":"Number","IsReadOnly":true}"#);
        assert_eq!((field.kind, field.is_writable, field.is_custom), (TenantFieldKind::Number, false, true));
        let choice =
            read(r#"{"SchemaName":"LeadType","DataType":"Select","Options":[{"Value":"OT_0"},{"Value":"OT_1"}]}"#);
        assert_eq!((choice.kind, choice.is_custom), (TenantFieldKind::Choice, false));
        assert_eq!(choice.options, ["OT_0", "OT_1"]);
        let tenant = TenantFields::new([field]);
        let found: Vec<String> =
            tenant.compare::<Mine>().unwrap().iter().map(|difference| difference.field().to_owned()).collect();
        assert_eq!(found, ["mx_Budget", "mx_Trial"]);
    }

    #[test]
    fn opportunity_fields_have_options_in_text() {
        let read = |text: &str| opportunity_field(&serde_json::from_str(text).unwrap()).unwrap();
        let stage = read(
            r#"{"SchemaName":"mx_Custom_2","DataType":"SearchableDropdown","OptionSet":"[{\"Text\":\"Hot\",\"Value\":\"Hot\"}]"}"#,
        );
        assert_eq!((stage.kind, stage.options.as_slice()), (TenantFieldKind::Choice, &["Hot".to_owned()][..]));
        let open = read(
            r#"{"SchemaName":"mx_Custom_3","DataType":"SearchableDropdown","IncludeOthersOption":true,"OptionSet":"[{\"Value\":\"Hot\"}]"}"#,
        );
        assert!(open.options.is_empty() && open.is_writable);
        assert_eq!(read(r#"{"SchemaName":"Owner","DataType":"ActiveUsers"}"#).kind, TenantFieldKind::Other);
    }
}
