//! `EmailMarketing.svc`

use super::Call;
use super::records::Mail;
use super::responses::{Rejection, ok, text};
use super::state::State;
use crate::FakeResponse;
use serde_json::json;

pub(super) fn response(
    state: &mut State,
    call: &Call<'_>,
    method: &str,
    operation: &str,
) -> Result<FakeResponse, Rejection> {
    match (method, operation) {
        ("POST", "SendEmailToLead") => send(state, call),
        _ => Err(Rejection::of_path(operation, &["SendEmailToLead"])),
    }
}

/// The recipient must be a lead, and the response has no envelope.
fn send(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let of = |name: &str| text(call.body, name).ok_or_else(|| Rejection::missing(name));
    match of("SenderType")?.as_str() {
        "APICaller" => {}
        "UserEmailAddress" => {
            let sender = of("Sender")?;
            let user = state.find_user(&sender);
            if !user.is_some_and(|user| user.is_active) {
                return Err(Rejection::new(500, "MXInvalidInputException", "Invalid Sender details provided."));
            }
        }
        _ => return Err(Rejection::input("SenderType")),
    }
    let kind = of("EmailType")?;
    if !["Html", "Template"].contains(&kind.as_str()) {
        return Err(Rejection::input("EmailType"));
    }
    if kind == "Html" {
        of("ContentHTML")?;
    }
    let (recipient, subject) = (of("Recipient")?, of("Subject")?);
    let by = match of("RecipientType")?.as_str() {
        "LeadEmailAddress" => "EmailAddress",
        _ => return Err(Rejection::input("RecipientType")),
    };
    if let Some(category) = text(call.body, "EmailCategory")
        && !state.settings.email_categories.contains(&category)
    {
        return Err(Rejection::input("EmailCategory"));
    }
    let lead = state.find_lead(by, &recipient).ok_or_else(Rejection::unknown_lead)?;
    let is_stopped =
        state.leads.get(&lead).is_some_and(|lead| lead.has_invalid_email || lead.get("DoNotEmail") == Some("1"));
    if is_stopped || state.settings.mail_fails {
        return Err(Rejection::new(500, "MXMailDeliveryException", "Mail could not be delivered"));
    }
    state.mails.push(Mail { recipient, subject });
    state.record("send_email_to_lead");
    Ok(ok(&json!({"ID": state.fresh_id(0x3a11), "MemberCount": 1, "TotalRecipient": 1})))
}
