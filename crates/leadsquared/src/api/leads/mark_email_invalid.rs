//! `POST /v2/LeadManagement.svc/MarkEmailInvalid`

use super::email_mark::{CHECK, MarkEmailBody};
use crate::api::prelude::*;
use crate::model::Acknowledged;
use leads_core::Personal;
use leads_core::vendor::Evidence;

/// Marks the e-mail address of a lead as invalid: the account stops sending e-mails to it.
///
/// `POST /v2/LeadManagement.svc/MarkEmailInvalid` (observed). The page of this
/// call was not found: its body is that of its counterpart (inferred). [`MarkEmailValid`](super::MarkEmailValid) reverses it.
///
/// If the response is lost, the outcome cannot be verified automatically: no documented read returns the mark. The
/// request can be sent again, because it sets a mark, which has no effect a second time.
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
/// use leadsquared::api::leads::MarkEmailInvalid;
///
/// let request = MarkEmailInvalid::new("jane@example.com").reason("bounced");
/// let reply = client.send(&request).await?;
/// println!("{:?}: {:?} rows", reply.status, reply.affected_rows());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadManagement.svc/MarkEmailInvalid")]
#[doc(alias = "LeadManagement.svc/MarkEmailInvalid")]
#[doc(alias = "mark email invalid")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarkEmailInvalid {
    body: MarkEmailBody,
}

impl MarkEmailInvalid {
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

impl Request for MarkEmailInvalid {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged>;
    const OPERATION: Operation =
        op::post("mark_email_invalid", "/v2/LeadManagement.svc/MarkEmailInvalid", Safety::Idempotent)
            .evidence(Evidence::Observed);

    fn parts(&self) -> Result<Parts> {
        self.body.parts()
    }

    fn trace(&self) -> Option<String> {
        Some(CHECK.to_owned())
    }
}

has_body!(MarkEmailInvalid => MarkEmailBody);

sample!(MarkEmailInvalid: Self::new("jane@example.com").reason("bounced"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn mark_email_invalid_serializes_to_the_wire_form() {
        let request = MarkEmailInvalid::new("jane@example.com").reason("why");
        assert_eq!(
            wire(&request),
            r#"POST /v2/LeadManagement.svc/MarkEmailInvalid {"EmailAddress":"jane@example.com","Message":"why"}"#
        );
        assert_eq!(MarkEmailInvalid::new(" ").parts().unwrap_err().field(), Some("email"));
        assert!(!format!("{request:?}").contains("why"));
    }
}
