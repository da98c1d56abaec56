//! Forms of the web, and their fields.

use super::{FormFieldId, FormId, model};
use crate::envelope::{One, Record};
use leads_core::{Raw, Result};

model! {
    /// A form that visitors of a web site fill in.
    pub struct Form {
        /// The id, `1-wfForms`.
        id: required FormId,
        /// The type, `wfForms`.
        #[serde(rename = "type")]
        kind: scalar String,
        /// What it is called.
        name: scalar String,
        /// Its address in this API.
        href: scalar String,
        /// When it was made.
        created_time: time,
        /// Its relations.
        links: links FormLinks,
    }
}

impl Record for Form {
    const PLURAL: &'static str = "wfForms";
    const ALIASES: &'static [&'static str] = &["forms"];
}

impl One<Form> {
    /// The fields of the form, which come beside it. Empty where the answer brings none.
    ///
    /// # Errors
    /// A decode error when a field cannot be read.
    pub fn fields(&self) -> Result<Vec<Raw<FormField>>> {
        self.envelope().related(FormField::PLURAL)
    }
}

model! {
    /// The relations of a form.
    pub struct FormLinks {
        /// Its fields.
        fields: scalars FormFieldId,
    }
}

model! {
    /// A field of a form.
    pub struct FormField {
        /// The id, `1-wfFields`.
        id: required FormFieldId,
        /// The type of the record, `wfFields`.
        #[serde(rename = "type")]
        kind: scalar String,
        /// What visitors read: `Full Name`.
        label: scalar String,
        /// The member that it fills: `name`.
        field_name: scalar String,
        /// How it is shown: `textfield`.
        field_type: scalar String,
        /// The kind of records that it fills: `Contacts`.
        entity_name: scalar String,
    }
}

impl Record for FormField {
    const PLURAL: &'static str = "wfFields";
}
