//! Error codes, and what an answer means.

use crate::model::{Envelope, Warning, items};
use crate::{Settings, api};
use leads_core::error::{CodeEntry, CodeTable, ErrorKind, Retry, VendorCode, arguments};
use leads_core::vendor::{Auth, Classification, Failure, HttpResponse, Operation};
use leads_core::vendor::{decode, tolerant};
use leads_core::{Code, Evidence, Request, WriteOutcome, open_enum};
use serde::Deserialize;

/// Writes the enum and the table from one list, so that neither can have what the other lacks.
macro_rules! codes {
    ($( $code:literal $name:ident $kind:ident $retry:ident $evidence:ident $cause:literal => $remedy:literal; )+) => {
        open_enum! {
            /// A code of Capillary's errors and warnings.
            ///
            /// 92001 to 92025 are the leads resource's own; their list is the vendor's page "Leads" (documented). 401, 403,
            /// 498 and 320001 are about credentials. The others are documented for the whole API, not for leads. The HTTP status of none of them is documented,
            /// so the code alone decides. Unknown codes keep their number.
            ///
            /// ```
            /// use capillary_leads::{ErrorCode, leads_core::VendorCode};
            /// let code = ErrorCode::from("92024");
            /// assert_eq!(code, ErrorCode::ClosedLead);
            /// println!("{}", code.entry().unwrap().remedy);
            /// ```
            pub enum ErrorCode {
                $( #[doc = concat!("It means: ", $cause, ".")] $name = $code, )+
            }
        }

        /// Every code that the reference knows, with kind, whether a retry can help, cause and remedy.
        ///
        /// | code | name | cause | remedy |
        /// |---|---|---|---|
        $( #[doc = concat!("| ", $code, " | `", stringify!($name), "` | ", $cause, " | ", $remedy, " |")] )+
        pub static CODES: CodeTable = CodeTable::new(
            "capillary-leads",
            &[ $( CodeEntry::new(
                $code,
                stringify!($name),
                ErrorKind::$kind,
                Retry::$retry,
                $cause,
                $remedy,
                Evidence::$evidence,
            ), )+ ],
        );
    };
}

codes! {
    "92001" LeadNotFound NotFound Never Documented
        "there is no lead with this id in the organisation"
        => "check the id, and that the credentials belong to the lead's organisation";
    "92002" DuplicateLeadStatus Conflict Never Documented
        "the lead has this status already"
        => "read the lead: if it has the status you want, nothing is left to do";
    "92003" InvalidLeadStatus Rejected Never Documented
        "the status is none of OPEN, WON, LOST, ON_HOLD and DELETED"
        => "send one of the five; names of the organisation's own are sub-statuses";
    "92004" ReasonNotFound Rejected Never Documented
        "the organisation has no reason with this id"
        => "list the reasons; ids differ from one organisation to another";
    "92005" FollowedUpOnMissing Rejected Never Documented
        "a follow-up came without the time at which it happened"
        => "set followedUpOn";
    "92006" LeadForMissing Rejected Never Documented
        "a new lead does not say what it is for"
        => "set leadFor to the SKU code, brand or category";
    "92007" UserIdMissing Rejected Never Documented
        "a new lead has no customer"
        => "set userId, or idType and identifier together";
    "92008" UserNotFound Rejected Never Documented
        "there is no customer with this userId"
        => "check the id, or name the customer by e-mail address or mobile number";
    "92009" InvalidLeadType Rejected Never Documented
        "the lead type is none of SKU, CATEGORY, BRAND and CUSTOM"
        => "send one of the four";
    "92010" LeadIdMissing Rejected Never Documented
        "the call names no lead"
        => "put the lead's id into the path";
    "92011" CustomerRegistrationFailed Precondition Never Documented
        "the customer was unknown and could not be registered"
        => "register the customer first, then make the lead with its userId";
    "92012" UserDetailsEmpty Rejected Never Documented
        "nothing in the new lead says who the customer is"
        => "set userId, or idType and identifier together";
    "92013" OrgSourceMissing Rejected Never Documented
        "the source account of the new lead is null"
        => "leave orgSourceId out, or set it; -1 is the store";
    "92014" InvalidOrgSource Rejected Never Documented
        "the organisation has no such source account"
        => "list the organisation's sources, or use -1 for the store";
    "92015" InvalidIdType Rejected Never Documented
        "the kind of identifier is neither EMAIL nor MOBILE"
        => "send one of the two";
    "92016" InvalidSku Rejected Never Documented
        "the organisation has no article with this SKU code"
        => "check leadFor, or use another lead type";
    "92017" InvalidBrand Rejected Never Documented
        "the organisation has no such brand"
        => "check leadFor, or use another lead type";
    "92018" InvalidCategory Rejected Never Documented
        "the organisation has no such category"
        => "check leadFor, or use another lead type";
    "92019" InvalidLeadOwner Rejected Never Documented
        "no staff member has this username"
        => "send the username of a staff member, not the id";
    "92020" InvalidSubStatus Rejected Never Documented
        "the sub-status does not exist for this status"
        => "list the sub-statuses; make the missing one first";
    "92021" DuplicateSubStatus Conflict Never Documented
        "the status has this sub-status already"
        => "nothing is left to do: the sub-status is there";
    "92022" StatusEmpty Rejected Never Documented
        "the status is empty"
        => "set the status";
    "92023" SubStatusEmpty Rejected Never Documented
        "the sub-status is empty"
        => "set the sub-status, or leave it out where it is optional";
    "92024" ClosedLead State Never Documented
        "the lead is closed, and a closed lead takes no other status"
        => "make a new lead, or ask the vendor whether the organisation may reopen leads";
    "92025" CustomerNotRegistered Precondition AfterChange Documented
        "the customer is unknown, and the organisation does not register customers by itself"
        => "register the customer first, or have automatic registration switched on";
    "401" Unauthorized Unauthenticated AfterChange Observed
        "the token or the password is not valid"
        => "check user and password, or key and secret, and the cluster; a token is fetched anew by itself";
    "403" NoAccess Forbidden AfterChange Observed
        "the API client may not use this resource"
        => "have its access group given the resource";
    "498" TokenExpired Unauthenticated AfterChange Documented
        "the token has expired"
        => "nothing is to be done once: a new token is fetched and the call sent again; if it stays so, check the clock \
            and the token's life in the vendor's settings";
    "320001" InvalidClientCredentials Unauthenticated AfterChange Documented
        "the key or the secret of the API client is wrong"
        => "check key and secret, and that they belong to this cluster";
    "4000" NotAuthorized Forbidden AfterChange Documented
        "the till or API client may not use the leads resource"
        => "have its access group given the Leads resource: read for lists, write for changes";
    "4001" AuthorizationUnavailable Server Later Documented
        "the vendor cannot tell at the moment whether the credentials may do this"
        => "try again later";
    "1060" BatchLimitExceeded Rejected Never Documented
        "too many records in one call"
        => "send fewer at once";
    "1061" LookupTypeMissing Rejected Never Documented
        "an attribution lookup value came without its type"
        => "set both through Attribution::lookup";
    "1062" InvalidTestControlStatus Rejected Never Documented
        "the test or control status is invalid"
        => "leave it out";
    "1064" InvalidOrgId Rejected AfterChange Documented
        "the organisation of the call is invalid"
        => "check that the credentials and the host belong to the same cluster";
    "8015" CustomerNotFound Rejected Never Documented
        "there is no customer with this identifier"
        => "check the e-mail address or mobile number";
    "8050" CustomersCombined Other Never Documented
        "the same customer was found in other sources and combined; a warning"
        => "nothing is to be done";
    "8055" InvalidEmail Rejected Never Documented
        "the e-mail address is invalid"
        => "check the identifier";
    "8056" InvalidMobile Rejected Never Documented
        "the mobile number is invalid"
        => "send it in the form in which the organisation registers its customers' numbers";
    "91016" InvalidExtendedField Rejected Never Documented
        "the organisation has no extended field of this name; mostly a warning"
        => "check the field's name, or have it defined for leads";
    "3213" OrgSourceNotFound Rejected Never Documented
        "the organisation has no such source account"
        => "list the organisation's sources";
    "3214" OrgSource3214 Rejected Never Inferred
        "a source account of the organisation could not be read or changed"
        => "read the message; the vendor documents the range, not this code";
    "3215" OrgSource3215 Rejected Never Inferred
        "a source account of the organisation could not be read or changed"
        => "read the message; the vendor documents the range, not this code";
    "3216" OrgSource3216 Rejected Never Inferred
        "a source account of the organisation could not be read or changed"
        => "read the message; the vendor documents the range, not this code";
    "3217" OrgSource3217 Rejected Never Inferred
        "a source account of the organisation could not be read or changed"
        => "read the message; the vendor documents the range, not this code";
    "3218" OrgSource3218 Rejected Never Inferred
        "a source account of the organisation could not be read or changed"
        => "read the message; the vendor documents the range, not this code";
    "3219" OrgSource3219 Rejected Never Inferred
        "a source account of the organisation could not be read or changed"
        => "read the message; the vendor documents the range, not this code";
    "3220" OrgSource3220 Rejected Never Inferred
        "a source account of the organisation could not be read or changed"
        => "read the message; the vendor documents the range, not this code";
    "3221" OrgSource3221 Rejected Never Inferred
        "a source account of the organisation could not be read or changed"
        => "read the message; the vendor documents the range, not this code";
    "3222" OrgSourceNotConfigured Precondition AfterChange Documented
        "the organisation has no configuration for this source"
        => "have the source configured";
}

impl ErrorCode {
    /// The vendor's message with places for values, for the codes that have such; it only serves to find the values.
    const fn template(&self) -> Option<&'static str> {
        Some(match self {
            Self::InvalidLeadStatus => "Invalid Lead Status {0}",
            Self::ReasonNotFound => "Lead Reason not found with id {0}",
            Self::UserNotFound => "No user found with the given userId {0}",
            Self::InvalidSku => "Invalid SKU {0}",
            Self::InvalidBrand => "Invalid Brand {0}",
            Self::InvalidCategory => "Invalid Category {0}",
            Self::InvalidLeadOwner => "Invalid lead owner {0}",
            Self::InvalidSubStatus => "Invalid lead sub status {0}",
            Self::DuplicateSubStatus => "Lead sub status {0} already exists for status {1}",
            _ => return None,
        })
    }

    /// The field of the request that the code is about, by this crate's name.
    const fn field(&self) -> Option<&'static str> {
        Some(match self {
            Self::DuplicateLeadStatus | Self::InvalidLeadStatus | Self::StatusEmpty | Self::ClosedLead => "status",
            Self::ReasonNotFound => "reason_id",
            Self::FollowedUpOnMissing => "followed_up_on",
            Self::LeadForMissing | Self::InvalidSku | Self::InvalidBrand | Self::InvalidCategory => "lead_for",
            Self::UserIdMissing | Self::UserNotFound => "user_id",
            Self::InvalidLeadType => "type",
            Self::LeadNotFound | Self::LeadIdMissing => "lead_id",
            Self::OrgSourceMissing | Self::InvalidOrgSource | Self::OrgSourceNotFound => "org_source_id",
            Self::InvalidIdType => "id_type",
            Self::InvalidLeadOwner => "owner",
            Self::InvalidSubStatus | Self::DuplicateSubStatus | Self::SubStatusEmpty => "sub_status",
            Self::CustomerNotRegistered | Self::CustomerNotFound | Self::InvalidEmail | Self::InvalidMobile => {
                "identifier"
            }
            Self::InvalidExtendedField => "extended_fields",
            _ => return None,
        })
    }

    /// The values that the vendor put in the places of `{0}` and `{1}` of its message; empty when the message follows
    /// another wording or still holds the places themselves.
    pub(crate) fn arguments(&self, message: &str) -> Vec<String> {
        let found = self.template().and_then(|template| arguments(template, message)).unwrap_or_default();
        let unfilled = |value: &String| value.is_empty() || (value.starts_with('{') && value.ends_with('}'));
        if found.iter().any(unfilled) { Vec::new() } else { found }
    }
}

