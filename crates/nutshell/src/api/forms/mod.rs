//! Reads and lists web forms and their fields.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`GetForm`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/forms/{id}` | read | [`Form`](crate::model::Form) |
//! | [`GetFormField`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/forms/{fieldId}` | read | [`FormField`](crate::model::FormField) |
//! | [`ListForms`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/forms` | read | list of [`Form`](crate::model::Form) |
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
