//! `POST /rest/quotes/{id}/status`

use super::GetQuote;
use crate::api::prelude::*;
use crate::model::{Quote, QuoteId, SalesDocumentStatus};
use leads_core::Personal;

/// Sets the status of a quote.
///
/// `POST /rest/quotes/{id}/status`. The response is the quote, without its line items in the vendor's example.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) determines whether the write was applied.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns an error, before anything is sent, for [`Draft`](SalesDocumentStatus::Draft) and
/// [`Expired`](SalesDocumentStatus::Expired), because the vendor has no call that sets them. Returns
/// [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown. The call is not retried after a lost response,
/// which leaves the outcome unknown: a retry might notify the customer twice.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::{api::quotes::UpdateQuoteStatus, model::SalesDocumentStatus};
///
/// let request = UpdateQuoteStatus::new("123-quotes", SalesDocumentStatus::Accepted)
///     .accepted_name("Jane Doe");
/// let quote = client.send(&request).await?;
/// println!("{}: {:?}", quote.id, quote.display_status);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/quotes/{id}/status")]
#[doc(alias = "quotes/{id}/status")]
#[doc(alias = "update quote status")]
#[doc(alias = "update status")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateQuoteStatus {
    id: QuoteId,
    body: UpdateQuoteStatusBody,
}

/// The wire body of [`UpdateQuoteStatus`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateQuoteStatusBody {
    status: SalesDocumentStatus,
    accepted_name: Option<Personal<String>>,
    accepted_email: Option<Personal<String>>,
}

impl UpdateQuoteStatus {
    /// Creates a request that sets the status of the quote `id`.
    pub fn new(id: impl Into<QuoteId>, status: impl Into<SalesDocumentStatus>) -> Self {
        let body = UpdateQuoteStatusBody { status: status.into(), accepted_name: None, accepted_email: None };
        Self { id: id.into(), body }
    }

    setters! { body;
        /// Sets the name of the person who accepted it.
        accepted_name: Personal<String>,
        /// Sets the e-mail address of the person who accepted it.
        accepted_email: Personal<String>,
    }
}

impl Request for UpdateQuoteStatus {
    type Vendor = Nutshell;
    type Response = One<Quote>;
    const OPERATION: Operation = op::post("update_quote_status", "/rest/quotes/{id}/status", Safety::NonIdempotent);

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .path("id", &self.id)
            .require(!self.body.status.as_str().is_empty(), "status", "must not be empty")
            .require(self.body.status.can_be_set(), "status", "cannot be set through the API")
            .json(&self.body)
    }
}

impl Resolve for UpdateQuoteStatus {
    type Check = GetQuote;
    const FOUND_WHEN: &'static str = "the quote has the status and the name and address that were sent";

    fn check(&self) -> Option<GetQuote> {
        Some(GetQuote::new(&self.id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        let Ok(document) = seen else { return Resolution::CannotTell };
        let body = &self.body;
        let noted = [(&body.accepted_name, &document.accepted_name), (&body.accepted_email, &document.accepted_email)];
        let noted = noted.into_iter().filter_map(|(sent, seen)| Some((sent.as_ref()?, seen)));
        let status = document.display_status.as_ref().map(|status| *status == body.status);
        Resolution::from_evidence([status].into_iter().chain(noted.map(|(sent, seen)| Some(seen.as_ref()? == sent))))
    }
}

has_body!(UpdateQuoteStatus => UpdateQuoteStatusBody);

sample!(UpdateQuoteStatus: Self::new("123-quotes", SalesDocumentStatus::Accepted)
    .accepted_name("Jane Doe")
    .accepted_email("jane@example.com"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn update_quote_status_body_uses_wire_names() {
        let request = UpdateQuoteStatus::new("123-quotes", SalesDocumentStatus::Accepted).accepted_name("Jane Doe");
        assert_eq!(
            serde_json::to_string(request.body()).unwrap(),
            r#"{"status":"ACCEPTED","acceptedName":"Jane Doe"}"#
        );
        let stored = serde_json::to_string(&request).unwrap();
        assert_eq!(serde_json::from_str::<UpdateQuoteStatus>(&stored).unwrap(), request);
        assert!(!format!("{request:?}").contains("Jane"));
    }

    #[test]
    fn update_quote_status_rejects_read_only_statuses_and_sends_unknown_ones() {
        let field = |status: &str| {
            UpdateQuoteStatus::new("123-quotes", status)
                .parts()
                .err()
                .and_then(|error| error.field().map(str::to_owned))
        };
        for status in ["DRAFT", "EXPIRED", ""] {
            assert_eq!(field(status).as_deref(), Some("status"), "{status}");
        }
        for status in ["READY", "SENT", "REVOKED", "ACCEPTED", "ARCHIVED", "FRAMED"] {
            assert_eq!(field(status), None, "{status}");
        }
    }
}
