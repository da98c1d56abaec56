//! `POST /rest/accounts/customfield`

use crate::api::prelude::*;
use crate::input::CustomFieldBody;
use crate::model::{CustomField, CustomFieldType};

/// Defines a custom field for accounts.
///
/// `POST /rest/accounts/customfield`. The vendor declares no response body, so there may be none. The types are not
/// published; e-mail, location, phone and URL are available only for leads.
///
/// If the response is lost, the outcome cannot be verified automatically, because Nutshell does not accept a
/// client-supplied id. To check manually: `ListAccountCustomFieldAttributes` shows whether a field with this name
/// exists.
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
/// use nutshell::api::accounts::CreateAccountCustomField;
///
/// let request = CreateAccountCustomField::new("Size", "enum")
///     .choices(["small", "large"])
///     .is_multiple(false);
/// let reply = client.send(&request).await?;
/// if let Some(field) = reply.into_inner() {
///     println!("{}: {:?}", field.id, field.name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/accounts/customfield")]
#[doc(alias = "accounts/customfield")]
#[doc(alias = "create account custom field")]
#[doc(alias = "create custom field")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateAccountCustomField {
    body: CustomFieldBody,
}

impl CreateAccountCustomField {
    /// Creates a definition of a field with a name and a type.
    pub fn new(name: impl Into<String>, kind: impl Into<CustomFieldType>) -> Self {
        Self { body: CustomFieldBody::new(name.into(), kind.into()) }
    }

    /// Sets the possible values of an enumerated field.
    #[must_use]
    pub fn choices<C: Into<String>>(mut self, choices: impl IntoIterator<Item = C>) -> Self {
        self.body.choices = Some(choices.into_iter().map(Into::into).collect());
        self
    }

    setters! { body;
        /// Sets whether an enumerated field can have several values.
        is_multiple: bool,
        /// Sets the display name.
        title: String,
    }
}

impl Request for CreateAccountCustomField {
    type Vendor = Nutshell;
    type Response = Option<One<CustomField>>;
    const OPERATION: Operation =
        op::post("create_account_custom_field", "/rest/accounts/customfield", Safety::NonIdempotent);

    fn parts(&self) -> Result<Parts> {
        Parts::new().check(self.body.check()).json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("ListAccountCustomFieldAttributes shows whether a field with this name exists".to_owned())
    }
}

has_body!(CreateAccountCustomField => CustomFieldBody);

sample!(CreateAccountCustomField: Self::new("Size", "enum").choices(["small", "large"]).is_multiple(true).title("Size of the place"));
