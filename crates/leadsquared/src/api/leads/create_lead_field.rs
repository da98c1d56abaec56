//! `POST /v2/LeadManagement.svc/CreateLeadField`

use crate::api::prelude::*;
use crate::model::{Acknowledged, FieldRef, FieldValue, WireNumber};
use leads_core::{Error, open_enum};

/// Creates a lead field.
///
/// `POST /v2/LeadManagement.svc/CreateLeadField`. The vendor's page calls the render type optional; in practice it is
/// compulsory, so it is required here. Options may contain letters, digits, spaces and underscores (observed).
///
/// If the response is lost, the outcome cannot be verified automatically: the vendor generates the schema name. To
/// check by hand, look up the field by its name with `ListLeadFields`.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/create-custom-lead-field/).
///
/// # Errors
///
/// Returns an error before sending if options are set on a field that is not a dropdown, or contain other characters.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::leads::{CreateLeadField, LeadFieldType};
///
/// let request = CreateLeadField::new("Favourite colour", LeadFieldType::Select, "Dropdown")
///     .options(["Red", "Blue"]);
/// let reply = client.send(&request).await?;
/// println!("{:?}: {:?} rows", reply.status, reply.affected_rows());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadManagement.svc/CreateLeadField")]
#[doc(alias = "LeadManagement.svc/CreateLeadField")]
#[doc(alias = "create lead field")]
#[doc(alias = "create field")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateLeadField {
    body: CreateLeadFieldBody,
}

/// The wire body of [`CreateLeadField`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct CreateLeadFieldBody {
    display_name: String,
    data_type: LeadFieldType,
    is_mandatory: Option<bool>,
    render_type_text_value: Option<String>,
    show_in_import: Option<bool>,
    show_in_mail_merge: Option<bool>,
    lock_after_create: Option<WireNumber>,
    use_in_lead_clone: Option<bool>,
    max_length: Option<WireNumber>,
    default_value: Option<FieldValue>,
    description: Option<String>,
    options_json: Option<FieldValue>,
}

open_enum! {
    /// The data type of a lead field. Case-sensitive.
    pub enum LeadFieldType {
        /// Text.
        Text = "Text",
        /// A number.
        Number = "Number",
        /// An e-mail address.
        Email = "Email",
        /// A phone number.
        Phone = "Phone",
        /// A URL.
        Website = "Website",
        /// A date.
        Date = "Date",
        /// A time.
        Time = "Time",
        /// One of several options.
        Select = "Select",
        /// Yes or no.
        Boolean = "Boolean",
    }
}

impl CreateLeadField {
    /// Creates a field from its display name, its data type, and how it is rendered (`Textbox`, `TextArea`, `Dropdown`,
    /// `CheckBox`, `RadioButton`, `Date`, `DateTime` and so on).
    pub fn new(
        display_name: impl Into<String>,
        data_type: impl Into<LeadFieldType>,
        render_type: impl Into<String>,
    ) -> Self {
        Self {
            body: CreateLeadFieldBody {
                display_name: display_name.into(),
                data_type: data_type.into(),
                is_mandatory: None,
                render_type_text_value: Some(render_type.into()),
                show_in_import: None,
                show_in_mail_merge: None,
                lock_after_create: None,
                use_in_lead_clone: None,
                max_length: None,
                default_value: None,
                description: None,
                options_json: None,
            },
        }
    }

    setters! { body;
        /// Sets whether the field is mandatory.
        is_mandatory: bool,
        /// Sets whether the field is shown in imports.
        show_in_import: bool,
        /// Sets whether the field is shown in mail merges.
        show_in_mail_merge: bool,
        /// Sets whether the value is fixed once the lead is created; the vendor does not document the numbers.
        lock_after_create: WireNumber,
        /// Sets whether a copy of a lead includes the field.
        use_in_lead_clone: bool,
        /// Sets the default value.
        default_value: FieldValue,
        /// Sets the description.
        description: String,
    }

    /// Sets the maximum length.
    #[must_use]
    pub fn max_length(mut self, length: u32) -> Self {
        self.body.max_length = Some(WireNumber::text(length.into()));
        self
    }

    /// Sets the options of a dropdown, in order. They are written as a list counted from 1, which works in practice,
    /// not as the text that the vendor's page shows.
    #[must_use]
    pub fn options<O: AsRef<str>>(mut self, options: impl IntoIterator<Item = O>) -> Self {
        let options = (1_i64..).zip(options).map(|(order, option)| {
            let members = [("Order", FieldValue::Number(order.into())), ("Value", FieldValue::from(option.as_ref()))];
            FieldValue::Object(members.into_iter().collect())
        });
        self.body.options_json = Some(FieldValue::List(options.collect()));
        self
    }
}

fn check_options(options: &FieldValue) -> Result<()> {
    let options = match options {
        FieldValue::List(options) => options.as_slice(),
        _ => return Ok(()),
    };
    let good = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == ' ' || c == '_');
    let values = options.iter().map(|option| match option {
        FieldValue::Object(option) => option.get("Value").and_then(FieldRef::text),
        _ => None,
    });
    match values.into_iter().all(|value| value.is_some_and(good)) {
        true => Ok(()),
        false => Err(Error::invalid("options", "may contain only letters, digits, spaces and underscores")),
    }
}

impl Request for CreateLeadField {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged>;
    const OPERATION: Operation =
        op::post("create_lead_field", "/v2/LeadManagement.svc/CreateLeadField", Safety::NonIdempotent)
            .docs("https://apidocs.leadsquared.com/create-custom-lead-field/");

    fn parts(&self) -> Result<Parts> {
        let body = &self.body;
        Parts::new()
            .require(!body.display_name.trim().is_empty(), "display_name", "must not be empty")
            .require(
                body.data_type.is_known(),
                "data_type",
                "is not one of the vendor's types, which are case-sensitive",
            )
            .require(
                body.render_type_text_value.as_deref().is_some_and(|text| !text.trim().is_empty()),
                "render_type",
                "must not be empty",
            )
            .check(body.options_json.as_ref().map_or(Ok(()), check_options))
            .json(body)
    }

    fn trace(&self) -> Option<String> {
        Some("look up the field by its name with ListLeadFields".to_owned())
    }
}

has_body!(CreateLeadField => CreateLeadFieldBody);

sample!(CreateLeadField: Self::new("Favourite colour", LeadFieldType::Select, "Dropdown").is_mandatory(false).options(["Red", "Blue"]));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_a_list_counted_from_one() {
        let request = CreateLeadField::new("Colour", LeadFieldType::Select, "Dropdown").options(["Red"]).max_length(60);
        assert_eq!(
            serde_json::to_string(request.body()).unwrap(),
            r#"{"DisplayName":"Colour","DataType":"Select","RenderTypeTextValue":"Dropdown","MaxLength":"60","OptionsJson":[{"Order":1,"Value":"Red"}]}"#
        );
        assert_eq!(request.options(["a/b"]).parts().unwrap_err().field(), Some("options"));
        let misspelled = CreateLeadField::new("Colour", "select", "Dropdown");
        assert_eq!(misspelled.parts().unwrap_err().field(), Some("data_type"));
    }
}