impl VendorCode for ErrorCode {
    const VENDOR: &'static str = "capillary-leads";
    fn from_code(code: &str) -> Self {
        Self::from(code)
    }
    fn as_code(&self) -> &str {
        self.as_str()
    }
    fn table() -> &'static CodeTable {
        &CODES
    }
}

/// The body decides, whatever the status; the status only where the body says nothing.
pub(crate) fn classify(settings: &Settings, operation: &Operation, response: &HttpResponse) -> Classification {
    let json = response.looks_like_json();
    let object = response.first_byte() == Some(b'{');
    if object
        && has_items(response, "\"errors\"")
        && let Ok(envelope) = response.json::<Envelope<'_>>()
    {
        let found = items(envelope.errors);
        if !found.is_empty() {
            return other_verb(settings, operation, response, refused(operation, response, &envelope, found)).into();
        }
    }
    if object
        && response.contains(b"\"response\"")
        && let Some(failure) = older(operation, response)
    {
        return failure.into();
    }
    if !response.is_2xx() {
        return other_verb(settings, operation, response, from_status(operation, response)).into();
    }
    // An empty body is no foreign page: reading it says that the record is missing. No member of the vendor's success
    // envelope proves a change by itself; the record does.
    if !json && !response.is_blank() {
        return Failure::from_status(response).into();
    }
    let warnings = if object { warnings(response) } else { Vec::new() };
    Classification::tentative().with_warnings(warnings)
}

