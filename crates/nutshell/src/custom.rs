//! Custom fields as a struct of the application: reading it, and its comparison with the instance's fields.

use crate::Client;
use crate::api::leads::{CreateLead, ListLeadCustomFieldAttributes, ListLeadCustomFields, UpdateLead};
use crate::model::{CustomField, CustomFieldType, LeadId};
use leads_core::custom::{Difference, TenantField, TenantFieldKind, TenantFields, fields_of, read_fields, to_fields};
use leads_core::{Reply, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;

impl Client {
    /// Reads the custom fields of a lead into a struct of the application, whose field names are the display names.
    ///
    /// A lead is read without its custom fields, so this is a separate read. A field whose value is empty is missing:
    /// make it an `Option`.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
    /// #[derive(serde::Deserialize)]
    /// struct MyFields {
    ///     #[serde(rename = "Favorite Number")]
    ///     number: Option<u32>,
    /// }
    /// let mine = client.lead_custom_fields::<MyFields>("1003-leads").await?;
    /// println!("{:?}", mine.number);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// Returns a decode error with the name of the first field that does not match its type, and the errors of
    /// [`ListLeadCustomFields`].
    pub async fn lead_custom_fields<T: DeserializeOwned>(&self, id: impl Into<LeadId>) -> Result<Reply<T>> {
        fields_of::<T>()?;
        let (fields, meta) = Reply::into_parts(self.send(&ListLeadCustomFields::new(id)).await?);
        let value = |name: &str| {
            let is_named = |known: &Option<String>| known.as_deref() == Some(name);
            let field = fields.iter().find(|field| is_named(&field.title) || is_named(&field.name))?;
            Some(field.value.as_ref()?.text().to_owned())
        };
        Ok(Reply::new(read_fields(value)?, meta))
    }

    /// Returns a description of the custom fields of leads.
    ///
    /// # Errors
    /// Returns the errors of [`ListLeadCustomFieldAttributes`].
    pub async fn lead_tenant_fields(&self) -> Result<Reply<TenantFields>> {
        let reply = self.send(&ListLeadCustomFieldAttributes::new()).await?;
        Ok(Reply::map(reply, |fields| TenantFields::new(fields.iter().filter_map(|field| described(field)))))
    }

    /// Compares a struct of the application with the custom fields of leads, and returns the differences. Sends one
    /// read. Nutshell does not report which fields can be written.
    ///
    /// # Errors
    /// Returns a configuration error, before anything is sent, if the type is not a struct with named fields, and the
    /// errors of [`ListLeadCustomFieldAttributes`].
    pub async fn check_lead_custom_fields<T: DeserializeOwned>(&self) -> Result<Reply<Vec<Difference>>> {
        fields_of::<T>()?;
        let (fields, meta) = Reply::into_parts(self.lead_tenant_fields().await?);
        Ok(Reply::new(fields.compare::<T>()?, meta))
    }
}

/// Describes a custom field. The vendor publishes no list of types; a type that was not observed fits every type of the
/// struct.
fn described(field: &CustomField) -> Option<TenantField> {
    let name = field.title.as_deref().or(field.name.as_deref())?;
    let kind = match &field.kind {
        _ if field.is_multiple == Some(true) => TenantFieldKind::List,
        _ if !field.choices.is_empty() => TenantFieldKind::Choice,
        Some(CustomFieldType::Currency) => TenantFieldKind::Number,
        Some(CustomFieldType::Text | CustomFieldType::LongText | CustomFieldType::Date) => TenantFieldKind::Text,
        _ => TenantFieldKind::Other,
    };
    Some(TenantField::new(name, kind).options(field.choices.clone()))
}

macro_rules! from_struct {
    ($($request:ident)*) => { $(
        impl $request {
            /// Sets custom fields from a struct of the application. A field that is not serialized is not sent, and
            /// `null` clears; see [`leads_core::custom`].
            ///
            /// # Errors
            /// Returns the errors of [`to_fields`].
            pub fn custom_fields<T: Serialize + ?Sized>(mut self, fields: &T) -> Result<Self> {
                for (name, value) in to_fields(fields)? {
                    self = self.custom_field(name, value);
                }
                Ok(self)
            }
        }
    )* };
}
from_struct! { CreateLead UpdateLead }

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Deserialize)]
    #[allow(dead_code)]
    struct Mine {
        #[serde(rename = "Budget")]
        budget: Option<bool>,
        #[serde(rename = "Tier")]
        tier: Option<String>,
    }

    #[test]
    fn definitions_become_kinds() {
        let read = |text: &str| described(&serde_json::from_str(text).unwrap()).unwrap();
        let budget = read(r#"{"id":"1-customFields","type":"Currency","title":"Budget"}"#);
        let tier = read(r#"{"id":"2-customFields","type":"enum","title":"Tier","enum":["Gold","Tin"]}"#);
        assert_eq!((budget.kind, tier.kind), (TenantFieldKind::Number, TenantFieldKind::Choice));
        assert_eq!(read(r#"{"id":"3-customFields","type":"Decision","title":"x"}"#).kind, TenantFieldKind::Other);
        let tenant = TenantFields::new([budget, tier]);
        let found = tenant.compare::<Mine>().unwrap();
        assert_eq!(found.iter().map(Difference::field).collect::<Vec<_>>(), ["Budget"]);
        let values = tenant.compare_values(&serde_json::json!({"Tier": "Silver"})).unwrap();
        assert_eq!(values[0].field(), "Tier");
    }
}
