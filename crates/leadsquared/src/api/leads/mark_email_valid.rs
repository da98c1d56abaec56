//! `POST /v2/LeadManagement.svc/MarkEmailValid`

use super::email_mark::{CHECK, MarkEmailBody};
use crate::api::prelude::*;
use crate::model::Acknowledged;
use leads_core::Personal;
use leads_core::vendor::Evidence;

/// Marks the e-mail address of a lead as valid: the account sends e-mails to it again.
///
/// `POST /v2/LeadManagement.svc/MarkEmailValid` (observed). [`MarkEmailInvalid`](super::MarkEmailInvalid) reverses it.
///
/// If the response is lost, the outcome cannot be verified automatically: no documented read returns the mark. The
/// request can be sent again, because it sets a mark, which has no effect a second time.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/mark-lead-valid/).
///
/// # Errors
///
/// Returns an error before sending if the address is blank. A rejected request is
/// [`NotApplied`](leads_core::WriteOutcome::NotApplied).
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::leads::MarkEmailValid;
///
/// let request = MarkEmailValid::new("jane@example.com").reason("asked for mail again");
/// let reply = client.send(&request).await?;
/// println!("{:?}: {:?} rows", reply.status, reply.affected_rows());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadManagement.svc/MarkEmailValid")]
#[doc(alias = "LeadManagement.svc/MarkEmailValid")]
#[doc(alias = "mark email valid")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarkEmailValid {
    body: MarkEmailBody,
}

impl MarkEmailValid {
    /// Marks this address.
    pub fn new(email: impl Into<String>) -> Self {
        Self { body: MarkEmailBody::new(email.into()) }
    }

    /// Sets the reason.
    #[must_use]
    pub fn reason(mut self, reason: impl Into<String>) -> Self {
        self.body.message = Some(Personal(reason.into()));
        self
    }
}

impl Request for MarkEmailValid {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged>;
    const OPERATION: Operation =
        op::post("mark_email_valid", "/v2/LeadManagement.svc/MarkEmailValid", Safety::Idempotent)
            .evidence(Evidence::Observed)
            .docs("https://apidocs.leadsquared.com/mark-lead-valid/");

    fn parts(&self) -> Result<Parts> {
        self.body.parts()
    }

    fn trace(&self) -> Option<String> {
        Some(CHECK.to_owned())
    }
}

has_body!(MarkEmailValid => MarkEmailBody);

sample!(MarkEmailValid: Self::new("jane@example.com").reason("asked for mail again"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn mark_email_valid_serializes_to_the_wire_form() {
        let request = MarkEmailValid::new("jane@example.com").reason("why");
        assert_eq!(
            wire(&request),
            r#"POST /v2/LeadManagement.svc/MarkEmailValid {"EmailAddress":"jane@example.com","Message":"why"}"#
        );
        assert_eq!(MarkEmailValid::new(" ").parts().unwrap_err().field(), Some("email"));
        assert!(!format!("{request:?}").contains("why"));
    }
}
