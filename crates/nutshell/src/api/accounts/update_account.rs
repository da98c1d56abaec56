//! `PATCH /rest/accounts/{id}`

use super::GetAccount;
use crate::api::prelude::*;
use crate::input::{NewAddress, NewPhone, NewPoint};
use crate::model::{Account, AccountId, AccountTypeId, ContactId, EntityId, IndustryId, TagId, TerritoryId};
use crate::patch::{PatchBody, PatchMediaType, patch_setters};
use leads_core::Personal;

/// Updates an account.
///
/// `PATCH /rest/accounts/{id}` with JSON Patch as `application/json-patch+json`. The response is 204 without a body.
///
/// The update is retried after a lost response only if every operation is a replacement, not if one adds or removes.
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
/// use nutshell::api::accounts::UpdateAccount;
///
/// let request = UpdateAccount::new("1-accounts").name("Strawberry").add_contact("2-contacts");
/// let reply = client.send(&request).await?;
/// if let Some(account) = reply.into_inner() {
///     println!("{}: {:?}", account.id, account.name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/accounts/{id}")]
#[doc(alias = "accounts/{id}")]
#[doc(alias = "update account")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateAccount {
    id: AccountId,
    body: PatchBody,
}

impl UpdateAccount {
    /// Creates an update of the account `id` with no changes yet.
    pub fn new(id: impl Into<AccountId>) -> Self {
        Self { id: id.into(), body: PatchBody::default() }
    }

    patch_setters! { fields "accounts" {
        /// Replaces the name.
        name => "name": Personal<String>,
        /// Replaces the description.
        description => "description": Personal<String>,
        /// Replaces the whole list of e-mail addresses.
        emails => "emails": Vec<NewPoint>,
        /// Replaces the whole list of phone numbers. See [`NewPhone`] for how to keep existing ones.
        phones => "phones": Vec<NewPhone>,
        /// Replaces the whole list of web addresses.
        urls => "urls": Vec<NewPoint>,
        /// Replaces the whole list of addresses.
        addresses => "addresses": Vec<NewAddress>,
    } }

    patch_setters! { one "accounts" {
        /// Sets the owner: a user or a team.
        owner => "owner": EntityId,
        /// Sets the territory.
        territory => "territory": TerritoryId,
        /// Sets its type.
        account_type => "accountType": AccountTypeId,
        /// Sets its industry.
        industry => "industry": IndustryId,
    } }

    patch_setters! { many "accounts" {
        "a person" add_contact, remove_contact, set_contacts => "contacts": ContactId,
        "a tag" add_tag, remove_tag, set_tags => "tags": TagId,
    } }

    patch_setters! { custom "accounts" }
}

impl Request for UpdateAccount {
    type Vendor = Nutshell;
    type Response = Option<One<Account>>;
    const OPERATION: Operation = op::patch("update_account", "/rest/accounts/{id}", Safety::Idempotent);

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .path("id", &self.id)
            .check(self.body.check())
            .json_as(PatchMediaType::JsonPatch.as_str(), &self.body)
    }

    fn safety(&self) -> Safety {
        self.body.safety()
    }
}

impl Resolve for UpdateAccount {
    type Check = GetAccount;
    const FOUND_WHEN: &'static str = "the account matches every change of the patch";

    fn check(&self) -> Option<GetAccount> {
        Some(GetAccount::new(&self.id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        verification::patch(&self.body, seen.map(|one| one.record()))
    }
}

has_body!(UpdateAccount => PatchBody);

sample!(UpdateAccount: Self::new("1-accounts")
    .name("Strawberry")
    .add_contact("2-contacts")
    .emails([NewPoint::new("jane@example.com")])
    .owner("2-users")
    .remove_tag("2-tags")
    .custom_field("Favorite Number", 12));
