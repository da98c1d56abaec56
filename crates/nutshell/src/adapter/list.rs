//! Listing leads.

use super::Leads;
use crate::api::leads::ListLeads;
use crate::query::Filter;
use leads_core::client::{LeadQuery, ensure_known_fields, ensure_unset};
use leads_core::{Error, Result};
use serde_json::Value;

/// Rows in a page unless the query says otherwise.
const PAGE_SIZE: u32 = 100;

/// The one filter that has fields inside: `filter[address][country]`.
const ADDRESS: &str = "address";

/// What a list may be narrowed to beside the common filters: the vendor's keys.
const FILTERS: &[&str] = &[
    "accountIds",
    "accounts",
    "accountTags",
    "accountTypes",
    ADDRESS,
    "audiences",
    "channels",
    "competitors",
    "contactIds",
    "contacts",
    "contactTags",
    "createdTime",
    "creator",
    "id",
    "industries",
    "lastContactedTime",
    "leadIds",
    "markets",
    "milestones",
    "name",
    "nextActivityStartTime",
    "number",
    "omittedId",
    "origin",
    "outcomes",
    "primaryAccountOwner",
    "products",
    "sources",
    "stageset",
    "subscribedAudiences",
    "tags",
    "territories",
    "unsubscribedAudiences",
    "watchers",
];

impl Leads {
    pub(super) fn list_request(&self, query: &LeadQuery) -> Result<ListLeads> {
        ensure_known_fields(&query.vendor_fields, FILTERS)?;
        ensure_unset(&[("state", query.state.is_some()), ("changed_since", query.changed_since.is_some())])?;
        let mut request = ListLeads::new().limit(query.rows(PAGE_SIZE, crate::query::MAX_PAGE)?);
        if let Some(text) = &query.text {
            request = request.text(text.as_str());
        }
        if let Some(owner) = &query.owner {
            request = request.filter(Filter::owners([owner.as_str()]));
        }
        if let Some(address) = &query.email {
            request = request.filter(Filter::email(address.as_str()));
        }
        if let Some(number) = &query.phone {
            request = request.filter(Filter::phone(number.as_str()));
        }
        for (key, value) in &query.vendor_fields {
            if key == ADDRESS {
                for filter in address(value)? {
                    request = request.filter(filter);
                }
                continue;
            }
            let found = filter(key, value);
            request =
                request.filter(found.ok_or_else(|| Error::invalid(key.clone(), "must be text, or a list of texts"))?);
        }
        Ok(request)
    }
}

/// A filter of the vendor by its key; `None` when the value is no text and no list of texts.
fn filter(key: &str, value: &Value) -> Option<Filter> {
    let values = scalars(value)?;
    Some(match (value, values.as_slice()) {
        (Value::Array(_), _) | (_, []) => Filter::any(key, values),
        (_, [only, ..]) => Filter::new(key, only),
    })
}

/// The filters of an address, one for each of its parts.
fn address(value: &Value) -> Result<Vec<Filter>> {
    let invalid = |what| {
        Error::invalid(ADDRESS, what)
            .with_help(r#"name the part of the address that is meant: {"country":"US"}, {"state":"MI"}"#)
    };
    let parts = value.as_object().filter(|parts| !parts.is_empty());
    let parts = parts.ok_or_else(|| invalid("must be an object of the parts of an address"))?;
    parts
        .iter()
        .map(|(part, value)| filter(ADDRESS, value).filter(|_| !part.trim().is_empty()).map(|one| one.within(part)))
        .collect::<Option<_>>()
        .ok_or_else(|| invalid("must name each part, with text or a list of texts"))
}

/// A text or number, or a list of them, as texts.
pub(super) fn scalars(value: &Value) -> Option<Vec<String>> {
    let one = |value: &Value| match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        _ => None,
    };
    match value {
        Value::Array(list) if !list.is_empty() => list.iter().map(one).collect(),
        Value::Array(_) => None,
        other => one(other).map(|text| vec![text]),
    }
}
