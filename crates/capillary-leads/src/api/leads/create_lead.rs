//! `POST /v2/leads`

use crate::api::prelude::*;
use crate::model::{
    EntityId, ExtendedFields, ExtendedValue, IdType, Lead, LeadStatus, LeadType, OrgSourceId, ReasonRef, UserId,
};
use leads_core::{Error, Personal, Time};

/// Creates a lead.
///
/// `POST /v2/leads`; the response is the whole lead. The vendor's documentation is contradictory about the method:
/// `POST`, with a sample, until 2022; `PATCH`, without one, in 2025 and 2026. `POST` is the default and
/// [`Builder::create_method`](crate::Builder::create_method) changes it. After a 405 the other method is tried once.
///
/// Capillary does not deduplicate leads by a client-supplied key, so a create is retried only if the previous attempt
/// is known to have created nothing.
///
/// If the response is lost, the outcome cannot be verified automatically: a customer can have several leads for the
/// same thing. [`Error::help`](crate::Error::help) says how to check manually.
///
/// See [the vendor's page](https://docs.capillarytech.com/reference/add-lead-1).
///
/// # Errors
///
/// 92006 to 92009 and 92012 to 92019 for missing or invalid fields, 92011 and 92025 if the customer could not be
/// registered; the outcome of all of them is [`NotApplied`](leads_core::WriteOutcome::NotApplied). If the response is
/// lost, the outcome is [`Unknown`](leads_core::WriteOutcome::Unknown): list the customer's leads before you create it
/// again.
///
/// # Examples
///
/// ```
/// # async fn run(client: &capillary_leads::Client) -> capillary_leads::Result<()> {
/// use capillary_leads::api::leads::{CreateLead, Customer, NewFollowUp};
/// use capillary_leads::model::{LeadType, OrgSourceId};
///
/// let request = CreateLead::new("item001", Customer::email("tom@example.com"))
///     .lead_type(LeadType::Sku)
///     .next_follow_up("2026-10-05T08:00:00+05:30")
///     .extended_field("trial_status", "Not Done")
///     .org_source_id(OrgSourceId::IN_STORE)
///     .follow_up(NewFollowUp::new().notes("asked for a call"));
/// let lead = client.send(&request).await?;
/// println!("{}: {:?}", lead.id, lead.status);
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/leads")]
#[doc(alias = "leads")]
#[doc(alias = "create lead")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateLead {
    body: CreateLeadBody,
}

/// The customer of a lead: a known id, an e-mail address or a mobile number.
///
/// An unknown customer is registered without loyalty, if the organisation has enabled that.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Customer {
    /// A known customer, by id.
    Id(UserId),
    /// The customer with this e-mail address.
    Email(Personal<String>),
    /// The customer with this mobile number, in the form in which the organisation registers numbers: none is
    /// documented.
    Mobile(Personal<String>),
}

impl Customer {
    /// Identifies a known customer by id.
    pub fn id(id: impl Into<UserId>) -> Self {
        Self::Id(id.into())
    }

    /// Identifies a customer by e-mail address.
    pub fn email(address: impl Into<String>) -> Self {
        Self::Email(Personal(address.into()))
    }

    /// Identifies a customer by mobile number, in the form in which the organisation registers numbers: none is
    /// documented.
    pub fn mobile(number: impl Into<String>) -> Self {
        Self::Mobile(Personal(number.into()))
    }
}

/// The wire body of [`CreateLead`].
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateLeadBody {
    #[serde(rename = "type")]
    lead_type: Option<LeadType>,
    lead_for: String,
    user_id: Option<UserId>,
    id_type: Option<IdType>,
    identifier: Option<Personal<String>>,
    status: Option<LeadStatus>,
    sub_status: Option<String>,
    next_follow_up: Option<Time>,
    last_follow_up: Option<Time>,
    created_on: Option<Time>,
    created_by: Option<EntityId>,
    last_updated_on: Option<Time>,
    last_updated_by: Option<EntityId>,
    follow_up_details: Option<Vec<NewFollowUp>>,
    extended_fields: Option<ExtendedFields>,
    status_log_details: Option<Vec<NewStatusLog>>,
    org_source_id: Option<OrgSourceId>,
    owner: Option<Personal<String>>,
}

