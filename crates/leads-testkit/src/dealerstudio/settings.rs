//! Settings for what the vendor's documentation leaves open.

use crate::RateWindow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Settings for what the vendor's documentation leaves open, and for what a dealership can configure.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// The HTTP status of the rejection of a lead older than three days; the documentation shows none. Default: 200,
    /// which is the likeliest.
    pub too_old_status: u16,
    /// The format of that rejection, and of every other one except 401 and 422.
    pub error_form: ErrorForm,
    /// The format of a 422.
    pub validation_form: ErrorForm,
    /// The body of a 401.
    pub unauthorised: Unauthorised,
    /// The status of a call for a dealership that the key has no access to.
    pub other_dealership_status: u16,
    /// The status of an appointment for a user of another dealership.
    pub foreign_user_status: u16,
    /// The body of a successful update, which is not documented.
    pub success: Success,
    /// The status of a successful create.
    pub created_status: u16,
    /// Whether an update requires the same fields as a create.
    pub update_needs_all: bool,
    /// The permission that each operation requires; an operation that is not listed requires none.
    pub permissions: BTreeMap<&'static str, &'static str>,
    /// The token sent with webhooks.
    pub webhook_token: Option<(WebhookAuth, String)>,
    /// The version of the lead export: 1, 2 or 3.
    pub lead_export_version: u8,
    /// Whether the cluster's webhook spells its id `Id`, as in the vendor's table.
    pub capital_id: bool,
    /// The rate limit. The vendor documents none, so the default `None` admits every call. Calls over the limit get 429
    /// with `Retry-After`.
    pub rate: Option<Arc<RateWindow>>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            too_old_status: 200,
            error_form: ErrorForm::Error,
            validation_form: ErrorForm::Flat,
            unauthorised: Unauthorised::Text,
            other_dealership_status: 403,
            foreign_user_status: 422,
            success: Success::Empty,
            created_status: 201,
            update_needs_all: true,
            permissions: BTreeMap::from([
                ("create_lead", "create:lead"),
                ("list_external_identifiers", "index:external_identifier"),
            ]),
            webhook_token: None,
            lead_export_version: 3,
            capital_id: true,
            rate: None,
        }
    }
}

/// The format of a rejection's body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorForm {
    /// `{"error": "..."}`
    Error,
    /// `{"errors": ["..."]}`
    Errors,
    /// `{"errors": {"field": ["..."]}}`
    ErrorsByField,
    /// `{"message": "..."}`
    Message,
    /// `{"field": ["..."]}`
    Flat,
    /// Plain text.
    Text,
}

impl ErrorForm {
    /// Every format.
    pub const ALL: [Self; 6] = [Self::Error, Self::Errors, Self::ErrorsByField, Self::Message, Self::Flat, Self::Text];
}

/// The body of a 401.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unauthorised {
    /// Plain text.
    Text,
    /// `{"error": "..."}`
    Json,
    /// Empty.
    Empty,
}

/// The body of a successful update.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Success {
    /// 200 without a body.
    Empty,
    /// 204.
    NoContent,
    /// 200 with the record.
    Bare,
    /// 200 with the record inside the request's own member.
    Wrapped,
}

impl Success {
    /// Every format.
    pub const ALL: [Self; 4] = [Self::Empty, Self::NoContent, Self::Bare, Self::Wrapped];
}

/// How a webhook authenticates its sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebhookAuth {
    /// `Authorization: Bearer`
    Bearer,
    /// `X-Authorization`
    XAuthorization,
    /// `X-API-KEY`
    XApiKey,
}
