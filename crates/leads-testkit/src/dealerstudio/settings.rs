//! What the vendor's documents leave open, as switches.

use crate::RateWindow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the vendor's documents leave open, and what a dealership can set.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// The HTTP status of the refusal of a lead older than three days; the page prints none. 200 at first, which is
    /// the likeliest.
    pub too_old_status: u16,
    /// The form of that refusal, and of every other one but 401 and 422.
    pub error_form: ErrorForm,
    /// The form of a 422.
    pub validation_form: ErrorForm,
    /// The body of a 401.
    pub unauthorised: Unauthorised,
    /// The status of a call for a dealership that the key does not reach.
    pub other_dealership_status: u16,
    /// The status of an appointment for a user of another dealership.
    pub foreign_user_status: u16,
    /// The body of a successful update, whose form nobody shows.
    pub success: Success,
    /// The status of a successful create.
    pub created_status: u16,
    /// Whether an update must have everything that a create must.
    pub update_needs_all: bool,
    /// The permission that each operation needs; an operation that is not listed needs none.
    pub permissions: BTreeMap<&'static str, &'static str>,
    /// The token that webhooks carry.
    pub webhook_token: Option<(WebhookAuth, String)>,
    /// The version of the lead export: 1, 2 or 3.
    pub lead_export_version: u8,
    /// Whether the cluster's webhook spells its id as the vendor's table does, `Id`.
    pub capital_id: bool,
    /// The calls that are let through in a window; the vendor documents no limit, so `None`, the first setting, lets
    /// all through. What comes over it is answered with 429 and `Retry-After`.
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

/// The form of a refusal's body.
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
    /// Every form.
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
    /// Nothing.
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
    /// Every form.
    pub const ALL: [Self; 4] = [Self::Empty, Self::NoContent, Self::Bare, Self::Wrapped];
}

/// How a webhook says who posts it.
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