/// A follow-up that is created with a new lead. It appears in the vendor's sample, not in its table (observed).
///
/// # Examples
///
/// ```
/// use capillary_leads::api::leads::NewFollowUp;
/// let call = NewFollowUp::new()
///     .followed_up_on("2026-03-04T09:30:00Z")
///     .followed_up_by(4711)
///     .notes("called");
/// ```
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewFollowUp {
    scheduled_follow_up: Option<Time>,
    followed_up_on: Option<Time>,
    followed_up_by: Option<EntityId>,
    notes: Option<Personal<String>>,
    next_follow_up: Option<Time>,
}

impl NewFollowUp {
    /// Creates a follow-up without any field set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets when it had been planned.
    #[must_use]
    pub fn scheduled_follow_up(mut self, time: impl Into<Time>) -> Self {
        self.scheduled_follow_up = Some(time.into());
        self
    }

    /// Sets when it happened.
    #[must_use]
    pub fn followed_up_on(mut self, time: impl Into<Time>) -> Self {
        self.followed_up_on = Some(time.into());
        self
    }

    /// Sets the id of the staff member who followed up.
    #[must_use]
    pub fn followed_up_by(mut self, staff: impl Into<EntityId>) -> Self {
        self.followed_up_by = Some(staff.into());
        self
    }

    /// Sets the notes.
    #[must_use]
    pub fn notes(mut self, notes: impl Into<String>) -> Self {
        self.notes = Some(Personal(notes.into()));
        self
    }

    /// Sets when the next one is planned. It is not in the response (observed).
    #[must_use]
    pub fn next_follow_up(mut self, time: impl Into<Time>) -> Self {
        self.next_follow_up = Some(time.into());
        self
    }
}

/// A row of the status log that is created with a new lead. It appears in the vendor's sample, not in its table
/// (observed).
///
/// # Examples
///
/// ```
/// use capillary_leads::{api::leads::NewStatusLog, model::LeadStatus};
/// let row = NewStatusLog::new(LeadStatus::Open).created_by(4711).reason_id(1);
/// ```
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewStatusLog {
    status: LeadStatus,
    created_by: Option<EntityId>,
    reason_id: Option<ReasonRef>,
}

impl NewStatusLog {
    /// Creates a row for a status.
    pub fn new(status: impl Into<LeadStatus>) -> Self {
        Self { status: status.into(), created_by: None, reason_id: None }
    }

    /// Sets who changed it. The response has another id, presumably that of the caller (observed).
    #[must_use]
    pub fn created_by(mut self, staff: impl Into<EntityId>) -> Self {
        self.created_by = Some(staff.into());
        self
    }

    /// Sets the reason.
    #[must_use]
    pub fn reason_id(mut self, reason: impl Into<ReasonRef>) -> Self {
        self.reason_id = Some(reason.into());
        self
    }
}

impl CreateLead {
    /// Creates a request for a lead on a SKU code, brand or category. `lead_for` is a SKU code unless
    /// [`lead_type`](Self::lead_type) is set.
    pub fn new(lead_for: impl Into<String>, customer: Customer) -> Self {
        let mut body = CreateLeadBody { lead_for: lead_for.into(), ..CreateLeadBody::default() };
        match customer {
            Customer::Id(id) => body.user_id = Some(id),
            Customer::Email(address) => (body.id_type, body.identifier) = (Some(IdType::Email), Some(address)),
            Customer::Mobile(number) => (body.id_type, body.identifier) = (Some(IdType::Mobile), Some(number)),
        }
        Self { body }
    }

