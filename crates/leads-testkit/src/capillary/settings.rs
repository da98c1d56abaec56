//! What the vendor's documents leave open, as switches.

use crate::RateWindow;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

/// What the vendor's documents leave open or contradict each other about, and what an organisation can set.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// The HTTP status of an answer with one of the codes 92001 to 92025; the documents name none. 400 at first.
    pub error_status: u16,
    /// The form of an answer with codes.
    pub error_body: ErrorBody,
    /// The methods that make a lead.
    pub create_verbs: Verbs,
    /// What becomes of `GET /v2/leads/{leadId}`.
    pub single_read: SingleRead,
    /// Whether the answer of a write stands inside `data`.
    pub wrapped_writes: bool,
    /// Whether the status that a lead has already is refused with 92002.
    pub refuses_same_status: bool,
    /// Whether a closed lead takes another status; the samples of 2019 show that it did.
    pub reopens: bool,
    /// Whether a change of status must have a reason.
    pub needs_reason: bool,
    /// Whether times are shown with `+05:30`, as in India, or with `Z`, as in Europe.
    pub indian_times: bool,
    /// The form in which reasons are taken.
    pub reasons: Reasons,
    /// Whether unknown customers are registered; else 92025.
    pub auto_registration: bool,
    /// Whether registering a customer fails with 92011.
    pub registration_fails: bool,
    /// After how long an open lead is closed as lost by the system.
    pub auto_close_after: Option<Duration>,
    /// The rows of a page that names no limit.
    pub default_limit: usize,
    /// The most rows of a page, whatever limit it names.
    pub max_limit: Option<usize>,
    /// How long a token lives.
    pub token_life: Duration,
    /// The header that a token is taken from, in lower case.
    pub token_header: &'static str,
    /// What a bad key or secret is answered.
    pub token_refusal: TokenRefusal,
    /// What a call with an expired token is answered.
    pub stale_token: StaleToken,
    /// Whether the credentials may write.
    pub may_write: bool,
    /// Whether Basic credentials are taken at all; an organisation can switch that off.
    pub takes_basic: bool,
    /// The calls that are let through in a window; `None` lets all through.
    pub rate: Option<Arc<RateWindow>>,
    /// The SKU codes that there are; `None` takes any.
    pub skus: Option<BTreeSet<String>>,
    /// The brands that there are; `None` takes any.
    pub brands: Option<BTreeSet<String>>,
    /// The categories that there are; `None` takes any.
    pub categories: Option<BTreeSet<String>>,
    /// The extended fields that there are; another one is left out with the warning 91016. `None` takes any.
    pub extended_fields: Option<BTreeSet<String>>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            error_status: 400,
            error_body: ErrorBody::Plain,
            create_verbs: Verbs::Post,
            single_read: SingleRead::Bare,
            wrapped_writes: false,
            refuses_same_status: true,
            reopens: false,
            needs_reason: false,
            indian_times: false,
            reasons: Reasons::Either,
            auto_registration: true,
            registration_fails: false,
            auto_close_after: None,
            default_limit: 10,
            max_limit: None,
            token_life: Duration::from_secs(300),
            token_header: "x-cap-api-oauth-token",
            token_refusal: TokenRefusal::Unauthorized,
            stale_token: StaleToken::Status,
            may_write: true,
            takes_basic: true,
            rate: None,
            skus: None,
            brands: None,
            categories: None,
            extended_fields: None,
        }
    }
}

/// The form of an answer with codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorBody {
    /// `warnings` and `errors`.
    Plain,
    /// `errors` alone.
    ErrorsAlone,
    /// With `success: false` beside them, as other resources of the vendor have it.
    WithFlag,
    /// With an empty `data` before them.
    WithData,
    /// With the code as text.
    CodeAsText,
}

impl ErrorBody {
    /// Every form.
    pub const ALL: [Self; 5] = [Self::Plain, Self::ErrorsAlone, Self::WithFlag, Self::WithData, Self::CodeAsText];
}

/// The methods that make a lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verbs {
    /// `POST` alone.
    Post,
    /// `PATCH` alone.
    Patch,
    /// Both.
    Both,
}

/// What becomes of `GET /v2/leads/{leadId}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SingleRead {
    /// A bare lead.
    Bare,
    /// A list with one lead.
    Listed,
    /// The lead inside `data`.
    Wrapped,
    /// The call is gone: 404 without a word.
    Gone404,
    /// The call is gone: 405.
    Gone405,
}

impl SingleRead {
    /// Every form.
    pub const ALL: [Self; 5] = [Self::Bare, Self::Listed, Self::Wrapped, Self::Gone404, Self::Gone405];
}

/// The form in which reasons are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reasons {
    /// A list or one object.
    Either,
    /// A list alone.
    List,
    /// One object alone.
    Object,
}

/// What a bad key or secret is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenRefusal {
    /// 401 with a message.
    Unauthorized,
    /// 400 without a word.
    BadRequest,
    /// 200 with an error and no data.
    InSuccess,
}

impl TokenRefusal {
    /// Every form.
    pub const ALL: [Self; 3] = [Self::Unauthorized, Self::BadRequest, Self::InSuccess];
}

/// What a call with an expired token is answered: code 498, as HTTP status or in the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StaleToken {
    /// 498 with an error in the body.
    Status,
    /// 498 without a body.
    StatusAlone,
    /// 200 with an error in the body.
    InSuccess,
    /// 200 with the error in the form of v1.1, whose values are text and whose `success` is true.
    Older,
    /// 403 with the error in the form of v1.1.
    OlderForbidden,
}

impl StaleToken {
    /// Every form.
    pub const ALL: [Self; 5] = [Self::Status, Self::StatusAlone, Self::InSuccess, Self::Older, Self::OlderForbidden];
}
