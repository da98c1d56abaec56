//! `PUT /v2/leads/{leadId}`

use super::GetLead;
use crate::model::{ExtendedFields, ExtendedValue, Lead, LeadId, written_lead};
use crate::{Capillary, check};
use leads_core::http::{Resolution, Resolve};
use leads_core::vendor::{HasBody, HttpResponse, Method, Operation, Parts, Raw, Request, Safety};
use leads_core::{Error, Personal, Result, setters};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

/// Changes the extended fields and the owner of a lead; setting the owner assigns it.
///
/// `PUT /v2/leads/{leadId}`; the answer is the whole lead. Nothing else of a lead can be changed here. Whether fields
/// that are not named stay as they are is not documented.
///
/// The page "Assign Lead" describes this call and shows the address of the list instead; this is the one that assigns.
///
/// [`Client::resolve`](crate::Client::resolve) finds out what became of it after a lost answer.
///
/// # Errors
/// 92001 no such lead, 92019 no staff member of this username; both
/// [`NotApplied`](leads_core::WriteOutcome::NotApplied).
///
/// ```
/// use capillary_leads::api::leads::UpdateLead;
/// let request = UpdateLead::new(19).extended_field("trial_status", "Not Done").owner("store.lead.1");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateLead {
    lead_id: LeadId,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    owner_in_query: bool,
    body: UpdateLeadBody,
}

/// The body of [`UpdateLead`], as it goes over the wire.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateLeadBody {
    extended_fields: Option<ExtendedFields>,
    owner: Option<Personal<String>>,
}

impl UpdateLead {
    /// Changes nothing of `lead_id` yet; a request that changes nothing is refused.
    pub fn new(lead_id: impl Into<LeadId>) -> Self {
        Self { lead_id: lead_id.into(), owner_in_query: false, body: UpdateLeadBody::default() }
    }

    setters! { body;
        /// Sets all extended fields to be written, in place of those set before.
        extended_fields: ExtendedFields,
        /// Sets the owner: the *username* of a staff member. A list's filter wants the id instead.
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
    /// The older documents have both members in the body, with a sample; a newer table lists them as query parameters.
    /// The body is the default. Extended fields are an object and stay in the body.
    #[must_use]
    pub fn owner_in_query(mut self, in_query: bool) -> Self {
        self.owner_in_query = in_query;
        self
    }
}

impl Request for UpdateLead {
    type Vendor = Capillary;
    type Response = Raw<Lead>;
    const OPERATION: Operation = Operation::new("update_lead", Method::Put, "/v2/leads/{leadId}", Safety::Idempotent)
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
            .require(!names.into_iter().any(|name| name.trim().is_empty()), "extended_fields", "have an empty name");
        if self.owner_in_query {
            let body = UpdateLeadBody { extended_fields: extended_fields.clone(), owner: None };
            return parts.query_opt("owner", owner.as_ref()).json(&body);
        }
        parts.json(&self.body)
    }

    fn read(response: &HttpResponse) -> Result<Raw<Lead>> {
        written_lead(response)
    }
}

/// Reads the lead: it was changed if it has every extended field and the owner that were sent.
///
/// A member that the lead does not show proves nothing: the owner can be written and has not been seen in an answer.
/// How soon a change is surely seen is not documented, so other values prove nothing either.
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

/// Whether both are the same but for quotes: a number may come back as text.
fn same_text(one: &ExtendedValue, other: &ExtendedValue) -> bool {
    one.json().trim_matches('"') == other.json().trim_matches('"')
}

impl HasBody for UpdateLead {
    type Body = UpdateLeadBody;
    fn body(&self) -> &UpdateLeadBody {
        &self.body
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for UpdateLead {
    fn sample() -> Self {
        Self::new(19).extended_field("trial", "Done").extended_field("visits", 2).owner("store.lead.1")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_to_change_is_refused() {
        let field = |request: UpdateLead| request.parts().unwrap_err().field().unwrap().to_owned();
        assert_eq!(field(UpdateLead::new(1)), "body");
        assert_eq!(field(UpdateLead::new(1).extended_fields(ExtendedFields::new())), "body");
        assert_eq!(field(UpdateLead::new(1).owner("")), "owner");
        assert_eq!(field(UpdateLead::new(1).extended_field("", 1)), "extended_fields");
        assert_eq!(field(UpdateLead::new(0).owner("x")), "lead_id");
    }

    #[test]
    fn numbers_keep_their_digits_and_null_stays() {
        let body = r#"{"extendedFields":{"a":1.50,"b":null,"c":[1,{"d":"e"}]},"owner":"o"}"#;
        let read: UpdateLeadBody = serde_json::from_str(body).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), body);
    }

    #[test]
    fn the_owner_goes_where_it_is_told() {
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
    fn debug_shows_no_field_values() {
        let text = format!("{:?}", UpdateLead::new(1).extended_field("name", "Jane Roe"));
        assert!(text.contains("name") && !text.contains("Jane"), "{text}");
    }
}
