//! `POST /v2/LeadManagement.svc/Lead.Capture`

use super::SearchLeads;
use crate::api::prelude::*;
use crate::model::{Acknowledged, Attributes, FieldValue, LeadId, check_search_by};
use crate::verification;
use leads_core::open_enum;

/// Creates a lead, or updates the existing one.
///
/// `POST /v2/LeadManagement.svc/Lead.Capture?LeadUpdateBehavior=`. The vendor searches by id, then e-mail address, then
/// phone number. `SearchBy` takes precedence over these, unless id, address and phone are all present. The source of an
/// existing lead is not overwritten.
///
/// With none of id, e-mail address, phone and `SearchBy`, every call creates a lead. So does a call with id and e-mail
/// address but without an effective `SearchBy`, if the lead with the id has another address. Such a request is
/// [`NonIdempotent`](leads_core::Safety::NonIdempotent), and the library never sends it twice.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) can determine the outcome.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/capture-lead/).
///
/// # Errors
///
/// [`DuplicateEntry`](crate::ErrorCode::DuplicateEntry) if a unique value belongs to another lead.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::{api::leads::{CaptureLead, LeadUpdateBehavior}, model::Attributes};
///
/// let request =
///     CaptureLead::new([("EmailAddress", "jane@example.com"), ("FirstName", "Jane")])
///     .search_by("EmailAddress")
///     .update_behavior(LeadUpdateBehavior::UpdateOnlyEmptyFields);
/// let captured = client.send(&request).await?;
/// println!("captured: {:?}", captured.id());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadManagement.svc/Lead.Capture")]
#[doc(alias = "LeadManagement.svc/Lead.Capture")]
#[doc(alias = "capture lead")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaptureLead {
    update_behavior: Option<LeadUpdateBehavior>,
    body: CaptureLeadBody,
}

/// The wire body of [`CaptureLead`]. The async host accepts the same body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CaptureLeadBody(pub(crate) Attributes);

open_enum! {
    /// What a capture does with an existing lead.
    pub enum LeadUpdateBehavior {
        /// Leaves it unchanged.
        DoNotUpdate = "DoNotUpdate",
        /// Fills only empty fields.
        UpdateOnlyEmptyFields = "UpdateOnlyEmptyFields",
        /// Leaves its unique fields unchanged.
        DoNotUpdateUniqueFields = "DoNotUpdateUniqueFields",
    }
}

impl CaptureLeadBody {
    pub(crate) fn check(&self) -> Result<()> {
        check_attributes(&self.0)?;
        check_search_by(&self.0, "attributes")
    }

    /// Returns whether a retry finds the same lead, whatever the first attempt did.
    pub(crate) fn safety(&self) -> Safety {
        let there = |name: &str| self.0.get(name).is_some_and(|value| !value.is_blank());
        let (id, email, phone) = (there("ProspectID"), there("EmailAddress"), there("Phone"));
        let found = match there("SearchBy") && !(id && email && phone) {
            true => true,
            // An id together with another lead's address creates a lead each time.
            false => (id || email || phone) && !(id && email),
        };
        if found { Safety::Idempotent } else { Safety::NonIdempotent }
    }
}

/// Rejects an empty set of attributes, and names that occur twice.
pub(crate) fn check_attributes(attributes: &Attributes) -> Result<()> {
    if attributes.is_empty() {
        return Err(leads_core::Error::invalid("attributes", "must contain at least one"));
    }
    attributes.check("attributes")
}

impl CaptureLead {
    /// Returns whether the vendor searches for the lead by its e-mail address or phone number.
    pub(crate) fn searches_by_contact(&self) -> bool {
        let by = self.body.0.get("SearchBy").and_then(FieldValue::text);
        by.is_none_or(|by| matches!(by, "EmailAddress" | "Phone"))
    }

    /// Captures a lead with these attributes.
    pub fn new(attributes: impl Into<Attributes>) -> Self {
        Self { update_behavior: None, body: CaptureLeadBody(attributes.into()) }
    }

    /// Sets what to do with an existing lead.
    #[must_use]
    pub fn update_behavior(mut self, behavior: impl Into<LeadUpdateBehavior>) -> Self {
        self.update_behavior = Some(behavior.into());
        self
    }

