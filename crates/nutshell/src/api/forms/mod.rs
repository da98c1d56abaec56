//! Web forms and their fields.
//!
//! <!-- operations: begin -->
//!
//! | request | method and path | safety | reply | vendor |
//! |---|---|---|---|---|
//! | [`GetForm`] | GET `/rest/forms/{id}` | read | [`Form`](crate::model::Form) | [page](https://developers.nutshell.com/reference) |
//! | [`GetFormField`] | GET `/rest/forms/{fieldId}` | read | [`FormField`](crate::model::FormField) | [page](https://developers.nutshell.com/reference) |
//! | [`ListForms`] | GET `/rest/forms` | read | list of [`Form`](crate::model::Form) | [page](https://developers.nutshell.com/reference) |
//!
//! <!-- operations: end -->

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
