//! Nutshell's list: rows in `leads`, most of each row in members that few programs read.

use bytes::Bytes;
use leads_core::request::Envelope;
use leads_core::{Time, integer_id, text_id, tolerant};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::hint::black_box;

text_id! {
    /// An id with its type: `3-leads`.
    pub struct Id;
}
integer_id! {
    /// A number.
    pub struct Number;
}

/// The record as the client types it.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct Lead {
    pub id: Id,
    #[serde(rename = "type", default, deserialize_with = "tolerant::scalar")]
    pub record_type: Option<String>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub href: Option<String>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub html_url: Option<String>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub name: Option<String>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub number: Option<Number>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub description: Option<String>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub status: Option<Number>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub confidence: Option<Number>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub is_overdue: Option<bool>,
    #[serde(default, deserialize_with = "tolerant::object")]
    pub value: Option<Value>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub created_time: Option<Time>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub modified_time: Option<Time>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub due_time: Option<Time>,
    #[serde(default, deserialize_with = "tolerant::object")]
    pub links: Option<Links>,
}

/// Money as the client types it.
#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs)]
pub struct Value {
    #[serde(default, deserialize_with = "tolerant::decimal")]
    pub amount: Option<leads_core::Decimal>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub currency: Option<String>,
}

/// The links as the client types them.
#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs)]
pub struct Links {
    #[serde(default, deserialize_with = "tolerant::scalars")]
    pub contacts: Vec<Id>,
    #[serde(default, deserialize_with = "tolerant::scalars")]
    pub accounts: Vec<Id>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub owner: Option<Id>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    pub stage: Option<Id>,
}

/// Reads the rows with their text.
#[must_use]
pub fn lossless(page: &Bytes) -> usize {
    let mut page = Envelope::<Lead>::read(page, "leads").expect("a page");
    let leads = page.take_rows().expect("rows");
    black_box(&leads).len()
}

/// The record as hand-written code types it, its times as `T`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct PlainLead<T> {
    pub id: String,
    #[serde(rename = "type")]
    pub record_type: Option<String>,
    pub href: Option<String>,
    pub html_url: Option<String>,
    pub name: Option<String>,
    pub number: Option<i64>,
    pub description: Option<String>,
    pub status: Option<i64>,
    pub confidence: Option<i64>,
    pub is_overdue: Option<bool>,
    pub value: Option<PlainValue>,
    pub created_time: Option<T>,
    pub modified_time: Option<T>,
    pub due_time: Option<T>,
    pub links: Option<PlainLinks>,
}

/// Money as hand-written code types it.
#[derive(Debug, Deserialize)]
#[allow(missing_docs)]
pub struct PlainValue {
    pub amount: Option<f64>,
    pub currency: Option<String>,
}

/// The links as hand-written code types them.
#[derive(Debug, Deserialize)]
#[allow(missing_docs)]
pub struct PlainLinks {
    #[serde(default)]
    pub contacts: Vec<String>,
    #[serde(default)]
    pub accounts: Vec<String>,
    pub owner: Option<String>,
    pub stage: Option<String>,
}

#[derive(Deserialize)]
struct PlainPage<T> {
    leads: Vec<PlainLead<T>>,
}

/// Reads the rows without their text.
#[must_use]
pub fn plain<T: DeserializeOwned>(page: &Bytes) -> usize {
    let page: PlainPage<T> = serde_json::from_slice(page).expect("a page");
    black_box(&page).leads.len()
}

#[derive(Deserialize)]
struct TypedPage {
    leads: Vec<Lead>,
}

/// Reads the client's own types without their text: what the text alone costs.
#[must_use]
pub fn typed(page: &Bytes) -> usize {
    let page: TypedPage = serde_json::from_slice(page).expect("a page");
    black_box(&page).leads.len()
}
