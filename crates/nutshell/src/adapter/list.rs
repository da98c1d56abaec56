//! Listing leads.

use super::Leads;
use crate::api::leads::ListLeads;
use crate::query::Filter;
use leads_core::client::LeadQuery;
use leads_core::vendor::ensure_known_fields;
use leads_core::{Error, LeadState, Result};
use serde_json::Value;

/// Rows per page, unless the query sets a limit.
const PAGE_SIZE: u32 = 100;

/// The only filter with nested fields: `filter[address][country]`.
const ADDRESS: &str = "address";

/// The vendor's filter keys that a list supports in addition to the common filters.
pub(super) const FILTERS: &[&str] = &[
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

/// The states that a list can be filtered by, through the outcomes that mean them. No filter for open leads is
/// documented.
pub(super) const CLOSED: &[LeadState] = &[LeadState::Won, LeadState::Lost, LeadState::Cancelled];

impl Leads {
    pub(super) fn list_request(&self, query: &LeadQuery) -> Result<ListLeads> {
        ensure_known_fields(&query.vendor_fields, FILTERS)?;
        if query.state.is_some_and(|state| !CLOSED.contains(&state)) {
            return Err(Error::unsupported("Nutshell lists leads by the state won, lost or cancelled only")
                .with_field("state")
                .with_help("list every lead, and compare the state yourself"));
        }
        if query.state.is_some() && query.vendor_fields.contains_key("outcomes") {
            return Err(Error::invalid("outcomes", "and state must not both be set"));
        }
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
                request.filter(found.ok_or_else(|| Error::invalid(key.clone(), "must be text or a list of texts"))?);
        }
        Ok(request)
    }
}

/// Builds a filter by its vendor key. Returns `None` if the value is neither text nor a list of texts.
fn filter(key: &str, value: &Value) -> Option<Filter> {
    let values = scalars(value)?;
    Some(match (value, values.as_slice()) {
        (Value::Array(_), _) | (_, []) => Filter::any(key, values),
        (_, [only, ..]) => Filter::new(key, only),
    })
}

/// Builds one address filter for each part of the address.
fn address(value: &Value) -> Result<Vec<Filter>> {
    let invalid = |what| {
        Error::invalid(ADDRESS, what).with_help(r#"name the parts of the address: {"country":"US"}, {"state":"MI"}"#)
    };
    let parts = value.as_object().filter(|parts| !parts.is_empty());
    let parts = parts.ok_or_else(|| invalid("must be an object with the parts of an address"))?;
    parts
        .iter()
        .map(|(part, value)| filter(ADDRESS, value).filter(|_| !part.trim().is_empty()).map(|one| one.within(part)))
        .collect::<Option<_>>()
        .ok_or_else(|| invalid("must give each named part as text or a list of texts"))
}

/// Returns a text, a number or a list of them as texts.
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