/// The codes that say that the token is no longer good, whatever the HTTP status is.
const OF_THE_TOKEN: &[&str] = &["401", "498"];

/// The form of the vendor's v1.1, in which it also tells of tokens: `{"response":{"status":{"code":..}}}`. `None` where
/// the body has another form, or a code of success.
fn older(operation: &Operation, response: &HttpResponse) -> Option<Failure> {
    #[derive(Deserialize)]
    struct Body {
        #[serde(default, deserialize_with = "tolerant::object")]
        response: Option<Response>,
    }
    #[derive(Deserialize)]
    struct Response {
        #[serde(default, deserialize_with = "tolerant::object")]
        status: Option<Warning>,
    }
    let status = decode::from_slice::<Body>(&response.body).ok()?.response?.status?;
    // `success` says true on failures too; the code alone decides.
    let number = status.code.and_then(|code| u16::try_from(code).ok());
    if status.code.is_none() || number.is_some_and(|number| (200..300).contains(&number)) {
        return None;
    }
    let code = status.into_code();
    let failure = match CODES.get(&code.code) {
        Some(entry) => by_entry(entry),
        None => match number.filter(|number| (400..600).contains(number)) {
            // The numbers are those of HTTP. In the vendor's own envelope every 4xx is its refusal.
            Some(number) => {
                let failure = Failure::from_status(&HttpResponse::new(number, Default::default(), bytes::Bytes::new()));
                if number < 500 { failure.outcome(WriteOutcome::NotApplied) } else { failure.retryable(false) }
            }
            None => Failure::refused(unauthenticated_if_token(operation), "refused"),
        },
    };
    Some(about_the_token(response, &code, failure).codes(vec![code]))
}

