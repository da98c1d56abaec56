//! What the vendor's documents leave open, and what a tenant can set.

use std::time::Duration;

/// How a call over the limit is refused.
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
    /// HTTP 403 with an envelope that has the sentence and no type (observed).
    Forbidden,
    /// HTTP 403 with the sentence alone (observed).
    ForbiddenText,
}

/// How an unknown or deleted opportunity is refused; only the status 500 is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnknownForm {
    /// With `MXUnknownProspectActivityException`.
    #[default]
    UnknownActivity,
    /// With `MXInvalidEntityException`.
    InvalidEntity,
}

/// How a bulk call answers; the vendor's own forms are not known for most of them.
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
    /// By the exact text alone (seen at one tenant).
    Exact,
}

/// What a tenant can set, and a switch for each thing that the vendor's documents leave open.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// The host of the account's region.
    pub host: String,
    /// Whether every call is refused because the account lives at [`host`](Self::host), whatever host it came to.
    pub moved: bool,
    /// How a call over the limit is refused.
    pub rate_form: RateForm,
    /// How an unknown opportunity is refused.
    pub unknown_form: UnknownForm,
    /// How a bulk call answers.
    pub bulk_form: BulkForm,
    /// How a lead is found by its phone number.
    pub phone_form: PhoneForm,
    /// Fields that an opportunity must have.
    pub mandatory: Vec<String>,
    /// Attributes of leads that the tenant does not have: a write that names one is refused as a whole. All others are
    /// taken.
    pub unknown_attributes: Vec<String>,
    /// Whether a change of status must bring a comment in `mx_Custom_19`.
    pub comment_with_status: bool,
    /// The field by which two open opportunities of one lead are the same; `None` is no rule.
    pub duplicate_by: Option<String>,
    /// Whether numbers in the answer of a capture are text.
    pub capture_numbers_as_text: bool,
    /// Whether opportunities and leads can be deleted.
    pub allow_delete: bool,
    /// How long reads that come from an index lag behind writes.
    pub lag: Duration,
    /// How long the async host takes for a job.
    pub job_time: Duration,
    /// Whether the async host puts what the call answered beside the status instead of into it.
    pub job_answer_beside: bool,
    /// Whether `Offset` counts pages; the vendor's page says of it that it skips rows, and that it names a page.
    pub offset_counts_pages: bool,
    /// Whether reads of lists leave out the list when it is empty.
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
            job_answer_beside: false,
            offset_counts_pages: false,
            leave_out_empty_lists: true,
        }
    }
}
