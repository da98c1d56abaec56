//! `PATCH /rest/accounts/{id}`

use super::GetAccount;
use crate::Nutshell;
use crate::envelope::One;
use crate::evidence;
use crate::input::{NewAddress, NewPhone, NewPoint};
use crate::model::{Account, AccountId, AccountTypeId, ContactId, EntityId, IndustryId, TagId, TerritoryId};
use crate::patch::{PatchBody, PatchMediaType, patch_setters};
use crate::verification::{self, Seen};
use leads_core::vendor::{HasBody, HttpResponse, Method, Operation, Parts, Request, Safety};
use leads_core::{Personal, Resolution, Resolve, Result};
use serde::{Deserialize, Serialize};

/// Changes an account.
///
/// `PATCH /rest/accounts/{id}` with JSON Patch as `application/json-patch+json`. The answer is 204 without a body.
///
/// A request that only replaces is sent again after a lost answer; one that adds or removes is not.
///
/// [`Client::resolve`](crate::Client::resolve) finds out what became of it after a lost answer.
///
/// # Errors
/// An empty change is refused before anything is sent; [`NotFound`](leads_core::ErrorKind::NotFound) for an unknown id.
///
/// ```
/// use nutshell::api::accounts::UpdateAccount;
/// let request = UpdateAccount::new("1-accounts").name("Strawberry").add_contact("2-contacts");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateAccount {
    id: AccountId,
    body: PatchBody,
}

impl UpdateAccount {
    /// Changes nothing of the account `id` yet.
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
        /// Replaces the whole list of phone numbers; [`NewPhone`] tells how the others are kept.
        phones => "phones": Vec<NewPhone>,
        /// Replaces the whole list of web addresses.
        urls => "urls": Vec<NewPoint>,
        /// Replaces the whole list of places.
        addresses => "addresses": Vec<NewAddress>,
    } }

    patch_setters! { one "accounts" {
        /// Gives it to a user or a team.
        owner => "owner": EntityId,
        /// Puts it into a territory.
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
    const OPERATION: Operation =
        Operation::new("update_account", Method::Patch, "/rest/accounts/{id}", Safety::Idempotent)
            .docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .path("id", &self.id)
            .check(self.body.check())
            .json_as(PatchMediaType::JsonPatch.as_str(), &self.body)
    }

    fn safety(&self) -> Safety {
        self.body.safety()
    }

    fn read(response: &HttpResponse) -> Result<Option<One<Account>>> {
        evidence::record_or_nothing::<Self, _>(response)
    }
}

impl Resolve for UpdateAccount {
    type Check = GetAccount;
    const FOUND_WHEN: &'static str = "the account is as every change of the patch leaves it";

    fn check(&self) -> Option<GetAccount> {
        Some(GetAccount::new(&self.id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        verification::patch(&self.body, seen.map(|one| one.record()))
    }
}

impl HasBody for UpdateAccount {
    type Body = PatchBody;
    fn body(&self) -> &PatchBody {
        &self.body
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for UpdateAccount {
    fn sample() -> Self {
        Self::new("1-accounts")
            .name("Strawberry")
            .add_contact("2-contacts")
            .emails([NewPoint::new("jane@example.com")])
            .owner("2-users")
            .remove_tag("2-tags")
            .custom_field("Favorite Number", 12)
    }
}
