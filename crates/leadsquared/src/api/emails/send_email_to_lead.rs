//! `POST /v2/EmailMarketing.svc/SendEmailToLead`

use crate::api::prelude::*;
use crate::model::SentEmail;
use leads_core::vendor::Evidence;
use leads_core::{Personal, open_enum};

open_enum! {
    /// The kind of content of an e-mail. The vendor rejects `Text` (observed).
    pub enum EmailType {
        /// HTML.
        Html = "Html",
        /// A template of the account.
        Template = "Template",
    }
}

/// Sends an e-mail to a lead.
///
/// `POST /v2/EmailMarketing.svc/SendEmailToLead` (observed). The recipient must be a lead of the account. The sender is
/// the user that owns the keys, unless [`sender`](Self::sender) names another active user.
///
/// If the response is lost, the outcome cannot be verified automatically: an e-mail has no client-supplied key. To
/// check by hand, list the lead's activities with `ListActivitiesOfLead`.
///
/// # Errors
///
/// Returns an error before sending if the recipient or the subject is blank, or if an HTML e-mail has no content.
/// [`MailDelivery`](crate::ErrorCode::MailDelivery) if the delivery failed: the outcome is then
/// [`Unknown`](leads_core::WriteOutcome::Unknown). If the response is lost, the outcome is unknown too, and the request
/// is not retried.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::emails::SendEmailToLead;
///
/// let request = SendEmailToLead::new("jane@example.com", "Your visit")
///     .html("<p>See you on Monday.</p>");
/// let sent_email = client.send(&request).await?;
/// println!("{:?} to {:?}", sent_email.id, sent_email.total_recipient);
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/EmailMarketing.svc/SendEmailToLead")]
#[doc(alias = "EmailMarketing.svc/SendEmailToLead")]
#[doc(alias = "send email to lead")]
#[doc(alias = "send to lead")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SendEmailToLead {
    body: SendEmailToLeadBody,
}

/// The wire body of [`SendEmailToLead`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct SendEmailToLeadBody {
    sender_type: String,
    sender: Option<Personal<String>>,
    recipient_type: String,
    recipient: Personal<String>,
    email_type: EmailType,
    subject: Personal<String>,
    #[serde(rename = "ContentHTML")]
    content_html: Option<Personal<String>>,
    content_text: Option<Personal<String>>,
    include_email_footer: Option<bool>,
    email_category: Option<String>,
}

impl SendEmailToLead {
    /// Creates an HTML e-mail to the lead with an e-mail address.
    pub fn new(recipient: impl Into<String>, subject: impl Into<String>) -> Self {
        Self {
            body: SendEmailToLeadBody {
                sender_type: "APICaller".to_owned(),
                sender: None,
                recipient_type: "LeadEmailAddress".to_owned(),
                recipient: Personal(recipient.into()),
                email_type: EmailType::Html,
                subject: Personal(subject.into()),
                content_html: None,
                content_text: None,
                include_email_footer: None,
                email_category: None,
            },
        }
    }

    setters! { body;
        /// Sets whether the account's footer is added.
        include_email_footer: bool,
        /// Sets the category. It must exist in the account.
        email_category: String,
    }

    /// Sets the sender, by the e-mail address of an active user.
    #[must_use]
    pub fn sender(mut self, email: impl Into<String>) -> Self {
        self.body.sender_type = "UserEmailAddress".to_owned();
        self.body.sender = Some(Personal(email.into()));
        self
    }

    /// Sets the kind of content.
    #[must_use]
    pub fn email_type(mut self, kind: impl Into<EmailType>) -> Self {
        self.body.email_type = kind.into();
        self
    }

    /// Sets the content as HTML.
    #[must_use]
    pub fn html(mut self, html: impl Into<String>) -> Self {
        self.body.content_html = Some(Personal(html.into()));
        self
    }

    /// Sets the content as plain text, next to the HTML.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.body.content_text = Some(Personal(text.into()));
        self
    }
}

impl Request for SendEmailToLead {
    type Vendor = LeadSquared;
    type Response = Raw<SentEmail>;
    const OPERATION: Operation =
        op::post("send_email_to_lead", "/v2/EmailMarketing.svc/SendEmailToLead", Safety::NonIdempotent)
            .evidence(Evidence::Observed);

    fn parts(&self) -> Result<Parts> {
        let body = &self.body;
        let is_blank = |text: Option<&Personal<String>>| text.is_none_or(|text| text.trim().is_empty());
        Parts::new()
            .require(!body.recipient.trim().is_empty(), "recipient", "must not be empty")
            .require(!body.subject.trim().is_empty(), "subject", "must not be empty")
            .require(body.sender.is_none() || !is_blank(body.sender.as_ref()), "sender", "must not be empty")
            .require(
                body.email_type != EmailType::Html || !is_blank(body.content_html.as_ref()),
                "html",
                "must be set in an HTML e-mail",
            )
            .json(body)
    }

    fn trace(&self) -> Option<String> {
        Some("list the lead's activities with ListActivitiesOfLead".to_owned())
    }
}

has_body!(SendEmailToLead => SendEmailToLeadBody);

sample!(SendEmailToLead: Self::new("jane@example.com", "Your visit")
    .sender("agent@example.com")
    .html("<p>See you on Monday.</p>")
    .include_email_footer(true));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn send_email_to_lead_serializes_to_the_wire_form() {
        let request = SendEmailToLead::new("jane@example.com", "Hi").html("<p>x</p>").text("x").email_category("News");
        assert_eq!(
            wire(&request),
            r#"POST /v2/EmailMarketing.svc/SendEmailToLead {"SenderType":"APICaller","RecipientType":"LeadEmailAddress","Recipient":"jane@example.com","EmailType":"Html","Subject":"Hi","ContentHTML":"<p>x</p>","ContentText":"x","EmailCategory":"News"}"#
        );
        assert!(!format!("{request:?}").contains("jane") && !format!("{request:?}").contains("<p>"));
        let other = wire(&request.sender("jo@example.com"));
        assert!(other.contains(r#""SenderType":"UserEmailAddress","Sender":"jo@example.com""#), "{other}");
    }

    #[test]
    fn email_without_recipient_subject_or_content_is_rejected() {
        for (request, field) in [
            (SendEmailToLead::new("", "Hi").html("x"), "recipient"),
            (SendEmailToLead::new("a@example.com", " ").html("x"), "subject"),
            (SendEmailToLead::new("a@example.com", "Hi"), "html"),
            (SendEmailToLead::new("a@example.com", "Hi").html("x").sender(""), "sender"),
        ] {
            assert_eq!(request.parts().unwrap_err().field(), Some(field));
        }
        assert!(SendEmailToLead::new("a@example.com", "Hi").email_type(EmailType::Template).parts().is_ok());
    }
}
