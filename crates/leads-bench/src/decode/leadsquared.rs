//! LeadSquared's search: flat rows in `List`. Members differ between accounts, so the client keeps all of them by name.

use bytes::Bytes;
use http::HeaderMap;
use leads_core::{HttpResponse, Request};
use leadsquared::api::leads::SearchLeads;
use leadsquared::model::Lead;
use serde::Deserialize;
use std::hint::black_box;

/// Reads the rows with their raw text, as the client does.
#[must_use]
pub fn lossless(page: &Bytes) -> usize {
    let page = SearchLeads::read(&HttpResponse::new(200, HeaderMap::new(), page.clone())).expect("a page");
    black_box(&page).rows.len()
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct TypedPage {
    list: Vec<Lead>,
}

/// Reads the client's types without their raw text: the difference is the cost of keeping the text.
#[must_use]
pub fn typed(page: &Bytes) -> usize {
    let page: TypedPage = serde_json::from_slice(page).expect("a page");
    black_box(&page).list.len()
}

/// The record in hand-written code: the members of this account, except three custom ones.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct PlainLead {
    #[serde(rename = "ProspectID")]
    pub prospect_id: String,
    pub prospect_auto_id: Option<String>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub email_address: Option<String>,
    pub phone: Option<String>,
    pub mobile: Option<String>,
    pub company: Option<String>,
    pub job_title: Option<String>,
    pub website: Option<String>,
    pub source: Option<String>,
    pub source_medium: Option<String>,
    pub source_campaign: Option<String>,
    pub origin: Option<String>,
    pub prospect_stage: Option<String>,
    pub score: Option<String>,
    pub engagement_score: Option<String>,
    pub owner_id: Option<String>,
    pub owner_id_name: Option<String>,
    pub owner_id_email_address: Option<String>,
    pub created_by: Option<String>,
    pub created_on: Option<String>,
    pub modified_by: Option<String>,
    pub modified_on: Option<String>,
    pub last_visit_date: Option<String>,
    pub time_zone: Option<String>,
    pub notes: Option<String>,
    pub do_not_email: Option<String>,
    pub do_not_call: Option<String>,
    #[serde(rename = "mx_City")]
    pub mx_city: Option<String>,
    #[serde(rename = "mx_State")]
    pub mx_state: Option<String>,
    #[serde(rename = "mx_Country")]
    pub mx_country: Option<String>,
    #[serde(rename = "mx_Zip")]
    pub mx_zip: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PlainPage {
    list: Vec<PlainLead>,
}

/// Reads the rows without their raw text.
#[must_use]
pub fn plain(page: &Bytes) -> usize {
    let page: PlainPage = serde_json::from_slice(page).expect("a page");
    black_box(&page).list.len()
}
