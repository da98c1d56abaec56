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
        }
    }
}
