//! Web forms and their fields.

use super::{FormFieldId, FormId, Time, model};
use crate::envelope::{One, Record};
use leads_core::{Raw, Result};

model! {
    /// A web form filled in by visitors.
    pub struct Form {
        /// The id, `1-wfForms`.
        id: required FormId,
        /// The type, `wfForms`.
        kind as "type": scalar String,
        /// The name.
        name: scalar String,
        /// The record's URL in this API.
        href: scalar String,
        /// When the record was created.
        created_time: either Time,
        /// Related records.
        links: first FormLinks,
    }
}

impl Record for Form {
    const PLURAL: &'static str = "wfForms";
    const ALIASES: &'static [&'static str] = &["forms"];
}

impl One<Form> {
    /// Returns the fields included with the form. Empty if the response includes none.
    ///
    /// # Errors
    ///
    /// Returns a decode error if a field cannot be read.
    pub fn fields(&self) -> Result<Vec<Raw<FormField>>> {
        self.envelope().related(FormField::PLURAL)
    }
}

model! {
    /// The related records of a form.
    pub struct FormLinks {
        /// The fields.
        fields: scalars FormFieldId,
    }
}

model! {
    /// A field of a form.
    pub struct FormField {
        /// The id, `1-wfFields`.
        id: required FormFieldId,
        /// The record's type, `wfFields`.
        kind as "type": scalar String,
        /// The label shown to visitors: `Full Name`.
        label: scalar String,
        /// The member that it fills: `name`.
        field_name: scalar String,
        /// The input type: `textfield`.
        field_type: scalar String,
        /// The kind of record that it fills: `Contacts`.
        entity_name: scalar String,
    }
}

impl Record for FormField {
    const PLURAL: &'static str = "wfFields";
}
