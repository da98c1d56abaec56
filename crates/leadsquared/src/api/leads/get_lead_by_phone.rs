//! `GET /v2/LeadManagement.svc/RetrieveLeadByPhoneNumber`

use crate::LeadSquared;
use crate::model::{Lead, Listing};
use crate::plan::CALLS_ONLY;
use leads_core::request::{Answer, Operation, Parts, Request, Safety, Verb};
use leads_core::{Personal, Result};
use serde::{Deserialize, Serialize};

/// Reads the lead with a phone number.
///
/// `GET /v2/LeadManagement.svc/RetrieveLeadByPhoneNumber?phone=`. Digits with or without the country code, without blanks or
/// hyphens; it looks at `Phone` and `Mobile` only. Of several leads the vendor answers the one that was active last.
///
/// # Errors
/// A number with anything but digits and a leading `+` is refused before sending: it would find nothing.
///
/// ```
/// let request = leadsquared::api::leads::GetLeadByPhone::new("+15550100");
/// ```
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
    const OPERATION: Operation = Operation::new(
        "get_lead_by_phone",
        Verb::Get,
        "/v2/LeadManagement.svc/RetrieveLeadByPhoneNumber",
        Safety::Read,
    )
    .rate(CALLS_ONLY)
    .docs("https://apidocs.leadsquared.com/get-lead-by-phone/");

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .require(!self.phone.trim().is_empty(), "phone", "must not be empty")
            .require(
                self.phone.strip_prefix('+').unwrap_or(&self.phone).bytes().all(|byte| byte.is_ascii_digit()),
                "phone",
                "must be digits, without blanks or hyphens",
            )
            .query("phone", &self.phone)
            .empty()
    }

    fn read(answer: &Answer) -> Result<Self::Response> {
        Listing::read(answer, &["Leads", "List"])
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for GetLeadByPhone {
    fn sample() -> Self {
        Self::new("+15550100")
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn nothing_found_is_an_empty_list() {
        let none = GetLeadByPhone::read(&Answer::new(200, Default::default(), &b"[]"[..])).unwrap();
        assert!(none.is_empty());
        assert!(none.into_one().unwrap_err().is_not_found());
        assert_eq!(GetLeadByPhone::new("").parts().unwrap_err().field(), Some("phone"));
    }
}
