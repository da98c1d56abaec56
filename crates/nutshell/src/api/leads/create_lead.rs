//! `POST /rest/leads`

use crate::api::prelude::*;
use crate::input::ProductMap;
use crate::model::{AccountId, CompetitorMapId, ContactId, EntityId, Lead, SourceId, TagId, Time};
use crate::{Json, amount};
use chrono::{DateTime, Utc};
use leads_core::{Decimal, Personal};
use std::collections::BTreeMap;

/// Creates a lead.
///
/// `POST /rest/leads` with exactly one record. The response is the new lead. The description also becomes the lead's
/// name. Stage and pipeline cannot be chosen here; use [`SetLeadStageset`](crate::api::leads::SetLeadStageset)
/// afterwards.
///
/// If the response is lost, the outcome cannot be verified automatically, because Nutshell does not accept a
/// client-supplied id. To check manually: `ListLeads` shows whether a lead with this title was created at that time.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Nutshell has no duplicate detection key, so the call is never retried once it has been sent: a lost response leaves
/// the outcome unknown.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::leads::CreateLead;
///
/// let request = CreateLead::new("Car Wash Inc.")
///     .contact("2-contacts")
///     .account("1-accounts")
///     .source("5-sources")
///     .custom_field("Target Market(s) - City/State/Area", "Detroit, MI");
/// let lead = client.send(&request).await?;
/// println!("{}: {:?}", lead.id, lead.status);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/leads")]
#[doc(alias = "leads")]
#[doc(alias = "create lead")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateLead {
    body: CreateLeadBody,
}

/// The wire body of [`CreateLead`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateLeadBody {
    leads: [NewLead; 1],
}

/// A new lead.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewLead {
    description: Option<Personal<String>>,
    #[serde(default, deserialize_with = "leads_core::vendor::tolerant::decimal")]
    manual_value: Option<Decimal>,
    due_time: Option<Time>,
    custom_fields: Option<BTreeMap<String, Json>>,
    links: Option<NewLeadLinks>,
}

/// The related records of a [`NewLead`].
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewLeadLinks {
    accounts: Option<Vec<NewRelated>>,
    contacts: Option<Vec<NewRelated>>,
    owner: Option<EntityId>,
    sources: Option<Vec<SourceId>>,
    tags: Option<Vec<TagId>>,
    product_maps: Option<Vec<ProductMap>>,
    competitor_maps: Option<Vec<CompetitorMapId>>,
}

/// A company or person of a new lead: an existing one by its id, or a new one in full.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NewRelated(Json);

impl NewRelated {
    /// Refers to an existing record.
    pub fn id(id: impl Into<EntityId>) -> Self {
        Self(Json::from(id.into().as_str()))
    }

    /// Describes a new record, created with the lead (documented, not observed).
    #[must_use]
    pub fn record(record: impl Into<Json>) -> Self {
        Self(record.into())
    }
}

impl From<AccountId> for NewRelated {
    fn from(id: AccountId) -> Self {
        Self::id(id)
    }
}

impl From<ContactId> for NewRelated {
    fn from(id: ContactId) -> Self {
        Self::id(id)
    }
}

impl CreateLead {
    /// Creates a lead with a description, which also becomes its name.
    pub fn new(description: impl Into<String>) -> Self {
        let lead = NewLead { description: Some(Personal(description.into())), ..NewLead::default() };
        Self { body: CreateLeadBody { leads: [lead] } }
    }

    fn lead(&mut self) -> &mut NewLead {
        let [lead] = &mut self.body.leads;
        lead
    }

    fn links(&mut self) -> &mut NewLeadLinks {
        self.lead().links.get_or_insert_default()
    }

    /// Sets the manual value, which replaces the sum of the products. It is sent as text, without thousands separators.
    #[must_use]
    pub fn manual_value(mut self, amount: impl Into<Decimal>) -> Self {
        self.lead().manual_value = Some(amount::written(amount).quoted());
        self
    }

    /// Sets the expected closing time. Only the timestamp is sent, because it is not documented which member the server
    /// reads.
    #[must_use]
    pub fn due_time(mut self, due: DateTime<Utc>) -> Self {
        self.lead().due_time = Some(Time::object(due));
        self
    }

    /// Sets a custom field by its display name.
    #[must_use]
    pub fn custom_field(mut self, name: impl Into<String>, value: impl Into<Json>) -> Self {
        self.lead().custom_fields.get_or_insert_default().insert(name.into(), value.into());
        self
    }

    /// Adds a company.
    #[must_use]
    pub fn account(mut self, id: impl Into<AccountId>) -> Self {
        self.links().accounts.get_or_insert_default().push(NewRelated::id(id.into()));
        self
    }

    /// Adds a new company, created with the lead (documented, not observed).
    #[must_use]
    pub fn new_account(mut self, account: impl Into<Json>) -> Self {
        self.links().accounts.get_or_insert_default().push(NewRelated::record(account));
        self
    }

