//! `POST /v2/LeadManagement.svc/Lead/Bulk/UpdateV2`

use super::ListLeadsByIds;
use super::capture_lead::check_attributes;
use crate::api::prelude::*;
use crate::bulk::{Bulk, BulkResponse, check_size};
use crate::model::{Attributes, LeadId};
use crate::plan::BULK_CALLS;
use crate::verification;
use std::ops::Range;

/// Updates attributes of many leads, at most 25 per call.
///
/// `POST /v2/LeadManagement.svc/Lead/Bulk/UpdateV2`. The response is HTTP 200 even if every row failed; the counts in
/// it decide. [`Client::send_bulk`](crate::Client::send_bulk) and [`send_all`](crate::Client::send_all) report each
/// row.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) can determine the outcome.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/update-lead-in-bulk-v2/).
///
/// # Errors
///
/// If any row fails, returns an error whose outcome is [`Partial`](leads_core::WriteOutcome::Partial), or
/// [`NotApplied`](leads_core::WriteOutcome::NotApplied) if all failed; its codes identify the rows.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::leads::BulkUpdateLeadsV2;
///
/// let by_email = BulkUpdateLeadsV2::by(
///     "EmailAddress", [[("EmailAddress", "jane@example.com"), ("mx_City", "Springfield")]],
/// );
/// let by_id = BulkUpdateLeadsV2::by_id(
///     [("3aee22bd-8419-422a-8242-c510df9af021", [("mx_City", "Springfield")])],
/// );
/// let report = client.send_all(&by_email).await?;
/// for row in &report.rows {
///     println!("{}: {} {:?}", row.index, row.outcome, row.id);
/// }
/// client.send_all(&by_id).await?;
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadManagement.svc/Lead/Bulk/UpdateV2")]
#[doc(alias = "LeadManagement.svc/Lead/Bulk/UpdateV2")]
#[doc(alias = "bulk update leads v2")]
#[doc(alias = "bulk update v2")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BulkUpdateLeadsV2 {
    body: BulkUpdateLeadsV2Body,
}

/// The wire body of [`BulkUpdateLeadsV2`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct BulkUpdateLeadsV2Body {
    search_by_key: Option<String>,
    options: Option<UpdateOptions>,
    lead_properties_list: Vec<LeadProperties>,
}

#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct UpdateOptions {
    push_non_existent_leads_to_un_processed_list: Option<bool>,
}

#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct LeadProperties {
    prospect_id: Option<LeadId>,
    fields: Attributes,
}

impl BulkUpdateLeadsV2 {
    /// Updates the leads that match by a unique field; the attributes of each must contain its value.
    pub fn by<A: Into<Attributes>>(search_by: impl Into<String>, leads: impl IntoIterator<Item = A>) -> Self {
        let leads = leads.into_iter().map(|lead| LeadProperties { prospect_id: None, fields: lead.into() });
        Self {
            body: BulkUpdateLeadsV2Body {
                search_by_key: Some(search_by.into()),
                options: None,
                lead_properties_list: leads.collect(),
            },
        }
    }

    /// Updates leads by their ids. The id is written as the attribute `ProspectId` of each lead (inferred: the vendor's
    /// page requires it but shows no example).
    pub fn by_id<I: Into<LeadId>, A: Into<Attributes>>(leads: impl IntoIterator<Item = (I, A)>) -> Self {
        let leads = leads.into_iter().map(|(id, lead)| {
            let attributes: Attributes = lead.into();
            let id: LeadId = id.into();
            LeadProperties { prospect_id: None, fields: attributes.with("ProspectId", id.as_str()) }
        });
        Self {
            body: BulkUpdateLeadsV2Body { search_by_key: None, options: None, lead_properties_list: leads.collect() },
        }
    }

    /// Reports leads that do not exist separately from those that failed.
    #[must_use]
    pub fn push_non_existent_to_unprocessed(mut self, push: bool) -> Self {
        self.body.options = Some(UpdateOptions { push_non_existent_leads_to_un_processed_list: Some(push) });
        self
    }
}