fn by_entry(entry: &CodeEntry) -> Failure {
    Failure::refused(entry.kind, "refused").retryable(entry.retry == Retry::Later).help(entry.remedy)
}

/// Has the credentials made anew where status or code say that they are no longer good.
fn about_the_token(response: &HttpResponse, code: &Code, failure: Failure) -> Failure {
    let stale = matches!(response.status, 401 | 498) || OF_THE_TOKEN.contains(&code.code.as_str());
    if stale { failure.refresh_credentials() } else { failure }
}

/// A 405 proves that no lead was made, so the other verb is tried; see
/// [`Builder::create_method`](crate::Builder::create_method).
fn other_verb(settings: &Settings, operation: &Operation, response: &HttpResponse, failure: Failure) -> Failure {
    if operation.name != api::leads::CreateLead::OPERATION.name || response.status != 405 {
        return failure;
    }
    let failure = failure.outcome(WriteOutcome::NotApplied).help(
        "the documents give POST and PATCH for making a lead; if neither is taken, ask the vendor whether the \
         organisation may make leads",
    );
    if settings.turn_from(response.method) { failure.again() } else { failure }
}

/// Whether a member stands anywhere in the body with something in it. Every list of the vendor has an empty `errors`,
/// so the mere name is no reason to parse.
fn has_items(response: &HttpResponse, name: &str) -> bool {
    let body: &[u8] = &response.body;
    memchr::memmem::find_iter(body, name).any(|at| {
        let after = body.get(at + name.len()..).unwrap_or_default().trim_ascii_start();
        let Some(value) = after.strip_prefix(b":").map(<[u8]>::trim_ascii_start) else { return false };
        let empty_list = value.strip_prefix(b"[").is_some_and(|rest| rest.trim_ascii_start().starts_with(b"]"));
        !empty_list && !value.starts_with(b"null")
    })
}

fn warnings(response: &HttpResponse) -> Vec<Code> {
    if !has_items(response, "\"warnings\"") {
        return Vec::new();
    }
    match response.json::<Envelope<'_>>() {
        Ok(envelope) => items(envelope.warnings).into_iter().map(Warning::into_code).collect(),
        // A body that cannot be read complains when it is read.
        Err(_) => Vec::new(),
    }
}

fn refused(operation: &Operation, response: &HttpResponse, envelope: &Envelope<'_>, found: Vec<Warning>) -> Failure {
    let own = found.iter().any(|item| item.code.is_some() || item.status.is_some());
    let mut codes: Vec<Code> = found.into_iter().map(Warning::into_code).collect();
    // The code that decides stands first: the first that is known, else the first that there is.
    if let Some(at) = codes
        .iter()
        .position(|code| CODES.get(&code.code).is_some())
        .or_else(|| codes.iter().position(|code| !code.code.is_empty()))
    {
        codes.get_mut(..=at).unwrap_or_default().rotate_right(1);
    }
    let entry = codes.first().and_then(|code| CODES.get(&code.code));
    let by_status = from_status(operation, response);
    // An item without a code and without `status` may be anybody's.
    if !own {
        let failure = match operation.auth {
            Auth::None => by_status.kind(ErrorKind::Unauthenticated),
            _ => by_status,
        };
        return failure.codes(codes);
    }
    let failure = match entry {
        Some(entry) => by_entry(entry),
        None if response.is_2xx() => Failure::refused(unauthenticated_if_token(operation), "refused"),
        // The vendor's own envelope says that the call failed, so a 5xx with it is no unknown.
        None => by_status.outcome(WriteOutcome::NotApplied),
    };
    let failure = match codes.first() {
        Some(code) => about_the_token(response, code, failure),
        None => failure,
    };
    let outcome = outcome_beside_errors(operation, envelope);
    let field = codes.first().and_then(|code| ErrorCode::from(code.code.as_str()).field());
    let mut failure = failure.codes(codes).outcome(outcome);
    if outcome != WriteOutcome::NotApplied {
        // What helps against a refusal can make the change a second time.
        failure.help = None;
    }
    match field {
        Some(field) => failure.field(field),
        None => failure,
    }
}

