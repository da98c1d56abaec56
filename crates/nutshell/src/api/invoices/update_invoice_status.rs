//! `POST /rest/invoices/{id}/status`

use super::GetInvoice;
use crate::api::prelude::*;
use crate::model::{Invoice, InvoiceId, SalesDocumentStatus};
use leads_core::Personal;

/// Sets the status of an invoice. [`Accepted`](SalesDocumentStatus::Accepted) marks it as paid.
///
/// `POST /rest/invoices/{id}/status`. The response is the invoice, without its line items in the vendor's example.
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
/// use nutshell::{api::invoices::UpdateInvoiceStatus, model::SalesDocumentStatus};
///
/// let request = UpdateInvoiceStatus::new("789-invoices", SalesDocumentStatus::Accepted)
///     .comment("Paid by transfer");
/// let invoice = client.send(&request).await?;
/// println!("{}: {:?}", invoice.id, invoice.display_status);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/invoices/{id}/status")]
#[doc(alias = "invoices/{id}/status")]
#[doc(alias = "update invoice status")]
#[doc(alias = "update status")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateInvoiceStatus {
    id: InvoiceId,
    body: UpdateInvoiceStatusBody,
}

/// The wire body of [`UpdateInvoiceStatus`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateInvoiceStatusBody {
    status: SalesDocumentStatus,
    comment: Option<Personal<String>>,
    accepted_name: Option<Personal<String>>,
    accepted_email: Option<Personal<String>>,
}

impl UpdateInvoiceStatus {
    /// Creates a request that sets the status of the invoice `id`.
    pub fn new(id: impl Into<InvoiceId>, status: impl Into<SalesDocumentStatus>) -> Self {
        let body =
            UpdateInvoiceStatusBody { status: status.into(), comment: None, accepted_name: None, accepted_email: None };
        Self { id: id.into(), body }
    }

    setters! { body;
        /// Sets a comment on the payment or the revocation. The vendor stores it only with
        /// [`Accepted`](SalesDocumentStatus::Accepted) and [`Revoked`](SalesDocumentStatus::Revoked).
        comment: Personal<String>,
        /// Sets the payer's name.
        accepted_name: Personal<String>,
        /// Sets the payer's e-mail address.
        accepted_email: Personal<String>,
    }
}

impl Request for UpdateInvoiceStatus {
    type Vendor = Nutshell;
    type Response = One<Invoice>;
    const OPERATION: Operation = op::post("update_invoice_status", "/rest/invoices/{id}/status", Safety::NonIdempotent);

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .path("id", &self.id)
            .require(!self.body.status.as_str().is_empty(), "status", "must not be empty")
            .require(self.body.status.can_be_set(), "status", "cannot be set through the API")
            .json(&self.body)
    }
}

impl Resolve for UpdateInvoiceStatus {
    type Check = GetInvoice;
    const FOUND_WHEN: &'static str = "the invoice has the status and the comment and payer that were sent";

    fn check(&self) -> Option<GetInvoice> {
        Some(GetInvoice::new(&self.id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        let Ok(document) = seen else { return Resolution::CannotTell };
        let body = &self.body;
        let noted = [
            (&body.accepted_name, &document.accepted_name),
            (&body.accepted_email, &document.accepted_email),
            (&body.comment, &document.completion_comment),
        ];
        let noted = noted.into_iter().filter_map(|(sent, seen)| Some((sent.as_ref()?, seen)));
        let status = document.display_status.as_ref().map(|status| *status == body.status);
        Resolution::from_evidence([status].into_iter().chain(noted.map(|(sent, seen)| Some(seen.as_ref()? == sent))))
    }
}

has_body!(UpdateInvoiceStatus => UpdateInvoiceStatusBody);

sample!(UpdateInvoiceStatus: Self::new("789-invoices", SalesDocumentStatus::Accepted)
    .comment("Paid by transfer")
    .accepted_name("Jane Doe")
    .accepted_email("jane@example.com"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn update_invoice_status_body_uses_wire_names() {
        let request = UpdateInvoiceStatus::new("789-invoices", SalesDocumentStatus::Accepted).accepted_name("Jane Doe");
        assert_eq!(
            serde_json::to_string(request.body()).unwrap(),
            r#"{"status":"ACCEPTED","acceptedName":"Jane Doe"}"#
        );
        let stored = serde_json::to_string(&request).unwrap();
        assert_eq!(serde_json::from_str::<UpdateInvoiceStatus>(&stored).unwrap(), request);
        assert!(!format!("{request:?}").contains("Jane"));
    }

    #[test]
    fn update_invoice_status_rejects_read_only_statuses_and_sends_unknown_ones() {
        let field = |status: &str| {
            UpdateInvoiceStatus::new("789-invoices", status)
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
