//! `POST /rest/quotes/{id}/status`

use super::GetQuote;
use crate::Nutshell;
use crate::envelope::One;
use crate::evidence;
use crate::model::{Quote, QuoteId, SalesDocumentStatus};
use crate::verification::Seen;
use leads_core::vendor::{HasBody, HttpResponse, Method, Operation, Parts, Request, Safety};
use leads_core::{Personal, Resolution, Resolve, Result, setters};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

/// Changes the status of a quote.
///
/// `POST /rest/quotes/{id}/status`; the answer is the quote, without its line items in the vendor's example.
///
/// [`Client::resolve`](crate::Client::resolve) finds out what became of it after a lost answer.
///
/// # Errors
/// [`Draft`](SalesDocumentStatus::Draft) and [`Expired`](SalesDocumentStatus::Expired) are refused before anything is
/// sent: the vendor has no call that sets them. [`NotFound`](leads_core::ErrorKind::NotFound) for an unknown id. A
/// lost answer leaves the outcome unknown, and the call is not sent again: the customer might be told twice.
///
/// ```
/// use nutshell::{api::quotes::UpdateQuoteStatus, model::SalesDocumentStatus};
/// let request = UpdateQuoteStatus::new("123-quotes", SalesDocumentStatus::Accepted).accepted_name("Jane Doe");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateQuoteStatus {
    id: QuoteId,
    body: UpdateQuoteStatusBody,
}

/// The body of [`UpdateQuoteStatus`], as it goes over the wire.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateQuoteStatusBody {
    status: SalesDocumentStatus,
    accepted_name: Option<Personal<String>>,
    accepted_email: Option<Personal<String>>,
}

impl UpdateQuoteStatus {
    /// Sets the status of the quote `id`.
    pub fn new(id: impl Into<QuoteId>, status: impl Into<SalesDocumentStatus>) -> Self {
        let body = UpdateQuoteStatusBody { status: status.into(), accepted_name: None, accepted_email: None };
        Self { id: id.into(), body }
    }

    setters! { body;
        /// Records the name of who accepted it.
        accepted_name: Personal<String>,
        /// Records the e-mail address of who accepted it.
        accepted_email: Personal<String>,
    }
}

impl Request for UpdateQuoteStatus {
    type Vendor = Nutshell;
    type Response = One<Quote>;
    const OPERATION: Operation =
        Operation::new("update_quote_status", Method::Post, "/rest/quotes/{id}/status", Safety::NonIdempotent)
            .docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .path("id", &self.id)
            .require(!self.body.status.as_str().is_empty(), "status", "must not be empty")
            .require(self.body.status.can_be_set(), "status", "cannot be set by a call")
            .json(&self.body)
    }

    fn read(response: &HttpResponse) -> Result<One<Quote>> {
        evidence::record(response)
    }
}

impl Resolve for UpdateQuoteStatus {
    type Check = GetQuote;
    const FOUND_WHEN: &'static str = "the quote has the status and what was noted with it";

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

impl HasBody for UpdateQuoteStatus {
    type Body = UpdateQuoteStatusBody;
    fn body(&self) -> &UpdateQuoteStatusBody {
        &self.body
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for UpdateQuoteStatus {
    fn sample() -> Self {
        Self::new("123-quotes", SalesDocumentStatus::Accepted)
            .accepted_name("Jane Doe")
            .accepted_email("jane@example.com")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wire_form_is_the_vendors() {
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
    fn what_no_call_sets_is_refused_and_what_is_new_is_left_to_the_vendor() {
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
