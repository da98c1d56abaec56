//! Nutshell's list: rows in `leads`, each with its relations.

use bytes::Bytes;
use http::HeaderMap;
use leads_core::{HttpResponse, Request};
use nutshell::api::leads::ListLeads;
use nutshell::model::Lead;
use serde::Deserialize;
use std::hint::black_box;

/// Reads the rows with their raw text, as the client does.
#[must_use]
pub fn lossless(page: &Bytes) -> usize {
    let page = ListLeads::read(&HttpResponse::new(200, HeaderMap::new(), page.clone())).expect("a page");
    black_box(&page).rows().len()
}

#[derive(Deserialize)]
struct TypedPage {
    leads: Vec<Lead>,
}

/// Reads the client's types without their raw text: the difference is the cost of keeping the text.
#[must_use]
pub fn typed(page: &Bytes) -> usize {
    let page: TypedPage = serde_json::from_slice(page).expect("a page");
    black_box(&page).leads.len()
}

/// The record in hand-written code.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct PlainLead {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub name: Option<String>,
    pub description: Option<String>,
    pub number: Option<String>,
    pub status: Option<PlainStatus>,
    pub value: Option<PlainMoney>,
    pub created_time: Option<PlainTime>,
    pub closed_time: Option<PlainTime>,
    pub due_time: Option<PlainTime>,
    pub anticipated_closed_time: Option<PlainTime>,
    pub last_contacted_time: Option<PlainTime>,
    pub overdue_time: Option<PlainTime>,
    pub deleted_time: Option<PlainTime>,
    pub is_overdue: Option<bool>,
    pub confidence: Option<i64>,
    pub priority: Option<i64>,
    pub pie_state: Option<String>,
    pub owner_type: Option<String>,
    pub is_current_user_watching: Option<bool>,
    #[serde(default)]
    pub mcfx_contact_ids: Vec<String>,
    pub href: Option<String>,
    pub html_url: Option<String>,
    pub html_url_path: Option<String>,
    pub avatar_url: Option<String>,
    pub initials: Option<String>,
    pub links: Option<PlainLinks>,
}

/// The status in hand-written code.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum PlainStatus {
    Open,
    Won,
    Lost,
    Cancelled,
    Pending,
}

/// Money in hand-written code.
#[derive(Debug, Deserialize)]
#[allow(missing_docs)]
pub struct PlainMoney {
    pub amount: Option<f64>,
    pub currency: Option<String>,
    pub formatted: Option<String>,
}

/// A time in hand-written code.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct PlainTime {
    pub absolute_localized_string: Option<String>,
    pub timestamp: Option<i64>,
    pub value: Option<String>,
}

/// The links in hand-written code.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[allow(missing_docs)]
pub struct PlainLinks {
    pub accounts: Vec<String>,
    pub contacts: Vec<String>,
    pub tags: Vec<String>,
    pub sources: Vec<String>,
    pub watchers: Vec<String>,
    pub products: Vec<String>,
    pub product_maps: Vec<String>,
    pub competitors: Vec<String>,
    pub competitor_maps: Vec<String>,
    pub files: Vec<String>,
    pub related_files: Vec<String>,
    pub destinations: Vec<String>,
    pub owner: Option<String>,
    pub creator: Option<String>,
    pub stage: Option<String>,
    pub stageset: Option<String>,
    pub outcome: Option<String>,
    pub territory: Option<String>,
    pub market: Option<String>,
}

/// The list in hand-written code.
#[derive(Debug, Deserialize)]
#[allow(missing_docs)]
pub struct PlainPage {
    pub leads: Vec<PlainLead>,
}

/// Reads the rows without their raw text.
#[must_use]
pub fn plain(page: &Bytes) -> usize {
    let page: PlainPage = serde_json::from_slice(page).expect("a page");
    black_box(&page).leads.len()
}
