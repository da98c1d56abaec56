//! `PATCH /rest/leads/{id}`

use super::GetLead;
use crate::amount;
use crate::api::prelude::*;
use crate::model::{
    AccountId, CompetitorId, ContactId, EntityId, Lead, LeadId, ProductId, SourceId, TagId, TerritoryId,
};
use crate::patch::{PatchBody, PatchMediaType, PatchOperation, field, patch_setters};
use leads_core::{Decimal, Personal};

/// Updates a lead.
///
/// `PATCH /rest/leads/{id}` with JSON Patch as `application/json-patch+json`. The response is 204 without a body;
/// [`Client::update_lead_and_fetch`](crate::Client::update_lead_and_fetch) also reads the updated lead.
///
/// The update is retried after a lost response only if every operation is a replacement, not if one adds or removes.
///
/// There is no documented way to move a lead to a stage. [`SetLeadStageset`](crate::api::leads::SetLeadStageset) sets
/// the pipeline, and [`UpdateLeadStatus`](crate::api::leads::UpdateLeadStatus) closes the lead.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) determines whether the write was applied.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns an error, before anything is sent, if the update has no changes, and
/// [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::leads::UpdateLead;
///
/// let request = UpdateLead::new("1003-leads")
///     .description("Car wash, two bays")
///     .owner("2-users")
///     .add_contact("55-contacts")
///     .remove_tag("15-tags")
///     .custom_field("City/State", "Detroit, MI");
/// let reply = client.send(&request).await?;
/// if let Some(lead) = reply.into_inner() {
///     println!("{}: {:?}", lead.id, lead.status);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/leads/{id}")]
#[doc(alias = "leads/{id}")]
#[doc(alias = "update lead")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateLead {
    id: LeadId,
    body: PatchBody,
}

impl UpdateLead {
    /// Creates an update of the lead `id` with no changes yet.
    pub fn new(id: impl Into<LeadId>) -> Self {
        Self { id: id.into(), body: PatchBody::default() }
    }

    pub(crate) fn id(&self) -> &LeadId {
        &self.id
    }

    patch_setters! { fields "leads" {
        /// Replaces the title.
        name => "name": Personal<String>,
        /// Replaces the description.
        description => "description": Personal<String>,
        /// Replaces the confidence, in percent.
        confidence => "confidence": u8,
        /// Replaces the priority: 1 is a hot lead, 0 is not.
        priority => "priority": u8,
    } }

    /// Sets the manual value, which then no longer follows the products. It is sent as text, without thousands
    /// separators.
    #[must_use]
    pub fn manual_value(mut self, amount: impl Into<Decimal>) -> Self {
        self.body.push(PatchOperation::replace(field("leads", "manualValue"), amount::written(amount).quoted()));
        self
    }

    /// Makes the value follow the sum of the products again.
    #[must_use]
    pub fn value_from_products(mut self) -> Self {
        self.body.push(PatchOperation::replace_without_value(field("leads", "valueToProductMode")));
        self
    }

    patch_setters! { one "leads" {
        /// Sets the owner: a user or a team.
        owner => "owner": EntityId,
        /// Sets the territory.
        territory => "territory": TerritoryId,
    } }

    patch_setters! { many "leads" {
        "a company" add_account, remove_account, set_accounts => "accounts": AccountId,
        "a person" add_contact, remove_contact, set_contacts => "contacts": ContactId,
        "a source" add_source, remove_source, set_sources => "sources": SourceId,
        "a tag" add_tag, remove_tag, set_tags => "tags": TagId,
        "a product" add_product, remove_product, set_products => "products": ProductId,
        "a competitor" add_competitor, remove_competitor, set_competitors => "competitors": CompetitorId,
    } }

    patch_setters! { custom "leads" }
}

impl Request for UpdateLead {
    type Vendor = Nutshell;
    type Response = Option<One<Lead>>;
    const OPERATION: Operation = op::patch("update_lead", "/rest/leads/{id}", Safety::Idempotent);

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .path("id", &self.id)
            .check(self.body.check())
            .check(self.body.check_amount(&field("leads", "manualValue"), "manualValue"))
            .json_as(PatchMediaType::JsonPatch.as_str(), &self.body)
    }

    fn safety(&self) -> Safety {
        self.body.safety()
    }
}

impl Resolve for UpdateLead {
    type Check = GetLead;
    const FOUND_WHEN: &'static str = "the lead matches every change of the patch";

    fn check(&self) -> Option<GetLead> {
        Some(GetLead::new(&self.id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        verification::patch(&self.body, seen.map(|one| one.record()))
    }
}

has_body!(UpdateLead => PatchBody);

sample!(UpdateLead: Self::new("1003-leads")
    .name("Car wash")
    .manual_value("999.99".parse::<Decimal>().unwrap_or_else(|_| Decimal::from(0)))
    .owner("2-users")
    .add_contact("55-contacts")
    .remove_tag("15-tags")
    .set_accounts(["1-accounts"])
    .custom_field("City/State", "Detroit, MI"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lead_patch_paths() {
        let request = UpdateLead::new("1003-leads")
            .manual_value(5)
            .value_from_products()
            .owner("2-teams")
            .add_product("7-products")
            .remove_product("8-products")
            .set_accounts(["1-accounts", "2-accounts"]);
        assert_eq!(
            serde_json::to_string(request.body()).unwrap(),
            r#"[{"op":"replace","path":"/leads/0/manualValue","value":"5"},"#.to_owned()
                + r#"{"op":"replace","path":"/leads/0/valueToProductMode"},"#
                + r#"{"op":"replace","path":"/leads/0/links/owner","value":"2-teams"},"#
                + r#"{"op":"add","path":"/leads/0/links/products/-","value":"7-products"},"#
                + r#"{"op":"remove","path":"/leads/0/links/products/8-products"},"#
                + r#"{"op":"replace","path":"/leads/0/links/accounts","value":["1-accounts","2-accounts"]}]"#
        );
        let stored = serde_json::to_string(&request).unwrap();
        assert_eq!(serde_json::from_str::<UpdateLead>(&stored).unwrap(), request);
    }

    #[test]
    fn amount_is_plain_or_rejected() {
        let worth = |amount: &str| {
            UpdateLead::new("1-leads").manual_value(serde_json::from_value::<Decimal>(amount.into()).unwrap())
        };
        assert_eq!(
            serde_json::to_string(worth("1,234.50").body()).unwrap(),
            r#"[{"op":"replace","path":"/leads/0/manualValue","value":"1234.50"}]"#
        );
        assert!(worth("1,234.50").parts().is_ok());
        let by_hand = |value: crate::Json| {
            UpdateLead::new("1-leads").operation(PatchOperation::replace("/leads/0/manualValue", value))
        };
        for request in [worth("1,50"), worth("1e3"), by_hand("much".into()), by_hand("1,234.50".into())] {
            assert_eq!(request.parts().unwrap_err().field(), Some("manualValue"));
        }
        assert!(by_hand(5.into()).parts().is_ok() && by_hand(crate::Json::null()).parts().is_ok());
    }

    #[test]
    fn additions_are_not_idempotent_and_empty_update_is_rejected() {
        assert_eq!(UpdateLead::new("1-leads").description("x").safety(), Safety::Idempotent);
        assert_eq!(UpdateLead::new("1-leads").add_tag("1-tags").safety(), Safety::NonIdempotent);
        assert_eq!(UpdateLead::new("1-leads").parts().unwrap_err().field(), Some("body"));
    }
}
