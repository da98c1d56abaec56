//! `POST /v2/LeadManagement.svc/CreateLeadField`

use crate::LeadSquared;
use crate::api::has_body;
use crate::model::{Acknowledged, FieldRef, FieldValue, WireNumber};
use crate::plan::CALLS_ONLY;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Raw, Request, Safety, read};
use leads_core::{Error, Result, open_enum, setters};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

/// Makes a field for leads.
///
/// `POST /v2/LeadManagement.svc/CreateLeadField`. The vendor's page calls the way of rendering optional; in life it is
/// compulsory, so it is required here. Options may hold letters, digits, blanks and underscores (observed).
///
/// After a lost answer there is nothing to look by: the vendor makes its schema name. By hand: `ListLeadFields`
/// shows whether a field of this name is there.
///
/// # Errors
/// Options of a field that is no dropdown, and options with other characters, are refused before sending.
///
/// ```
/// use leadsquared::api::leads::{CreateLeadField, LeadFieldType};
/// let request = CreateLeadField::new("Favourite colour", LeadFieldType::Select, "Dropdown").options(["Red", "Blue"]);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateLeadField {
    body: CreateLeadFieldBody,
}

/// The body of [`CreateLeadField`], as it goes over the wire.
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
    /// What a field of leads holds. Case-sensitive.
    pub enum LeadFieldType {
        /// Text.
        Text = "Text",
        /// A number.
        Number = "Number",
        /// An e-mail address.
        Email = "Email",
        /// A phone number.
        Phone = "Phone",
        /// A web address.
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
    /// Makes a field: the name that people see, what it holds, and how it is shown (`Textbox`, `TextArea`, `Dropdown`,
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
        /// Sets whether a lead must have it.
        is_mandatory: bool,
        /// Sets whether imports show it.
        show_in_import: bool,
        /// Sets whether mail merges show it.
        show_in_mail_merge: bool,
        /// Sets whether its value is fixed once the lead is made; the vendor does not document the numbers.
        lock_after_create: WireNumber,
        /// Sets whether a copy of a lead has it.
        use_in_lead_clone: bool,
        /// Sets the value at first.
        default_value: FieldValue,
        /// Sets what is said about it.
        description: String,
    }

    /// Sets the greatest length.
    #[must_use]
    pub fn max_length(mut self, length: u32) -> Self {
        self.body.max_length = Some(WireNumber::text(length.into()));
        self
    }

    /// Sets the options of a dropdown, in order. Written as a list counted from 1, which works in life, not as the text
    /// that the vendor's page shows.
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
        false => Err(Error::invalid("options", "may hold only letters, digits, blanks and underscores")),
    }
}

impl Request for CreateLeadField {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged>;
    const OPERATION: Operation = Operation::new(
        "create_lead_field",
        Method::Post,
        "/v2/LeadManagement.svc/CreateLeadField",
        Safety::NonIdempotent,
    )
    .rate(CALLS_ONLY)
    .docs("https://apidocs.leadsquared.com/create-custom-lead-field/");

    fn parts(&self) -> Result<Parts> {
        let body = &self.body;
        Parts::new()
            .require(!body.display_name.trim().is_empty(), "display_name", "must not be empty")
            .require(body.data_type.is_known(), "data_type", "is none of the vendor's types; they are case-sensitive")
            .require(
                body.render_type_text_value.as_deref().is_some_and(|text| !text.trim().is_empty()),
                "render_type",
                "must not be empty",
            )
            .check(body.options_json.as_ref().map_or(Ok(()), check_options))
            .json(body)
    }

    fn trace(&self) -> Option<String> {
        Some("ListLeadFields shows whether a field of this name is there".to_owned())
    }

    fn read(response: &HttpResponse) -> Result<Self::Response> {
        read::whole(response)
    }
}

has_body! { CreateLeadField, CreateLeadFieldBody }

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for CreateLeadField {
    fn sample() -> Self {
        Self::new("Favourite colour", LeadFieldType::Select, "Dropdown").is_mandatory(false).options(["Red", "Blue"])
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use leads_core::HasBody;

    #[test]
    fn options_are_a_real_list_counted_from_one() {
        let request = CreateLeadField::new("Colour", LeadFieldType::Select, "Dropdown").options(["Red"]).max_length(60);
        assert_eq!(
            serde_json::to_string(request.body()).unwrap(),
            r#"{"DisplayName":"Colour","DataType":"Select","RenderTypeTextValue":"Dropdown","MaxLength":"60","OptionsJson":[{"Order":1,"Value":"Red"}]}"#
        );
        assert_eq!(request.options(["a/b"]).parts().unwrap_err().field(), Some("options"));
        let odd = CreateLeadField::new("Colour", "select", "Dropdown");
        assert_eq!(odd.parts().unwrap_err().field(), Some("data_type"));
    }
}
