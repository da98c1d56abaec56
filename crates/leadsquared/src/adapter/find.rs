//! Finding one lead or opportunity by a key.

use super::fields::{BY_ID, ID};
use super::{Leads, Opportunities, VENDOR, list_page};
use crate::api::leads::{GetLead, SearchLeads};
use crate::api::opportunities::{GetOpportunity, ListOpportunitiesByUniqueLeadField, SearchOpportunities};
use crate::model::{
    AdvancedSearch, Condition, FieldRef, FieldValue, LeadId, LookupName, Opportunity, Paging, SqlOperator,
};
use crate::verification::matches_written;
use leads_core::client::LeadKey;
use leads_core::vendor::{Paged, find_one};
use leads_core::{CallOptions, Error, ErrorKind, Lead, Raw, Reply, Result};

/// The prefix of an opportunity's own fields.
pub(super) const OWN_FIELD: &str = "mx_Custom_";
const ROWS: u32 = 100;

/// Returns the lead field that a key names, in the spelling of searches.
fn lead_field(key: &LeadKey) -> LookupName {
    match key {
        LeadKey::Phone(_) => LookupName::Phone,
        LeadKey::Field { name, .. } if name == BY_ID => LookupName::from(ID),
        LeadKey::Field { name, .. } => LookupName::from(name.as_str()),
        _ => LookupName::EmailAddress,
    }
}

/// Returns whether a value that was read is the one searched for. Searches ignore the letter case.
fn is_same(wanted: &str, seen: &FieldValue) -> bool {
    let text = seen.text().is_some_and(|seen| seen.trim().to_lowercase() == wanted.trim().to_lowercase());
    text || matches_written(FieldValue::from(wanted).by_ref(), seen.by_ref()) == Some(true)
}

/// Returns an error unless a row has the value that was searched for. The vendor responds to a search that it does not
/// understand with every record.
fn ensure_same(field: &str, wanted: &str, seen: Option<FieldValue>) -> Result<()> {
    if seen.is_some_and(|seen| is_same(wanted, &seen)) {
        return Ok(());
    }
    Err(Error::new(ErrorKind::Precondition, format!("the vendor returned a record without this value of `{field}`"))
        .with_help("the account may have no such field, or may not search by it: check the schema name")
        .for_operation(VENDOR, "find"))
}

/// Returns `None` for a record that was deleted after it was listed.
fn existing<T>(read: Result<T>) -> Result<Option<T>> {
    match read {
        Err(error) if error.is_not_found() => Ok(None),
        read => read.map(Some),
    }
}

impl Leads {
    pub(super) async fn find_lead(&self, key: &LeadKey, options: &CallOptions) -> Result<Reply<Box<dyn Lead>>> {
        key.check(&self.capabilities).map_err(|error| error.for_operation(VENDOR, "find"))?;
        let field = lead_field(key);
        let request = SearchLeads::new(field.clone(), SqlOperator::Equal, key.value()).paging(Paging::new(1, ROWS));
        let field = &field;
        let page = |after| {
            let request = request.clone();
            async move {
                list_page(&self.client, request, Option::as_ref(&after), options, |row| Some(self.to_lead(row))).await
            }
        };
        let keep = |rows: Vec<Box<dyn Lead>>| async move {
            for row in &rows {
                let seen = row.custom(field.as_str()).and_then(|text| serde_json::from_str(&text).ok());
                ensure_same(field.as_str(), key.value(), seen)?;
            }
            Ok(rows)
        };
        find_one(key, page, keep).await
    }
}

impl Opportunities {
    pub(super) async fn find_opportunity(&self, key: &LeadKey, options: &CallOptions) -> Result<Reply<Box<dyn Lead>>> {
        key.check(&self.capabilities).map_err(|error| error.for_operation(VENDOR, "find"))?;
        let paging = Paging::new(1, ROWS);
        match key {
            LeadKey::Field { name, value, .. } if name.starts_with(OWN_FIELD) => {
                let search = AdvancedSearch::new("UTC").and(Condition::text(name.as_str(), "eq", value.as_str()));
                let request = SearchOpportunities::new(self.event_code()?, search).paging(paging);
                self.find_among(key, request, options).await
            }
            _ => {
                let request = ListOpportunitiesByUniqueLeadField::new(lead_field(key), key.value()).paging(paging);
                self.find_among(key, request, options).await
            }
        }
    }

    async fn find_among<R>(&self, key: &LeadKey, request: R, options: &CallOptions) -> Result<Reply<Box<dyn Lead>>>
    where
        R: Paged<Vendor = crate::LeadSquared, Item = Raw<Opportunity>>,
    {
        let page = |after| {
            let request = request.clone();
            async move {
                list_page(&self.client, request, Option::as_ref(&after), options, |row| self.of_this_type(row)).await
            }
        };
        let keep = |rows: Vec<Box<dyn Lead>>| async move {
            // Two are enough to know that the key is ambiguous.
            for row in rows.iter().take(2) {
                self.verify(key, &**row, options).await?;
            }
            Ok(rows)
        };
        find_one(key, page, keep).await
    }

    /// Verifies that an opportunity, or its lead, has a key's value. A row contains only the columns of the tenant's
    /// grid, so a field that it lacks is read from the record itself.
    async fn verify(&self, key: &LeadKey, row: &dyn Lead, options: &CallOptions) -> Result<()> {
        let field = match key {
            LeadKey::Field { name, .. } if name.starts_with(OWN_FIELD) => name.as_str().to_owned(),
            _ => lead_field(key).as_str().to_owned(),
        };
        let shown = |name: &str| -> Option<FieldValue> { serde_json::from_str(&row.custom(name)?).ok() };
        let seen = match shown(&field).filter(|value| !value.is_blank()) {
            Some(seen) => Some(seen),
            None if field.starts_with(OWN_FIELD) => match row.id() {
                Some(id) => existing(self.client.send_with(&GetOpportunity::new(id.as_str()), options).await)?
                    .and_then(|details| details.field_value(&field).cloned()),
                None => None,
            },
            None => {
                let lead = ["RelatedProspectId", "ProspectId", "ProspectID"].iter().find_map(|name| shown(name));
                match lead.as_ref().and_then(FieldValue::text).map(LeadId::from) {
                    Some(id) => {
                        let read = self.client.send_with(&GetLead::new(id), options).await?.into_inner();
                        existing(read.into_one())?.and_then(|lead| lead.record().get(&field).map(FieldRef::to_value))
                    }
                    None => None,
                }
            }
        };
        ensure_same(&field, key.value(), seen)
    }
}