    setters! { body;
        /// Sets the type that `lead_for` refers to.
        lead_type: LeadType,
        /// Sets the initial status. It appears in the vendor's sample, not in its table (observed).
        status: LeadStatus,
        /// Sets the sub-status, which must exist for the status.
        sub_status: String,
        /// Sets when the next follow-up is planned.
        next_follow_up: Time,
        /// Sets when the latest follow-up happened.
        last_follow_up: Time,
        /// Sets when the lead was created; it may be in the past.
        created_on: Time,
        /// Sets the id of the staff member who created it; the owner of the credentials by default.
        created_by: EntityId,
        /// Sets when it was last changed.
        last_updated_on: Time,
        /// Sets who changed it last.
        last_updated_by: EntityId,
        /// Sets all extended fields, replacing those set before.
        extended_fields: ExtendedFields,
        /// Sets the source account; the store by default.
        org_source_id: OrgSourceId,
        /// Sets the owner: the *username* of a staff member.
        owner: Personal<String>,
    }

    /// Adds one extended field.
    #[must_use]
    pub fn extended_field(mut self, name: impl Into<String>, value: impl Into<ExtendedValue>) -> Self {
        self.body.extended_fields.get_or_insert_default().insert(name, value);
        self
    }

    /// Adds a follow-up that has happened or is planned.
    #[must_use]
    pub fn follow_up(mut self, follow_up: NewFollowUp) -> Self {
        self.body.follow_up_details.get_or_insert_default().push(follow_up);
        self
    }

    /// Adds a row to the status log.
    #[must_use]
    pub fn status_log(mut self, row: NewStatusLog) -> Self {
        self.body.status_log_details.get_or_insert_default().push(row);
        self
    }
}

impl CreateLeadBody {
    fn check_customer(&self) -> Result<()> {
        let wrong = |field: &'static str, message: &'static str| Err(Error::invalid(field, message));
        match (&self.user_id, &self.id_type, &self.identifier) {
            (Some(_), None, None) => Ok(()),
            (Some(_), _, _) => wrong("user_id", "and identifier must not both be set"),
            (None, Some(kind), _) if !kind.is_known() => wrong("id_type", "must be EMAIL or MOBILE"),
            (None, Some(_), Some(identifier)) if !identifier.trim().is_empty() => Ok(()),
            (None, Some(_), _) => wrong("identifier", "must not be empty"),
            (None, None, Some(_)) => wrong("id_type", "must be set with identifier"),
            (None, None, None) => wrong("user_id", "or id_type and identifier must be set"),
        }
    }

    fn check_times(&self) -> Result<()> {
        check::time("next_follow_up", self.next_follow_up.as_ref())?;
        check::time("last_follow_up", self.last_follow_up.as_ref())?;
        check::time("created_on", self.created_on.as_ref())?;
        check::time("last_updated_on", self.last_updated_on.as_ref())?;
        for row in self.follow_up_details.iter().flatten() {
            check::time("follow_up_details.scheduled_follow_up", row.scheduled_follow_up.as_ref())?;
            check::time("follow_up_details.followed_up_on", row.followed_up_on.as_ref())?;
            check::time("follow_up_details.next_follow_up", row.next_follow_up.as_ref())?;
        }
        Ok(())
    }
}

impl Request for CreateLead {
    type Vendor = Capillary;
    type Response = Raw<Lead>;
    const OPERATION: Operation = op::post("create_lead", "/v2/leads", Safety::NonIdempotent)
        .docs("https://docs.capillarytech.com/reference/add-lead-1");

    fn parts(&self) -> Result<Parts> {
        let body = &self.body;
        Parts::new()
            .check(check::text("lead_for", Some(&body.lead_for)))
            .check(body.check_customer())
            .check(check::text("type", body.lead_type.as_ref().map(LeadType::as_str)))
            .check(check::text("status", body.status.as_ref().map(LeadStatus::as_str)))
            .check(check::text("sub_status", body.sub_status.as_deref()))
            .check(check::text("owner", body.owner.as_ref().map(|owner| owner.as_str())))
            .check(body.check_times())
            .json(body)
    }