impl LeadProperties {
    fn key<'a>(&'a self, search_by: Option<&str>) -> Option<&'a str> {
        match search_by {
            Some(name) => self.fields.get(name)?.text(),
            None => self
                .prospect_id
                .as_ref()
                .map(LeadId::as_str)
                .or_else(|| self.fields.get("ProspectId").or_else(|| self.fields.get("ProspectID"))?.text()),
        }
        .filter(|key| !key.is_empty())
    }
}

impl Request for BulkUpdateLeadsV2 {
    type Vendor = LeadSquared;
    type Response = Raw<BulkResponse>;
    const OPERATION: Operation =
        op::post("bulk_update_leads_v2", "/v2/LeadManagement.svc/Lead/Bulk/UpdateV2", Safety::Idempotent)
            .rate(BULK_CALLS)
            .docs("https://apidocs.leadsquared.com/update-lead-in-bulk-v2/");

    fn parts(&self) -> Result<Parts> {
        let body = &self.body;
        let by = body.search_by_key.as_deref();
        let mut parts = Parts::new()
            .require(by.is_none_or(|name| !name.trim().is_empty()), "search_by", "must not be empty")
            .rows(body.lead_properties_list.len())
            .check(check_size(body.lead_properties_list.len(), Self::MAX_ROWS, "leads"))
            .require(
                body.lead_properties_list.iter().all(|lead| lead.key(by).is_some()),
                "search_by",
                "must be among the attributes of each lead",
            );
        for lead in &body.lead_properties_list {
            parts = parts.check(check_attributes(&lead.fields));
        }
        parts.json(body)
    }
}

/// Reads the leads by their ids; by any other key, no read returns them all at once. If only some are as they were
/// sent, the outcome cannot be determined.
impl Resolve for BulkUpdateLeadsV2 {
    type Check = ListLeadsByIds;
    const FOUND_WHEN: &'static str = "every lead, named by id, has every attribute that was sent";

    fn check(&self) -> Option<ListLeadsByIds> {
        let leads = &self.body.lead_properties_list;
        let ids: Vec<&str> = leads.iter().map(|lead| lead.key(None)).collect::<Option<_>>()?;
        let names = leads.iter().flat_map(|lead| lead.fields.pairs()).map(|pair| pair.name());
        self.body.search_by_key.is_none().then(|| verification::by_ids(ids, names)).flatten()
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        seen.map_or(Resolution::CannotTell, |rows| {
            let leads = self.body.lead_properties_list.iter();
            verification::leads(leads.map(|lead| (lead.key(None).unwrap_or_default(), &lead.fields)), rows)
        })
    }
}

has_body!(BulkUpdateLeadsV2 => BulkUpdateLeadsV2Body);

impl Bulk for BulkUpdateLeadsV2 {
    const MAX_ROWS: usize = 25;

    fn rows(&self) -> usize {
        self.body.lead_properties_list.len()
    }

    fn key(&self, row: usize) -> Option<String> {
        self.body.lead_properties_list.get(row)?.key(self.body.search_by_key.as_deref()).map(str::to_owned)
    }

    fn slice(&self, rows: Range<usize>) -> Self {
        let mut piece = self.clone();
        piece.body.lead_properties_list = self.body.lead_properties_list.get(rows).unwrap_or_default().to_vec();
        piece
    }
}

sample!(BulkUpdateLeadsV2: Self::by("EmailAddress", [[("EmailAddress", "jane@example.com"), ("mx_City", "Springfield")]])
    .push_non_existent_to_unprocessed(true));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leads_are_objects_with_fields() {
        let request = BulkUpdateLeadsV2::by("Phone", [[("Phone", "+1-5550100")]]);
        assert_eq!(
            serde_json::to_string(request.body()).unwrap(),
            r#"{"SearchByKey":"Phone","LeadPropertiesList":[{"Fields":[{"Attribute":"Phone","Value":"+1-5550100"}]}]}"#
        );
        assert!(BulkUpdateLeadsV2::by("Mobile", [[("Phone", "1")]]).parts().is_err());
        let by_id = BulkUpdateLeadsV2::by_id([("7", [("mx_City", "x")])]);
        assert_eq!(by_id.key(0).as_deref(), Some("7"));
        assert!(by_id.parts().is_ok());
    }
}
