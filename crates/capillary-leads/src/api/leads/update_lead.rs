//! `PUT /v2/leads/{leadId}`

use super::GetLead;
use crate::api::prelude::*;
use crate::model::{ExtendedFields, ExtendedValue, Lead, LeadId};
use leads_core::{Error, Personal};

/// Updates the extended fields and the owner of a lead. Setting the owner assigns the lead.
///
/// `PUT /v2/leads/{leadId}`; the response is the whole lead. No other field can be updated with this operation. Whether
/// extended fields that are not sent are kept is not documented.
///
/// The vendor's page "Assign Lead" describes this operation but shows the URL of the list; this is the one that
/// assigns.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) can determine whether the request took effect.
///
/// See [the vendor's page](https://docs.capillarytech.com/reference/update-lead).
///
/// # Errors
///
/// 92001 if the lead does not exist, 92019 if no staff member has this username; the outcome of both is
/// [`NotApplied`](leads_core::WriteOutcome::NotApplied).
///
/// # Examples
///
/// ```
/// # async fn run(client: &capillary_leads::Client) -> capillary_leads::Result<()> {
/// use capillary_leads::api::leads::UpdateLead;
///
/// let request = UpdateLead::new(19)
///     .extended_field("trial_status", "Not Done")
///     .owner("store.lead.1");
/// let lead = client.send(&request).await?;
/// println!("{}: {:?}", lead.id, lead.status);
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/leads/{leadId}")]
#[doc(alias = "leads/{leadId}")]
#[doc(alias = "update lead")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateLead {
    lead_id: LeadId,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    owner_in_query: bool,
    body: UpdateLeadBody,
}

/// The wire body of [`UpdateLead`].
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateLeadBody {
    extended_fields: Option<ExtendedFields>,
    owner: Option<Personal<String>>,
}

impl UpdateLead {
    /// Creates an empty update of `lead_id`. A request without any change is rejected before it is sent.
    pub fn new(lead_id: impl Into<LeadId>) -> Self {
        Self { lead_id: lead_id.into(), owner_in_query: false, body: UpdateLeadBody::default() }
    }

    setters! { body;
        /// Sets all extended fields to write, replacing those set before.
        extended_fields: ExtendedFields,
        /// Sets the owner: the *username* of a staff member. The list filter takes the id instead.
        owner: Personal<String>,
    }

    /// Adds one extended field.
    #[must_use]
    pub fn extended_field(mut self, name: impl Into<String>, value: impl Into<ExtendedValue>) -> Self {
        self.body.extended_fields.get_or_insert_default().insert(name, value);
        self
    }

    /// Sends the owner in the query instead of the body.
    ///
    /// The older documentation has both members in the body, with a sample; a newer table lists them as query
    /// parameters. The body is the default. Extended fields are an object and stay in the body either way.
    #[must_use]
    pub fn owner_in_query(mut self, in_query: bool) -> Self {
        self.owner_in_query = in_query;
        self
    }
}

impl Request for UpdateLead {
    type Vendor = Capillary;
    type Response = Raw<Lead>;
    const OPERATION: Operation = op::put("update_lead", "/v2/leads/{leadId}", Safety::Idempotent)
        .docs("https://docs.capillarytech.com/reference/update-lead");

    fn parts(&self) -> Result<Parts> {
        let UpdateLeadBody { extended_fields, owner } = &self.body;
        let names = extended_fields.iter().flat_map(|fields| fields.keys());
        let parts = Parts::new()
            .check(check::lead(self.lead_id))
            .path("leadId", self.lead_id)
            .require(
                owner.is_some() || extended_fields.as_ref().is_some_and(|f| !f.is_empty()),
                "body",
                "changes nothing",
            )
            .check(check::text("owner", owner.as_ref().map(|owner| owner.as_str())))
            .require(
                !names.into_iter().any(|name| name.trim().is_empty()),
                "extended_fields",
                "must not contain an empty name",
            );
        if self.owner_in_query {
            let body = UpdateLeadBody { extended_fields: extended_fields.clone(), owner: None };
            return parts.query_opt("owner", owner.as_ref()).json(&body);
        }
        parts.json(&self.body)
    }
}

/// Reads the lead. It was updated if it has every extended field and the owner that were sent.
///
/// A missing member proves nothing: the owner can be written but has not been seen in a response. How soon a change
/// becomes visible is not documented, so different values prove nothing either.
impl Resolve for UpdateLead {
    type Check = GetLead;
    const FOUND_WHEN: &'static str = "the lead shows each extended field and the owner as sent";

    fn check(&self) -> Option<GetLead> {
        Some(GetLead::new(self.lead_id))
    }

    fn interpret(&self, seen: Result<&Raw<Lead>, &Error>) -> Resolution {
        let Ok(lead) = seen else { return Resolution::CannotTell };
        let UpdateLeadBody { extended_fields, owner } = &self.body;
        let owner = owner.iter().map(|owner| lead.owner.as_ref().map(|known| known == owner));
        let shown = lead.extended_fields.as_ref();
        let fields = extended_fields.iter().flat_map(|fields| fields.iter()).map(|(name, value)| {
            shown.and_then(|fields| fields.get(name)).map(|known| known == value || same_text(known, value))
        });
        Resolution::from_evidence(owner.chain(fields))
    }
}

/// Whether both values are equal apart from quotes: a number may be returned as text.
fn same_text(one: &ExtendedValue, other: &ExtendedValue) -> bool {
    one.json().trim_matches('"') == other.json().trim_matches('"')
}

has_body!(UpdateLead => UpdateLeadBody);

sample!(UpdateLead: Self::new(19).extended_field("trial", "Done").extended_field("visits", 2).owner("store.lead.1"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_update_is_rejected() {
        let field = |request: UpdateLead| request.parts().unwrap_err().field().unwrap().to_owned();
        assert_eq!(field(UpdateLead::new(1)), "body");
        assert_eq!(field(UpdateLead::new(1).extended_fields(ExtendedFields::new())), "body");
        assert_eq!(field(UpdateLead::new(1).owner("")), "owner");
        assert_eq!(field(UpdateLead::new(1).extended_field("", 1)), "extended_fields");
        assert_eq!(field(UpdateLead::new(0).owner("x")), "lead_id");
    }

    #[test]
    fn numbers_and_null_are_preserved() {
        let body = r#"{"extendedFields":{"a":1.50,"b":null,"c":[1,{"d":"e"}]},"owner":"o"}"#;
        let read: UpdateLeadBody = serde_json::from_str(body).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), body);
    }

    #[test]
    fn owner_is_sent_in_body_or_query() {
        let request = UpdateLead::new(7).owner("a b&c");
        let render = |request: &UpdateLead| request.parts().unwrap().render(UpdateLead::OPERATION.path).unwrap();
        assert_eq!(render(&request), "/v2/leads/7");
        let request = request.owner_in_query(true);
        assert_eq!(render(&request), "/v2/leads/7?owner=a%20b%26c");
        let stored = serde_json::to_string(&request).unwrap();
        assert_eq!(stored, r#"{"lead_id":7,"owner_in_query":true,"body":{"owner":"a b&c"}}"#);
        assert_eq!(serde_json::from_str::<UpdateLead>(&stored).unwrap(), request);
    }

    #[test]
    fn debug_redacts_field_values() {
        let text = format!("{:?}", UpdateLead::new(1).extended_field("name", "Jane Roe"));
        assert!(text.contains("name") && !text.contains("Jane"), "{text}");
    }
}
