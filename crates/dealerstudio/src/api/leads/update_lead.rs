//! `PUT /api/v1/leads/{id}`

use crate::api::prelude::*;
use crate::api::{is_off, is_on, on};
use crate::model::{Category, Dealership, LeadBody, LeadFields, LeadFile, LeadId, LeadRecord, Source, lead_setters};
use crate::preflight::{Needs, PermissionNeed};
use leads_core::{Error, Personal};

/// Updates a lead that is at most three days old.
///
/// `PUT /api/v1/leads/{id}`. The vendor marks the same fields as required as for a create, and a lead cannot be read
/// back, so [`new`](Self::new) takes them all; [`partial`](Self::partial) sends only what is set and lets the server
/// decide whether to accept it. Set an outcome on the lead's [cluster](crate::api::lead_clusters::UpdateLeadCluster)
/// instead, which has no three-day rule.
///
/// It is retried automatically after a lost response unless it has files, a payment or other nested records: a retry
/// may create those again.
///
/// If the response is lost, the outcome cannot be verified automatically, because Dealer Studio has no operation that
/// reads the record. [`Error::help`](crate::Error::help) says where to check manually.
///
/// See [the vendor's page](https://dev.dealerstudio.com.au/public-api/operations/apiv1leadsid).
///
/// # Errors
///
/// * before sending: an invalid request, with the field; [`without_validation`](Self::without_validation) leaves the
///   vendor's rules to the server;
/// * `lead_too_old` regardless of the HTTP status, even 2xx; `not_found`, `unauthorised` (also for a key without the
///   permission, whose name is not documented), `validation_failed`: all
///   [`NotApplied`](leads_core::WriteOutcome::NotApplied);
/// * a foreign response or a 5xx: [`Unknown`](leads_core::WriteOutcome::Unknown).
///
/// The request is documented, a successful response is not. An empty response is a success; if there is a record, it is
/// returned.
///
/// # Examples
///
/// ```
/// # async fn run(client: &dealerstudio::Client) -> dealerstudio::Result<()> {
/// use dealerstudio::api::leads::UpdateLead;
/// use dealerstudio::model::{Category, ClusterState, Source};
///
/// let (email, phone) = ("jo@example.com", "0400000000");
/// let category = Category::UsedVehicleEnquiry;
/// let whole =
///     UpdateLead::new(12, "northside-motors", category, Source::Website, email, phone)
///         .lead_state(ClusterState::Contacted);
/// let reply = client.send(&whole).await?;
/// println!("{}", reply.meta().outcome);
///
/// // Only some fields.
/// let part = UpdateLead::partial(12).tags(vec!["called".to_owned()]);
/// client.send(&part).await?;
/// # Ok(()) }
/// ```
#[doc(alias = "/api/v1/leads/{id}")]
#[doc(alias = "leads/{id}")]
#[doc(alias = "update lead")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateLead {
    id: LeadId,
    body: Box<LeadBody>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    files: Vec<LeadFile>,
    #[serde(default, skip_serializing_if = "is_off")]
    partial: bool,
    #[serde(default = "on", skip_serializing_if = "is_on")]
    validate: bool,
}

impl UpdateLead {
    /// Creates an update of a lead with the fields that the vendor requires.
    pub fn new(
        id: impl Into<LeadId>,
        dealership: impl Into<Dealership>,
        category: impl Into<Category>,
        source: impl Into<Source>,
        email: impl Into<Personal<String>>,
        phone: impl Into<Personal<String>>,
    ) -> Self {
        let mut request = Self::partial(id);
        request.partial = false;
        let lead = &mut request.body.lead;
        lead.set_dealership(dealership.into());
        lead.category = Some(category.into());
        lead.source = Some(source.into());
        lead.email = Some(email.into());
        lead.phone = Some(phone.into());
        request
    }

    /// Creates a request that updates only the fields set afterwards. The vendor marks several fields as required for
    /// an update too, and may reject it.
    pub fn partial(id: impl Into<LeadId>) -> Self {
        Self { id: id.into(), body: Box::default(), files: Vec::new(), partial: true, validate: true }
    }

    /// Sets the dealership; for a partial update.
    #[must_use]
    pub fn dealership(mut self, dealership: impl Into<Dealership>) -> Self {
        self.body.lead.set_dealership(dealership.into());
        self
    }

    leads_core::setters! { body.lead;
        /// Sets the customer's e-mail address; for a partial update.
        email: Personal<String>,
        /// Sets the customer's phone number; for a partial update.
        phone: Personal<String>,
        /// Sets what the lead is about; for a partial update.
        category: Category,
        /// Sets where it came from; for a partial update.
        source: Source,
    }

    lead_setters!();

    /// Replaces all fields, for the adapter.
    pub(crate) fn with_fields(mut self, fields: LeadFields, partial: bool) -> Self {
        self.body.lead = fields;
        self.partial = partial;
        self
    }

    /// Checks the vendor's rules, as [`parts`](Request::parts) does unless validation is disabled: required fields
    /// (except for a partial update) and dependent fields.
    ///
    /// # Errors
    ///
    /// Returns an error that names the invalid field.
    pub fn validate(&self) -> Result<()> {
        if self.partial && self.files.is_empty() && self.body.lead == LeadFields::default() {
            return Err(Error::invalid("lead", "changes nothing"));
        }
        self.body.lead.check_rules(!self.partial)
    }
}