    /// Adds a contact.
    #[must_use]
    pub fn contact(mut self, id: impl Into<ContactId>) -> Self {
        self.links().contacts.get_or_insert_default().push(NewRelated::id(id.into()));
        self
    }

    /// Adds a new contact, created with the lead (documented, not observed).
    #[must_use]
    pub fn new_contact(mut self, contact: impl Into<Json>) -> Self {
        self.links().contacts.get_or_insert_default().push(NewRelated::record(contact));
        self
    }

    /// Sets the owner: a user or a team.
    #[must_use]
    pub fn owner(mut self, id: impl Into<EntityId>) -> Self {
        self.links().owner = Some(id.into());
        self
    }

    /// Adds a source.
    #[must_use]
    pub fn source(mut self, id: impl Into<SourceId>) -> Self {
        self.links().sources.get_or_insert_default().push(id.into());
        self
    }

    /// Adds a tag. Only lead tags are accepted.
    #[must_use]
    pub fn tag(mut self, id: impl Into<TagId>) -> Self {
        self.links().tags.get_or_insert_default().push(id.into());
        self
    }

    /// Adds a product.
    #[must_use]
    pub fn product_map(mut self, map: ProductMap) -> Self {
        self.links().product_maps.get_or_insert_default().push(map);
        self
    }

    /// Adds a competitor, by the id of its map.
    #[must_use]
    pub fn competitor_map(mut self, id: impl Into<CompetitorMapId>) -> Self {
        self.links().competitor_maps.get_or_insert_default().push(id.into());
        self
    }
}

impl Request for CreateLead {
    type Vendor = Nutshell;
    type Response = One<Lead>;
    const OPERATION: Operation = op::post("create_lead", "/rest/leads", Safety::NonIdempotent);

    fn parts(&self) -> Result<Parts> {
        let [lead] = &self.body.leads;
        let maps = lead.links.as_ref().and_then(|links| links.product_maps.as_deref()).unwrap_or_default();
        Parts::new()
            .require(
                lead.description.as_ref().is_none_or(|text| !text.trim().is_empty()),
                "description",
                "must not be empty",
            )
            .require(
                lead.manual_value.as_ref().is_none_or(|amount| amount::is_plain(amount.as_str())),
                "manualValue",
                amount::WANTED,
            )
            .check(maps.iter().try_for_each(ProductMap::check))
            .json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("ListLeads shows whether a lead with this title was created at that time".to_owned())
    }
}

has_body!(CreateLead => CreateLeadBody);

sample!(CreateLead: Self::new("Car Wash Inc.")
    .manual_value(1000)
    .due_time(DateTime::UNIX_EPOCH)
    .custom_field("Favorite Number", "12")
    .account("1-accounts")
    .contact("2-contacts")
    .owner("3-users")
    .source("5-sources")
    .tag("1-tags")
    .product_map(ProductMap::new("1-products").quantity(2))
    .competitor_map("1-competitorMaps"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn create_lead_body_uses_wire_names() {
        let request = CreateLead::new("Example Company")
            .owner("3-users")
            .account("1-accounts")
            .new_contact(serde_json::json!({"name": "Jane"}))
            .custom_field("Notes:", "Interested")
            .manual_value("999.99".parse::<Decimal>().unwrap().unquoted());
        assert_eq!(
            serde_json::to_string(request.body()).unwrap(),
            r#"{"leads":[{"description":"Example Company","manualValue":"999.99","customFields":{"Notes:":"Interested"},"#
                .to_owned()
                + r#""links":{"accounts":["1-accounts"],"contacts":[{"name":"Jane"}],"owner":"3-users"}}]}"#
        );
        assert!(!format!("{request:?}").contains("Example") && !format!("{request:?}").contains("Jane"));
    }

    #[test]
    fn invalid_lead_is_rejected() {
        assert_eq!(CreateLead::new(" ").parts().unwrap_err().field(), Some("description"));
        let worth =
            |amount: &str| CreateLead::new("x").manual_value(serde_json::from_value::<Decimal>(amount.into()).unwrap());
        assert_eq!(
            serde_json::to_string(worth("1,234.50").body()).unwrap(),
            r#"{"leads":[{"description":"x","manualValue":"1234.50"}]}"#
        );
        assert!(worth("1,234.50").parts().is_ok());
        let stored: CreateLead = serde_json::from_str(r#"{"body":{"leads":[{"manualValue":"1,234.50"}]}}"#).unwrap();
        for request in [worth("1,50"), worth("1e3"), stored] {
            assert_eq!(request.parts().unwrap_err().field(), Some("manualValue"));
        }
        for body in [r#"{"leads":[]}"#, r#"{"leads":[{},{}]}"#, r#"{"leads":[{"name":"x"}]}"#] {
            assert!(serde_json::from_str::<CreateLeadBody>(body).is_err(), "{body}");
        }
    }
}
