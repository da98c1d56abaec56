//! `POST /v2/LeadManagement.svc/Lead/Bulk/Update`

use super::ListLeadsByIds;
use super::lead_type::{check_lead_type, lead_type_setter};
use crate::api::prelude::*;
use crate::bulk::{self, Bulk, BulkResponse};
use crate::model::{Attribute, Attributes, FieldValue, LeadId};
use crate::plan::BULK_CALLS;
use crate::verification;
use std::ops::Range;

/// Sets one attribute of many leads to one value, at most 50 leads per call.
///
/// `POST /v2/LeadManagement.svc/Lead/Bulk/Update`. The response contains the number of leads that changed. If it
/// differs from the number sent, there is no way to determine which leads changed, and the report marks each as
/// [`Unknown`](leads_core::WriteOutcome::Unknown). Automations do not run.
///
/// Send it with [`Client::send_bulk`](crate::Client::send_bulk), which compares the number with the leads that were
/// sent. [`Client::send`](crate::Client::send) cannot: it reports [`Unknown`](leads_core::WriteOutcome::Unknown) for
/// every number below 50; the number is in the response, under `/Message/AffectedRows` of its
/// [`json`](crate::BulkResponse::json).
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) can determine the outcome.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/bulk-update/).
///
/// # Errors
///
/// Returns an error before sending if there are more than 50 leads. If the vendor reports that no lead changed, the
/// outcome is [`Unknown`](leads_core::WriteOutcome::Unknown).
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::leads::BulkUpdateLeads;
///
/// let request = BulkUpdateLeads::new(
///     ["3aee22bd-8419-422a-8242-c510df9af021"], "mx_City", "Springfield",
/// );
/// let report = client.send_all(&request).await?;
/// for row in &report.rows {
///     println!("{}: {} {:?}", row.index, row.outcome, row.id);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadManagement.svc/Lead/Bulk/Update")]
#[doc(alias = "LeadManagement.svc/Lead/Bulk/Update")]
#[doc(alias = "bulk update leads")]
#[doc(alias = "bulk update")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BulkUpdateLeads {
    body: BulkUpdateLeadsBody,
}

/// The wire body of [`BulkUpdateLeads`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct BulkUpdateLeadsBody {
    lead_ids: Vec<LeadId>,
    lead_fields: Attribute,
    attribute: Option<String>,
    value: Option<String>,
}

impl BulkUpdateLeads {
    /// Sets an attribute of these leads.
    pub fn new<I: Into<LeadId>>(
        leads: impl IntoIterator<Item = I>,
        name: impl Into<String>,
        value: impl Into<FieldValue>,
    ) -> Self {
        Self {
            body: BulkUpdateLeadsBody {
                lead_ids: leads.into_iter().map(Into::into).collect(),
                lead_fields: Attribute::new(name, value),
                attribute: None,
                value: None,
            },
        }
    }

    lead_type_setter! {}
}

impl Request for BulkUpdateLeads {
    type Vendor = LeadSquared;
    type Response = Raw<BulkResponse>;
    const OPERATION: Operation =
        op::post("bulk_update_leads", "/v2/LeadManagement.svc/Lead/Bulk/Update", Safety::Idempotent)
            .rate(BULK_CALLS)
            .docs("https://apidocs.leadsquared.com/bulk-update/");

    fn parts(&self) -> Result<Parts> {
        bulk::parts(self.body.lead_ids.len(), Self::MAX_ROWS, "leads")
            .require(
                self.body.lead_ids.iter().all(|id| !id.as_str().trim().is_empty()),
                "leads",
                "must not contain an empty id",
            )
            .check(check_lead_type(self.body.attribute.as_deref(), self.body.value.as_deref()))
            .require(!self.body.lead_fields.name().trim().is_empty(), "name", "must not be empty")
            .json(&self.body)
    }
}

/// Reads the leads by their ids. If only some have the value, the outcome cannot be determined.
impl Resolve for BulkUpdateLeads {
    type Check = ListLeadsByIds;
    const FOUND_WHEN: &'static str = "every lead has the value";

    fn check(&self) -> Option<ListLeadsByIds> {
        let body = &self.body;
        verification::by_ids(body.lead_ids.iter().map(LeadId::as_str), [body.lead_fields.name()])
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        seen.map_or(Resolution::CannotTell, |rows| {
            let field = &self.body.lead_fields;
            let wanted = Attributes::from([(field.name(), field.value().clone())]);
            verification::leads(self.body.lead_ids.iter().map(|id| (id.as_str(), &wanted)), rows)
        })
    }
}

has_body!(BulkUpdateLeads => BulkUpdateLeadsBody);

impl Bulk for BulkUpdateLeads {
    const MAX_ROWS: usize = 50;

    fn rows(&self) -> usize {
        self.body.lead_ids.len()
    }

    fn key(&self, row: usize) -> Option<String> {
        self.body.lead_ids.get(row).map(|id| id.as_str().to_owned())
    }

    fn slice(&self, rows: Range<usize>) -> Self {
        let mut piece = self.clone();
        piece.body.lead_ids = self.body.lead_ids.get(rows).unwrap_or_default().to_vec();
        piece
    }
}

sample!(BulkUpdateLeads: Self::new(["0a0b0c0d-0e0f-4a4b-8c8d-101112131415"], "mx_City", "Springfield"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn field_is_an_object_not_a_list() {
        let request = BulkUpdateLeads::new(["7", "8"], "mx_City", "Springfield");
        assert_eq!(
            serde_json::to_string(request.body()).unwrap(),
            r#"{"LeadIds":["7","8"],"LeadFields":{"Attribute":"mx_City","Value":"Springfield"}}"#
        );
        let typed = serde_json::to_string(request.clone().lead_type("OT_1").body()).unwrap();
        assert!(typed.ends_with(r#","Attribute":"LeadType","Value":"OT_1"}"#), "{typed}");
        assert_eq!(request.lead_type("").parts().unwrap_err().field(), Some("lead_type"));
        assert!(BulkUpdateLeads::new((0..51).map(|id| id.to_string()), "a", "b").parts().is_err());
    }
}
