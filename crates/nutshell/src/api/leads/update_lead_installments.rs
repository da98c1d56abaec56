//! `POST /rest/leads/{id}/installments`

use super::ListLeadInstallments;
use crate::api::prelude::*;
use crate::model::{Installment, InstallmentId, LeadId, Time};
use crate::{amount, evidence};
use chrono::{DateTime, Utc};
use leads_core::Decimal;

/// Replaces the whole payment schedule of a lead.
///
/// `POST /rest/leads/{id}/installments` with an array. The response is the new schedule. Payments to keep must be in
/// the list, with their ids; an empty list removes all payments. A schedule in which every payment has an id is retried
/// after a lost response, because the result is the same; one with new payments is not.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) determines whether the write was applied.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::leads::{NewInstallment, UpdateLeadInstallments};
///
/// let due = "2026-01-01T00:00:00Z".parse().unwrap();
/// let request = UpdateLeadInstallments::new("1003-leads")
///     .installment(NewInstallment::new(due, 1000).description("Q1 payment"));
/// let installments = client.send(&request).await?;
/// for installment in installments.iter() {
///     println!("{:?}: {:?}", installment.due_time, installment.is_paid);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/leads/{id}/installments")]
#[doc(alias = "leads/{id}/installments")]
#[doc(alias = "update lead installments")]
#[doc(alias = "update installments")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateLeadInstallments {
    id: LeadId,
    body: UpdateLeadInstallmentsBody,
}

/// The wire body of [`UpdateLeadInstallments`]: an array.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UpdateLeadInstallmentsBody {
    installments: Vec<NewInstallment>,
}

/// A payment in a schedule.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewInstallment {
    id: Option<InstallmentId>,
    due_time: Time,
    description: Option<String>,
    value: Decimal,
    is_failed: bool,
}

impl NewInstallment {
    /// Creates a payment of `value` that is due at a time and has not failed. The amount is sent as text, without
    /// thousands separators; the currency is the lead's.
    pub fn new(due: DateTime<Utc>, value: impl Into<Decimal>) -> Self {
        Self {
            id: None,
            due_time: Time::iso(due),
            description: None,
            value: amount::written(value).quoted(),
            is_failed: false,
        }
    }

    /// Sets the id of the existing payment that this one replaces.
    #[must_use]
    pub fn id(mut self, id: impl Into<InstallmentId>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Sets the description.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = Some(text.into());
        self
    }

    /// Returns whether a payment that was read is this one.
    fn is(&self, row: &Installment) -> bool {
        let failed = row.is_failed.unwrap_or_else(|| row.failed_time.is_some());
        self.id.as_ref().is_none_or(|id| row.id.as_ref() == Some(id))
            && self.due_time.utc().is_some_and(|due| row.due_time.as_ref().and_then(Time::utc) == Some(due))
            && row.value.as_ref().and_then(|price| price.amount.as_ref()) == Some(&self.value)
            && self.description.as_ref().is_none_or(|text| row.description.as_ref() == Some(text))
            && self.is_failed == failed
    }

    /// Sets whether the payment failed.
    #[must_use]
    pub fn is_failed(mut self, is_failed: bool) -> Self {
        self.is_failed = is_failed;
        self
    }
}

impl UpdateLeadInstallments {
    /// Creates an empty schedule for the lead `id`.
    pub fn new(id: impl Into<LeadId>) -> Self {
        Self { id: id.into(), body: UpdateLeadInstallmentsBody::default() }
    }

    /// Adds a payment.
    #[must_use]
    pub fn installment(mut self, installment: NewInstallment) -> Self {
        self.body.installments.push(installment);
        self
    }
}

impl Request for UpdateLeadInstallments {
    type Vendor = Nutshell;
    type Response = Records<Installment>;
    const OPERATION: Operation =
        op::post("update_lead_installments", "/rest/leads/{id}/installments", Safety::Idempotent);

    fn parts(&self) -> Result<Parts> {
        let amounts = self.body.installments.iter().all(|one| amount::is_plain(one.value.as_str()));
        Parts::new().path("id", &self.id).require(amounts, "value", amount::WANTED).json(&self.body)
    }

    fn safety(&self) -> Safety {
        let known = self.body.installments.iter().all(|one| one.id.is_some());
        if known { Safety::Idempotent } else { Safety::NonIdempotent }
    }

    fn read(response: &HttpResponse) -> Result<Records<Installment>> {
        evidence::records(response)
    }
}

/// Compares the schedule with the payments that were sent: their number, due times, amounts and descriptions.
impl Resolve for UpdateLeadInstallments {
    type Check = ListLeadInstallments;
    const FOUND_WHEN: &'static str = "the schedule has exactly the payments that were sent";

    fn check(&self) -> Option<ListLeadInstallments> {
        Some(ListLeadInstallments::new(&self.id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        let Ok(rows) = seen else { return Resolution::CannotTell };
        let mut left: Vec<&Installment> = rows.iter().map(|row| row.value()).collect();
        let mut evidence: Vec<Option<bool>> = Vec::new();
        for one in &self.body.installments {
            let position = left.iter().position(|row| one.is(row));
            evidence.push(Some(position.is_some()));
            position.map(|position| left.swap_remove(position));
        }
        evidence.push(Some(left.is_empty()));
        Resolution::from_evidence(evidence)
    }
}

has_body!(UpdateLeadInstallments => UpdateLeadInstallmentsBody);

sample!(UpdateLeadInstallments: {
    let payment = NewInstallment::new(DateTime::UNIX_EPOCH, 1000);
    Self::new("1003-leads").installment(payment.id("1-installments").description("Q1 payment"))
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schedule_with_new_payments_is_not_idempotent() {
        let payment = || NewInstallment::new(DateTime::UNIX_EPOCH, 5);
        let new = || UpdateLeadInstallments::new("1-leads");
        assert_eq!(new().installment(payment()).safety(), Safety::NonIdempotent);
        assert_eq!(new().installment(payment().id("1-installments")).safety(), Safety::Idempotent);
        assert_eq!(
            serde_json::to_string(new().installment(payment()).body()).unwrap(),
            r#"[{"dueTime":"1970-01-01T00:00:00+0000","value":"5","isFailed":false}]"#
        );
        for malformed in ["\"five\"", "\"1,234\"", "\"1,50\"", "1e3"] {
            let malformed = NewInstallment { value: serde_json::from_str(malformed).unwrap(), ..payment() };
            assert_eq!(new().installment(malformed).parts().unwrap_err().field(), Some("value"));
        }
        let large = NewInstallment::new(DateTime::UNIX_EPOCH, "1,234.50".parse::<Decimal>().unwrap());
        let large = new().installment(large);
        assert!(large.parts().is_ok() && serde_json::to_string(large.body()).unwrap().contains(r#""value":"1234.50""#));
    }
}