impl Request for UpdateLead {
    type Vendor = DealerStudio;
    type Response = Option<Raw<LeadRecord>>;
    const OPERATION: Operation = op::put("update_lead", "/api/v1/leads/{id}", Safety::Idempotent)
        .docs("https://dev.dealerstudio.com.au/public-api/operations/apiv1leadsid");

    fn parts(&self) -> Result<Parts> {
        let id = if self.id.get() > 0 { Ok(()) } else { Err(Error::invalid("id", "must be above zero")) };
        let parts = Parts::new().check(id).path("id", self.id).check(self.body.lead.check_form());
        let parts = if self.validate { parts.check(self.validate()) } else { parts };
        if self.files.is_empty() {
            return parts.json(&self.body);
        }
        let parts = parts.empty()?;
        parts.multipart(crate::form::write("lead", &self.body.lead, &self.files)?)
    }

    fn safety(&self) -> Safety {
        if self.files.is_empty() && !self.body.lead.makes_records() {
            Safety::Idempotent
        } else {
            Safety::NonIdempotent
        }
    }

    fn trace(&self) -> Option<String> {
        Some(format!("check lead {} in Dealer Studio", self.id))
    }
}

has_body!(UpdateLead => LeadBody);

impl Needs for UpdateLead {
    const PERMISSION: PermissionNeed = PermissionNeed::NotDocumented;
    fn dealership(&self) -> Option<Dealership> {
        self.body.lead.dealership()
    }
}

sample!(UpdateLead: {
    use crate::model::{Address, ClusterState};
    Self::new(
        12,
        "northside-motors",
        Category::NewVehicleEnquiry,
        Source::Website,
        "jo.citizen@example.com",
        "0400000000",
    )
    .name("Jo")
    .last_name("Citizen")
    .lead_state(ClusterState::Contacted)
    .provider("example.com")
    .provider_id("enquiry-1")
    .dob("31/12/1990")
    .time_on_site_seconds(leads_core::Patch::Clear)
    .address(Address::new().city("Melbourne").state("VIC").postcode(3000))
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Payment;
    use leads_core::Patch;

    fn plain() -> UpdateLead {
        UpdateLead::new(12, 42, Category::GeneralEnquiry, "Website", "jo@example.com", "0400000000")
    }

    #[test]
    fn update_lead_wire_body_and_stored_request_have_their_own_forms() {
        let request = UpdateLead::partial(12).time_to_submit_seconds(Patch::Set(5)).email("jo@example.com");
        let parts = request.parts().unwrap();
        assert_eq!(parts.render(UpdateLead::OPERATION.path).unwrap(), "/api/v1/leads/12");
        let body = r#"{"lead":{"email":"jo@example.com","time_to_submit_seconds":5}}"#;
        assert_eq!(serde_json::to_string(request.body()).unwrap(), body);
        let stored = serde_json::to_string(&request).unwrap();
        assert_eq!(stored, format!("{{\"id\":12,\"body\":{body},\"partial\":true}}"));
        assert_eq!(serde_json::from_str::<UpdateLead>(&stored).unwrap(), request);
    }

    #[test]
    fn required_fields_are_checked_unless_partial() {
        let mut stored = serde_json::to_value(plain()).unwrap();
        for (member, field) in [
            ("email", "email"),
            ("phone", "phone"),
            ("category", "category"),
            ("source", "source"),
            ("dealership_id", "dealership"),
        ] {
            let mut short = stored.clone();
            short["body"]["lead"].as_object_mut().unwrap().remove(member);
            let request: UpdateLead = serde_json::from_value(short.clone()).unwrap();
            assert_eq!(request.parts().unwrap_err().field(), Some(field));
            short["partial"] = true.into();
            assert!(serde_json::from_value::<UpdateLead>(short).unwrap().parts().is_ok());
        }
        stored["id"] = "x".into();
        assert!(serde_json::from_value::<UpdateLead>(stored).is_err());
        assert_eq!(UpdateLead::partial(12).parts().unwrap_err().field(), Some("lead"));
        assert!(UpdateLead::partial(12).without_validation().parts().is_ok());
    }

    #[test]
    fn nested_records_make_an_update_non_idempotent() {
        assert_eq!(plain().safety(), Safety::Idempotent);
        for once in [
            plain().payment(Payment::new().amount(1)),
            plain().file(LeadFile::bytes("a", vec![1])),
            plain().extra("notes_attributes", serde_json::json!([{"text": "x"}])),
        ] {
            assert_eq!(once.safety(), Safety::NonIdempotent);
        }
    }

    #[test]
    fn response_is_a_record_or_empty() {
        let read = |text: &'static str| UpdateLead::read(&HttpResponse::new(200, Default::default(), text.as_bytes()));
        assert!(read("").unwrap().is_none());
        assert_eq!(read(r#"{"lead":{"id":12}}"#).unwrap().unwrap().id.unwrap().get(), 12);
        assert_eq!(read(r#"{"id":12,"message":"lead"}"#).unwrap().unwrap().id.unwrap().get(), 12);
        for nothing in ["{}", " null ", r#"{"success":true}"#, r#"{"lead":{}}"#, "[1]", "OK"] {
            assert!(read(nothing).unwrap_err().is_decode(), "{nothing}");
        }
    }
}
