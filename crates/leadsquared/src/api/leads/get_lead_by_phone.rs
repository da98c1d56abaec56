//! `GET /v2/LeadManagement.svc/RetrieveLeadByPhoneNumber`

use crate::api::prelude::*;
use crate::model::Lead;
use leads_core::Personal;

/// Reads a lead by a phone number.
///
/// `GET /v2/LeadManagement.svc/RetrieveLeadByPhoneNumber?phone=`. It searches `Phone` and `Mobile` only. If several
/// leads match, the vendor returns the most recently active one.
///
/// The number is sent as given. The vendor's page asks for digits with or without the country code, without spaces or
/// hyphens; its own samples and public clients store and search for `+91-5550001234`, and in one account only that form
/// found the lead (observed).
///
/// See [the vendor's page](https://apidocs.leadsquared.com/get-lead-by-phone/).
///
/// # Errors
///
/// Returns an error before sending if the number is blank.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::leads::GetLeadByPhone;
///
/// let leads = client.send(&GetLeadByPhone::new("+91-5550001234")).await?;
/// for lead in &leads.rows {
///     println!("{:?}: {:?}", lead.id(), lead.stage());
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadManagement.svc/RetrieveLeadByPhoneNumber")]
#[doc(alias = "LeadManagement.svc/RetrieveLeadByPhoneNumber")]
#[doc(alias = "get lead by phone")]
#[doc(alias = "get by phone")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetLeadByPhone {
    phone: Personal<String>,
}

impl GetLeadByPhone {
    /// Reads the lead with this number.
    pub fn new(phone: impl Into<String>) -> Self {
        Self { phone: Personal(phone.into()) }
    }
}

impl Request for GetLeadByPhone {
    type Vendor = LeadSquared;
    type Response = Listing<Lead>;
    const OPERATION: Operation =
        op::get("get_lead_by_phone", "/v2/LeadManagement.svc/RetrieveLeadByPhoneNumber", Safety::Read)
            .docs("https://apidocs.leadsquared.com/get-lead-by-phone/");

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .require(!self.phone.trim().is_empty(), "phone", "must not be empty")
            .query("phone", &self.phone)
            .empty()
    }
}

sample!(GetLeadByPhone: Self::new("+15550100"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn get_lead_by_phone_without_a_match_is_an_empty_list() {
        let none = GetLeadByPhone::read(&HttpResponse::new(200, Default::default(), &b"[]"[..])).unwrap();
        assert!(none.is_empty());
        assert!(none.into_one().unwrap_err().is_not_found());
        for blank in ["", " "] {
            assert_eq!(GetLeadByPhone::new(blank).parts().unwrap_err().field(), Some("phone"));
        }
    }

    #[test]
    fn number_is_sent_as_given() {
        for (phone, sent) in [
            ("+91-5550001234", "%2B91-5550001234"),
            ("91-5550001234", "91-5550001234"),
            ("+915550001234", "%2B915550001234"),
            ("5550001234", "5550001234"),
            ("(555) 000-1234", "%28555%29%20000-1234"),
        ] {
            let line = crate::wire::wire(&GetLeadByPhone::new(phone));
            assert_eq!(line, format!("GET /v2/LeadManagement.svc/RetrieveLeadByPhoneNumber?phone={sent}"));
        }
    }
}