    fn trace(&self) -> Option<String> {
        Some(match self.body.user_id {
            Some(customer) => format!("send ListLeads with user_id {customer} to check whether the customer has it"),
            None => "find the customer's id, then send ListLeads with user_id to check whether the customer has it"
                .to_owned(),
        })
    }
}

has_body!(CreateLead => CreateLeadBody);

sample!(CreateLead: Self::new("boots-42", Customer::email("jo.sample@example.com"))
    .lead_type(LeadType::Sku)
    .status(LeadStatus::OnHold)
    .sub_status("CallBack")
    .next_follow_up("2026-03-06T09:30:00+05:30")
    .created_on("2026-03-04T09:30:00+05:30")
    .created_by(4711)
    .follow_up(
        NewFollowUp::new().followed_up_on("2026-03-04T10:00:00+05:30").followed_up_by(4711).notes("rang"),
    )
    .extended_field("trial", "Not Done")
    .status_log(NewStatusLog::new(LeadStatus::Open).created_by(4711).reason_id(1))
    .org_source_id(OrgSourceId::IN_STORE)
    .owner("store.lead.1"));

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn customer_is_sent_as_id_email_or_mobile() {
        let json = |customer| serde_json::to_string(CreateLead::new("x", customer).body()).unwrap();
        assert_eq!(json(Customer::id(7)), r#"{"leadFor":"x","userId":7}"#);
        assert_eq!(json(Customer::email("a@b.c")), r#"{"leadFor":"x","idType":"EMAIL","identifier":"a@b.c"}"#);
        assert_eq!(json(Customer::mobile("91700")), r#"{"leadFor":"x","idType":"MOBILE","identifier":"91700"}"#);
    }

    #[rstest]
    #[case(r#"{"leadFor":" ","userId":1}"#, "lead_for")]
    #[case(r#"{"leadFor":"x"}"#, "user_id")]
    #[case(r#"{"leadFor":"x","userId":1,"identifier":"a"}"#, "user_id")]
    #[case(r#"{"leadFor":"x","identifier":"a"}"#, "id_type")]
    #[case(r#"{"leadFor":"x","idType":"FAX","identifier":"a"}"#, "id_type")]
    #[case(r#"{"leadFor":"x","idType":"EMAIL"}"#, "identifier")]
    #[case(r#"{"leadFor":"x","userId":1,"createdOn":"2026-01-01"}"#, "created_on")]
    #[case(r#"{"leadFor":"x","userId":1,"owner":""}"#, "owner")]
    #[case(
        r#"{"leadFor":"x","userId":1,"followUpDetails":[{"followedUpOn":"now"}]}"#,
        "follow_up_details.followed_up_on"
    )]
    fn stored_request_is_validated(#[case] body: &str, #[case] field: &str) {
        let request: CreateLead = serde_json::from_str(&format!(r#"{{"body":{body}}}"#)).unwrap();
        assert_eq!(request.parts().unwrap_err().field(), Some(field));
    }

    #[test]
    fn stored_request_with_unknown_fields_is_rejected() {
        for body in [
            r#"{"leadFor":"x","userId":1,"colour":"red"}"#,
            r#"{"leadFor":"x","userId":1,"followUpDetails":[{"channel":"sms"}]}"#,
        ] {
            assert!(serde_json::from_str::<CreateLead>(&format!(r#"{{"body":{body}}}"#)).is_err(), "{body}");
        }
    }

    #[test]
    fn debug_redacts_personal_data() {
        let request = CreateLead::new("x", Customer::email("jo@example.com"))
            .follow_up(NewFollowUp::new().notes("likes red"))
            .extended_field("name", "Jo Roe");
        let text = format!("{request:?} {:?}", Customer::mobile("91700"));
        for personal in ["jo@example.com", "likes red", "Jo Roe", "91700"] {
            assert!(!text.contains(personal), "{text}");
        }
    }
}
