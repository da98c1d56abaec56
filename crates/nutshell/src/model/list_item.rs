//! Table rows of leads, contacts and accounts.

use super::{EntityId, model};
use crate::Json;
use crate::envelope::Record;
use leads_core::Personal;
use leads_core::vendor::tolerant::{FromScalar, Scalar};
use std::collections::BTreeMap;

model! {
    /// A flat table row for display.
    pub struct ListItem {
        /// The record's id.
        id: required EntityId,
        /// The type.
        kind as "type": scalar String,
        /// The primary text.
        primary_name: scalar Personal<String>,
        /// The secondary text.
        primary_info: scalar Personal<String>,
        /// The related record's name.
        related_name: scalar Personal<String>,
        /// The related record's secondary text.
        related_info: scalar Personal<String>,
        /// The related record's type.
        related_type: scalar String,
        /// The related record's page.
        related_url: scalar Personal<String>,
        /// The path of that page.
        related_url_path: scalar Personal<String>,
        /// The primary person: an object in live responses, text as declared.
        primary_contact: either ItemEntity,
        /// The primary company: an object in live responses, text as declared.
        primary_account: either ItemEntity,
        /// Latitude and longitude: a list in live responses, text as declared.
        latlon: several String,
        /// A map.
        map_url: scalar Personal<String>,
        /// Whether the record is deleted.
        is_deleted: scalar bool,
        /// The description.
        description: scalar Personal<String>,
        /// For a lead: `1` is hot.
        priority: scalar String,
        /// The value the row was sorted by.
        sort_key: scalar String,
        /// The columns by field name: an object in live responses, a list as declared. See [`ListItem::column`].
        fields: json crate::Json,
        /// The picture.
        avatar_url: scalar String,
        /// The initials shown in place of the picture.
        initials: scalar Personal<String>,
        /// The page.
        html_url: scalar Personal<String>,
        /// The path of the page.
        html_url_path: scalar Personal<String>,
        /// Related records.
        links: first ListItemLinks,
    }
}

impl Record for ListItem {
    const PLURAL: &'static str = "listItems";
}

impl ListItem {
    /// Returns a column by its field name, as received: `{"value":...}`, an empty object, or a list.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<Json> {
        let mut fields: BTreeMap<String, Json> = self.fields.as_ref()?.read().ok()?;
        fields.remove(name)
    }

    /// Returns the value of a column, or `None` if the column is empty.
    #[must_use]
    pub fn column_value(&self, name: &str) -> Option<Json> {
        let mut field: BTreeMap<String, Json> = self.column(name)?.read().ok()?;
        field.remove("value").filter(|value| !value.is_null())
    }
}

model! {
    /// A record named in a row.
    pub struct ItemEntity {
        /// The id; absent if the vendor sent only a text.
        id: scalar EntityId,
        /// The type.
        kind as "type": scalar String,
        /// The name.
        name: scalar Personal<String>,
        /// The page.
        html_url: scalar Personal<String>,
        /// The path of the page.
        html_url_path: scalar Personal<String>,
        /// The record's URL in this API.
        href: scalar String,
    }
}

impl FromScalar for ItemEntity {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        Some(Self {
            id: None,
            kind: None,
            name: Some(Personal(String::from_scalar(scalar)?)),
            html_url: None,
            html_url_path: None,
            href: None,
        })
    }
}

model! {
    /// The related records of a row.
    pub struct ListItemLinks {
        /// The record itself.
        entity: either ItemEntity,
    }
}
