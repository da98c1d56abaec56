//! Finding one lead by a key.

use super::fields::parse_number;
use super::{Leads, with_operation};
use crate::api::leads::ListLeads;
use crate::model::UserId;
use leads_core::client::{LeadKey, LeadPage};
use leads_core::vendor::find_one;
use leads_core::{CallOptions, Error, ErrorKind, Lead, Reply, Result};

/// The field of the customer's id, the only one of a lead's keys that the list can be filtered by.
pub(super) const CUSTOMER: &str = "user_id";

/// Returns the customer that a key names.
pub(super) fn customer(key: &LeadKey) -> Result<UserId> {
    match key {
        LeadKey::Field { name, value, .. } if name == CUSTOMER => parse_number("field", value.trim()),
        LeadKey::Field { .. } => Err(Error::invalid("field", "is not a field by which Capillary finds a lead")
            .with_help("known fields: user_id, the customer's id")),
        _ => Err(key.unsupported()),
    }
}

impl Leads {
    pub(super) async fn find_lead(&self, key: &LeadKey, options: &CallOptions) -> Result<Reply<Box<dyn Lead>>> {
        key.check(&self.capabilities).map_err(with_operation::<ListLeads>)?;
        let customer = customer(key).map_err(with_operation::<ListLeads>)?;
        let request = ListLeads::new().user_id(customer);
        let page = |after| {
            let request = request.clone();
            async move {
                let step = self.client.pipeline().list_step(request, Option::as_ref(&after), options).await?;
                if step.items.iter().any(|lead| lead.user_id != Some(customer)) {
                    let error = Error::new(ErrorKind::Precondition, "the vendor returned leads of other customers");
                    return Err(with_operation::<ListLeads>(error));
                }
                Ok(Reply::map(step, |step| LeadPage::of_step(step, |lead| Some(Box::new(lead) as Box<dyn Lead>))))
            }
        };
        find_one(key, page, |leads| async move { Ok(leads) }).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_customers_id_is_a_key() {
        assert_eq!(customer(&LeadKey::field("user_id", " 345 ")).unwrap(), UserId::new(345));
        for key in [LeadKey::field("lead_for", "1"), LeadKey::field("user_id", "jane")] {
            let error = customer(&key).unwrap_err();
            assert!(error.is_invalid_request() && error.field() == Some("field"), "{error}");
        }
        assert!(customer(&LeadKey::email("jane@example.com")).unwrap_err().is_unsupported());
    }
}
