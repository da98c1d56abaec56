//! Web forms and their fields.

mod get_form;
mod get_form_field;
mod list_forms;

pub use get_form::GetForm;
pub use get_form_field::GetFormField;
pub use list_forms::ListForms;

leads_core::operations! { crate::Nutshell;
    ListForms: [crate::model::Form],
    GetForm,
    GetFormField,
}
