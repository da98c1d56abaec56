//! `POST /v2/LeadManagement.svc/Lead.Merge`

use super::GetLead;
use crate::api::prelude::*;
use crate::model::{Acknowledged, LeadId};
use crate::verification;

/// Merges a lead into another lead. This cannot be undone.
///
/// `POST /v2/LeadManagement.svc/Lead.Merge?masterId=&childId=`. The master keeps the values of its own fields and
/// receives the child's activities and notes; the child's field values are dropped, and its id no longer names a lead.
/// The merge is written to the master as an activity of event 3003, whose id
/// [`ListMergedLeads`](super::ListMergedLeads) takes.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) can determine the outcome, unless the child was
/// a visitor.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/merge-leads/).
///
/// # Errors
///
/// Returns an error before sending if both ids are the same. A rejected request is
/// [`NotApplied`](leads_core::WriteOutcome::NotApplied). If the response is lost, the outcome is
/// [`Unknown`](leads_core::WriteOutcome::Unknown) and the request is not retried: the vendor does not document its
/// response to a repeated merge.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::leads::MergeLeads;
///
/// let request = MergeLeads::new(
///     "3aee22bd-8419-422a-8242-c510df9af021", "5501cfea-34b3-4ce2-9eac-00715e7a9e70",
/// );
/// let merged = client.send(&request).await?;
/// println!("merged: {:?}", merged.id());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadManagement.svc/Lead.Merge")]
#[doc(alias = "LeadManagement.svc/Lead.Merge")]
#[doc(alias = "merge leads")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MergeLeads {
    master_id: LeadId,
    child_id: LeadId,
    #[serde(default)]
    is_visitor: bool,
}

impl MergeLeads {
    /// Merges the lead `child` into the lead `master`.
    pub fn new(master: impl Into<LeadId>, child: impl Into<LeadId>) -> Self {
        Self { master_id: master.into(), child_id: child.into(), is_visitor: false }
    }

    /// Merges a website visitor that is not a lead yet, named by its `MXCProspectId`, into the lead `master`.
    pub fn visitor(master: impl Into<LeadId>, visitor: impl Into<LeadId>) -> Self {
        Self { is_visitor: true, ..Self::new(master, visitor) }
    }
}

impl Request for MergeLeads {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged<LeadId>>;
    const OPERATION: Operation = op::post("merge_leads", "/v2/LeadManagement.svc/Lead.Merge", Safety::NonIdempotent)
        .names_record()
        .docs("https://apidocs.leadsquared.com/merge-leads/");

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .check(crate::model::check_id(self.master_id.as_str(), "master_id"))
            .check(crate::model::check_id(self.child_id.as_str(), "child_id"))
            .require(
                !self.master_id.as_str().eq_ignore_ascii_case(self.child_id.as_str()),
                "child_id",
                "must not be the master",
            )
            .query("masterId", &self.master_id)
            .query("childId", &self.child_id)
            .empty()
    }
}

/// Reads the child by its id. A visitor is not read: it did not exist as a lead before the merge either. A child that
/// was deleted looks the same as one that was merged.
impl Resolve for MergeLeads {
    type Check = GetLead;
    const FOUND_WHEN: &'static str = "the read of the child by its id is an empty list; a visitor cannot be verified";

    fn check(&self) -> Option<GetLead> {
        (!self.is_visitor).then(|| GetLead::new(&self.child_id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        seen.map_or(Resolution::CannotTell, |rows| verification::gone(&self.child_id, rows))
    }
}

sample!(MergeLeads: Self::new("0a0b0c0d-0e0f-4a4b-8c8d-101112131415", "0b0b0c0d-0e0f-4a4b-8c8d-101112131415"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn ids_are_sent_in_the_query_without_a_body() {
        assert_eq!(wire(&MergeLeads::new("7", "8")), "POST /v2/LeadManagement.svc/Lead.Merge?masterId=7&childId=8");
        assert_eq!(MergeLeads::new("", "8").parts().unwrap_err().field(), Some("master_id"));
        assert_eq!(MergeLeads::new("7", " ").parts().unwrap_err().field(), Some("child_id"));
        assert_eq!(MergeLeads::new("a7", "A7").parts().unwrap_err().field(), Some("child_id"));
    }

    #[test]
    fn visitor_cannot_be_verified() {
        assert_eq!(MergeLeads::new("7", "8").check(), Some(GetLead::new("8")));
        assert_eq!(MergeLeads::visitor("7", "8").check(), None);
    }
}