    /// Sets an attribute by its schema name.
    #[must_use]
    pub fn attribute(mut self, name: impl Into<String>, value: impl Into<FieldValue>) -> Self {
        self.body.0.set(name, value);
        self
    }

    /// Sets the attribute by which the lead is found.
    #[must_use]
    pub fn search_by(self, name: impl Into<String>) -> Self {
        self.attribute("SearchBy", name.into())
    }
}

impl Request for CaptureLead {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged<LeadId>>;
    const OPERATION: Operation = op::post("capture_lead", "/v2/LeadManagement.svc/Lead.Capture", Safety::Idempotent)
        .docs("https://apidocs.leadsquared.com/capture-lead/");

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .check(self.body.check())
            .query_opt("LeadUpdateBehavior", self.update_behavior.as_ref())
            .json(&self.body)
    }

    fn safety(&self) -> Safety {
        self.body.safety()
    }
}

/// Searches for the lead as the vendor does: by `SearchBy`, id, e-mail address or phone number. Without any of
/// them, the outcome cannot be verified. A lead that has every attribute makes a second call unnecessary,
/// regardless of who created it; one that differs proves nothing.
impl Resolve for CaptureLead {
    type Check = SearchLeads;
    const FOUND_WHEN: &'static str = "a lead found by the same field has every attribute that was sent";

    fn check(&self) -> Option<SearchLeads> {
        verification::search(&self.body.0)
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        seen.map_or(Resolution::CannotTell, |rows| verification::captured(&self.body.0, rows))
    }
}

has_body!(CaptureLead => CaptureLeadBody);

sample!(CaptureLead: Self::new([("EmailAddress", "jane@example.com"), ("FirstName", "Jane")]).search_by("EmailAddress"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capture_without_a_key_is_sent_once() {
        assert_eq!(CaptureLead::new([("FirstName", "Jane")]).safety(), Safety::NonIdempotent);
        assert_eq!(CaptureLead::new([("Phone", "+1-5550100")]).safety(), Safety::Idempotent);
        assert_eq!(CaptureLead::new([("Phone", "")]).safety(), Safety::NonIdempotent);
    }

    #[test]
    fn capture_with_id_and_address_is_sent_once() {
        let both = CaptureLead::new([("ProspectID", "7"), ("EmailAddress", "jane@example.com")]);
        assert_eq!(both.safety(), Safety::NonIdempotent);
        assert_eq!(both.clone().search_by("EmailAddress").safety(), Safety::Idempotent);
        assert_eq!(both.clone().search_by("ProspectId").safety(), Safety::Idempotent);
        // With all three, the vendor ignores `SearchBy`.
        let all = both.clone().attribute("Phone", "+15550100");
        assert_eq!((all.safety(), all.search_by("Phone").safety()), (Safety::NonIdempotent, Safety::NonIdempotent));
        assert_eq!(both.attribute("EmailAddress", "").safety(), Safety::Idempotent);
        let queued = crate::api::asynchronous::CaptureLeadAsync::new([("ProspectID", "7"), ("EmailAddress", "j@x")]);
        assert_eq!(
            (queued.safety(), queued.search_by("EmailAddress").safety()),
            (Safety::NonIdempotent, Safety::Idempotent)
        );
    }

    #[test]
    fn capture_lead_serializes_to_the_wire_form() {
        let request = CaptureLead::new([("Phone", "+1-5550100")])
            .search_by("Phone")
            .update_behavior(LeadUpdateBehavior::DoNotUpdate);
        assert_eq!(
            request.parts().unwrap().render(CaptureLead::OPERATION.path).unwrap(),
            "/v2/LeadManagement.svc/Lead.Capture?LeadUpdateBehavior=DoNotUpdate"
        );
        assert_eq!(
            serde_json::to_string(request.body()).unwrap(),
            r#"[{"Attribute":"Phone","Value":"+1-5550100"},{"Attribute":"SearchBy","Value":"Phone"}]"#
        );
        assert!(CaptureLead::new(Attributes::new()).parts().is_err());
        assert!(CaptureLead::new([("Phone", "1")]).search_by("EmailAddress").parts().is_err());
    }
}
