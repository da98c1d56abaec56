//! `POST /v2/OpportunityManagement.svc/Update`

use super::GetOpportunity;
use crate::api::prelude::*;
use crate::model::{
    Acknowledged, FieldValue, Fields, OpportunityDetails, OpportunityId, OpportunityRef, OpportunityStatus,
};
use crate::verification;
use chrono::{DateTime, Utc};
use leads_core::vendor::is_blank;
use leads_core::{Error, Personal};

/// Updates fields of an opportunity.
///
/// `POST /v2/OpportunityManagement.svc/Update`. Only the fields that are sent change. Reads show the change some
/// seconds later.
///
/// The vendor's page says in one place that the id goes in the URL; its URL and its example have it only in the body,
/// where it is sent.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) can determine the outcome.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/update-an-opportunity/).
///
/// # Errors
///
/// [`InvalidActivityFields`](crate::ErrorCode::InvalidActivityFields) if a compulsory field is missing, for example the
/// comment that a tenant may require with a status change; `NotFound` for an unknown opportunity. Both are
/// [`NotApplied`](leads_core::WriteOutcome::NotApplied).
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::opportunities::UpdateOpportunity;
/// use leadsquared::model::{OpportunityRef, OpportunityStatus};
///
/// let won = UpdateOpportunity::new("5ca5b042-51ea-4699-b6f0-84c40ab12770")
///     .status(OpportunityStatus::Won)
///     .field("mx_Custom_7", "180,000")
///     .note("signed");
/// let by_number = UpdateOpportunity::new(OpportunityRef::AutoId("OPP-17".into()))
///     .clear("mx_Custom_4");
/// let updated = client.send(&won).await?;
/// println!("updated: {:?}", updated.id());
/// client.send(&by_number).await?;
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/OpportunityManagement.svc/Update")]
#[doc(alias = "OpportunityManagement.svc/Update")]
#[doc(alias = "update opportunity")]
#[doc(alias = "close opportunity")]
#[doc(alias = "update status")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateOpportunity {
    body: UpdateOpportunityBody,
}

/// The wire body of [`UpdateOpportunity`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct UpdateOpportunityBody {
    prospect_opportunity_id: OpportunityRef,
    opportunity_note: Option<Personal<String>>,
    fields: Option<Fields>,
}

impl UpdateOpportunityBody {
    pub(crate) fn check(&self) -> Result<()> {
        crate::model::check_id(self.prospect_opportunity_id.as_str(), "opportunity")?;
        let fields = self.fields.as_ref().is_some_and(|fields| !fields.is_empty());
        if !fields && self.opportunity_note.is_none() {
            return Err(Error::invalid("fields", "must contain a field, or a note must be set: nothing would change"));
        }
        // The status is Open, Won, Lost or a tenant-defined word, never empty.
        let blank = |value: &FieldValue| value.is_blank() || value.text().is_some_and(is_blank);
        if self.fields.as_ref().and_then(|fields| fields.get("Status")).is_some_and(blank) {
            return Err(Error::invalid("status", "must not be empty"));
        }
        self.fields.as_ref().map_or(Ok(()), |fields| fields.check("fields"))
    }
}

impl UpdateOpportunity {
    /// Updates an opportunity, given by its id or AutoId.
    pub fn new(opportunity: impl Into<OpportunityRef>) -> Self {
        Self {
            body: UpdateOpportunityBody {
                prospect_opportunity_id: opportunity.into(),
                opportunity_note: None,
                fields: None,
            },
        }
    }

    setters! { body;
        /// Replaces all fields of the request.
        fields: Fields,
    }