/// What a write did whose answer holds errors: an error means that the main action failed. A record beside it speaks
/// against that; for the one call that makes several records it means that some were made.
fn outcome_beside_errors(operation: &Operation, envelope: &Envelope<'_>) -> WriteOutcome {
    let filled = |text: &str| {
        let inside = text.get(1..text.len().saturating_sub(1)).unwrap_or_default();
        matches!(text.as_bytes().first(), Some(b'[' | b'{')) && !inside.trim().is_empty()
    };
    let record = envelope.id.is_some_and(|id| id.get() != "null") || envelope.data.is_some_and(|d| filled(d.get()));
    match record {
        false => WriteOutcome::NotApplied,
        true if operation.name == api::reasons::CreateReasons::OPERATION.name => WriteOutcome::Partial,
        true => WriteOutcome::Unknown,
    }
}

/// The token call knows one reason to be refused.
fn unauthenticated_if_token(operation: &Operation) -> ErrorKind {
    if operation.auth == Auth::None { ErrorKind::Unauthenticated } else { ErrorKind::Rejected }
}

/// What the status means when the body says nothing: the vendor's own meanings before the usual ones.
fn from_status(operation: &Operation, response: &HttpResponse) -> Failure {
    let failure = Failure::from_status(response);
    match response.status {
        400 => failure
            .kind(unauthenticated_if_token(operation))
            .help("the vendor said no more than that the input is invalid"),
        401 => failure.refresh_credentials().help("check user and password, or key and secret, and the cluster"),
        403 => failure.help(
            "three causes: the organisation has no v2 API, the access group lacks the Leads resource, or a required \
             field is missing",
        ),
        // The vendor's page of 2019 had the call, no later one has it: a host without it answers like this.
        404 | 405 if operation.name == api::leads::GetLead::OPERATION.name => failure
            .kind(if response.status == 405 { ErrorKind::Precondition } else { ErrorKind::NotFound })
            .help("the call is documented for 2019 and 2020 only and may be gone; ListLeads with user_id has the lead"),
        405 => failure.help("the resource does not have this operation"),
        415 => failure.help("the content type must be application/json"),
        498 => {
            let failure = Failure::refused(ErrorKind::Unauthenticated, "the token has expired").refresh_credentials();
            let failure = failure.codes(vec![Code::new(ErrorCode::TokenExpired.as_str())]);
            // HTTP has no 498, so with a foreign body it may be anybody's.
            let silent = response.is_blank() || response.form() == "an empty JSON object";
            if silent { failure } else { failure.outcome(WriteOutcome::Unknown) }
        }
        // "Busy, try again later" does not say how far a write came.
        461 => {
            let failure = failure.kind(ErrorKind::Server).outcome(WriteOutcome::Unknown);
            failure.retryable(true).help("the search engine is busy")
        }
        521 => failure.retryable(true).help("several actions run for the same customer"),
        _ => failure,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::leads::{CreateLead, GetLead, ListLeads, UpdateLeadStatus};
    use crate::api::oauth::GenerateToken;
    use crate::api::reasons::CreateReasons;
    use rstest::rstest;
    use std::collections::HashSet;

    fn judge(operation: &Operation, status: u16, body: &str) -> Classification {
        classify(&Settings::default(), operation, &HttpResponse::new(status, Default::default(), body.to_owned()))
    }

    fn failed(operation: &Operation, status: u16, body: &str) -> Failure {
        match judge(operation, status, body) {
            Classification::Failure(failure) => failure,
            other => panic!("{status} {body}: {other:?}"),
        }
    }

    const STATUS: &Operation = &UpdateLeadStatus::OPERATION;

    fn envelope(code: u32, message: &str) -> String {
        format!(r#"{{"warnings":[],"errors":[{{"status":false,"code":{code},"message":"{message}"}}]}}"#)
    }

    #[test]
    fn every_code_has_a_row_and_every_row_a_code() {
        let codes: HashSet<String> = ErrorCode::all().map(|code| code.as_str().to_owned()).collect();
        assert_eq!(codes.len(), CODES.entries().len());
        for code in 92001..=92025 {
            let entry = CODES.get(&code.to_string()).unwrap();
            assert!(!entry.cause.is_empty() && !entry.remedy.is_empty() && entry.retry != Retry::Later, "{code}");
            assert_eq!(entry.evidence, Evidence::Documented);
            assert!(codes.contains(&code.to_string()));
        }
        for code in [
            "401", "403", "498", "320001", "4000", "4001", "1060", "1061", "1062", "1064", "8015", "8050", "8055",
            "8056", "91016",
        ] {
            assert!(CODES.get(code).is_some(), "{code}");
        }
        for code in 3213..=3222 {
            assert!(CODES.get(&code.to_string()).is_some(), "{code}");
        }
    }

    #[rstest]
    #[case(200)]
    #[case(201)]
    #[case(400)]
    #[case(404)]
    #[case(500)]
    #[case(503)]
    fn the_code_decides_whatever_the_status(#[case] status: u16) {
        let failure = failed(STATUS, status, &envelope(92024, "Status change not allowed on closed leads"));
        assert_eq!((failure.kind, failure.outcome), (ErrorKind::State, WriteOutcome::NotApplied));
        assert!(!failure.retryable && failure.help.is_some());
        assert_eq!(failure.codes[0].code, "92024");
    }

    #[rstest]
    #[case(92003, "Invalid Lead Status MAYBE", &["MAYBE"])]
    #[case(92004, "Lead Reason not found with id 77", &["77"])]
    #[case(92008, "No user found with the given userId 5", &["5"])]
    #[case(92016, "Invalid SKU item 9", &["item 9"])]
    #[case(92017, "invalid brand acme", &["acme"])]
    #[case(92018, "Invalid Category c", &["c"])]
    #[case(92019, "Invalid lead owner jo", &["jo"])]
    #[case(92020, "Invalid lead sub status S", &["S"])]
    #[case(92021, "Lead sub status Call back already exists for status ON_HOLD", &["Call back", "ON_HOLD"])]
    #[case(92021, "something else", &[])]
    #[case(92016, "Invalid SKU {0}", &[])]
    #[case(92001, "Lead not found", &[])]
    fn arguments_come_from_the_message(#[case] code: u32, #[case] message: &str, #[case] wanted: &[&str]) {
        let failure = failed(STATUS, 400, &envelope(code, message));
        assert_eq!(failure.codes[0].arguments, wanted);
        assert_eq!(failure.codes[0].code, code.to_string());
    }

    #[test]
    fn several_errors_keep_all_items_and_the_known_one_decides() {
        let body = r#"{"errors":[{},{"code":55,"message":"x"},{"code":"92001","message":"Lead not found"}]}"#;
        let failure = failed(STATUS, 200, body);
        assert_eq!(failure.kind, ErrorKind::NotFound);
        let codes: Vec<&str> = failure.codes.iter().map(|code| code.code.as_str()).collect();
        assert_eq!(codes, ["92001", "", "55"]);
    }

    #[rstest]
    #[case(STATUS, 200, r#"{"errors":[{"code":712,"message":"x"}]}"#, ErrorKind::Rejected, false)]
    #[case(STATUS, 401, r#"{"errors":[{"code":9,"message":"x"}]}"#, ErrorKind::Unauthenticated, false)]
    #[case(STATUS, 429, r#"{"errors":[{"code":9,"message":"x"}]}"#, ErrorKind::RateLimited, true)]
    #[case(STATUS, 500, r#"{"errors":[{"code":9,"message":"x"}]}"#, ErrorKind::Server, false)]
    #[case(STATUS, 503, r#"{"errors":[{"code":4001,"message":"x"}]}"#, ErrorKind::Server, true)]
    #[case(STATUS, 403, r#"{"errors":[{"code":4000,"message":"x"}]}"#, ErrorKind::Forbidden, false)]
    #[case(STATUS, 200, r#"{"errors":[{"status":false,"message":"only words"}]}"#, ErrorKind::Rejected, false)]
    #[case(STATUS, 200, r#"{"errors":{"code":92002}}"#, ErrorKind::Conflict, false)]
    #[case(&GenerateToken::OPERATION, 200, r#"{"data":null,"errors":[{"code":9,"message":"x"}]}"#, ErrorKind::Unauthenticated, false)]
    #[case(&GenerateToken::OPERATION, 400, r#"{"data":null,"errors":[{"code":320001,"message":"x"}]}"#, ErrorKind::Unauthenticated, false)]
    fn errors_in_the_body(
        #[case] operation: &Operation,
        #[case] status: u16,
        #[case] body: &str,
        #[case] kind: ErrorKind,
        #[case] retryable: bool,
    ) {
        let failure = failed(operation, status, body);
        assert_eq!((failure.kind, failure.retryable, failure.outcome), (kind, retryable, WriteOutcome::NotApplied));
        assert_eq!(failure.refresh_credentials, status == 401);
    }

    #[rstest]
    #[case(400, "{}", ErrorKind::Rejected, WriteOutcome::NotApplied, false)]
    #[case(400, "", ErrorKind::Rejected, WriteOutcome::NotApplied, false)]
    #[case(400, "\"\"", ErrorKind::Rejected, WriteOutcome::NotApplied, false)]
    #[case(401, "", ErrorKind::Unauthenticated, WriteOutcome::NotApplied, false)]
    #[case(403, "{}", ErrorKind::Forbidden, WriteOutcome::NotApplied, false)]
    #[case(404, "{}", ErrorKind::NotFound, WriteOutcome::NotApplied, false)]
    #[case(405, "", ErrorKind::Rejected, WriteOutcome::NotApplied, false)]
    #[case(415, "", ErrorKind::Rejected, WriteOutcome::NotApplied, false)]
    #[case(429, "", ErrorKind::RateLimited, WriteOutcome::NotApplied, true)]
    #[case(461, "", ErrorKind::Server, WriteOutcome::Unknown, true)]
    #[case(408, "", ErrorKind::Server, WriteOutcome::Unknown, true)]
    #[case(425, "{}", ErrorKind::Server, WriteOutcome::Unknown, true)]
    #[case(499, "", ErrorKind::Server, WriteOutcome::Unknown, true)]
    #[case(412, "{}", ErrorKind::Rejected, WriteOutcome::Unknown, false)]
    #[case(498, "", ErrorKind::Unauthenticated, WriteOutcome::NotApplied, false)]
    #[case(498, "{}", ErrorKind::Unauthenticated, WriteOutcome::NotApplied, false)]
    #[case(498, "<html>", ErrorKind::Unauthenticated, WriteOutcome::Unknown, false)]
    #[case(498, r#"{"error":"upstream timeout"}"#, ErrorKind::Unauthenticated, WriteOutcome::Unknown, false)]
    #[case(200, r#"{"errors":["only words"]}"#, ErrorKind::Foreign, WriteOutcome::Unknown, false)]
    #[case(200, r#"{"errors":[{"message":"upstream timeout"}]}"#, ErrorKind::Foreign, WriteOutcome::Unknown, false)]
    #[case(500, r#"{"errors":[]}"#, ErrorKind::Server, WriteOutcome::Unknown, false)]
    #[case(502, "<html>", ErrorKind::Server, WriteOutcome::Unknown, true)]
    #[case(521, "", ErrorKind::Server, WriteOutcome::Unknown, true)]
    #[case(200, "<html>", ErrorKind::Foreign, WriteOutcome::Unknown, false)]
    #[case(200, "ok", ErrorKind::Foreign, WriteOutcome::Unknown, false)]
    fn the_status_decides_where_the_body_says_nothing(
        #[case] status: u16,
        #[case] body: &str,
        #[case] kind: ErrorKind,
        #[case] outcome: WriteOutcome,
        #[case] retryable: bool,
    ) {
        let failure = failed(STATUS, status, body);
        assert_eq!((failure.kind, failure.outcome, failure.retryable), (kind, outcome, retryable));
    }

    fn v1(code: &str, message: &str) -> String {
        format!(
            r#"{{"response":{{"status":{{"success":"true","code":{code},"message":"{message}"}},"customers":null}}}}"#
        )
    }

    #[rstest]
    #[case(r#""498""#, ErrorKind::Unauthenticated, WriteOutcome::NotApplied, true)]
    #[case("498", ErrorKind::Unauthenticated, WriteOutcome::NotApplied, true)]
    #[case(r#""401""#, ErrorKind::Unauthenticated, WriteOutcome::NotApplied, true)]
    #[case("403", ErrorKind::Forbidden, WriteOutcome::NotApplied, false)]
    #[case("404", ErrorKind::NotFound, WriteOutcome::NotApplied, false)]
    #[case("92024", ErrorKind::State, WriteOutcome::NotApplied, false)]
    #[case("500", ErrorKind::Server, WriteOutcome::Unknown, false)]
    #[case("77", ErrorKind::Rejected, WriteOutcome::NotApplied, false)]
    fn the_older_envelope_decides_by_its_code(
        #[case] code: &str,
        #[case] kind: ErrorKind,
        #[case] outcome: WriteOutcome,
        #[case] fresh: bool,
    ) {
        for status in [200, 403, 500] {
            let failure = failed(STATUS, status, &v1(code, "words"));
            assert_eq!(
                (failure.kind, failure.outcome, failure.refresh_credentials),
                (kind, outcome, fresh),
                "{status}"
            );
            assert_eq!(failure.codes[0].code, code.trim_matches('"'));
            assert_eq!(failure.codes[0].message.as_deref(), Some("words"));
        }
    }

    #[rstest]
    #[case(&v1("200", "ok"))]
    #[case(r#"{"response":{"status":{"success":"true"}}}"#)]
    #[case(r#"{"response":["x"]}"#)]
    #[case(r#"{"response":"x"}"#)]
    fn the_older_envelope_without_a_failure_is_none(#[case] body: &str) {
        assert!(matches!(judge(STATUS, 200, body), Classification::Success { confirmed: false, .. }));
    }

    #[test]
    fn an_expired_token_is_dropped_whatever_the_status() {
        for status in [200, 201, 400, 401, 403, 498, 500] {
            let failure = failed(STATUS, status, &envelope(498, "Token expired at 2026-01-02T03:04:05.000+0530"));
            assert!(failure.refresh_credentials, "{status}");
            assert_eq!(
                (failure.kind, failure.outcome),
                (ErrorKind::Unauthenticated, WriteOutcome::NotApplied),
                "{status}"
            );
        }
        assert!(!failed(STATUS, 403, &envelope(4000, "x")).refresh_credentials);
    }

    #[test]
    fn the_field_comes_from_the_code() {
        for (code, field) in [(92016, Some("lead_for")), (92004, Some("reason_id")), (4000, None), (712, None)] {
            assert_eq!(failed(STATUS, 400, &envelope(code, "x")).field.as_deref(), field, "{code}");
        }
    }

    #[test]
    fn no_help_against_the_refusal_where_the_outcome_is_unknown() {
        let lead = r#"{"id":7,"errors":[{"code":92024,"message":"x"}]}"#;
        let failure = failed(STATUS, 200, lead);
        assert_eq!((failure.outcome, failure.help), (WriteOutcome::Unknown, None));
    }

    #[test]
    fn get_lead_says_when_the_call_itself_may_be_missing() {
        let by = |status| failed(&GetLead::OPERATION, status, "");
        assert_eq!(by(405).kind, ErrorKind::Precondition);
        assert_eq!(by(404).kind, ErrorKind::NotFound);
        assert!(by(404).help.unwrap().contains("user_id"));
        let known = failed(&GetLead::OPERATION, 404, &envelope(92001, "Lead not found"));
        assert!(!known.help.unwrap().contains("user_id"));
    }

    #[test]
    fn a_record_beside_errors_is_not_forgotten() {
        let some = r#"{"data":[{"id":1,"reason":"a"}],"errors":[{"code":1060,"message":"x"}]}"#;
        assert_eq!(failed(&CreateReasons::OPERATION, 201, some).outcome, WriteOutcome::Partial);
        let none = r#"{"data":[ ],"errors":[{"code":1060,"message":"x"}]}"#;
        assert_eq!(failed(&CreateReasons::OPERATION, 201, none).outcome, WriteOutcome::NotApplied);
        let lead = r#"{"id":7,"errors":[{"code":8015,"message":"x"}]}"#;
        assert_eq!(failed(&CreateLead::OPERATION, 201, lead).outcome, WriteOutcome::Unknown);
    }

    #[test]
    fn warnings_are_found_and_names_inside_a_record_are_no_errors() {
        let body =
            r#"{"id":1,"extendedFields":{"errors":["x"]},"warnings":[{"status":false,"code":8050,"message":"m"}]}"#;
        let Classification::Success { warnings, confirmed, .. } = judge(STATUS, 200, body) else { panic!() };
        assert_eq!((warnings.len(), warnings[0].code.as_str(), confirmed), (1, "8050", false));
        let Classification::Success { warnings, .. } =
            judge(&ListLeads::OPERATION, 200, r#"{"data":[],"warnings" : [ ]}"#)
        else {
            panic!()
        };
        assert!(warnings.is_empty());
    }

    #[test]
    fn a_405_on_create_asks_for_the_other_verb_and_nothing_else_does() {
        let body = envelope(92001, "x");
        assert!(failed(&CreateLead::OPERATION, 405, "").again);
        let failure = failed(&CreateLead::OPERATION, 405, &body);
        assert_eq!(
            (failure.again, failure.outcome, failure.codes[0].code.as_str()),
            (true, WriteOutcome::NotApplied, "92001")
        );
        for status in [400, 404, 500, 501] {
            assert!(!failed(&CreateLead::OPERATION, status, "").again, "{status}");
        }
        assert!(!failed(STATUS, 405, "").again);
    }
}
