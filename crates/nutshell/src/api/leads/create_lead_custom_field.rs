//! `POST /rest/leads/customfield`

use crate::api::prelude::*;
use crate::input::CustomFieldBody;
use crate::model::{CustomField, CustomFieldType};

/// Defines a custom field for leads.
///
/// `POST /rest/leads/customfield`. The vendor declares no response body, so there may be none. The types are not
/// published; e-mail, location, phone and URL are available only for leads.
///
/// If the response is lost, the outcome cannot be verified automatically, because Nutshell does not accept a
/// client-supplied id. To check manually: `ListLeadCustomFieldAttributes` shows whether a field with this name exists.
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
/// use nutshell::api::leads::CreateLeadCustomField;
///
/// let request = CreateLeadCustomField::new("Size", "enum")
///     .choices(["small", "large"])
///     .is_multiple(false);
/// let reply = client.send(&request).await?;
/// if let Some(field) = reply.into_inner() {
///     println!("{}: {:?}", field.id, field.name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/leads/customfield")]
#[doc(alias = "leads/customfield")]
#[doc(alias = "create lead custom field")]
#[doc(alias = "create custom field")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateLeadCustomField {
    body: CustomFieldBody,
}

impl CreateLeadCustomField {
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

impl Request for CreateLeadCustomField {
    type Vendor = Nutshell;
    type Response = Option<One<CustomField>>;
    const OPERATION: Operation = op::post("create_lead_custom_field", "/rest/leads/customfield", Safety::NonIdempotent);

    fn parts(&self) -> Result<Parts> {
        Parts::new().check(self.body.check()).json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("ListLeadCustomFieldAttributes shows whether a field with this name exists".to_owned())
    }
}

has_body!(CreateLeadCustomField => CustomFieldBody);

sample!(CreateLeadCustomField: Self::new("Size", "enum").choices(["small", "large"]).is_multiple(true).title("Size of the place"));
