//! Sales activities: their values in requests, a sales activity with its fields, and the account's settings for them.

use super::{FieldDefinition, LeadId, SentTime, UserId};
use leads_core::vendor::{Deserialize, skip_serializing_none};
use leads_core::{Decimal, Error, Personal, Result, open_enum};
use serde::Serialize;

open_enum! {
    /// The status of a sales activity.
    pub enum SalesStatus {
        /// In progress.
        Open = "Open",
        /// Resulted in a sale.
        Won = "Won",
        /// Did not result in a sale.
        Lost = "Lost",
    }
}

/// The values of a sales activity, as requests write them.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct SalesActivityFields {
    pub(crate) id: Option<super::ActivityId>,
    pub(crate) prospect_id: Option<LeadId>,
    pub(crate) product_sku: Option<String>,
    pub(crate) product_id: Option<String>,
    pub(crate) status: Option<SalesStatus>,
    pub(crate) revenue: Option<Decimal>,
    pub(crate) sales_owner_email: Option<Personal<String>>,
    pub(crate) sales_owner: Option<UserId>,
    pub(crate) sales_date: Option<SentTime>,
}

impl SalesActivityFields {
    /// Rejects values that the vendor would not understand.
    pub(crate) fn check(&self) -> Result<()> {
        let wrong = |field: &'static str, message: &'static str| Err(Error::invalid(field, message));
        if self.product_sku.is_some() && self.product_id.is_some() {
            return wrong("product_id", "and `product_sku` exclude each other");
        }
        if self.sales_owner.is_some() && self.sales_owner_email.is_some() {
            return wrong("owner", "and `owner_email` exclude each other");
        }
        let is_number = |amount: &Decimal| serde_json::from_str::<serde_json::Number>(amount.as_str()).is_ok();
        if !self.revenue.as_ref().is_none_or(is_number) {
            return wrong("revenue", "must be a number without separators");
        }
        SentTime::check(self.sales_date.as_ref(), "date")
    }
}

/// The setters of the requests that create and update a sales activity.
macro_rules! sales_setters {
    () => {
        leads_core::setters! { body;
            /// Sets the product, by its SKU.
            product_sku: String,
            /// Sets the product, by its id: an older name, read in the vendor's own library. Excludes
            /// [`product_sku`](Self::product_sku).
            product_id: String,
            /// Sets the revenue, in the account's currency for sales activities. It is written as a number.
            revenue: leads_core::Decimal,
        }

        /// Sets the owner, by user id. Excludes [`owner_email`](Self::owner_email).
        #[must_use]
        pub fn owner(mut self, user: impl Into<$crate::model::UserId>) -> Self {
            self.body.sales_owner = Some(user.into());
            self
        }

        /// Sets the owner, by e-mail address.
        #[must_use]
        pub fn owner_email(mut self, email: impl Into<String>) -> Self {
            self.body.sales_owner_email = Some(leads_core::Personal(email.into()));
            self
        }

        /// Sets the date of the sale, UTC.
        #[must_use]
        pub fn date(mut self, time: impl Into<$crate::model::SentTime>) -> Self {
            self.body.sales_date = Some(time.into());
            self
        }
    };
}
pub(crate) use sales_setters;

macro_rules! with_currency {
    ($(#[$meta:meta])* $name:ident; $(#[$id_meta:meta])* id: $id:ty) => {
        leads_core::model! { "PascalCase";
            $(#[$meta])*
            pub struct $name {
                $(#[$id_meta])*
                id as "ID": scalar $id,
                /// The name.
                name: scalar String,
                /// The displayed name.
                display_name: scalar String,
                /// The currency: `$`.
                default_currency_symbol: scalar String,
                /// The currency: `USD`.
                default_currency_abbreviation: scalar String,
                /// The currency: `US Dollars`.
                default_currency_name: scalar String,
                /// The stage that a lead gets with its first sale.
                customer_stage_name: scalar String,
                /// Whether a sale makes a lead a customer.
                convert_to_customer: scalar bool,
                /// The fields, in a sales activity with their values.
                fields: list FieldDefinition,
            }
        }

        impl $name {
            /// Returns a field by its schema name.
            #[must_use]
            pub fn definition(&self, schema_name: &str) -> Option<&FieldDefinition> {
                self.fields.iter().find(|field| field.schema_name.as_deref() == Some(schema_name))
            }
        }
    };
}

with_currency! {
    /// The account's settings for sales activities.
    SalesActivitySetting;
    /// The id; empty.
    id: String
}

with_currency! {
    /// A sales activity with all its fields.
    SalesActivity;
    /// The id.
    id: super::ActivityId
}

impl SalesActivity {
    /// Returns the value of a field by its schema name, or `None` if it is missing, null or empty.
    #[must_use]
    pub fn field_text(&self, schema_name: &str) -> Option<&str> {
        self.definition(schema_name)?.value.text().filter(|text| !text.is_empty())
    }

    /// Returns the status.
    #[must_use]
    pub fn status(&self) -> Option<SalesStatus> {
        self.field_text("Status").map(SalesStatus::from)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_by_name() {
        let text =
            r#"{"ID":"4","Fields":[{"SchemaName":"Status","Value":"Won"},{"SchemaName":"mx_Custom_1","Value":null}]}"#;
        let sale: SalesActivity = serde_json::from_str(text).unwrap();
        assert_eq!((sale.status(), sale.field_text("mx_Custom_1")), (Some(SalesStatus::Won), None));
        assert!(sale.definition("mx_Custom_1").is_some());
        let empty: SalesActivity = serde_json::from_str("{}").unwrap();
        assert_eq!(empty.status(), None);
    }

    #[test]
    fn invalid_values_are_named() {
        let field = |fields: SalesActivityFields| fields.check().unwrap_err().field().map(str::to_owned);
        let new = SalesActivityFields::default;
        let both = SalesActivityFields { product_sku: Some("a".into()), product_id: Some("b".into()), ..new() };
        assert_eq!(field(both).as_deref(), Some("product_id"));
        let owners = SalesActivityFields {
            sales_owner: Some("7".into()),
            sales_owner_email: Some(Personal("a@example.com".into())),
            ..new()
        };
        assert_eq!(field(owners).as_deref(), Some("owner"));
        let separated = serde_json::from_str(r#"{"Revenue":"200,000"}"#).unwrap();
        assert_eq!(field(separated).as_deref(), Some("revenue"));
        let local = serde_json::from_str(r#"{"SalesDate":"1/2/2026"}"#).unwrap();
        assert_eq!(field(local).as_deref(), Some("date"));
        assert!(SalesActivityFields { revenue: Some(1800.into()), ..new() }.check().is_ok());
    }
}
