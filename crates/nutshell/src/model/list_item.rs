//! Rows of the tables of leads, contacts and accounts.

use super::{EntityId, model};
use crate::Json;
use crate::envelope::Record;
use leads_core::Personal;
use leads_core::vendor::tolerant::{FromScalar, Scalar};
use std::collections::BTreeMap;

model! {
    /// A row of a table: flat, for people.
    pub struct ListItem {
        /// The id.
        id: required EntityId,
        /// The type.
        #[serde(rename = "type")]
        kind: scalar String,
        /// The main line.
        primary_name: personal,
        /// What stands beside it.
        primary_info: personal,
        /// The name of what belongs to it.
        related_name: personal,
        /// What stands beside that.
        related_info: personal,
        /// The type of what belongs to it.
        related_type: scalar String,
        /// The page of what belongs to it.
        related_url: personal,
        /// The path of that page.
        related_url_path: personal,
        /// The main person: an object in live answers, text as declared.
        primary_contact: either ItemEntity,
        /// The main company: an object in live answers, text as declared.
        primary_account: either ItemEntity,
        /// Latitude and longitude: a list in live answers, text as declared.
        latlon: several String,
        /// A map.
        map_url: personal,
        /// Whether the record is deleted.
        is_deleted: scalar bool,
        /// The description.
        description: personal,
        /// Of a lead: `1` is hot.
        priority: scalar String,
        /// What the row was sorted by.
        sort_key: scalar String,
        /// The columns by the field's name: an object in live answers, a list as declared. See [`ListItem::column`].
        fields: json,
        /// The picture.
        avatar_url: scalar String,
        /// What stands for the picture.
        initials: personal,
        /// The page.
        html_url: personal,
        /// The path of the page.
        html_url_path: personal,
        /// Its relations.
        links: links ListItemLinks,
    }
}

impl Record for ListItem {
    const PLURAL: &'static str = "listItems";
}

impl ListItem {
    /// A column by the field's name, as it came: `{"value":...}`, an empty object, a list.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<Json> {
        let mut fields: BTreeMap<String, Json> = self.fields.as_ref()?.read().ok()?;
        fields.remove(name)
    }

    /// The value of a column; `None` when the column is empty.
    #[must_use]
    pub fn column_value(&self, name: &str) -> Option<Json> {
        let mut field: BTreeMap<String, Json> = self.column(name)?.read().ok()?;
        field.remove("value").filter(|value| !value.is_null())
    }
}

model! {
    /// A record that a row names.
    pub struct ItemEntity {
        /// The id; absent where the vendor sent a text alone.
        id: scalar EntityId,
        /// The type.
        #[serde(rename = "type")]
        kind: scalar String,
        /// The name.
        name: personal,
        /// The page.
        html_url: personal,
        /// The path of the page.
        html_url_path: personal,
        /// Its address in this API.
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
    /// The relations of a row.
    pub struct ListItemLinks {
        /// The record itself.
        entity: either ItemEntity,
    }
}
