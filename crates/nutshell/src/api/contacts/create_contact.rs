//! `POST /rest/contacts`

use crate::Json;
use crate::api::prelude::*;
use crate::input::{NewAddress, NewPhone, NewPoint};
use crate::model::{AccountId, AudienceId, Contact, EntityId, TagId, TerritoryId};
use leads_core::Personal;
use std::collections::BTreeMap;

/// Creates a contact.
///
/// `POST /rest/contacts` with exactly one record. The response is the new contact. Nutshell does not detect duplicates:
/// search for the e-mail address first.
///
/// If the response is lost, the outcome cannot be verified automatically, because Nutshell does not accept a
/// client-supplied id. To check manually: `ListContacts` by e-mail address or name shows whether it exists.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// The call is not retried after a lost response, which leaves the outcome unknown.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::contacts::CreateContact;
/// use nutshell::input::NewPoint;
///
/// let request = CreateContact::new("Jane Smith")
///     .email(NewPoint::new("jane@example.com").is_primary(true))
///     .phone("+15550100")
///     .account("1-accounts");
/// let contact = client.send(&request).await?;
/// println!("{}: {:?}", contact.id, contact.name);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/contacts")]
#[doc(alias = "contacts")]
#[doc(alias = "create contact")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateContact {
    body: CreateContactBody,
}

/// The wire body of [`CreateContact`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateContactBody {
    contacts: [NewContact; 1],
}

/// A new contact.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewContact {
    name: Option<Personal<String>>,
    description: Option<Personal<String>>,
    phones: Option<Vec<NewPhone>>,
    emails: Option<Vec<NewPoint>>,
    urls: Option<Vec<NewPoint>>,
    addresses: Option<Vec<NewAddress>>,
    custom_fields: Option<BTreeMap<String, Json>>,
    links: Option<NewContactLinks>,
}

/// The related records of a [`NewContact`].
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewContactLinks {
    accounts: Option<Vec<AccountId>>,
    territory: Option<TerritoryId>,
    owner: Option<EntityId>,
    tags: Option<Vec<TagId>>,
    em_audiences: Option<Vec<AudienceId>>,
}

impl CreateContact {
    /// Creates a contact with a name.
    pub fn new(name: impl Into<String>) -> Self {
        let contact = NewContact { name: Some(Personal(name.into())), ..NewContact::default() };
        Self { body: CreateContactBody { contacts: [contact] } }
    }

    fn record(&mut self) -> &mut NewContact {
        let [contact] = &mut self.body.contacts;
        contact
    }

    fn links(&mut self) -> &mut NewContactLinks {
        self.record().links.get_or_insert_default()
    }

    /// Sets the description.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.record().description = Some(Personal(text.into()));
        self
    }

    /// Adds an e-mail address.
    #[must_use]
    pub fn email(mut self, address: impl Into<NewPoint>) -> Self {
        self.record().emails.get_or_insert_default().push(address.into());
        self
    }

    /// Adds a phone number.
    #[must_use]
    pub fn phone(mut self, number: impl Into<NewPhone>) -> Self {
        self.record().phones.get_or_insert_default().push(number.into());
        self
    }

    /// Adds a web address.
    #[must_use]
    pub fn url(mut self, address: impl Into<NewPoint>) -> Self {
        self.record().urls.get_or_insert_default().push(address.into());
        self
    }

    /// Adds an address.
    #[must_use]
    pub fn address(mut self, address: NewAddress) -> Self {
        self.record().addresses.get_or_insert_default().push(address);
        self
    }

    /// Sets a custom field by its display name.
    #[must_use]
    pub fn custom_field(mut self, name: impl Into<String>, value: impl Into<Json>) -> Self {
        self.record().custom_fields.get_or_insert_default().insert(name.into(), value.into());
        self
    }

    /// Adds a company.
    #[must_use]
    pub fn account(mut self, id: impl Into<AccountId>) -> Self {
        self.links().accounts.get_or_insert_default().push(id.into());
        self
    }

    /// Sets the territory.
    #[must_use]
    pub fn territory(mut self, id: impl Into<TerritoryId>) -> Self {
        self.links().territory = Some(id.into());
        self
    }

    /// Sets the owner: a user or a team.
    #[must_use]
    pub fn owner(mut self, id: impl Into<EntityId>) -> Self {
        self.links().owner = Some(id.into());
        self
    }

    /// Adds a tag. Only contact tags are accepted.
    #[must_use]
    pub fn tag(mut self, id: impl Into<TagId>) -> Self {
        self.links().tags.get_or_insert_default().push(id.into());
        self
    }

    /// Adds the contact to an audience.
    #[must_use]
    pub fn audience(mut self, id: impl Into<AudienceId>) -> Self {
        self.links().em_audiences.get_or_insert_default().push(id.into());
        self
    }
}

impl Request for CreateContact {
    type Vendor = Nutshell;
    type Response = One<Contact>;
    const OPERATION: Operation = op::post("create_contact", "/rest/contacts", Safety::NonIdempotent);

    fn parts(&self) -> Result<Parts> {
        let [contact] = &self.body.contacts;
        let named = contact.name.as_ref().is_none_or(|name| !name.trim().is_empty());
        Parts::new().require(named, "name", "must not be empty").json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("ListContacts by e-mail address or name shows whether it exists".to_owned())
    }
}

has_body!(CreateContact => CreateContactBody);

sample!(CreateContact: Self::new("Jane Smith")
    .description("Owner")
    .email(NewPoint::new("jane@example.com").is_primary(true).name("work"))
    .phone(
        NewPhone::new(serde_json::json!({"countryCode": "1", "number": "5550100", "extension": "7"}))
            .is_primary(true)
            .name("work"),
    )
    .url(NewPoint::new("https://example.com").is_primary(true).name("site"))
    .address(
        NewAddress::new(crate::input::NewPostalLocation::new().address_1("123 Main St").city("Ann Arbor").country("US"))
            .is_primary(true)
            .name("office"),
    )
    .custom_field("Favorite Number", "12")
    .account("1-accounts")
    .territory("1-territories")
    .owner("1-users")
    .tag("2-tags")
    .audience("1-emAudiences"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn body_uses_wire_names_and_debug_redacts() {
        let request = CreateContact::new("Jane").phone("+15550100").email("jane@example.com").audience("1-emAudiences");
        assert_eq!(
            serde_json::to_string(request.body()).unwrap(),
            r#"{"contacts":[{"name":"Jane","phones":[{"value":"+15550100"}],"emails":[{"value":"jane@example.com"}],"#
                .to_owned()
                + r#""links":{"emAudiences":["1-emAudiences"]}}]}"#
        );
        let debug = format!("{request:?}");
        assert!(!debug.contains("Jane") && !debug.contains("jane@") && !debug.contains("555"), "{debug}");
        assert_eq!(CreateContact::new("").parts().unwrap_err().field(), Some("name"));
    }
}