    /// Sets the note.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.body.opportunity_note = Some(Personal(note.into()));
        self
    }

    /// Sets a field by its schema name.
    #[must_use]
    pub fn field(mut self, name: impl Into<String>, value: impl Into<FieldValue>) -> Self {
        self.body.fields.get_or_insert_default().set(name, value);
        self
    }

    /// Clears a field.
    #[must_use]
    pub fn clear(self, name: impl Into<String>) -> Self {
        self.field(name, "")
    }

    /// Sets the status. A tenant can require a comment with it, usually in `mx_Custom_19`.
    #[must_use]
    pub fn status(self, status: impl Into<OpportunityStatus>) -> Self {
        let status = status.into();
        self.field("Status", status.as_str())
    }

    /// Sets the owner, by user id.
    #[must_use]
    pub fn owner(self, user: impl Into<crate::model::UserId>) -> Self {
        let user = user.into();
        self.field("Owner", user.as_str())
    }

    /// Sets when the opportunity was created. This works only if the vendor's support has enabled it for the account.
    #[must_use]
    pub fn created_on(self, time: DateTime<Utc>) -> Self {
        self.field("CreatedOn", time)
    }

    /// Returns the opportunity to update.
    #[must_use]
    pub fn opportunity(&self) -> &OpportunityRef {
        &self.body.prospect_opportunity_id
    }
}

impl Request for UpdateOpportunity {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged<OpportunityId>>;
    const OPERATION: Operation =
        op::post("update_opportunity", "/v2/OpportunityManagement.svc/Update", Safety::Idempotent)
            .names_record()
            .docs("https://apidocs.leadsquared.com/update-an-opportunity/");

    fn parts(&self) -> Result<Parts> {
        self.body.check()?;
        Parts::new().json(&self.body)
    }
}

/// Reads the opportunity by its id; there is no read by AutoId. Reads lag behind writes by seconds, for an
/// undocumented time: different values prove nothing.
impl Resolve for UpdateOpportunity {
    type Check = GetOpportunity;
    const FOUND_WHEN: &'static str = "the opportunity has every field and the note that were sent";

    fn check(&self) -> Option<GetOpportunity> {
        self.body.verification_read()
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        seen.map_or(Resolution::CannotTell, |details| self.body.interpret(details))
    }
}

impl UpdateOpportunityBody {
    pub(crate) fn verification_read(&self) -> Option<GetOpportunity> {
        match &self.prospect_opportunity_id {
            OpportunityRef::Id(id) => Some(GetOpportunity::new(id)),
            OpportunityRef::AutoId(_) => None,
        }
    }

    pub(crate) fn interpret(&self, details: &OpportunityDetails) -> Resolution {
        verification::opportunity(
            self.fields.as_ref(),
            self.opportunity_note.as_ref().map(|note| note.as_str()),
            details,
        )
    }
}

has_body!(UpdateOpportunity => UpdateOpportunityBody);

sample!(UpdateOpportunity: Self::new("0f0e0d0c-0b0a-4908-8706-050403020100")
    .status(OpportunityStatus::Won)
    .field("mx_Custom_7", "180,000")
    .note("signed on site"));

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    #[test]
    fn update_opportunity_serializes_to_the_wire_form() {
        let request = UpdateOpportunity::new("5")
            .status(OpportunityStatus::Lost)
            .created_on(Utc.with_ymd_and_hms(2024, 4, 2, 12, 13, 44).unwrap());
        assert_eq!(
            serde_json::to_string(request.body()).unwrap(),
            r#"{"ProspectOpportunityId":"5","Fields":[{"SchemaName":"Status","Value":"Lost"},{"SchemaName":"CreatedOn","Value":"2024-04-02 12:13:44"}]}"#
        );
        let stored = serde_json::to_string(&request).unwrap();
        assert!(stored.starts_with(r#"{"body":{"ProspectOpportunityId":"#));
        assert_eq!(serde_json::from_str::<UpdateOpportunity>(&stored).unwrap(), request);
    }

    #[test]
    fn update_opportunity_without_changes_is_rejected() {
        assert_eq!(UpdateOpportunity::new("5").parts().unwrap_err().field(), Some("fields"));
        assert_eq!(UpdateOpportunity::new(" ").note("x").parts().unwrap_err().field(), Some("opportunity"));
        assert_eq!(UpdateOpportunity::new("5").field("", "x").parts().unwrap_err().field(), Some("fields"));
        assert_eq!(UpdateOpportunity::new("5").status("").parts().unwrap_err().field(), Some("status"));
        assert_eq!(UpdateOpportunity::new("5").clear("Status").parts().unwrap_err().field(), Some("status"));
        assert!(!format!("{:?}", UpdateOpportunity::new("5").note("secret").field("a", "secret")).contains("secret"));
    }
}
