//! Settings for what the vendor's documentation leaves open and for what a tenant can configure.

use std::time::Duration;

/// How a call over the rate limit is rejected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum RateForm {
    /// HTTP 429 with an envelope that names the limit.
    #[default]
    TooManyRequests,
    /// HTTP 200 with an envelope that names the limit (observed).
    Ok,
    /// HTTP 429 without a body.
    Bare,
    /// HTTP 403 with an envelope that has the message but no type (observed).
    Forbidden,
    /// HTTP 403 with the message only (observed).
    ForbiddenText,
}

/// How an unknown or deleted opportunity is rejected; only the status 500 is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnknownForm {
    /// With `MXUnknownProspectActivityException`.
    #[default]
    UnknownActivity,
    /// With `MXInvalidEntityException`.
    InvalidEntity,
}

/// The format of a bulk response; the vendor's formats are mostly unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum BulkForm {
    /// `{"Response": [one row each]}`.
    #[default]
    Response,
    /// `[one row each]`.
    Bare,
    /// Counts, and the rows that failed.
    Counts,
}

/// How a lead is found by its phone number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum PhoneForm {
    /// By the digits of `Phone` and `Mobile`, with or without the country code.
    #[default]
    Digits,
    /// By the exact text only (observed at one tenant).
    Exact,
}

/// The codes of webhook events. The documented ones and those observed on one account differ for opportunities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebhookCodes {
    /// 31 to 35 are an opportunity's creation, update, field change, stage change and deletion (documented).
    #[default]
    Documented,
    /// 29 is an opportunity's creation, 30 its update and 31 its **deletion**; higher codes are rejected (observed).
    Observed,
}

/// The body of a webhook for the update of a lead, which is not documented.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum LeadUpdateForm {
    /// The lead after the update.
    #[default]
    Flat,
    /// `{"Before":{..},"After":{..}}`
    BeforeAndAfter,
}

/// What ten failures in a row are counted in, after which a webhook is switched off; it is not documented.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum FailureUnit {
    /// Calls: each of the three tries counts.
    #[default]
    Calls,
    /// Deliveries: the three tries count as one.
    Deliveries,
}

/// Settings for what a tenant can configure and for what the vendor's documentation leaves open.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// The host of the account's region.
    pub host: String,
    /// Whether every call is rejected because the account is located at [`host`](Self::host), whichever host received
    /// it.
    pub moved: bool,
    /// How a call over the rate limit is rejected.
    pub rate_form: RateForm,
    /// How an unknown opportunity is rejected.
    pub unknown_form: UnknownForm,
    /// The format of a bulk response.
    pub bulk_form: BulkForm,
    /// How a lead is found by its phone number.
    pub phone_form: PhoneForm,
    /// Fields that an opportunity requires.
    pub mandatory: Vec<String>,
    /// Lead attributes that the tenant does not have: a write that names one is rejected as a whole. All others are
    /// accepted.
    pub unknown_attributes: Vec<String>,
    /// Whether a status update requires a comment in `mx_Custom_19`.
    pub comment_with_status: bool,
    /// The field by which two open opportunities of one lead are duplicates; `None` disables the rule.
    pub duplicate_by: Option<String>,
    /// Whether numbers in the response to a capture are strings.
    pub capture_numbers_as_text: bool,
    /// Whether opportunities and leads can be deleted.
    pub allow_delete: bool,
    /// How long index reads lag behind writes.
    pub lag: Duration,
    /// How long the async host takes for a job.
    pub job_time: Duration,
    /// Whether the async host returns the call's result next to the status instead of inside it.
    pub job_result_separate: bool,
    /// Whether `Offset` counts pages; the vendor's documentation says both that it skips rows and that it names a page.
    pub offset_counts_pages: bool,
    /// Whether list reads omit the list if it is empty.
    pub leave_out_empty_lists: bool,
    /// Whether a write that names an attribute of leads without a [definition](super::FakeLeadSquared::add_lead_field)
    /// is rejected.
    pub strict_fields: bool,
    /// Whether activities and tasks of types without a definition, and values outside the dropdowns of activities, are
    /// rejected.
    pub strict_types: bool,
    /// The stage of a lead that is created without one.
    pub default_stage: String,
    /// How long the account takes for a call that it queues, such as the deletion of tasks.
    pub queue_time: Duration,
    /// Whether a page of leads is wrapped in one more array (observed by one client).
    pub nested_pages: bool,
    /// Whether reads of leads have unusual values: the pseudo attributes `Total` and `CanUpdate`, numbers with separators,
    /// and `"0"` for what was never filled.
    pub odd_values: bool,
    /// Whether activities can be listed by their type; on one account the path did not exist.
    pub lists_activities_by_event: bool,
    /// Whether recently modified activities can be listed; on one account the call always failed.
    pub lists_recent_activities: bool,
    /// Whether every e-mail fails to be delivered after it was accepted.
    pub mail_fails: bool,
    /// The categories of e-mails that exist.
    pub email_categories: Vec<String>,
    /// Whether the response to an upload is a list of one file.
    pub upload_in_list: bool,
    /// The industries that a company can have; none means any.
    pub industries: Vec<String>,
    /// The codes of webhook events.
    pub webhook_codes: WebhookCodes,
    /// The body of a webhook for the update of a lead.
    pub lead_update_form: LeadUpdateForm,
    /// What the failures are counted in after which a webhook is switched off.
    pub webhook_failures: FailureUnit,
    /// Whether a new webhook's URL is called with `HEAD` first.
    pub verify_webhooks: bool,
    /// How long a webhook is sent after its event.
    pub webhook_delay: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            host: "api.leadsquared.com".to_owned(),
            moved: false,
            rate_form: RateForm::TooManyRequests,
            unknown_form: UnknownForm::UnknownActivity,
            bulk_form: BulkForm::Response,
            phone_form: PhoneForm::Digits,
            mandatory: Vec::new(),
            unknown_attributes: Vec::new(),
            comment_with_status: false,
            duplicate_by: None,
            capture_numbers_as_text: false,
            allow_delete: true,
            lag: Duration::ZERO,
            job_time: Duration::from_secs(20),
            job_result_separate: false,
            offset_counts_pages: false,
            leave_out_empty_lists: true,
            strict_fields: false,
            strict_types: false,
            default_stage: "Prospect".to_owned(),
            queue_time: Duration::ZERO,
            nested_pages: false,
            odd_values: false,
            lists_activities_by_event: true,
            lists_recent_activities: true,
            mail_fails: false,
            email_categories: Vec::new(),
            upload_in_list: false,
            industries: Vec::new(),
            webhook_codes: WebhookCodes::Documented,
            lead_update_form: LeadUpdateForm::Flat,
            webhook_failures: FailureUnit::Calls,
            verify_webhooks: true,
            webhook_delay: Duration::ZERO,
        }
    }
}
