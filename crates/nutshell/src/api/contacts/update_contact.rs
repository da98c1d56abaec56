//! `PATCH /rest/contacts/{id}`

use super::GetContact;
use crate::api::prelude::*;
use crate::input::{NewAddress, NewPhone, NewPoint};
use crate::model::{AccountId, AudienceId, Contact, ContactId, EntityId, TagId, TerritoryId};
use crate::patch::{PatchBody, PatchMediaType, patch_setters};
use leads_core::Personal;

/// Updates a contact.
///
/// `PATCH /rest/contacts/{id}` with JSON Patch as `application/json-patch+json`. The response is 204 without a body.
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
/// use nutshell::api::contacts::UpdateContact;
///
/// let request = UpdateContact::new("2-contacts")
///     .first_name("Nutty")
///     .add_audience("1-emAudiences");
/// let reply = client.send(&request).await?;
/// if let Some(contact) = reply.into_inner() {
///     println!("{}: {:?}", contact.id, contact.name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/contacts/{id}")]
#[doc(alias = "contacts/{id}")]
#[doc(alias = "update contact")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateContact {
    id: ContactId,
    body: PatchBody,
}

impl UpdateContact {
    /// Creates an update of the contact `id` with no changes yet.
    pub fn new(id: impl Into<ContactId>) -> Self {
        Self { id: id.into(), body: PatchBody::default() }
    }

    patch_setters! { fields "contacts" {
        /// Replaces the full name.
        name => "name": Personal<String>,
        /// Replaces the first name.
        first_name => "firstName": Personal<String>,
        /// Replaces the last name.
        last_name => "lastName": Personal<String>,
        /// Replaces the job title.
        job_title => "jobTitle": Personal<String>,
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

    patch_setters! { one "contacts" {
        /// Sets the owner: a user or a team.
        owner => "owner": EntityId,
        /// Sets the territory.
        territory => "territory": TerritoryId,
    } }

    patch_setters! { many "contacts" {
        "a company" add_account, remove_account, set_accounts => "accounts": AccountId,
        "a tag" add_tag, remove_tag, set_tags => "tags": TagId,
        "an audience" add_audience, remove_audience, set_audiences => "emAudiences": AudienceId,
    } }

    patch_setters! { custom "contacts" }
}

impl Request for UpdateContact {
    type Vendor = Nutshell;
    type Response = Option<One<Contact>>;
    const OPERATION: Operation = op::patch("update_contact", "/rest/contacts/{id}", Safety::Idempotent);

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

impl Resolve for UpdateContact {
    type Check = GetContact;
    const FOUND_WHEN: &'static str = "the contact matches every change of the patch";

    fn check(&self) -> Option<GetContact> {
        Some(GetContact::new(&self.id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        verification::patch(&self.body, seen.map(|one| one.record()))
    }
}

has_body!(UpdateContact => PatchBody);

sample!(UpdateContact: Self::new("2-contacts")
    .first_name("Nutty")
    .add_audience("1-emAudiences")
    .emails([NewPoint::new("jane@example.com")])
    .owner("2-users")
    .remove_tag("2-tags")
    .custom_field("Favorite Number", 12));
