//! `POST /rest/accounts`

use crate::Json;
use crate::api::prelude::*;
use crate::input::{NewAddress, NewPhone, NewPoint};
use crate::model::{Account, AccountTypeId, ContactId, EntityId, IndustryId, TagId, TerritoryId};
use leads_core::Personal;
use std::collections::BTreeMap;

/// Creates an account.
///
/// `POST /rest/accounts` with exactly one record. The response is the new account. At least one of name, phone number,
/// e-mail address, address and web address is required. Nutshell does not detect duplicates: search for the name first.
///
/// If the response is lost, the outcome cannot be verified automatically, because Nutshell does not accept a
/// client-supplied id. To check manually: `ListAccounts` by name shows whether it exists.
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
/// use nutshell::api::accounts::CreateAccount;
///
/// let request = CreateAccount::named("Car Wash Inc.")
///     .phone("+15550100")
///     .industry("1-industries");
/// let account = client.send(&request).await?;
/// println!("{}: {:?}", account.id, account.name);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/accounts")]
#[doc(alias = "accounts")]
#[doc(alias = "create account")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateAccount {
    body: CreateAccountBody,
}

/// The wire body of [`CreateAccount`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateAccountBody {
    accounts: [NewAccount; 1],
}

/// A new account.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewAccount {
    name: Option<Personal<String>>,
    description: Option<Personal<String>>,
    phones: Option<Vec<NewPhone>>,
    emails: Option<Vec<NewPoint>>,
    urls: Option<Vec<NewPoint>>,
    addresses: Option<Vec<NewAddress>>,
    links: Option<BTreeMap<String, Json>>,
    custom_fields: Option<BTreeMap<String, Json>>,
}

impl CreateAccount {
    /// Creates an account without any fields.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates an account with a name.
    pub fn named(name: impl Into<String>) -> Self {
        let account = NewAccount { name: Some(Personal(name.into())), ..NewAccount::default() };
        Self { body: CreateAccountBody { accounts: [account] } }
    }

    fn record(&mut self) -> &mut NewAccount {
        let [account] = &mut self.body.accounts;
        account
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

    /// Relates the account to records of any kind: an id or a list of ids. The vendor documents only that the key is
    /// the relation.
    #[must_use]
    pub fn link(mut self, relation: impl Into<String>, ids: impl Into<Json>) -> Self {
        self.record().links.get_or_insert_default().insert(relation.into(), ids.into());
        self
    }

    /// Sets the owner: a user or a team.
    #[must_use]
    pub fn owner(self, id: impl Into<EntityId>) -> Self {
        self.link("owner", id.into().as_str())
    }

    /// Sets the territory.
    #[must_use]
    pub fn territory(self, id: impl Into<TerritoryId>) -> Self {
        self.link("territory", id.into().as_str())
    }

    /// Sets its type.
    #[must_use]
    pub fn account_type(self, id: impl Into<AccountTypeId>) -> Self {
        self.link("accountType", id.into().as_str())
    }

    /// Sets its industry.
    #[must_use]
    pub fn industry(self, id: impl Into<IndustryId>) -> Self {
        self.link("industry", id.into().as_str())
    }

    /// Sets the contacts.
    #[must_use]
    pub fn contacts<I: Into<ContactId>>(self, ids: impl IntoIterator<Item = I>) -> Self {
        self.link("contacts", ids.into_iter().map(|id| id.into().to_string()).collect::<Vec<_>>())
    }

    /// Sets the tags. Only account tags are accepted.
    #[must_use]
    pub fn tags<I: Into<TagId>>(self, ids: impl IntoIterator<Item = I>) -> Self {
        self.link("tags", ids.into_iter().map(|id| id.into().to_string()).collect::<Vec<_>>())
    }
}

impl Request for CreateAccount {
    type Vendor = Nutshell;
    type Response = One<Account>;
    const OPERATION: Operation = op::post("create_account", "/rest/accounts", Safety::NonIdempotent);

    fn parts(&self) -> Result<Parts> {
        let [account] = &self.body.accounts;
        let known = account.name.as_ref().is_some_and(|name| !name.trim().is_empty())
            || account.phones.as_ref().is_some_and(|list| !list.is_empty())
            || account.emails.as_ref().is_some_and(|list| !list.is_empty())
            || account.urls.as_ref().is_some_and(|list| !list.is_empty())
            || account.addresses.as_ref().is_some_and(|list| !list.is_empty());
        Parts::new()
            .require(
                known,
                "name",
                "must be set if there is no phone number, e-mail address, postal address or web address",
            )
            .json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("ListAccounts by name shows whether it exists".to_owned())
    }
}

has_body!(CreateAccount => CreateAccountBody);

sample!(CreateAccount: Self::named("Car Wash Inc.")
    .description("Two bays")
    .phone(NewPhone::new("+15550100").is_primary(true).name("office"))
    .email("office@example.com")
    .url("https://example.com")
    .address(
        NewAddress::new(crate::input::NewPostalLocation::new().address_1("123 Main St").city("Ann Arbor").state("MI"))
            .is_primary(true)
            .name("office"),
    )
    .custom_field("Favorite Number", "12")
    .owner("1-users")
    .industry("1-industries")
    .contacts(["2-contacts"])
    .tags(["3-tags"]));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn account_without_identifying_member_is_rejected() {
        assert_eq!(CreateAccount::new().parts().unwrap_err().field(), Some("name"));
        assert!(CreateAccount::new().phone("+15550100").parts().is_ok());
    }
}
