//! Settings for what the vendor's documentation leaves open.

use crate::RateWindow;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

/// Settings for what the vendor's documentation leaves open or contradicts, and for what an organisation can configure.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// The HTTP status of a response with one of the codes 92001 to 92025; the documentation names none. Default: 400.
    pub error_status: u16,
    /// The format of a response with codes.
    pub error_body: ErrorBody,
    /// The methods that create a lead.
    pub create_methods: CreateMethods,
    /// The behavior of `GET /v2/leads/{leadId}`.
    pub single_read: SingleRead,
    /// Whether the response to a write is wrapped in `data`.
    pub wrapped_writes: bool,
    /// Whether setting the status that a lead already has is rejected with 92002.
    pub rejects_same_status: bool,
    /// Whether the status of a closed lead can change; the samples of 2019 show that it could.
    pub reopens: bool,
    /// Whether a status update requires a reason.
    pub needs_reason: bool,
    /// Whether times use `+05:30`, as in India, or `Z`, as in Europe.
    pub indian_times: bool,
    /// The accepted formats of reasons.
    pub reasons: Reasons,
    /// Whether unknown customers are registered; if not, 92025 is returned.
    pub auto_registration: bool,
    /// Whether registering a customer fails with 92011.
    pub registration_fails: bool,
    /// The age at which the system closes an open lead as lost.
    pub auto_close_after: Option<Duration>,
    /// The page size if no limit is given.
    pub default_limit: usize,
    /// The maximum page size, whatever limit is given.
    pub max_limit: Option<usize>,
    /// The lifetime of a token.
    pub token_life: Duration,
    /// The header that carries the token, in lower case.
    pub token_header: &'static str,
    /// The response to an invalid key or secret.
    pub token_rejection: TokenRejection,
    /// The response to a call with an expired token.
    pub stale_token: StaleToken,
    /// Whether the credentials allow writes.
    pub may_write: bool,
    /// Whether Basic credentials are accepted at all; an organisation can disable them.
    pub takes_basic: bool,
    /// The rate limit; `None` admits every call.
    pub rate: Option<Arc<RateWindow>>,
    /// The existing SKU codes; `None` accepts any.
    pub skus: Option<BTreeSet<String>>,
    /// The existing brands; `None` accepts any.
    pub brands: Option<BTreeSet<String>>,
    /// The existing categories; `None` accepts any.
    pub categories: Option<BTreeSet<String>>,
    /// The existing extended fields; others are dropped with the warning 91016. `None` accepts any.
    pub extended_fields: Option<BTreeSet<String>>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            error_status: 400,
            error_body: ErrorBody::Plain,
            create_methods: CreateMethods::Post,
            single_read: SingleRead::Bare,
            wrapped_writes: false,
            rejects_same_status: true,
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
            token_rejection: TokenRejection::Unauthorized,
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

/// The format of a response with codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorBody {
    /// `warnings` and `errors`.
    Plain,
    /// `errors` only.
    ErrorsAlone,
    /// With an additional `success: false`, as in other APIs of the vendor.
    WithFlag,
    /// With an additional empty `data`.
    WithData,
    /// With the code as a string.
    CodeAsText,
}

impl ErrorBody {
    /// Every format.
    pub const ALL: [Self; 5] = [Self::Plain, Self::ErrorsAlone, Self::WithFlag, Self::WithData, Self::CodeAsText];
}

/// The methods that create a lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CreateMethods {
    /// `POST` only.
    Post,
    /// `PATCH` only.
    Patch,
    /// Both.
    Both,
}

/// The behavior of `GET /v2/leads/{leadId}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SingleRead {
    /// A bare lead.
    Bare,
    /// A list with one lead.
    Listed,
    /// The lead inside `data`.
    Wrapped,
    /// The call does not exist: 404 with an empty body.
    Gone404,
    /// The call does not exist: 405.
    Gone405,
}

impl SingleRead {
    /// Every behavior.
    pub const ALL: [Self; 5] = [Self::Bare, Self::Listed, Self::Wrapped, Self::Gone404, Self::Gone405];
}

/// The accepted formats of reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reasons {
    /// A list or a single object.
    Either,
    /// A list only.
    List,
    /// A single object only.
    Object,
}

/// The response to an invalid key or secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenRejection {
    /// 401 with a message.
    Unauthorized,
    /// 400 with an empty body.
    BadRequest,
    /// 200 with an error and no data.
    InSuccess,
}

impl TokenRejection {
    /// Every response.
    pub const ALL: [Self; 3] = [Self::Unauthorized, Self::BadRequest, Self::InSuccess];
}

/// The response to a call with an expired token: code 498, as the HTTP status or in the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StaleToken {
    /// 498 with an error in the body.
    Status,
    /// 498 without a body.
    StatusAlone,
    /// 200 with an error in the body.
    InSuccess,
    /// 200 with the error in the v1.1 format, in which values are strings and `success` is true.
    Older,
    /// 403 with the error in the v1.1 format.
    OlderForbidden,
}

impl StaleToken {
    /// Every response.
    pub const ALL: [Self; 5] = [Self::Status, Self::StatusAlone, Self::InSuccess, Self::Older, Self::OlderForbidden];
}
